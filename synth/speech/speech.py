"""Text to a waveform: draft first (how long will it be?), then speak at the length that the film has room for.

speech = Speech()
draft = speech.draft("The tide comes in twice a day.")
audio = speech.speak(draft, length=draft.natural * 0.9)      # float32 (n,) at 22,050 Hz, exactly that long
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE
from synth.speech.melody_ko import melody
from synth.speech.networks import Networks
from synth.speech.pacing import frame_index, whole_frames
from synth.speech.phones import Phone, encode
from synth.speech.reading import read
from synth.voice.samples import sample_voice
from synth.voice.voice import Voice

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


class Speech:
    """One voice. Its networks load when first needed, which takes some seconds. Not thread-safe."""

    def __init__(self, voice: Voice | str = "", networks: Networks | None = None):
        """voice: one of your own, or the name of a sample voice (by default the first). Voices may share networks."""
        self.voice = sample_voice(voice) if isinstance(voice, str) else voice
        self.networks = networks or Networks()

    @cached_property
    def version(self) -> str:
        """Hash of all that shapes a take but its text, for the keys of stored takes."""
        return hashlib.sha256(f"{self.networks.version} {self.voice.version}".encode()).hexdigest()[:16]

    def draft(
        self, text: str, language: str = "en", *, rate: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Draft:
        """Plans an utterance.

        rate: 1 is the voice's own pace, 1.2 a fifth faster. pitch: semitones. energy: vocal effort in dB, as the
        energy predictor has it. Raises SpeechError for text without anything to say, or a language without a voice.
        """
        tokens = read(text, language)
        ids, context, languages = (array[None] for array in encode(tokens))
        hidden, log_duration, loud = self.networks.encode(ids, context, self._styles, languages)
        pause = np.array([token.is_pause for token in tokens])
        frames = np.maximum(np.expm1(log_duration[0]), ~pause) * self.networks.acoustic.pace / rate
        frames *= np.where(pause, self.voice.pauses, self.voice.pace)
        frames[[0, -1]] = EDGE
        loud = loud + np.float32(energy * np.log(10) / 20)
        return Draft(text, language, tuple(tokens), hidden, loud, frames, 2 ** (pitch / 12))

    def speak(self, draft: Draft, length: float | None = None, seed: int = 0) -> np.ndarray:
        """The waveform, float32 (n,) at 22,050 Hz in [-1, 1], n = round(length * 22050); natural length if None.

        A length below `draft.shortest` is raised to it. The same draft, length and seed give the same samples.
        """
        length = max(draft.natural if length is None else length, draft.shortest)
        samples = round(length * SAMPLE_RATE)
        mel, f0 = self.mel(draft, -(-samples // HOP))
        audio = self._waveform(mel, f0, seed)
        start = (EDGE - EDGE_KEPT) * HOP
        audio = audio[start : start + samples].copy()
        ramp = np.linspace(0, 1, FADE, dtype=np.float32)
        audio[:FADE] *= ramp
        audio[-FADE:] *= ramp[::-1]
        return np.clip(audio, -1, 1)

    def mel(self, draft: Draft, frames: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """log-mel (1, 80, t) and F0 (1, t) in Hz of what is said in so many frames, and of the silence modelled around
        it (t = frames + 6).
        """
        durations = self.durations(draft, frames)
        index, position = frame_index(durations)
        shared = (draft.hidden, draft.energy, index[None], position[None], self._styles)
        octaves, voicing = self.networks.contour(*shared)
        korean = np.array([token.language == "ko" for token in draft.tokens])[index]
        if korean.any():
            octaves = np.where(korean, melody(draft.tokens, durations), octaves)
        octaves = octaves * np.float32(self.voice.spread) + np.float32(np.log2(draft.pitch))
        voiced = (voicing > 0).astype(np.float32)
        level = np.array([self.voice.level], np.float32)
        (mel,) = self.networks.decode(*shared, octaves, voiced, level)
        f0 = (self.voice.mean_hz * 2.0**octaves * voiced).astype(np.float32)
        coloured = mel.transpose(0, 2, 1) * self.voice.contrast[:, None] + self.voice.tilt[:, None]
        return np.ascontiguousarray(coloured), f0

    def durations(self, draft: Draft, frames: int | None = None) -> np.ndarray:
        """Whole frames of every token (n,) when it is said in so many frames, with the silence around it."""
        frames = round(draft.natural * SAMPLE_RATE / HOP) if frames is None else frames
        spoken = whole_frames(draft.durations[1:-1], draft.pauses, frames - 2 * EDGE_KEPT)
        return np.concatenate([[EDGE], spoken, [EDGE]])

    def _waveform(self, mel: np.ndarray, f0: np.ndarray, seed: int) -> np.ndarray:
        """log-mel (1, 80, t) and F0 (1, t) to (t * 256,)."""
        return self.networks.vocode(mel, self.excitation(mel, f0, seed))[0][0]

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
    def _styles(self) -> np.ndarray:
        """The voice's own styles, or what the acoustic model makes of its vector: (1, blocks, 2 * width)."""
        own = self.voice.adapted.get("styles")
        return self.networks.styles(self.voice.vector) if own is None else own[None]
