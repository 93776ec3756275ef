"""Can a voice be learnt from this recording? A verdict before anything is trained, and what to do about it.

found = examine(audio, sample_rate)
if found.verdict != "refuse":
    speech = clean(audio, sample_rate)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synth.speech.mel import HOP
from synth.voice.capture import bandwidth, clipped, offset, peaks
from synth.voice.cleaning import clean
from synth.voice.findings import Finding, judge
from synth.voice.level import at_our_rate, decibels, noise_power, powers, signal_to_noise, speech_frames, speech_power
from synth.voice.measures import Measures
from synth.voice.music import steadiness
from synth.voice.overlap import second_pitch
from synth.voice.people import Embed, distance, likeness
from synth.voice.pitch import f0

__all__ = ["Examination", "Finding", "Measures", "clean", "examine"]

LONGEST = 600.0  # s
LOOKED_AT = 60.0  # s of a longer recording, in PARTS from all over it
PARTS = 6
SEVERITIES = ("note", "warn", "refuse")


@dataclass(frozen=True)
class Examination:
    """findings: worst first. verdict: `ok` (also with notes), `warn` (usable, the voice will suffer), `refuse`."""

    findings: tuple[Finding, ...]
    measures: Measures

    @property
    def verdict(self) -> str:
        worst = max((SEVERITIES.index(finding.severity) for finding in self.findings), default=0)
        return ("ok", "warn", "refuse")[worst]


def examine(audio: np.ndarray, sample_rate: int, embed: Embed | None = None) -> Examination:
    """Judges (n,) mono samples in [-1, 1], as recorded.

    embed: a speaker encoder, (n,) float32 at 22,050 Hz to a unit vector, which tells people apart better than their
    pitch does. A minute takes about a second.
    """
    seconds = len(audio) / sample_rate
    measures = Measures(seconds=seconds)
    if 0 < seconds <= LONGEST:
        measures = _measure(np.nan_to_num(np.asarray(audio, np.float32)), sample_rate, embed)
    findings = judge(measures)
    return Examination(tuple(sorted(findings, key=lambda each: -SEVERITIES.index(each.severity))), measures)


def _measure(audio: np.ndarray, sample_rate: int, embed: Embed | None) -> Measures:
    some = _from_all_over(audio, sample_rate)
    ours = at_our_rate(some, sample_rate)
    frames = powers(ours)
    words = speech_frames(frames)
    share = float(words.mean()) if len(words) else 0.0
    hertz = f0(ours)
    voiced = (hertz > 0) & words
    told = bool(words.any())
    speech = ours[: len(words) * HOP].reshape(-1, HOP)[words].reshape(-1)
    crest, spread = peaks(some, sample_rate)
    return Measures(
        seconds=len(audio) / sample_rate,
        speech_seconds=share * len(audio) / sample_rate,
        level_db=decibels(speech_power(frames)),
        noise_db=decibels(noise_power(frames)),
        snr_db=signal_to_noise(frames) if told else 0.0,
        clipped=clipped(some),
        crest_db=crest,
        peak_spread=spread,
        bandwidth_hz=bandwidth(some, sample_rate),
        offset=offset(some),
        voiced=float(voiced.sum() / max(words.sum(), 1)),
        second_pitch=second_pitch(ours, np.where(words, hertz, 0)),
        steadiness=steadiness(ours),
        distance=distance(speech, hertz[words]) if told else 0.0,
        likeness=likeness(speech, embed) if told and embed else None,
    )


def _from_all_over(audio: np.ndarray, sample_rate: int) -> np.ndarray:
    """LOOKED_AT seconds of a longer recording: PARTS of it at even distances, one after the other."""
    size = round(LOOKED_AT / PARTS * sample_rate)
    if len(audio) <= size * PARTS:
        return audio
    starts = np.linspace(0, len(audio) - size, PARTS).astype(int)
    return np.concatenate([audio[start : start + size] for start in starts])
