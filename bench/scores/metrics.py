"""Seventeen numbers of a piece: its tones, its pulse, its tune, its harmony, its build.

Definitions after MusPy (pitch-class entropy, scale and groove consistency, empty beats), Museformer (likeness of bars by
their distance) and the chord-tone rates of studies of accompaniment; each counts what its name says.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bench.scores.piece import Piece

GRID = 4  # places in a quarter note where rhythm is compared
MAJOR = (0, 2, 4, 5, 7, 9, 11)
LAGS = 8


def measure(piece: Piece) -> dict[str, float]:
    """Every metric of METRICS; a piece without a melody or without chords has zeros there."""
    return {name: float(metric(piece)) for name, metric in METRICS.items()}


def melody_entropy(piece: Piece) -> float:
    """Bits of the melody's pitch classes."""
    return _entropy(np.bincount(piece.melody[:, 2].astype(int) % 12, minlength=12))


def scale_consistency(piece: Piece) -> float:
    """Share of all notes in the major scale (or its relative minor) that holds most of them."""
    counts = np.bincount(piece.notes[:, 2].astype(int) % 12, minlength=12)
    held = max(sum(counts[(tonic + step) % 12] for step in MAJOR) for tonic in range(12))
    return held / max(counts.sum(), 1)


def groove(notes: np.ndarray, piece: Piece) -> float:
    """How alike the onsets of neighbouring bars are: one less the share of places in which they differ."""
    width = round(piece.bar * GRID)
    struck = np.zeros((piece.bars, width), bool)
    places = np.round(notes[:, 0] * GRID).astype(int)
    places = places[(places >= 0) & (places < piece.bars * width)]
    struck[places // width, places % width] = True
    return 1 - np.mean(struck[1:] != struck[:-1]) if piece.bars > 1 else 1.0


def empty_beats(notes: np.ndarray, piece: Piece) -> float:
    """Share of quarter notes in which nothing sounds."""
    count = max(round(piece.length), 1)
    sounding = np.zeros(count + 1, bool)
    for onset, beats, _ in notes:
        sounding[max(int(onset + 1e-6), 0) : int(np.ceil(min(onset + beats, count) - 1e-6))] = True
    return 1 - sounding[:count].mean()


def intervals(piece: Piece) -> np.ndarray:
    """Semitones from note to note, across rests too."""
    return np.diff(piece.melody[:, 2])


def steps(piece: Piece) -> float:
    """Share of intervals of one or two semitones."""
    return _share((np.abs(intervals(piece)) <= 2) & (intervals(piece) != 0))


def leaps(piece: Piece) -> float:
    """Share of intervals over a fifth."""
    return _share(np.abs(intervals(piece)) > 7)


def melody_range(piece: Piece) -> float:
    """Semitones from the lowest to the highest note."""
    return float(np.ptp(piece.melody[:, 2])) if len(piece.melody) else 0.0


def notes_per_beat(piece: Piece) -> float:
    return len(piece.melody) / max(piece.length, 1)


def chord_tones(piece: Piece) -> float:
    """Share of melody notes that belong to the chord they begin on."""
    return _share(_inside(piece))


def chord_tones_on_beats(piece: Piece) -> float:
    """The same of those that begin on a beat."""
    place = piece.melody[:, 0] / piece.beat
    return _share(_inside(piece)[np.abs(place - np.round(place)) < 1e-3])


def clashes(piece: Piece) -> float:
    """Share of melody notes that begin a semitone (in any octave) from a note of the accompaniment that sounds then."""
    onset, end, pitch = piece.others[:, 0], piece.others[:, 0] + piece.others[:, 1], piece.others[:, 2]
    found = []
    for beat, _, sung in piece.melody:
        sounding = pitch[(onset <= beat + 1e-3) & (end > beat + 1e-3)]
        found.append(bool(np.isin((sounding - sung) % 12, (1, 11)).any()))
    return _share(np.array(found, bool))


def chord_changes(piece: Piece) -> float:
    """New chords in four quarter notes."""
    return 4 * max(len(piece.chords) - 1, 0) / max(piece.length, 1)


def roots_by_fifth(piece: Piece) -> float:
    """Share of moves of the root by a fourth or a fifth."""
    roots = np.array([tones[0] for _, tones in piece.chords], int)
    moves = np.diff(roots)[np.diff(roots) != 0] % 12
    return _share(np.isin(moves, (5, 7)))


def likeness(piece: Piece) -> np.ndarray:
    """(LAGS,) mean likeness of the melody's bars to those 1, 2 ... 8 before: shared (place, pitch) over all of both."""
    bars = bar_sets(piece.melody, piece)
    return np.array([_mean([_jaccard(bars[n - lag], bars[n]) for n in range(lag, len(bars))]) for lag in LAG_RANGE])


def repetition(piece: Piece) -> float:
    """Mean over bars of the melody's best likeness to one of the 16 before."""
    bars = bar_sets(piece.melody, piece)
    best = [max(_jaccard(bars[m], bars[n]) for m in range(max(n - 16, 0), n)) for n in range(1, len(bars)) if bars[n]]
    return _mean(best)


def bar_sets(notes: np.ndarray, piece: Piece) -> list[frozenset]:
    """(place in the bar, pitch) of every note of each bar."""
    found: list[set] = [set() for _ in range(piece.bars)]
    for onset, _, pitch in notes:
        number = int((onset + 1e-6) // piece.bar)
        if 0 <= number < piece.bars:
            found[number].add((round((onset - number * piece.bar) * 12), int(pitch)))
    return [frozenset(bar) for bar in found]


LAG_RANGE = range(1, LAGS + 1)


def _jaccard(one: frozenset, other: frozenset) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _inside(piece: Piece) -> np.ndarray:
    if not piece.chords:
        return np.zeros(len(piece.melody), bool)
    starts = np.array([beat for beat, _ in piece.chords])
    at = np.maximum(np.searchsorted(starts, piece.melody[:, 0] + 1e-6, "right") - 1, 0)
    sung = zip(at, piece.melody[:, 2], strict=True)
    return np.array([int(pitch) % 12 in piece.chords[place][1] for place, pitch in sung], bool)


def _entropy(counts: np.ndarray) -> float:
    shares = counts[counts > 0] / max(counts.sum(), 1)
    return float(-(shares * np.log2(shares)).sum())


def _share(true: np.ndarray) -> float:
    return float(np.mean(true)) if len(true) else 0.0


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else 0.0


METRICS: dict[str, Callable[[Piece], float]] = {
    "entropy": lambda piece: _entropy(np.bincount(piece.notes[:, 2].astype(int) % 12, minlength=12)),
    "melody entropy": melody_entropy,
    "scale consistency": scale_consistency,
    "groove": lambda piece: groove(piece.others, piece),
    "melody groove": lambda piece: groove(piece.melody, piece),
    "empty beats": lambda piece: empty_beats(piece.others, piece),
    "melody empty beats": lambda piece: empty_beats(piece.melody, piece),
    "steps": steps,
    "leaps": leaps,
    "range": melody_range,
    "notes per beat": notes_per_beat,
    "chord tones": chord_tones,
    "chord tones on beats": chord_tones_on_beats,
    "clashes": clashes,
    "chord changes": chord_changes,
    "roots by fifth": roots_by_fifth,
    "repetition": repetition,
}
