"""People for tests: our own voices read aloud in a quiet room, as files of several kinds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile

from synth.speech.mel import SAMPLE_RATE

QUIET = 5e-4  # RMS of the room


@lru_cache(maxsize=1)
def _networks():
    from media.artefacts import home
    from synth.speech.networks import Networks

    return Networks(home() / "cache")


@lru_cache(maxsize=64)
def read_aloud(text: str, voice: str = "theo", language: str = "en") -> np.ndarray:
    """A text as one person reads it, half a second of the room before and after; (n,) float32 at SAMPLE_RATE."""
    from synth.voice.making import preview
    from synth.voice.samples import sample_voice

    audio = np.pad(preview(sample_voice(voice), _networks(), text, language), SAMPLE_RATE // 2)
    return audio + np.random.default_rng(len(text)).normal(0, QUIET, len(audio)).astype(np.float32)


def write(path: Path, audio: np.ndarray, rate: int = SAMPLE_RATE) -> Path:
    """A WAV file, at another rate where one is asked for."""
    if rate != SAMPLE_RATE:
        from scipy.signal import resample_poly

        audio = resample_poly(audio, rate, SAMPLE_RATE)
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.clip(audio, -1, 1), rate, format="WAV", subtype="PCM_16")
    return path
