"""A piece as every measure sees it: a melody and what goes with it, in quarter notes; ours and people's alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from synth.music.taste.chords import chords_of

GRID = 4  # places in a quarter note where rhythm is compared
LENGTH = 96.0  # quarter notes: what is compared is as long for everybody, 24 bars of four or 32 of three


@dataclass(frozen=True, eq=False)
class Piece:
    """melody and others: (n, 3) onset, length (quarter notes) and MIDI pitch, in order; one melody note at a time.

    metre: (beats, unit). tonic: pitch class; bright: a major key. bpm: quarter notes a minute. mood: of ours.
    """

    name: str
    melody: np.ndarray
    others: np.ndarray
    metre: tuple[int, int]
    bars: int
    tonic: int
    bright: bool
    bpm: float = 90.0
    mood: str = ""

    @property
    def bar(self) -> float:
        """Quarter notes in a bar."""
        return 4 * self.metre[0] / self.metre[1]

    @property
    def beat(self) -> float:
        """Quarter notes in a beat."""
        return 1.5 if self.metre == (6, 8) else 1.0

    @property
    def length(self) -> float:
        return self.bar * self.bars

    @property
    def notes(self) -> np.ndarray:
        return np.concatenate([self.melody, self.others])

    @cached_property
    def chords(self) -> tuple[tuple[float, tuple[int, ...]], ...]:
        """(onset, pitch classes from the root up), found in the accompaniment: one ear for ours and for people's."""
        if not len(self.others):
            return ()
        found = chords_of(self.others.tolist(), self.bars, self.metre)
        return tuple((beat, tuple(tones)) for beat, _, tones, _ in found)

    def excerpt(self, first: int, bars: int) -> Piece:
        """Some bars on their own; a note belongs where it begins and is cut at the end."""
        start, length = first * self.bar, bars * self.bar

        def cut(notes: np.ndarray) -> np.ndarray:
            inside = notes[(notes[:, 0] >= start - 1e-6) & (notes[:, 0] < start + length - 1e-6)].copy()
            inside[:, 0] = np.maximum(inside[:, 0] - start, 0.0)
            inside[:, 1] = np.minimum(inside[:, 1], length - inside[:, 0])
            return inside

        return replace(self, melody=cut(self.melody), others=cut(self.others), bars=bars)

    def excerpts(self) -> Iterator[Piece]:
        """One after the other, those in which the melody is there in half of the bars and somebody accompanies it."""
        bars = round(LENGTH / self.bar)
        for first in range(0, self.bars - bars + 1, bars):
            found = self.excerpt(first, bars)
            sung = {int(onset // self.bar) for onset in found.melody[:, 0] + 1e-6}
            if 2 * len(sung) >= bars and len(found.melody) >= bars and len(found.others) >= bars:
                yield found


def single_line(notes: np.ndarray) -> np.ndarray:
    """(n, 3) in order; of notes struck together the highest, and each ends where the next begins."""
    notes = notes[np.lexsort((-notes[:, 2], notes[:, 0]))]
    first = np.r_[True, np.diff(notes[:, 0]) > 1e-6] if len(notes) else np.zeros(0, bool)
    notes = notes[first].copy()
    if len(notes) > 1:
        notes[:-1, 1] = np.minimum(notes[:-1, 1], np.diff(notes[:, 0]))
    return notes


def table(rows) -> np.ndarray:
    """Rows of (onset, length, pitch) as (n, 3), in order."""
    notes = np.array(rows, np.float64).reshape(-1, 3)
    return notes[np.lexsort((notes[:, 2], notes[:, 0]))]


def from_row(row: dict) -> Piece:
    """{"id", "metre", "bpm", "tonic", "bright", "bars", "melody": [[onset, length, pitch] ...], "others": [...]}

    unit: parts of a quarter note in which times are counted, when not in whole ones.
    """
    unit = np.array([row.get("unit", 1), row.get("unit", 1), 1])
    return Piece(
        row["id"], single_line(table(row["melody"]) / unit), table(row["others"]) / unit, tuple(row["metre"]),
        int(row["bars"]), int(row["tonic"]), bool(row["bright"]), float(row["bpm"] or 90.0),
    )  # fmt: skip


def bar_sets(notes: np.ndarray, piece: Piece) -> list[frozenset]:
    """(place in the bar, pitch) of every note of each bar."""
    found: list[set] = [set() for _ in range(piece.bars)]
    for onset, _, pitch in notes:
        number = min(int((onset + 1e-6) // piece.bar), piece.bars - 1)
        found[number].add((round((onset - number * piece.bar) * 12), int(pitch)))
    return [frozenset(bar) for bar in found]


def jaccard(one: frozenset, other: frozenset) -> float:
    """What both hold over what either holds; 0 when both are empty."""
    return len(one & other) / len(one | other) if one or other else 0.0


def by_bar(notes: np.ndarray, piece: Piece) -> Iterator[tuple[int, np.ndarray]]:
    """(number, notes) of every bar in which a note begins."""
    number = np.minimum(((notes[:, 0] + 1e-6) // piece.bar).astype(int), piece.bars - 1)
    for bar in np.unique(number):
        yield bar, notes[number == bar]


def struck(notes: np.ndarray, piece: Piece) -> np.ndarray:
    """(bars, GRID in each quarter note) whether a note begins there."""
    width = round(piece.bar * GRID)
    found = np.zeros((piece.bars, width), bool)
    places = np.round(notes[:, 0] * GRID).astype(int)
    places = places[(places >= 0) & (places < piece.bars * width)]
    found[places // width, places % width] = True
    return found
