"""The figures of one recording, on which its verdict rests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measures:
    seconds: float
    speech_seconds: float = 0.0  # without pauses
    level_db: float = -90.0  # dBFS, RMS of the speech
    noise_db: float = -90.0  # dBFS, RMS of what is left between words
    snr_db: float = 0.0
    clipped: float = 0.0  # share of samples at a ceiling
    crest_db: float = 99.0  # peak over RMS of the loudest frames
    peak_spread: float = 1.0  # how much their peaks differ
    bandwidth_hz: float = 0.0  # up to which anything is heard
    offset: float = 0.0  # mean over RMS
    voiced: float = 0.0  # share of the speech that has a pitch
    second_pitch: float = 0.0  # share of that in which another pitch sounds
    steadiness: float = 0.0  # music.steadiness
    distance: float = 0.0  # people.distance
    likeness: float | None = None  # people.likeness; None without a speaker encoder
