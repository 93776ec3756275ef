"""When the original steps back for speech: an envelope drawn from the timeline, not from a level detector."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from media.samplerate import SAMPLE_RATE

FALL, RISE = 0.12, 0.25  # seconds of the raised-cosine ramps, outside the ducked span: soft, yet done in a 1 s gap

Span = tuple[int, int]  # samples, half open


class Ducking:
    """The original's gain over time for the spans in which somebody speaks.

    Fully down (`depth_db`) from `lead` seconds before speech to `tail` seconds after. Gaps shorter than `bridge`, or
    too short to come all the way back, stay down: no pumping.
    """

    def __init__(self, speech: Sequence[Span], depth_db: float, lead: float, tail: float, bridge: float) -> None:
        fall, rise = round(FALL * SAMPLE_RATE), round(RISE * SAMPLE_RATE)
        before, after = round(lead * SAMPLE_RATE), round(tail * SAMPLE_RATE)
        shortest_gap = max(round(bridge * SAMPLE_RATE), before + after + fall + rise)
        self.spans: list[Span] = []
        for start, end in sorted(speech):
            if self.spans and start - (self.spans[-1][1] - after) < shortest_gap:
                self.spans[-1] = (self.spans[-1][0], max(self.spans[-1][1], end + after))
            else:
                self.spans.append((start - before, end + after))
        self._ends = [end for _, end in self.spans]
        self._floor = 10 ** (depth_db / 20)
        self._rise = _raised_cosine(self._floor, rise)
        self._fall = _raised_cosine(self._floor, fall)[::-1]

    def gain(self, start: int, count: int) -> np.ndarray:
        """Linear gain of the samples [start, start + count): (count,) float32."""
        gain = np.ones(count, np.float32)
        for low, high in self.spans[bisect_left(self._ends, start - len(self._rise)) :]:
            if low - len(self._fall) >= start + count:
                break
            _lay(gain, low - len(self._fall) - start, self._fall)
            gain[max(0, low - start) : max(0, high - start)] = self._floor
            _lay(gain, high - start, self._rise)
        return gain


def _raised_cosine(floor: float, count: int) -> np.ndarray:
    """From `floor` up to 1, even in decibels, with level ends."""
    up = 0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / count)
    return (floor ** (1 - up)).astype(np.float32)


def _lay(gain: np.ndarray, at: int, curve: np.ndarray) -> None:
    """Write the part of `curve` that falls inside the window."""
    first, last = max(0, at), min(len(gain), at + len(curve))
    if first < last:
        gain[first:last] = curve[first - at : last - at]
