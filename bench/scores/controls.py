"""Pieces spoilt on purpose: what cannot be told from people's music by a measure is not measured by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from synth.music.taste.piece import Piece, single_line, table

SCALES = {True: (0, 2, 4, 5, 7, 9, 11), False: (0, 2, 3, 5, 7, 8, 10)}


def random_in_key(piece: Piece, dice: np.random.Generator) -> Piece:
    """As many notes of the key at random places, for as long, as high and as low as in the piece."""

    def scattered(notes: np.ndarray) -> np.ndarray:
        low, high = int(notes[:, 2].min()), int(notes[:, 2].max())
        scale = [(piece.tonic + step) % 12 for step in SCALES[piece.bright]]
        allowed = [pitch for pitch in range(low - 6, high + 7) if pitch % 12 in scale]
        onsets = np.sort(dice.integers(0, round(piece.length * 4), len(notes))) / 4
        lengths = np.minimum(dice.choice((0.25, 0.5, 1.0, 2.0), len(notes)), piece.length - onsets)
        return table(np.column_stack([onsets, lengths, dice.choice(allowed, len(notes))]))

    return _named(piece, "random in key", single_line(scattered(piece.melody)), scattered(piece.others))


def shuffled_bars(piece: Piece, dice: np.random.Generator) -> Piece:
    """The bars in another order, whole: nothing within a bar changes."""
    order = dice.permutation(piece.bars)
    return _named(piece, "bars shuffled", _ordered(piece, piece.melody, order), _ordered(piece, piece.others, order))


def shuffled_hands(piece: Piece, dice: np.random.Generator) -> Piece:
    """The bars of the melody in one order, those of the accompaniment in another."""
    melody = _ordered(piece, piece.melody, dice.permutation(piece.bars))
    return _named(piece, "bars shuffled apart", melody, _ordered(piece, piece.others, dice.permutation(piece.bars)))


def wrong_chords(piece: Piece, dice: np.random.Generator) -> Piece:
    """The melody as it is over triads by lot, a new one every half bar (or bar of three), struck and held."""
    width = piece.bar / 2 if piece.bar in (2.0, 4.0) else piece.bar
    rows = []
    for number in range(round(piece.length / width)):
        root, third = int(dice.integers(12)), int(dice.choice((3, 4)))
        rows += [(number * width, width, 48 + (root + step) % 12 - 12 * (step == 0)) for step in (0, 0, third, 7)]
    return _named(piece, "wrong chords", piece.melody, table(rows))


CONTROLS: dict[str, Callable[[Piece, np.random.Generator], Piece]] = {
    "random in key": random_in_key,
    "bars shuffled": shuffled_bars,
    "bars shuffled apart": shuffled_hands,
    "wrong chords": wrong_chords,
}


def spoilt(pieces: list[Piece], control: str, seed: int = 0) -> list[Piece]:
    """Every piece through one of CONTROLS."""
    return [CONTROLS[control](piece, np.random.default_rng((seed, n))) for n, piece in enumerate(pieces)]


def _ordered(piece: Piece, notes: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The bars of some notes in the order given; what a bar lacks of room is cut."""
    number = np.minimum(((notes[:, 0] + 1e-6) // piece.bar).astype(int), piece.bars - 1)
    moved = notes.copy()
    moved[:, 0] += (np.argsort(order)[number] - number) * piece.bar
    moved[:, 1] = np.minimum(moved[:, 1], piece.length - moved[:, 0])
    return single_line(moved) if notes is piece.melody else table(moved)


def _named(piece: Piece, name: str, melody: np.ndarray, others: np.ndarray) -> Piece:
    return replace(piece, name=f"{piece.name}, {name}", melody=melody, others=others)
