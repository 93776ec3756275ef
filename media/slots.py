"""Which time belongs to which cue: the slots of a film, with or without overlapping cues. Pure arithmetic."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from media.tautstring import taut_string

TINY = 1e-6  # seconds and rates closer than this are the same
OVERLAPS = ("queue", "mix", "clip")


@dataclass(frozen=True)
class Slots:
    """Of every cue in time order: its slot in seconds, and the index of the first cue that must wait for its end."""

    opens: list[float]
    closes: list[float]
    after: list[int]


def share_out(
    starts: list[float], ends: list[float], lengths: list[float], film_end: float, overlap: str, guard: float
) -> Slots:
    """Slots of cues given in time order (start <= end); `lengths` in seconds of natural speech.

    A slot is [start, max(end, next start - guard)]. Where the cues themselves overlap, `queue` divides the common time,
    `mix` gives it to all of them, `clip` ends each slot at the next start.
    """
    closes = _closing_times(starts, ends, film_end, overlap, guard)
    after = [k + 1 for k in range(len(starts))]
    if overlap == "queue":
        return Slots(*_take_turns(starts, ends, closes, lengths, guard), after)
    if overlap == "mix":
        after = [bisect_left(starts, close - TINY, lo=k + 1) for k, close in enumerate(closes)]
    return Slots(starts, closes, after)


def _closing_times(starts: list[float], ends: list[float], film_end: float, overlap: str, guard: float) -> list[float]:
    """Each slot's end: the cue's own, or the gap behind it minus the guard; never past the film."""
    closes = []
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        following = starts[k + 1] if k + 1 < len(starts) else None
        close = film_end if following is None else max(end, following - guard)
        if overlap == "clip" and following is not None:
            close = min(close, following)
        closes.append(max(start, min(close, film_end)))
    if overlap != "clip":  # cues that start together (often with zero length) own the same time
        for k in range(len(starts) - 2, -1, -1):
            if starts[k + 1] - starts[k] <= guard:
                closes[k] = max(closes[k], closes[k + 1])
    return closes


def _take_turns(
    starts: list[float], ends: list[float], closes: list[float], lengths: list[float], guard: float
) -> tuple[list[float], list[float]]:
    """Divide the time of overlapping cues so that they follow one another at the most even rates possible.

    Seen as a path of film time over seconds of natural speech, cue k may not begin before its start nor end after its
    slot; the shortest such path makes the rates as equal as these windows allow, for every convex idea of "equal".
    A cue waits at most until its own subtitle disappears (if it has a visible length): later, it would be a riddle.
    """
    opens, shared = list(starts), list(closes)
    first = 0
    for k in range(len(starts)):
        if k + 1 < len(starts) and closes[k] > starts[k + 1] + TINY:
            continue  # the next cue starts inside this slot: same group
        if k > first:
            work = [0.0]
            for length in lengths[first : k + 1]:
                work.append(work[-1] + max(length, TINY))
            high = closes[first : k + 1]
            for j in range(len(high) - 2, -1, -1):
                after = first + j + 1
                patience = ends[after] if ends[after] > starts[after] + guard else closes[after]
                high[j] = min(high[j], high[j + 1], max(patience, starts[after]))
            times = taut_string(work, [*starts[first : k + 1], high[-1]], [starts[first], *high])
            opens[first : k + 1], shared[first : k + 1] = times[:-1], times[1:]
        first = k + 1
    return opens, shared
