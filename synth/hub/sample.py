"""A recording whose voice a model takes over, and the consent without which nothing is made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from synth.hub.asked import Asked
from synth.speech import SpeechError
from synth.torchaudio_cpu import torchaudio
from synth.voice import VoiceError
from synth.voice.consent import Consent

Hear = Callable[[Path], tuple[np.ndarray, int]]  # a recording as float32 (n,) mono, and its rate
SHORTEST, LONGEST = 1.0, 60.0  # s


@dataclass(frozen=True)
class Sample:
    """sound: float32 (n,) at `rate`; the words that are spoken in it, "" if nobody said which."""

    sound: np.ndarray
    rate: int
    words: str

    def at(self, rate: int) -> np.ndarray:
        """The sound at a rate that a model asks for."""
        return resampled(self.sound, self.rate, rate)


def sample_of(asked: Asked, hear: Hear) -> Sample | None:
    """What was asked for, or None. SpeechError for what cannot be heard, or is too short or too long."""
    if not asked.sample:
        return None
    path = Path(asked.sample)
    sound, rate = hear(path)
    if not SHORTEST <= len(sound) / rate <= LONGEST:
        raise SpeechError(
            f"{path.name} is {len(sound) / rate:.1f} s long: give {SHORTEST:g} to {LONGEST:g} s of one person "
            "speaking, best about ten."
        )
    return Sample(sound, rate, asked.text)


def consent_to(asked: Asked) -> Consent | None:
    """The consent that was given with a sample; None without a sample. SpeechError if it says too little."""
    if not asked.sample:
        return None
    try:
        hashed = hashlib.sha256(Path(asked.sample).read_bytes()).hexdigest()
        return Consent(asked.consent, datetime.now(UTC), hashed)
    except OSError as error:
        raise SpeechError(f"{asked.name} has no sample to speak like: {asked.sample}: {error.strerror}.") from None
    except VoiceError as error:
        raise SpeechError(f"{asked.name}: {error}") from None


def by_soundfile(path: Path) -> tuple[np.ndarray, int]:
    """Hears WAV, FLAC, Ogg and MP3."""
    import soundfile

    try:
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise SpeechError(f"{path} cannot be heard: {str(error).rstrip('.')}.") from None
    return sound.mean(1), rate


def resampled(sound: np.ndarray, rate: int, wanted: int) -> np.ndarray:
    """float32 (n,) at another rate."""
    import torch

    if rate == wanted or len(sound) == 0:
        return sound
    wave = torch.from_numpy(np.ascontiguousarray(sound))
    return torchaudio().functional.resample(wave, rate, wanted, lowpass_filter_width=32).numpy()
