"""The networks that all voices share, each compiled when it is first needed."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from synth.runtime import Run, compiled
from synth.speech import SpeechError
from synth.speech.loading import load_acoustic, load_vocoder
from synth.speech.mel import BANDS, HOP
from synth.speech.phones import CONTEXT
from synth.speech.windowed import windowed

if TYPE_CHECKING:
    from torch import nn

    from synth.speech.acoustic import Acoustic

WEIGHTS = Path(__file__).parent.parent / "weights"


class Networks:
    """Acoustic model and vocoder as functions of arrays. Not thread-safe."""

    def __init__(self, cache: Path | None = None, weights: Path = WEIGHTS, generator: Path | None = None):
        """cache: where converted networks are kept; generator: someone else's HiFi-GAN (see
        `pretrained.load_generator`) to sound instead of our vocoder.
        """
        self.cache, self.weights, self.generator = cache, weights, generator

    @cached_property
    def acoustic(self) -> Acoustic:
        return load_acoustic(self.weights / "acoustic.safetensors")

    @cached_property
    def vocoder(self) -> nn.Module:
        if self.generator:
            from synth.speech.pretrained import MelOnly, load_generator

            return MelOnly(load_generator(self.generator))
        return load_vocoder(self.weights / "vocoder.safetensors")

    @cached_property
    def version(self) -> str:
        """Hash of both networks and of all code that shapes a take, for the keys of stored takes."""
        digest = hashlib.sha256()
        here = Path(__file__).parent
        nets = (self.weights / f"{name}.safetensors" for name in ("acoustic", "vocoder"))
        theirs = self.generator.rglob("*") if self.generator and self.generator.is_dir() else [self.generator]
        others = [path for path in theirs if path and path.is_file()]
        if self.generator and not others:
            raise SpeechError(f"There is no vocoder {self.generator}: give a generator file, or a transformers folder.")
        for path in (*nets, *sorted(others), *sorted(here.glob("*.py")), *sorted((here / "data").glob("*"))):
            try:
                digest.update(path.read_bytes())
            except OSError as error:
                raise SpeechError(f"The voice cannot be loaded: {path.name}: {error.strerror}.") from None
        return digest.hexdigest()[:16]

    def styles(self, vector: np.ndarray) -> np.ndarray:
        """What the acoustic model makes of a speaker vector (256,): (1, blocks, 2 * width)."""
        import torch

        with torch.inference_mode():
            return self.acoustic.styles(torch.from_numpy(vector)[None]).numpy()

    @cached_property
    def encode(self) -> Run:
        """ids (1, n), context (1, n, 12), styles, language (1, n) to (hidden, log duration, energy)."""
        from synth.speech.acoustic import Encoder

        ids, context = np.zeros((1, 7), np.int64), np.zeros((1, 7, CONTEXT), np.float32)
        return compiled(Encoder(self.acoustic), (ids, context, self._styles, ids), cache=self._kept("encoder"))

    @cached_property
    def contour(self) -> Run:
        """hidden, energy, index, position, styles to (octaves, voicing)."""
        from synth.speech.acoustic import Contour

        return compiled(Contour(self.acoustic), self._frames, cache=self._kept("contour"))

    @cached_property
    def decode(self) -> Run:
        """The same, octaves (1, t), voiced (1, t), level (1,) to (mel (1, t, 80),)."""
        from synth.speech.acoustic import Decoder

        track = np.zeros((1, 9), np.float32)
        example = (*self._frames, track, track, np.zeros(1, np.float32))
        return compiled(Decoder(self.acoustic), example, cache=self._kept("decoder"))

    @cached_property
    def vocode(self) -> Run:
        """log-mel (1, 80, t) and excitation (1, 2, t * 256) to (audio (1, t * 256),)."""
        example = np.zeros((1, BANDS, 9), np.float32), np.zeros((1, 2, 9 * HOP), np.float32)
        return windowed(compiled(self.vocoder, example, half=True, cache=self._kept("vocoder")))

    @property
    def _styles(self) -> np.ndarray:
        size = self.acoustic.size
        return np.zeros((1, size.encoder + 2 + size.prosody + size.decoder, 2 * size.width), np.float32)

    @property
    def _frames(self) -> tuple[np.ndarray, ...]:
        hidden, energy = np.zeros((1, 7, self.acoustic.size.width), np.float32), np.zeros((1, 7), np.float32)
        return hidden, energy, np.zeros((1, 9), np.int64), np.zeros((1, 9, 4), np.float32), self._styles

    def _kept(self, name: str) -> Path | None:
        return self.cache / f"{name}-{self.version}" if self.cache else None
