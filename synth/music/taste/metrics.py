"""Seventeen numbers of a piece: its tones, its tune, its harmony and, ten of them (order.py), the order of its bars.

Scale consistency, groove, steps, leaps, chord tones, clashes and repetition after MusPy and studies of accompaniment.
Seven are blind to the order of bars; they were kept of thirteen because they tell notes by lot, wrong chords and hands
that do not belong together from people's music. The six others (BESIDES) do so less or say the same twice: a
classifier still looks at them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from synth.music.taste.order import ORDER
from synth.music.taste.piece import Piece, bar_sets, jaccard, struck

MAJOR = (0, 2, 4, 5, 7, 9, 11)
CONSONANT = (0, 3, 4, 7, 8, 9)  # semitones above the bass


def measure(piece: Piece) -> dict[str, float]:
    """Every metric of METRICS; where there is nothing to measure, what chance gives: 0, or 1 for nearness."""
    return {name: float(metric(piece)) for name, metric in METRICS.items()}


def besides(piece: Piece) -> dict[str, float]:
    """Every metric of BESIDES."""
    return {name: float(metric(piece)) for name, metric in BESIDES.items()}


def entropy(piece: Piece) -> float:
    """Bits of the pitch classes of all notes."""
    counts = _classes(piece.notes)
    shares = counts[counts > 0] / max(counts.sum(), 1)
    return float(-(shares * np.log2(shares)).sum())


def scale_consistency(piece: Piece) -> float:
    """Share of all notes in the major scale (or its relative minor) that holds most of them."""
    counts = _classes(piece.notes)
    return max(sum(counts[(tonic + step) % 12] for step in MAJOR) for tonic in range(12)) / max(counts.sum(), 1)


def groove(notes: np.ndarray, piece: Piece) -> float:
    """How alike the onsets of neighbouring bars are: one less the share of sixteenths in which they differ."""
    bars = struck(notes, piece)
    return 1 - float(np.mean(bars[1:] != bars[:-1])) if piece.bars > 1 else 1.0


def rests(piece: Piece) -> float:
    """Share of quarter notes in which the melody is silent."""
    count = max(round(piece.length), 1)
    sounding = np.zeros(count, bool)
    for onset, beats, _ in piece.melody:
        sounding[int(onset + 1e-6) : int(np.ceil(onset + beats - 1e-6))] = True
    return 1 - float(sounding.mean())


def notes_per_beat(piece: Piece) -> float:
    """Melody notes in a quarter note."""
    return len(piece.melody) / max(piece.length, 1)


def intervals(piece: Piece) -> np.ndarray:
    """Semitones from note to note of the melody, across rests too."""
    return np.abs(np.diff(piece.melody[:, 2]))


def chord_tones(piece: Piece) -> float:
    """Share of melody notes that belong to the chord they begin on."""
    return _share(inside(piece))


def chord_tones_on_beats(piece: Piece) -> float:
    """The same of those that begin on a beat."""
    place = piece.melody[:, 0] / piece.beat
    return _share(inside(piece)[np.abs(place - np.round(place)) < 1e-3])


def consonance(piece: Piece) -> float:
    """Share of melody notes that begin a third, fifth, sixth or octaves above the accompaniment's lowest note."""
    return _share(np.array([found[0] in CONSONANT for found in _against(piece) if found], bool))


def clashes(piece: Piece) -> float:
    """Share of melody notes that begin a semitone (in any octave) from a note of the accompaniment."""
    return _share(np.array([1 in found or 11 in found for found in _against(piece)], bool))


def roots_by_fifth(piece: Piece) -> float:
    """Share of moves of the chords' root by a fourth or a fifth."""
    moves = np.diff([tones[0] for _, tones in piece.chords])
    return _share(np.isin(moves[moves != 0] % 12, (5, 7)))


def repetition(piece: Piece) -> float:
    """Mean over bars of the melody's best likeness to one of the 16 before: (place, pitch) shared over all of both."""
    bars = bar_sets(piece.melody, piece)
    best = [max(jaccard(bars[m], bars[n]) for m in range(max(n - 16, 0), n)) for n in range(1, len(bars)) if bars[n]]
    return float(np.mean(best)) if best else 0.0


def inside(piece: Piece) -> np.ndarray:
    """(notes of the melody,) whether each belongs to the chord it begins on."""
    if not piece.chords:
        return np.zeros(len(piece.melody), bool)
    starts = np.array([beat for beat, _ in piece.chords])
    at = np.maximum(np.searchsorted(starts, piece.melody[:, 0] + 1e-6, "right") - 1, 0)
    sung = zip(at, piece.melody[:, 2], strict=True)
    return np.array([int(pitch) % 12 in piece.chords[place][1] for place, pitch in sung], bool)


def _against(piece: Piece) -> list[list[int]]:
    """For each melody note, the semitones (modulo 12) from whatever sounds in the accompaniment, the lowest first."""
    others = piece.others[np.argsort(piece.others[:, 2], kind="stable")]
    onset, end, pitch = others[:, 0], others[:, 0] + others[:, 1], others[:, 2]
    return [
        ((sung - pitch[(onset <= beat + 1e-3) & (end > beat + 1e-3)]) % 12).astype(int).tolist()
        for beat, _, sung in piece.melody
    ]


def _classes(notes: np.ndarray) -> np.ndarray:
    return np.bincount(notes[:, 2].astype(int) % 12, minlength=12)


def _share(true: np.ndarray) -> float:
    return float(np.mean(true)) if len(true) else 0.0


METRICS: dict[str, Callable[[Piece], float]] = {
    "scale consistency": scale_consistency,
    "groove": lambda piece: groove(piece.others, piece),
    "steps": lambda piece: _share((intervals(piece) <= 2) & (intervals(piece) > 0)),
    "leaps": lambda piece: _share(intervals(piece) > 7),
    "chord tones": chord_tones,
    "clashes": clashes,
    "repetition": repetition,
    **ORDER,
}
BESIDES: dict[str, Callable[[Piece], float]] = {
    "entropy": entropy,
    "rests": rests,
    "notes per beat": notes_per_beat,
    "chord tones on beats": chord_tones_on_beats,
    "consonance": consonance,
    "roots by fifth": roots_by_fifth,
}
