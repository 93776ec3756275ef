"""How far a phrase is from what people write, in figures; and whether people have written just that before.

`features` of a phrase are compared with their spread over phrases of human scores: what lies within it costs nothing.
`Seen` remembers every run of nine notes of the scores it was trained on (a Bloom filter), so that none is repeated.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from synth.music.tokens import BARS, HALVES, QUALITIES, Tone, Tune

NAMES = (
    "notes a bar", "steps", "repeats", "leaps", "range", "pitches", "on the chord", "strong on the chord", "lengths",
    "rhythm again", "turns", "summit", "rests", "bars again", "syncopes", "octave of the mean",
)  # fmt: skip
INTERVALS = {"major": (0, 4, 7), "minor": (0, 3, 7), "seventh": (0, 4, 7, 10), "diminished": (0, 3, 6, 9)}
RUN = 9  # notes: as many in a row as nobody may have written before
NEAR, FARTHEST = 0.5, 3.0  # spreads away that cost nothing; and beyond them, those that count
OWN = 0.7  # how far apart pieces lie, in spreads of phrases
HASHES = 4


def features(tune: Tune, phrase: int) -> np.ndarray:
    """(len(NAMES),) of one phrase of a tune; what came before it is what it may repeat."""
    tones = [tone for tone in tune.tones if tone.phrase == phrase]
    full = BARS[tune.metre]
    pitches = np.array([tone.pitch for tone in tones], float)
    onsets = np.array([tone.onset for tone in tones])
    lengths = np.array([tone.length for tone in tones])
    leaps = np.abs(np.diff(pitches)) if len(tones) > 1 else np.zeros(1)
    ways = np.sign(np.diff(pitches))
    ways = ways[ways != 0]
    bars = max((tones[-1].onset + tones[-1].length - tones[0].onset) / full, 1.0)
    chordal = np.array([_on_chord(tune, tone) for tone in tones])
    strong = np.isin(onsets % full, (0, HALVES[tune.metre])) | (lengths >= full // 2)
    silence = (onsets[1:] - onsets[:-1] - lengths[:-1]).sum() / (bars * full)
    beat = 6 if tune.metre == "6/8" else 4
    synced = (onsets % beat != 0) & (lengths > (-onsets) % beat) & (lengths >= beat // 2 + 1)
    return np.array([
        len(tones) / bars / full * 16, np.mean((leaps > 0) & (leaps <= 2)), np.mean(leaps == 0), np.mean(leaps >= 5),
        np.ptp(pitches), len(set(pitches)), chordal.mean(), chordal[strong].mean() if strong.any() else 0.75,
        len(set(lengths)), _again(tones, full, rhythm=True), np.mean(ways[1:] != ways[:-1]) if len(ways) > 1 else 0.5,
        pitches.argmax() / max(len(tones) - 1, 1), silence, _heard(tune, tones, full), synced.mean(),
        pitches.mean() / 12,
    ])  # fmt: skip


def aim(mean: np.ndarray, spread: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Figures that a piece of its own might have: pieces differ from each other, as phrases of one piece do not."""
    return mean + OWN * spread * np.clip(dice.standard_normal(len(mean)), -2, 2)


def cost(own: np.ndarray, wanted: np.ndarray, spread: np.ndarray) -> float:
    """Mean over the features of how far (in spreads, squared) each lies outside half a spread around the wanted."""
    beyond = np.clip(np.abs(own - wanted) / spread - NEAR, 0, FARTHEST)
    return float(np.mean(beyond**2))


def _on_chord(tune: Tune, tone: Tone) -> bool:
    bar, place = divmod(tone.onset, BARS[tune.metre])
    chord = tune.chords[min(2 * bar + (place >= HALVES[tune.metre]), len(tune.chords) - 1)]
    quality = QUALITIES[chord % len(QUALITIES)]
    above = (tone.pitch - chord // len(QUALITIES)) % 12
    return above in INTERVALS.get(quality, (0, 4, 5, 7, 8))


def _bars(tones: Sequence[Tone], full: int, rhythm: bool) -> dict[int, set]:
    found: dict[int, set] = {}
    for tone in tones:
        bar, place = divmod(tone.onset, full)
        found.setdefault(bar, set()).add(place if rhythm else (place, tone.pitch))
    return found


def _again(tones: Sequence[Tone], full: int, rhythm: bool) -> float:
    """How alike (Jaccard) each bar is to the most alike one before it in the phrase; the mean."""
    bars = list(_bars(tones, full, rhythm).values())
    likeness = [max(len(bar & other) / len(bar | other) for other in bars[:i]) for i, bar in enumerate(bars) if i]
    return float(np.mean(likeness)) if likeness else 0.5


def _heard(tune: Tune, tones: Sequence[Tone], full: int) -> float:
    """How alike each bar is to one of the sixteen before it, in rhythm and pitch."""
    bars = _bars([tone for tone in tune.tones if tone.onset <= tones[-1].onset], full, False)
    own = {tone.onset // full for tone in tones}
    scores = [
        max((len(bars[bar] & bars[b]) / len(bars[bar] | bars[b]) for b in bars if bar - 16 <= b < bar), default=0.0)
        for bar in own
    ]
    return float(np.mean(scores))


def runs(tones: Sequence[Tone], size: int = RUN) -> Iterator[bytes]:
    """Every `size` notes in a row as bytes: intervals and the time from each to the next, in whatever key."""
    steps = [(b.pitch - a.pitch, min(b.onset - a.onset, 99)) for a, b in itertools.pairwise(tones)]
    for start in range(len(steps) - size + 2):
        yield repr(steps[start : start + size - 1]).encode()


@dataclass
class Seen:
    """A Bloom filter over runs. bits: (n,) uint8. It never forgets, and at times knows what it never saw."""

    bits: np.ndarray

    def _places(self, run: bytes) -> list[int]:
        number = int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "little")
        first, second = number >> 32, number & 0xFFFFFFFF | 1
        return [(first + turn * second) % (8 * len(self.bits)) for turn in range(HASHES)]

    def add(self, run: bytes) -> None:
        for place in self._places(run):
            self.bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, run: bytes) -> bool:
        return all(self.bits[place >> 3] >> (place & 7) & 1 for place in self._places(run))

    def count(self, tones: Sequence[Tone]) -> int:
        """How many runs of these notes have been written before."""
        return sum(run in self for run in runs(tones))
