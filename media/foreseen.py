"""What will become of a film's title and its chapters, in sentences, before anything is drawn or encoded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from media.chaptered import Insets, arrange
from media.chapters import Section
from media.probe import Film
from media.titles import announcement, first_way, told_once

if TYPE_CHECKING:
    from media.titlehead import Head
    from media.titlemiddle import Placed
    from media.titles import Opening


def foreseen(film: Film, opening: Opening | None, card: float, sections: Sequence[Section], placed: Sequence[Placed],
             container: str) -> list[str]:  # fmt: skip
    """As in media.mux.mux; container: of the output, by libav's name. Takes as long as reading the film's pictures up
    to the last title in them.
    """
    arranged = arrange(film, opening, card, placed)
    said, shown = [], len(arranged.together) + sum(len(gap.spans) for gap in arranged.gaps)
    if opening and arranged.opening:
        head, way, reasons = first_way(film, arranged.opening, card, container)
        said.append(_title(film, opening, card, head, way, reasons))
        if way != "spliced":  # then nothing is copied that something could be put between
            shown = len(arranged.together) if head else 0
            arranged.gaps = ()
    return said + _chapters(arranged, sections, shown)


def _title(film: Film, opening: Opening, card: float, head: Head | None, way: str, reasons: list[str]) -> str:
    what = f'title: "{opening.name}"'
    where = f"a card of {card:.2f} s before the film" if card else f"over the first {opening.seconds:.1f} s"
    if head is None:
        return f"{what}: none can be set: {'; '.join(told_once(reasons))}"
    if way != "spliced":
        return f"{what}, {where}. {announcement(film, head, reasons)}"
    assert head.join
    since = float((head.join.pts + head.shift) * head.time_base)
    ours = f"{head.join.number} pictures are" if head.join.number else "its own pictures are"
    return f"{what}, {where}; {ours} encoded, all from {since:.2f} s on copied"


def _chapters(arranged: Insets, sections: Sequence[Section], shown: int) -> list[str]:
    if not sections:
        return []
    listed = ", ".join(f"{int(s.start) // 60}:{int(s.start) % 60:02d} {s.title}" for s in sections)
    count = sum(gap.count for gap in arranged.gaps)
    more = f", {count} pictures are encoded for them" if count else ""
    drawn = f"; {shown} with a title in the picture{more}" if shown else ""
    return [f"chapters: {listed}{drawn}", *(left.sentence() for left in arranged.left)]
