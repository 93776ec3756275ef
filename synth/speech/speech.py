"""Text to a waveform: draft first (how long will it be?), then speak at the length that the film has room for.

speech = Speech()
draft = speech.draft("The tide comes in twice a day.")
audio = speech.speak(draft, length=draft.natural * 0.9)      # float32 (n,) at 22,050 Hz, exactly that long
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from synth.runtime import Run, compiled
from synth.speech import SpeechError
from synth.speech.loading import load_acoustic, load_vocoder
from synth.speech.mel import BANDS, HOP, SAMPLE_RATE
from synth.speech.normalise import normalise
from synth.speech.pacing import frame_index, whole_frames
from synth.speech.phones import CONTEXT, Phone, encode, phones

if TYPE_CHECKING:
    from torch import nn

    from synth.speech.acoustic import Acoustic

WEIGHTS = Path(__file__).parent.parent / "weights"
VOICES = {"kathleen": "a calm woman, American English"}
SPOKEN = ("en",)
EDGE = 4  # frames of silence modelled on either side of the words; all but EDGE_KEPT are cut off again
EDGE_KEPT = 1  # 12 ms
FADE = 64  # samples over which a take rises from and falls to silence


@dataclass(frozen=True)
class Draft:
    """What will be said and how long it naturally takes; F0 comes frame by frame, with `speak`."""

    text: str
    language: str
    tokens: tuple[Phone, ...]
    hidden: np.ndarray  # (1, n, width)
    energy: np.ndarray  # (1, n)
    durations: np.ndarray  # (n,) frames, not rounded, at natural speed
    pitch: float  # factor on F0

    @property
    def pauses(self) -> np.ndarray:
        """Which tokens between the edges are pauses, bool (n - 2,)."""
        return np.array([token.is_pause for token in self.tokens[1:-1]])

    @property
    def natural(self) -> float:
        """Seconds at natural speed."""
        return float((self.durations[1:-1].sum() + 2 * EDGE_KEPT) * HOP / SAMPLE_RATE)

    @property
    def shortest(self) -> float:
        """Seconds below which phones would be lost: one frame each."""
        return (len(self.tokens) - 2 + 2 * EDGE_KEPT) * HOP / SAMPLE_RATE


def language_of(text: str) -> str:
    """The language a cue is written in, by its script: "ko" where there is Hangul, else "en"."""
    return "ko" if any("\uac00" <= c <= "\ud7a3" or "\u3130" <= c <= "\u318f" for c in text) else "en"


def foreign_script(text: str) -> str | None:
    """The script of the first letter that no reading is known for, such as "CJK" or "ARABIC"; None if all are known."""
    scripts = (unicodedata.name(c, "UNKNOWN").split()[0] for c in text if unicodedata.category(c) == "Lo")
    return next((s for s in scripts if s not in ("FEMININE", "MASCULINE", "LATIN")), None)


class Speech:
    """One voice. Its networks load when first needed, which takes some seconds. Not thread-safe."""

    def __init__(
        self,
        voice: str = "kathleen",
        cache: Path | None = None,
        weights: Path = WEIGHTS,
        generator: Path | None = None,
    ):
        """generator: someone else's HiFi-GAN (see `pretrained.load_generator`) to sound instead of our vocoder."""
        if voice not in VOICES:
            raise SpeechError(f"There is no voice named {voice!r}: choose one of {', '.join(VOICES)}.")
        self.weights, self.cache, self.generator = weights, cache, generator

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
        """Hash of both networks and of everything here that shapes a take, for the keys of stored takes."""
        digest = hashlib.sha256()
        here = Path(__file__).parent
        nets = (self.weights / f"{name}.safetensors" for name in ("acoustic", "vocoder"))
        theirs = self.generator.rglob("*") if self.generator and self.generator.is_dir() else [self.generator]
        others = [path for path in theirs if path and path.is_file()]
        for path in (*nets, *sorted(others), *sorted(here.glob("*.py"))):
            try:
                digest.update(path.read_bytes())
            except OSError as error:
                raise SpeechError(f"The voice cannot be loaded: {path.name}: {error.strerror}.") from None
        return digest.hexdigest()[:16]

    def draft(
        self, text: str, language: str = "en", *, rate: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Draft:
        """Plans an utterance.

        rate: 1 is the voice's own pace, 1.2 a fifth faster. pitch: semitones. energy: vocal effort in dB, as the
        energy predictor has it. Raises SpeechError for text without anything to say, or a language without a voice.
        """
        if language not in SPOKEN:
            raise SpeechError(f"{text!r} is not English: the voices speak English only (Korean comes next).")
        tokens = phones(normalise(text, language), language)
        if script := foreign_script(text):
            raise SpeechError(f"{text!r} has {script} letters: the voices speak English (Korean comes next).")
        if len(tokens) <= 2:
            raise SpeechError(
                f"There is nothing to say in {text!r}: it holds no letter or number that can be read aloud."
            )
        ids, context = encode(tokens)
        hidden, log_duration, loud = self._encode(ids[None], context[None], self._speaker, np.zeros(1, np.int64))
        frames = (
            np.maximum(np.expm1(log_duration[0]), [0.0 if t.is_pause else 1.0 for t in tokens])
            * self.acoustic.pace
            / rate
        )
        frames[[0, -1]] = EDGE
        loud = loud + np.float32(energy * np.log(10) / 20)
        return Draft(text, language, tuple(tokens), hidden, loud, frames, 2 ** (pitch / 12))

    def speak(self, draft: Draft, length: float | None = None, seed: int = 0) -> np.ndarray:
        """The waveform, float32 (n,) at 22,050 Hz in [-1, 1], n = round(length * 22050); natural length if None.

        A length below `draft.shortest` is raised to it. The same draft, length and seed give the same samples.
        """
        length = max(draft.natural if length is None else length, draft.shortest)
        samples = round(length * SAMPLE_RATE)
        spoken = whole_frames(draft.durations[1:-1], draft.pauses, -(-samples // HOP) - 2 * EDGE_KEPT)
        durations = np.concatenate([[EDGE], spoken, [EDGE]])
        mel, f0 = self._frames(draft, durations)
        audio = self._waveform(mel, f0, seed)
        start = (EDGE - EDGE_KEPT) * HOP
        audio = audio[start : start + samples].copy()
        ramp = np.linspace(0, 1, FADE, dtype=np.float32)
        audio[:FADE] *= ramp
        audio[-FADE:] *= ramp[::-1]
        return np.clip(audio, -1, 1)

    def _frames(self, draft: Draft, durations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """log-mel (1, 80, t) and F0 (1, t) in Hz."""
        index, position = frame_index(durations)
        mel, octaves, voicing = self._decode(
            draft.hidden,
            draft.energy,
            index[None],
            position[None],
            self._speaker,
            np.array([np.log2(draft.pitch)], np.float32),
        )
        f0 = self.acoustic.mean_hz * 2.0 ** octaves.astype(np.float32)
        return np.ascontiguousarray(mel.transpose(0, 2, 1)), np.where(voicing > 0, f0, 0).astype(np.float32)

    def _waveform(self, mel: np.ndarray, f0: np.ndarray, seed: int) -> np.ndarray:
        """log-mel (1, 80, t) and F0 (1, t) to (t * 256,)."""
        return self.vocode(mel, self.excitation(mel, f0, seed))[0][0]

    def excitation(self, mel: np.ndarray, f0: np.ndarray, seed: int) -> np.ndarray:
        """log-mel (1, 80, t) and F0 (1, t) in Hz, 0 where unvoiced, to what the vocoder starts from, (1, 2, t *
        256).
        """
        import torch

        from synth.speech.source import excite

        noise = torch.from_numpy(np.random.default_rng(seed).standard_normal((1, mel.shape[2] * HOP), dtype=np.float32))
        with torch.inference_mode():
            return excite(torch.from_numpy(mel), torch.from_numpy(f0), noise).numpy()

    @cached_property
    def _speaker(self) -> np.ndarray:
        from synth.speech.acoustic import SPEAKER

        return np.full((1, SPEAKER), SPEAKER**-0.5, np.float32)

    @cached_property
    def _encode(self) -> Run:
        from synth.speech.acoustic import Encoder

        ids, context = np.zeros((1, 7), np.int64), np.zeros((1, 7, CONTEXT), np.float32)
        return compiled(
            Encoder(self.acoustic), (ids, context, self._speaker, np.zeros(1, np.int64)), cache=self._kept("encoder")
        )

    @cached_property
    def _decode(self) -> Run:
        from synth.speech.acoustic import Decoder

        width = self.acoustic.size.width
        example = (np.zeros((1, 7, width), np.float32), np.zeros((1, 7), np.float32), np.zeros((1, 9), np.int64),
                   np.zeros((1, 9, 4), np.float32), self._speaker, np.zeros(1, np.float32))  # fmt: skip
        return compiled(Decoder(self.acoustic), example, cache=self._kept("decoder"))

    @cached_property
    def vocode(self) -> Run:
        """log-mel (1, 80, t) and excitation (1, 2, t * 256) to (audio (1, t * 256),)."""
        example = np.zeros((1, BANDS, 9), np.float32), np.zeros((1, 2, 9 * HOP), np.float32)
        return compiled(self.vocoder, example, half=True, cache=self._kept("vocoder"))

    def _kept(self, name: str) -> Path | None:
        return self.cache / f"{name}-{self.version}" if self.cache else None
