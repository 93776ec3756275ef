"""The rhythm of a phrase: its motif's, taken up again, and a long note to end on. Quarter notes; rests are negative."""

from __future__ import annotations

import random

Cell = tuple[float, ...]
# metre: cells of one bar by how busy they are
CELLS: dict[str, tuple[tuple[Cell, ...], ...]] = {
    "4/4": (
        ((2, 2), (3, 1), (2, 1, 1), (1, 1, 2)),
        ((1, 1, 2), (1.5, 0.5, 2), (2, 1, 1), (1, 1, 1, 1), (1.5, 0.5, 1, 1), (-1, 1, 1, 1)),
        (
            (0.5, 0.5, 1, 1, 1),
            (1.5, 0.5, 1, 1),
            (1, 0.5, 0.5, 2),
            (1, 1, 0.5, 0.5, 1),
            (0.5, 1, 0.5, 1, 1),
            (-0.5, 0.5, 1, 1, 1),
        ),
    ),
    "3/4": (
        ((2, 1), (3,), (1, 2)),
        ((1, 1, 1), (2, 1), (1.5, 0.5, 1), (2, 0.5, 0.5)),
        ((1, 0.5, 0.5, 1), (0.5, 0.5, 1, 1), (1, 1, 0.5, 0.5), (1.5, 0.5, 1)),
    ),
    "6/8": (
        ((1.5, 1.5), (3,), (2, 1)),
        ((1, 0.5, 1.5), (1, 0.5, 1, 0.5), (1.5, 1, 0.5)),
        ((0.5, 0.5, 0.5, 1.5), (1, 0.5, 0.5, 0.5, 0.5), (1, 0.5, 1, 0.5), (0.5, 0.5, 0.5, 1, 0.5)),
    ),
}
# The six notes of a motif over two bars, by metre: plain, flowing, driving
MOTIFS: dict[str, tuple[tuple[tuple[Cell, Cell], ...], ...]] = {
    "4/4": (
        (((2, 1, 1), (1, 1, 2)), ((3, 1), (1, 1, 1, 1)), ((2, 2), (1, 1, 1, 1)), ((1.5, 0.5, 2), (2, 1, 1))),
        (((1, 1, 2), (1, 1, 2)), ((1.5, 0.5, 2), (1.5, 0.5, 2)), ((1, 1, 1, 1), (2, 2)), ((-1, 1, 1, 1), (1, 1, 2))),
        (
            ((0.5, 0.5, 1, 2), (3, 1)),
            ((1, 0.5, 0.5, 1, 1), (4,)),
            ((1.5, 0.5, 1, 1), (2, 2)),
            ((-0.5, 0.5, 1, 1, 1), (2, 2)),
        ),
    ),
    "3/4": (
        (((2, 1), (1, 1, 0.5, 0.5)), ((1, 1, 1), (1, 1, 1)), ((2, 0.5, 0.5), (1, 1, 1))),
        (((1, 1, 1), (1, 1, 1)), ((1.5, 0.5, 1), (1.5, 0.5, 1)), ((2, 1), (1, 0.5, 0.5, 1))),
        (((1, 0.5, 0.5, 1), (2, 1)), ((0.5, 0.5, 1, 1), (2, 1))),
    ),
    "6/8": (
        (((1, 0.5, 1.5), (1, 0.5, 1.5)), ((1.5, 1.5), (1, 0.5, 1, 0.5))),
        (((1, 0.5, 1, 0.5), (1.5, 1.5)), ((0.5, 0.5, 0.5, 1.5), (1.5, 1.5))),
        (((0.5, 0.5, 0.5, 1, 0.5), (3,)), ((1, 0.5, 1, 0.5), (1.5, 1.5))),
    ),
}
SQUEEZED: dict[str, Cell] = {"4/4": (1, 0.5, 0.5, 0.5, 0.5, 1), "3/4": (0.5,) * 6, "6/8": (0.5,) * 6}
ENDS: dict[str, tuple[Cell, ...]] = {
    "4/4": ((2, -2), (3, -1), (1, 1, 2)),
    "3/4": ((3,), (2, -1)),
    "6/8": ((3,), (1.5, -1.5)),
}
BUSY = {"sad": 0, "calm": 0, "epic": 0, "tense": 1, "happy": 1}


def busyness(mood: str, energy: int) -> int:
    return min(BUSY[mood] + (energy == 3), 2)


def motif_rhythm(metre: str, busy: int, dice: random.Random) -> tuple[Cell, Cell]:
    return dice.choice(MOTIFS[metre][busy])


