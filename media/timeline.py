"""Where each cue sounds and how fast: one plan for the whole film. Pure arithmetic, no I/O."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from media.slots import OVERLAPS, TINY, share_out

STEP = 0.15  # largest comfortable jump in rate between neighbours that touch (reference/media.md, goal 7) …
CALM = 1.0  # … and it doubles with every second of pause between them: the ear forgets the tempo


class TimelineError(ValueError):
    """A plan was asked for with values that no film can have."""


class CueLike(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


@dataclass(frozen=True)
class Policy:
    """The two knobs are the rate caps; the rest are fixed habits. Times in seconds, rates relative to natural speed.

    `overlap` says what happens where the subtitle file itself lets cues overlap: `queue` (the later cue waits and both
    are sped up evenly to share the time), `mix` (both sound together), `clip` (the earlier slot ends where the next
    cue starts).
    """

    unmarked: float = 1.15  # nobody notices up to here
    marked: float = 1.5  # reported to the user, never exceeded
    max_late: float = 0.5  # how long after its slot opened a cue may start when the one before needs more time
    guard: float = 0.05  # pause kept before the next cue when a slot borrows the gap
    overlap: str = "queue"


@dataclass(frozen=True)
class Placement:
    """One report line. Times in seconds of film time.

    `status` is the worst thing that happened: `fits` (natural speed) < `faster` (up to Policy.unmarked) < `marked` (up
    to Policy.marked) < `late` (starts after its slot opened or ends after it closed, without disturbing anyone) <
    `overflow` (the last `overflow` seconds sound over the next cue or lie past the end of the film). Under `queue`,
    where cues overlap in the file, `slot_start` is when the cue's turn comes, else it is the cue's start.
    """

    cue: int
    slot_start: float
    slot_end: float
    natural: float
    start: float
    length: float
    rate: float
    late: float
    status: str
    overflow: float = 0.0

    @property
    def end(self) -> float:
        return self.start + self.length


def plan(
    cues: Sequence[CueLike], natural: Sequence[float], film_end: float, policy: Policy | None = None
) -> list[Placement]:
    """Place every cue; the answer is in the order of `cues`, which need not be sorted.

    `natural[i]` is the length in seconds of cue i's trimmed take at natural speed. A slot is [start, max(end, next
    start - guard)], for the last cue up to `film_end`. Linear in the number of cues (after sorting), deterministic.
    Raises TimelineError, naming the cue, for lengths or times that are not finite.
    """
    policy = policy or Policy()
    _check(cues, natural, film_end, policy)
    order = sorted(range(len(cues)), key=lambda i: (cues[i].start, i))
    starts = [max(0.0, cues[i].start) for i in order]
    ends = [max(start, cues[i].end) for start, i in zip(starts, order, strict=True)]
    lengths = [natural[i] for i in order]

    slots = share_out(starts, ends, lengths, film_end, policy.overlap, policy.guard)
    stage = _Stage(slots.opens, slots.closes, starts, lengths, slots.after, film_end, policy)
    first = stage.walk([1.0] * len(order))
    gentle = _soften(first, lengths, policy)
    placed = stage.walk(gentle)

    answer: list[Placement | None] = [None] * len(cues)
    for k, i in enumerate(order):
        answer[i] = stage.describe(k, cues[i].number, placed)
    return [placement for placement in answer if placement is not None]


def _check(cues: Sequence[CueLike], natural: Sequence[float], film_end: float, policy: Policy) -> None:
    if len(cues) != len(natural):
        raise TimelineError(f"{len(cues)} cues but {len(natural)} natural lengths: every cue needs exactly one.")
    if not (math.isfinite(film_end) and film_end > 0):
        raise TimelineError(f"the film ends at {film_end} s: a length above zero is needed to place speech in it.")
    if not 1 <= policy.unmarked <= policy.marked or policy.max_late < 0 or policy.guard < 0:
        raise TimelineError("a policy needs 1 <= unmarked <= marked and no negative times.")
    if policy.overlap not in OVERLAPS:
        raise TimelineError(f"unknown overlap policy {policy.overlap!r}: choose one of {', '.join(OVERLAPS)}.")
    for cue, seconds in zip(cues, natural, strict=True):
        if not (math.isfinite(cue.start) and math.isfinite(cue.end)):
            raise TimelineError(f"cue {cue.number} has no finite start and end time: repair the subtitle file.")
        if not (math.isfinite(seconds) and seconds >= 0):
            raise TimelineError(f"cue {cue.number} has a natural length of {seconds} s: it must be zero or more.")


@dataclass(frozen=True)
class _Stage:
    """The cues in time order with their slots. `after[k]` is the first cue that must wait until cue k has finished."""

    opens: list[float]
    closes: list[float]
    earliest: list[float]  # no cue starts before its own subtitle
    lengths: list[float]
    after: list[int]
    film_end: float
    policy: Policy

    def walk(self, floor: list[float]) -> list[tuple[float, float]]:
        """(start, rate) of every cue, none slower than `floor`: as early as it may, as slow as its slot allows."""
        count = len(self.opens)
        release = [0.0] * (count + 1)  # release[k]: when the cues that cue k has to wait for have finished
        placed: list[tuple[float, float]] = []
        busy_until = 0.0
        for k in range(count):
            busy_until = max(busy_until, release[k])
            start = max(self.earliest[k], min(busy_until, self.opens[k] + self.policy.max_late))
            rate = max(floor[k], min(self.policy.marked, _needed(self.lengths[k], self.closes[k] - start)))
            placed.append((start, rate))
            release[self.after[k]] = max(release[self.after[k]], start + self.lengths[k] / rate)
        return placed

    def describe(self, k: int, number: int, placed: list[tuple[float, float]]) -> Placement:
        start, rate = placed[k]
        natural, close = self.lengths[k], self.closes[k]
        length = natural / rate
        end = start + length
        wall = min(self.film_end, placed[self.after[k]][0]) if self.after[k] < len(placed) else self.film_end
        overflow = min(length, max(0.0, end - wall))
        overflow = overflow if overflow > TINY else 0.0
        late = max(0.0, start - self.opens[k])
        late = late if late > TINY else 0.0
        if overflow:
            status = "overflow"
        elif late or (natural and end > close + TINY):
            status = "late"
        elif rate > self.policy.unmarked + TINY:
            status = "marked"
        else:
            status = "faster" if rate > 1 + TINY else "fits"
        slot_start = start - late if late else start
        return Placement(number, slot_start, close, natural, start, length, rate, late, status, overflow)


def _needed(length: float, room: float) -> float:
    """The slowest rate >= 1 that says `length` seconds of natural speech in `room` seconds."""
    if length <= room + TINY:
        return 1.0
    return length / room if room > 0 else math.inf


def _soften(placed: list[tuple[float, float]], lengths: list[float], policy: Policy) -> list[float]:
    """The smallest rates that keep neighbours within STEP (more after a pause), as far as each cue's class allows.

    A cue that fits stays at natural speed and an unmarked one stays unmarked. Because every solution lies above this
    one (a Lipschitz envelope), it is the best for any growing cost of speed; two passes find it exactly.
    """
    rates = [rate for _, rate in placed]
    caps = [_class_cap(rate, policy) for rate in rates]
    steps = []
    for k in range(len(placed) - 1):
        pause = placed[k + 1][0] - (placed[k][0] + lengths[k] / rates[k])
        steps.append(STEP * (1 + max(0.0, pause) / CALM))
    for k in range(1, len(rates)):
        rates[k] = max(rates[k], min(caps[k], rates[k - 1] - steps[k - 1]))
    for k in range(len(rates) - 2, -1, -1):
        rates[k] = max(rates[k], min(caps[k], rates[k + 1] - steps[k]))
    return rates


def _class_cap(rate: float, policy: Policy) -> float:
    if rate <= 1 + TINY:
        return 1.0
    return policy.unmarked if rate <= policy.unmarked + TINY else policy.marked
