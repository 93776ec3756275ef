"""How loud the music is from moment to moment: drawn from the timeline, and set by what both sounds measure.

Under speech it lies so many LU below the words, in every three seconds of them; where nobody speaks it comes up, and
before the first word and after the last one it carries the film. Pure arithmetic over the power of every 100 ms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from media.loudness import HOP, OFFSET
from media.voiced import FALL, RISE, Span, Voiced, stretches

UNDER = {"balanced": -16.0, "accessible": -20.0, "cinematic": -12.0}  # LU against the speech beside it
GAP, ALONE = -9.0, -3.0  # LU against the speech of the film: between words; before the first and after the last
YIELD = 9.0  # dB at most by which music steps back from the film's own sound where nobody speaks
WINDOW = 30  # hops of 100 ms over which loudness under speech is compared
CALM = 50  # hops either way over which music is levelled where nobody speaks: its own swells stay
FAINT = -20.0  # dB against the whole music below which a passage counts as a rest and is not turned up further
LAST = 0.5  # s; after the last word the music comes up sooner: its last chord is ringing out
STEEPEST = 32.0  # dB per second of the ramps; the levels they join move a little, too
PASSES = 120
EASE = 0.2  # by how much the gain leans towards its neighbours, each time round: it should change slowly
STEP = 48  # samples between two values of the gain: a millisecond
SILENCE = 1e-12


@dataclass(frozen=True)
class Heard:
    """LU from speech down to music in the windows of three seconds in which somebody speaks half of the time."""

    least: float
    median: float
    most: float
    windows: int


class Bed:
    """The gain of the music over time."""

    def __init__(
        self,
        music: np.ndarray,
        speech: np.ndarray,
        original: np.ndarray | None,
        spans: Sequence[Span],
        level: str,
        otherwise: float,
    ) -> None:
        """music, speech, original: K-weighted powers of every 100 ms (LoudnessMeter.hops) of equal length, as they
        will be mixed but for this gain; original is already ducked. spans: where somebody speaks. otherwise: LUFS that
        music is measured against if nobody does.
        """
        self._music, self._speech, self._count = music, speech, len(music)
        spoken = stretches(spans)
        self._spoken = _inside(spans, self._count)
        loud = _lufs(speech[self._spoken].mean()) if self._spoken.any() else otherwise
        audible = music[music > music.max(initial=0.0) * 1e-4]
        self._floor = max(audible.mean() if len(audible) else 1.0, SILENCE) * 10 ** (FAINT / 10)
        under = self._under(UNDER[level])
        apart = self._apart(spoken, original, loud)
        self._centres = (np.arange(self._count) + 0.5) * HOP
        self._lows, self._highs = (apart, apart) if under is None else (under, apart)
        falls, rises = self._ramps(spoken)
        self._voiced = Voiced(spoken, falls, rises)

    def _under(self, depth: float) -> np.ndarray | None:
        """The gain in dB at which every window of speech is `depth` louder than its music; None without speech."""
        if not self._spoken.any():
            return None
        wanted = _lufs(_mean(self._speech, self._spoken)) + depth
        kept = np.maximum(self._music, self._floor / 10)  # a rest of half a second is no reason to turn all up
        gain = wanted - _lufs(np.maximum(_mean(kept, self._spoken), self._floor))
        heard = self._spoken
        asked = heard | (_sums(heard.astype(float), WINDOW) >= WINDOW / 2)  # windows in whose middle nobody speaks, too
        for _ in range(PASSES):
            level = _lufs(np.maximum(_mean(kept * 10 ** (gain / 10), heard), self._floor * 10 ** (gain / 10)))
            gain = gain + _mean(np.where(asked, wanted - level, 0.0), asked)
            gain += EASE * (_mean(gain, heard, 3) - gain)
        places = np.flatnonzero(heard)
        return np.interp(np.arange(self._count), places, gain[places])

    def _apart(self, spoken: list[Span], original: np.ndarray | None, loud: float) -> np.ndarray:
        """The gain in dB where nobody speaks; across speech from one side to the other."""
        edges = [0, *(edge for span in spoken for edge in span), self._count * HOP]
        places: list[np.ndarray] = [np.zeros(0, int)]
        gains: list[np.ndarray] = [np.zeros(0)]
        for number in range(0, len(edges), 2):
            first, last = math.ceil(edges[number] / HOP), edges[number + 1] // HOP
            if last <= first:
                continue
            alone = number in (0, len(edges) - 2)
            target = loud + (ALONE if alone else GAP)
            here = np.ones(last - first, bool)
            own = _lufs(np.maximum(_mean(self._music[first:last], here, 2 * CALM), self._floor))
            gain = target - own
            if original is not None:
                beside = _lufs(_mean(original[first:last], here, 2 * CALM))
                gain = gain - np.clip(beside - target, 0.0, YIELD)
            places.append(np.arange(first, last))
            gains.append(gain)
        at, gain = np.concatenate(places), np.concatenate(gains)
        if not len(at):  # somebody speaks from the first moment to the last
            return np.full(self._count, loud + GAP - _lufs(self._floor) + FAINT)
        return np.interp(np.arange(self._count), at, gain)

    def _ramps(self, spoken: list[Span]) -> tuple[list[float], list[float]]:
        """So long that nothing changes faster than STEEPEST; a raised cosine is half as steep again as a line."""

        def seconds(sample: int, least: float) -> float:
            hop = min(sample // HOP, self._count - 1)
            return max(least, abs(self._highs[hop] - self._lows[hop]) * math.pi / 2 / STEEPEST)

        falls, rises = [seconds(start, FALL) for start, _ in spoken], [seconds(end, RISE) for _, end in spoken]
        return falls, rises[:-1] + [seconds(end, LAST) for _, end in spoken[-1:]]

    def decibels(self, samples: np.ndarray) -> np.ndarray:
        """The gain at these places."""
        low = np.interp(samples, self._centres, self._lows)
        high = np.interp(samples, self._centres, self._highs)
        return high + (low - high) * self._voiced.share(samples)

    def gain(self, start: int, count: int) -> np.ndarray:
        """Linear gain of the samples [start, start + count): (count,) float32."""
        marks = start + np.arange(0, count + STEP, STEP)
        steps = 10 ** (self.decibels(marks) / 20)
        return np.interp(start + np.arange(count), marks, steps).astype(np.float32)

    def hops(self) -> np.ndarray:
        """The power of the music of every 100 ms with this gain."""
        marks = (np.arange(4 * self._count) + 0.5) * (HOP / 4)
        return self._music * (10 ** (self.decibels(marks) / 10)).reshape(-1, 4).mean(axis=1)

    def heard(self) -> Heard | None:
        """What comes of it; None where nobody speaks for a second and a half."""
        counts = _sums(self._spoken.astype(float), WINDOW)
        some = counts >= WINDOW / 2
        if not some.any():
            return None
        speech, music = _mean(self._speech, self._spoken), _mean(self.hops(), self._spoken)
        apart = (_lufs(speech) - _lufs(music))[some]
        return Heard(float(apart.min()), float(np.median(apart)), float(apart.max()), int(some.sum()))


def _inside(spans: Sequence[Span], count: int) -> np.ndarray:
    """Which hops lie in a span, by their middle."""
    mask = np.zeros(count, bool)
    for start, end in spans:
        mask[round(start / HOP) : max(round(end / HOP), round(start / HOP) + 1)] = True
    return mask


def _sums(values: np.ndarray, width: int) -> np.ndarray:
    """Of `width` values around each one, fewer at the ends."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    half = width // 2
    return total[np.minimum(at + width - half, len(values))] - total[np.maximum(at - half, 0)]


def _mean(values: np.ndarray, which: np.ndarray, width: int = WINDOW) -> np.ndarray:
    """Of those among them that count; 0 where none does."""
    counts = _sums(which.astype(float), width)
    return np.where(counts > 0.5, _sums(np.where(which, values, 0.0), width) / np.maximum(counts, 1.0), 0.0)


def _lufs(power):
    return OFFSET + 10 * np.log10(np.maximum(power, SILENCE))