def phrase_rhythm(
    metre: str, bars: int, motif: tuple[Cell, Cell], contrast: bool, last: bool, busy: int, dice: random.Random
):
    """One cell per bar. contrast: a theme that answers, with cells of its own and the motif's second bar.

    last: the phrase comes to rest, and its last note fills the bar.
    """
    beats = sum(abs(length) for length in motif[0])
    end: Cell = (beats,) if last else dice.choice(ENDS[metre])
    if bars == 1:
        return [_final_bar(beats)] if last else [motif[0]]
    if bars == 2:
        return [motif[0], end]
    if contrast:
        own = dice.choice(CELLS[metre][min(busy + 1, 2)])
        cells = (
            [own, motif[1], own, motif[1]] if dice.random() < 0.5 else [own, own, dice.choice(CELLS[metre][busy]), own]
        )
    else:
        cells = [*motif, motif[0], dice.choice((motif[1], dice.choice(CELLS[metre][busy])))]
    body = [cells[bar % 4] for bar in range(bars - 1)]
    return [*body, end]


BROKEN: dict[float, tuple[Cell, ...]] = {
    0.5: ((0.25, 0.25),),
    1: ((0.5, 0.5), (0.5, 0.5), (0.75, 0.25), (0.25, 0.25, 0.5)),
    1.5: ((1, 0.5), (0.5, 1), (0.5, 0.5, 0.5)),
    2: ((1, 1), (1.5, 0.5), (1, 0.5, 0.5), (0.5, 0.5, 1)),
    3: ((2, 1), (1, 2), (1.5, 1.5), (1, 1, 1)),
}


def enlivened(cells: list[Cell], kept: int, share: float, plain: bool, dice: random.Random) -> list[Cell]:
    """Notes broken into shorter ones, this share of them; not in the first `kept` bars, nor in the last.

    plain: always in the same way.
    """

    if share < 0:
        return [*cells[:kept], *(_joined(cell, -share, dice) for cell in cells[kept:-1]), *cells[-1:]]

    def broken(length: float) -> Cell:
        if dice.random() >= share * (0.25 if length == 0.5 else 1.0) or length not in BROKEN:
            return (length,)
        options = BROKEN[length]
        return options[0] if plain else dice.choice(options)

    found = list(cells)
    for bar in range(kept, len(cells) - 1):
        found[bar] = tuple(part for length in cells[bar] for part in broken(length))
    return found


def _joined(cell: Cell, share: float, dice: random.Random) -> Cell:
    """Two notes as one that lasts as long, here and there."""
    found = [cell[0]]
    for length in cell[1:]:
        if length > 0 and found[-1] > 0 and found[-1] + length <= 3 and dice.random() < share:
            found[-1] += length
        else:
            found.append(length)
    return tuple(found)


def breathing(cells: list[Cell], kept: int, share: float, dice: random.Random) -> list[Cell]:
    """Rests at the ends of bars, about this share of them, but the first `kept`; and at the end of the phrase."""
    found = list(cells)
    if kept == 0 and len(cells) > 1 and len(cells[0]) > 2 and share > 0.55 and dice.random() < 0.5:
        found[0] = (-abs(cells[0][0]), *cells[0][1:])
    beats = sum(abs(length) for length in cells[-1])
    if found[-1][-1] < 0 and (share < 0.25 or share > 0.75) and len(cells) > 1:
        found[-1] = (beats,) if share < 0.25 else (beats / 4, -beats * 3 / 4)
    for bar in range(kept, len(cells) - 1):
        *before, last = cells[bar]
        if dice.random() < share * 0.6 and last > 0 and len(before) >= 1:
            found[bar] = (*before, last / 2, -last / 2) if last >= 1.5 or len(before) < 3 else (*before, -last)
    return found


def squeezed(metre: str) -> tuple[Cell, Cell]:
    """Six notes in one bar, for a phrase that has no second one to give."""
    return SQUEEZED[metre], CELLS[metre][0][0]


def embellish(cells: list[Cell], dice: random.Random) -> list[Cell]:
    """A later return: some of the long notes inside the phrase are broken in two."""

    def broken(cell: Cell) -> Cell:
        found: list[float] = []
        for length in cell:
            found += (
                [length - 0.5 * (length > 1), 0.5 * (length > 1)]
                if length in (1.5, 2) and dice.random() < 0.4
                else [length]
            )
        return tuple(length for length in found if length)

    return [cells[0], *[broken(cell) for cell in cells[1:-1]], *cells[-1:]] if len(cells) > 1 else cells


def _final_bar(beats: float) -> Cell:
    return (2, beats - 2)
