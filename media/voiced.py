"""When somebody speaks, as a smooth curve: what lies under speech follows it down ahead of the words and up behind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from media.samplerate import SAMPLE_RATE

BRIDGE = 1.5  # s; music does not come up in a pause shorter than this: it would pump
AHEAD = 0.1  # s before the word at which it is all the way down
HOLD = 0.5  # s after the last word for which it stays there
LAST = 0.2  # the same after the last word of all: what follows is the end, not a pause
FALL, RISE = 0.2, 1.1  # s; the ramps before AHEAD and after HOLD

Span = tuple[int, int]  # samples, half open


def stretches(speech: Sequence[Span], bridge: float = BRIDGE) -> list[Span]:
    """Spans of speech in order, those joined between which there is less than `bridge` seconds."""
    found: list[Span] = []
    for start, end in sorted(speech):
        if found and start - found[-1][1] < bridge * SAMPLE_RATE:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


class Voiced:
    """How far under speech every moment is, from 0 to 1. falls, rises: the ramps of each stretch in seconds."""

    def __init__(self, spoken: Sequence[Span], falls: Sequence[float] = (), rises: Sequence[float] = ()) -> None:
        """spoken: as `stretches` gives them, so that no two touch."""
        self._at, self._phase = [-1.0e12], [0.0]
        for number, (start, end) in enumerate(spoken):
            fall = falls[number] if falls else FALL
            rise = rises[number] if rises else RISE
            self._down(start / SAMPLE_RATE - AHEAD, fall)
            hold = LAST if number + 1 == len(spoken) else HOLD
            self._up(end / SAMPLE_RATE + hold, rise)

    def _down(self, low: float, fall: float) -> None:
        """Towards speech, fully there at `low`; where the last one has not let go yet, from where the two meet."""
        first = low - fall
        at, phase = self._at[-1], self._phase[-1]
        if at > first:  # the rise before is not over
            top, rise = self._at[-2], at - self._at[-2]
            meet = (1 + top / rise + first / fall) / (1 / rise + 1 / fall)
            first, phase = meet, 1 - (meet - top) / rise
            self._at.pop()
            self._phase.pop()
        self._at += [first, low]
        self._phase += [phase, 1.0]

    def _up(self, high: float, rise: float) -> None:
        self._at += [high, high + rise]
        self._phase += [1.0, 0.0]

    def share(self, samples: np.ndarray) -> np.ndarray:
        """At places in samples: raised cosines from 0 (nobody speaks) to 1 (somebody does)."""
        return 0.5 - 0.5 * np.cos(np.pi * np.interp(samples / SAMPLE_RATE, self._at, self._phase))
