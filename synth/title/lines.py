"""Breaking a title into lines of even length, at spaces only (Korean is broken nowhere else)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

ORPHAN = 0.34  # of the widest line: a last line with one word shorter than that looks left behind
STOPS = (":", ",", "—", "–", "·", "…", "?", "!", ".", "，", "：")
AFTER_STOP = 0.1  # of the line's width squared that a break after a stop is worth
# Korean words that describe the next one: 의 of possession, and the commonest verbs in -는, -던, -ㄴ.
ATTRIBUTIVE = ("의", "던", "않는", "없는", "있는", "하는", "되는", "가는", "오는", "보는", "내리는", "머무는",
               "한", "된", "긴", "떠난", "잃은", "남은", "지난")  # fmt: skip
CLINGING = {"a", "an", "the", "of", "to", "in", "on", "at", "for", "and", "or", "my", "그", "이", "저", "한", "두"}


def balanced(words: Sequence[str], count: int, width: Callable[[str], float]) -> list[str] | None:
    """The words on `count` lines as even as can be (least sum of squared slack); None if that leaves an orphan.

    width gives the length of a line in any unit.
    """
    if not 1 <= count <= len(words):
        return None

    @cache
    def wide(first: int, end: int) -> float:
        return width(" ".join(words[first:end]))

    best: tuple[float, list[str]] | None = None
    for widest in sorted({wide(a, b) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}):
        if best and widest > 1.35 * min(max(map(width, best[1])), widest):
            break
        breaks = _least_ragged(words, count, widest, wide)
        if breaks is None:
            continue
        cost, ends = breaks
        lines = [" ".join(words[a:b]) for a, b in zip((0, *ends), (*ends, len(words)), strict=True)]
        if not _orphaned(lines, width) and (best is None or cost < best[0]):
            best = cost, lines
    return best[1] if best else None


def _least_ragged(words: Sequence[str], count: int, widest: float,
                  wide: Callable[[int, int], float]) -> tuple[float, tuple[int, ...]] | None:  # fmt: skip
    """(cost, where the lines but the last end) for lines no wider than `widest`."""
    slack = widest * widest

    @cache
    def best(first: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 1:
            room = widest - wide(first, len(words))
            return (room * room, ()) if room >= 0 else None
        found: tuple[float, tuple[int, ...]] | None = None
        for end in range(first + 1, len(words) - left + 2):
            room = widest - wide(first, end)
            if room < 0:
                break
            rest = best(end, left - 1)
            if rest is None:
                continue
            cost = room * room + rest[0] + slack * _manners(words[end - 1])
            if found is None or cost < found[0]:
                found = cost, (end, *rest[1])
        return found

    return best(0, count)


def _manners(last: str) -> float:
    """What a break after this word costs: good after a stop, bad after a word that belongs to the next."""
    if last.endswith(STOPS):
        return -AFTER_STOP
    return AFTER_STOP if last.lower() in CLINGING or last.endswith(ATTRIBUTIVE) else 0.0


def _orphaned(lines: Sequence[str], width: Callable[[str], float]) -> bool:
    last = lines[-1]
    return len(lines) > 1 and " " not in last and width(last) < ORPHAN * max(map(width, lines))
