"""How far a job is and how long it will still take, told by stages of which it is known what they should take."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

DOUBT = 4.0  # s of expected work for which the expectation is believed rather than the clock
SLOWEST, FASTEST = 20.0, 0.3  # times what was expected: beyond that the clock is wrong


class Pace:
    """stages: in their order, each with its share of the whole (of any sum)."""

    def __init__(self, stages: Mapping[str, float], clock: Callable[[], float] = time.monotonic):
        self._clock, self._began = clock, clock()
        self._spent = 0.0  # s of expected work before what `expect` told last
        self.expect(stages)

    def expect(self, shares: Mapping[str, float], seconds: Mapping[str, float] | None = None) -> None:
        """What is known by now. shares: the same in every run of a job, however much of it is there already, so that
        progress is the same, too; seconds: that each stage will take in this run (by default its share).
        """
        self._shares, self._seconds = dict(shares), dict(seconds or shares)
        self._whole = sum(self._shares.values()) or 1.0

    def progress(self, stage: str, done: float) -> float:
        """0..1 of the whole."""
        if stage not in self._shares:
            return 0.0
        names = list(self._shares)
        before = sum(self._shares[name] for name in names[: names.index(stage)])
        return min(1.0, (before + min(1.0, max(0.0, done)) * self._shares[stage]) / self._whole)

    def left(self, stage: str, worked: float) -> float | None:
        """Seconds until the end, as this run has gone so far. worked: share of the stage's seconds that is done."""
        if stage not in self._seconds:
            return None
        names = list(self._seconds)
        at = names.index(stage)
        done = sum(self._seconds[name] for name in names[:at]) + worked * self._seconds[stage]
        left = sum(self._seconds[name] for name in names[at:]) - worked * self._seconds[stage]
        slower = (self._clock() - self._began + DOUBT) / (done + DOUBT)
        return left * min(SLOWEST, max(FASTEST, slower))
