"""Is anything copied? The longest run of notes that a melody shares with those learnt from, in intervals and rhythm."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from synth.music.taste.piece import Piece

SHORT, LONG = 4, 24  # intervals in a row that are looked for, at least and at most


class Known:
    """Every run of the melodies learnt from. Rests end no run: an interval goes on to the next note."""

    def __init__(self, pieces: Iterable[Piece]):
        lines = [moves(piece) for piece in pieces]
        self._runs = {
            size: {hash(line[at : at + size]) for line in lines for at in range(len(line) - size + 1)}
            for size in range(SHORT, LONG + 1)
        }

    def longest(self, piece: Piece) -> int:
        """Notes of the longest shared run; SHORT when none is longer."""
        line, best = moves(piece), SHORT - 1
        for at in range(len(line)):
            while best < LONG and at + best + 1 <= len(line) and hash(line[at : at + best + 1]) in self._runs[best + 1]:
                best += 1
        return best + 1


def moves(piece: Piece) -> tuple[tuple[int, int], ...]:
    """(semitones, twenty-fourths of a quarter note) from each melody note to the next."""
    steps = np.diff(piece.melody[:, 2]).astype(int)
    times = np.round(np.diff(piece.melody[:, 0]) * 24).astype(int)
    return tuple(zip(steps.tolist(), times.tolist(), strict=True))
