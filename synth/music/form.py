"""The form of a section: its bars dealt out to phrases, the phrases to themes, and how strongly each is played."""

from __future__ import annotations

import math
from collections.abc import Sequence

from synth.music.score import Phrase

GROUPS = ("AABA", "CCDC", "AABA", "EEBA")  # themes in the order they come; a long section goes round again
SHORT = {1: "A", 2: "AA", 3: "ABA"}
SLOW = ("sad", "calm")
LOUDNESS = {1: 0.3, 2: 0.55, 3: 0.8}
# mood: (how far a section climbs, how far it sinks again at its end)
ARCS = {"happy": (0.15, 0.05), "tense": (0.25, 0.0), "sad": (0.15, 0.2), "calm": (0.12, 0.15), "epic": (0.3, 0.0)}


def phrases(
    bars: int, mood: str, energy: int, first: bool, last: bool, closing: bool, groups: Sequence[str] = GROUPS
) -> tuple[Phrase, ...]:
    """Bars (>= 1) as phrases of four; two or one left over make an introduction, a tag or a longer last phrase.

    closing: silence or the end follows, so that the last phrase must come to rest. groups: themes, four phrases each.
    """
    lengths, kinds = _lengths(bars, mood, first, last)
    letters = _letters(kinds.count("theme"), groups)
    found: list[Phrase] = []
    seen: dict[str, int] = {}
    bar, theme = 0, 0
    for number, (length, kind) in enumerate(zip(lengths, kinds, strict=True)):
        letter = letters[theme] if kind == "theme" else letters[0]
        place = (bar + length / 2) / bars
        close = _close(number, kinds, letters, theme, closing)
        turn = seen.get(letter, 0)
        if kind == "theme":
            theme += 1
            seen[letter] = turn + 1
        found.append(Phrase(letter, turn, bar, length, _intensity(place, kind, letter, mood, energy), close, kind))
        bar += length
    return tuple(found)


def _lengths(bars: int, mood: str, first: bool, last: bool) -> tuple[list[int], list[str]]:
    if bars < 8:
        return ([bars], ["theme"]) if bars < 6 else ([4, bars - 4], ["theme", "tag"])
    fours, left = divmod(bars, 4)
    lengths, kinds = [4] * fours, ["theme"] * fours
    if first and fours >= 6 and not left and mood in SLOW:  # four slow bars without a tune would be long
        lengths, kinds = [2, *lengths[1:], 2], ["intro", *kinds[1:], "tag"]
    elif first and fours >= 6 and not left:
        kinds[0] = "intro"
    if left >= 2 and first:
        lengths, kinds, left = [2, *lengths], ["intro", *kinds], left - 2
    if left >= 2:
        lengths, kinds, left = [*lengths, 2], [*kinds, "tag"], left - 2
    lengths[-1] += left
    return lengths, kinds


def _letters(count: int, groups: Sequence[str]) -> str:
    whole = "".join(groups[number % len(groups)] for number in range(count // 4))
    return whole + SHORT.get(count % 4, "")


def _close(number: int, kinds: list[str], letters: str, theme: int, closing: bool) -> str:
    """How a phrase ends: groups of four ask (half), turn (open) and answer (full)."""
    if number == len(kinds) - 1:
        return "final" if closing else "full"
    if kinds[number] == "intro":
        return "open"
    if closing and kinds[number + 1] == "tag":
        return "full"
    return ("half", "full", "half", "full")[theme % 4] if len(letters) > 3 else ("half", "full")[theme % 2]


def _intensity(place: float, kind: str, letter: str, mood: str, energy: int) -> float:
    """place: 0 at the section's start, 1 at its end. The summit lies at three quarters; introductions are thin."""
    climb, sink = ARCS[mood]
    rise = math.sin(min(place / 0.75, 1.0) * math.pi / 2) if place < 0.75 else 1.0
    fall = max(place - 0.75, 0.0) / 0.25
    level = LOUDNESS[energy] + climb * (rise - 0.5) - sink * fall
    level += {"intro": -0.2, "tag": -0.08}.get(kind, 0.0) + {"B": 0.06, "C": -0.1, "D": 0.0}.get(letter, 0.0)
    return round(min(max(level, 0.05), 1.0), 3)
