"""What a piece does, in numbers that say something of its mood: time, register, key, consonance, texture.

Of notes in seconds alone, so that a piano's phrase and a band's are asked the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.scores_keys import MAJOR, MINOR

TOGETHER = 0.03  # seconds: what begins within is struck at once
MOST = 2.0  # seconds that a note counts for its pitch class: held ones fade
STRETCH = 10.0  # seconds over which a key of its own may hold
LOOKS = 120  # moments, at most, at which what sounds is looked at
SOON = (0.03, 0.45)  # seconds after which a note struck again is a repeated one
NAMES = (
    "onsets a second", "notes a second", "notes an onset", "unevenness", "waits 10", "waits 25", "waits 50", "waits 75",
    "waits 90", "lengths 25", "lengths 50", "lengths 75", "sounding at once", "struck again", "pitch", "pitches apart",
    "low", "high", "top", "tops apart", "bottom", "moves", "still", "steps", "leaps", "major", "key", "major for now",
    "key for now", "degree 1", "degree 6", "third", "sixth", "seventh", "outside", "halftones", "great thirds",
    "tritones", "seconds", "whole tones", "minor thirds", "major thirds", "fourths", "tritones together", "voices",
)  # fmt: skip
SCALES = {True: (0, 2, 4, 5, 7, 9, 11), False: (0, 2, 3, 5, 7, 8, 10)}


def traits(notes: np.ndarray) -> list[float]:
    """notes: (n, 3) start and end in seconds, pitch; n > 0. How many numbers there are does not depend on them."""
    notes = notes[np.argsort(notes[:, 0], kind="stable")]
    starts, lengths, pitches = notes[:, 0], notes[:, 1] - notes[:, 0], notes[:, 2].astype(int)
    first = np.r_[True, np.diff(starts) > TOGETHER]
    seconds = max(notes[:, 1].max() - starts[0], 1.0)
    return [
        *_in_time(starts, starts[first], lengths, pitches, seconds),
        *_in_space(pitches, np.cumsum(first) - 1),
        *_in_key(starts, lengths, pitches, seconds),
        *_sounding(notes, starts[first], pitches),
    ]


def _in_time(starts: np.ndarray, onsets: np.ndarray, lengths: np.ndarray, pitches: np.ndarray, seconds: float):
    waits = np.diff(onsets) if len(onsets) > 1 else np.array([seconds])
    uneven = waits.std() / max(waits.mean(), 1e-3)
    again, last = 0, dict[int, float]()
    for at, pitch in zip(starts, pitches, strict=True):
        again += SOON[0] < at - last.get(pitch, -seconds) < SOON[1]
        last[pitch] = at
    return [
        len(onsets) / seconds, len(starts) / seconds, len(starts) / len(onsets), uneven,
        *np.percentile(waits, (10, 25, 50, 75, 90)), *np.percentile(lengths, (25, 50, 75)), lengths.sum() / seconds,
        again / len(starts),
    ]  # fmt: skip


def _in_space(pitches: np.ndarray, strike: np.ndarray):
    """Where it lies, and how the highest voice moves. strike: which onset each note belongs to, in order."""
    count = strike[-1] + 1
    top, bottom = np.zeros(count), np.full(count, 127.0)
    np.maximum.at(top, strike, pitches)
    np.minimum.at(bottom, strike, pitches)
    moves = np.abs(np.diff(top)) if count > 1 else np.zeros(1)
    return [
        pitches.mean(), pitches.std(), *np.percentile(pitches, (10, 90)), top.mean(), top.std(), bottom.mean(),
        moves.mean(), (moves == 0).mean(), (moves <= 2).mean(), (moves >= 5).mean(),
    ]  # fmt: skip


def _in_key(starts: np.ndarray, lengths: np.ndarray, pitches: np.ndarray, seconds: float):
    """Major or minor and how clearly, as a whole and in stretches; which degrees, and how much lies outside."""
    held = np.bincount(pitches % 12, np.minimum(lengths, MOST), 12)
    major, minor = _fits(held, MAJOR), _fits(held, MINOR)
    bright = bool(major.max() >= minor.max())
    shares = held / max(held.sum(), 1e-9)
    degrees = np.roll(shares, -int(np.argmax(major if bright else minor)))
    local = []
    for at in np.arange(0.0, seconds, STRETCH):
        here = (starts >= at) & (starts < at + STRETCH)
        if here.sum() >= 8:
            own = np.bincount(pitches[here] % 12, np.minimum(lengths[here], MOST), 12)
            local.append((_fits(own, MAJOR).max(), _fits(own, MINOR).max()))
    parts = np.array(local or [(0.0, 0.0)])
    return [
        major.max() - minor.max(), max(major.max(), minor.max()), (parts[:, 0] - parts[:, 1]).mean(),
        parts.max(axis=1).mean(), degrees[1], degrees[6], degrees[3] - degrees[4], degrees[8] - degrees[9],
        degrees[11] - degrees[10], 1 - sum(degrees[step] for step in SCALES[bright]),
        *(shares @ np.roll(shares, -step) for step in (1, 4, 6)),
    ]  # fmt: skip


def _sounding(notes: np.ndarray, onsets: np.ndarray, pitches: np.ndarray):
    """What sounds together: how many voices, and which intervals between them."""
    intervals, voices = np.zeros(7), []
    for at in onsets[:: max(1, len(onsets) // LOOKS)]:
        there = np.unique(pitches[(notes[:, 0] <= at + TOGETHER) & (notes[:, 1] > at + 0.05)])
        voices.append(len(there))
        classes = np.unique(there % 12)
        for number, low in enumerate(classes):
            for high in classes[number + 1 :]:
                intervals[min(high - low, 12 - high + low)] += 1
    return [*(intervals[1:] / max(intervals.sum(), 1.0)), float(np.mean(voices))]


def _fits(classes: np.ndarray, profile: Sequence[float]) -> np.ndarray:
    """(12,) correlation with a key's profile on every tonic."""
    if classes.std() == 0:
        return np.zeros(12)
    return np.array([np.corrcoef(classes, np.roll(profile, tonic))[0, 1] for tonic in range(12)])
