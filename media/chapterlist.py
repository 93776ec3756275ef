"""A film's chapters as a container lists them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from media.chapters import Section

if TYPE_CHECKING:
    from av.container.core import Chapter

NANOSECOND = Fraction(1, 1_000_000_000)  # Matroska's own clock; mp4 keeps 100 of them


def listed(own: list[Chapter], sections: Sequence[Section], end: float, card: Fraction, name: str) -> list[Chapter]:
    """The film's `own` chapters, or in their place `sections`, up to `end` (s of the film); all of them later by `card`
    seconds, exactly, and then the card, called `name`, is the first.

    In mp4 the first one begins at 0 whatever is asked: where it would not, one called `name` stands before it.
    """
    chapters = _made(sections, end) if sections else list(own)
    if not chapters:
        return []
    if card:
        chapters = [_later(chapter, card) for chapter in chapters]
    begins = min(chapter["start"] * (chapter["time_base"] or 1) for chapter in chapters)
    if card or (sections and begins > 0):
        free = 1 + max(chapter["id"] for chapter in chapters)
        until = card or Fraction(begins)
        chapters.insert(0, _chapter(free, Fraction(0), until, name))
    return chapters


def _made(sections: Sequence[Section], end: float) -> list[Chapter]:
    ends = [after.start for _, after in pairwise(sections)] + [max(end, sections[-1].start)]
    return [
        _chapter(number, Fraction(section.start), Fraction(until), section.title)
        for number, (section, until) in enumerate(zip(sections, ends, strict=True), 1)
    ]


def _chapter(number: int, start: Fraction, end: Fraction, title: str) -> Chapter:
    return {"id": number, "start": round(start / NANOSECOND), "end": round(end / NANOSECOND), "time_base": NANOSECOND,
            "metadata": {"title": title}}  # fmt: skip


def _later(chapter: Chapter, card: Fraction) -> Chapter:
    base = chapter["time_base"] or Fraction(1)
    start, end = chapter["start"] * base + card, chapter["end"] * base + card
    moved = _chapter(chapter["id"], start, end, "")
    return {**moved, "metadata": chapter["metadata"]}
