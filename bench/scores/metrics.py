"""Seventeen numbers of a piece: its tones, its pulse, its tune, its harmony, its build.

Entropy, consistencies, rests, steps, chord tones, clashes and repetition after MusPy and studies of accompaniment. Four
more see order, which those cannot: how near the tune and the voices, edges and register of the accompaniment stay from
each bar to the next, beside how far any two bars lie apart (1: no nearer than by chance).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from bench.scores.piece import Piece

GRID = 4  # places in a quarter note where rhythm is compared
MAJOR = (0, 2, 4, 5, 7, 9, 11)
CONSONANT = (0, 3, 4, 7, 8, 9)  # semitones above the bass


def measure(piece: Piece) -> dict[str, float]:
    """Every metric of METRICS; where there is nothing to measure, what chance gives: 0, or 1 for the last four."""
    return {name: float(metric(piece)) for name, metric in METRICS.items()}


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
    width = round(piece.bar * GRID)
    struck = np.zeros((piece.bars, width), bool)
    places = np.round(notes[:, 0] * GRID).astype(int)
    places = places[(places >= 0) & (places < piece.bars * width)]
    struck[places // width, places % width] = True
    return 1 - float(np.mean(struck[1:] != struck[:-1])) if piece.bars > 1 else 1.0


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


def line(piece: Piece) -> float:
    """The melody over bar lines: semitones from a bar's last note to the next one's first, beside any two bars'."""
    first, last = np.full((2, piece.bars), np.nan)
    for number, notes in _by_bar(piece.melody, piece):
        first[number], last[number] = notes[0, 2], notes[-1, 2]
    return _nearness(last, first)


def outer_lines(piece: Piece) -> float:
    """The same of the accompaniment's lowest and of its highest notes."""
    lows, highs = np.full((2, 2, piece.bars), np.nan)
    for number, both in _edges(piece):
        for edge, pitches in enumerate(both):
            lows[edge, number], highs[edge, number] = pitches.min(), pitches.max()
    return (_nearness(lows[1], lows[0]) + _nearness(highs[1], highs[0])) / 2


def voice_leading(piece: Piece) -> float:
    """The same of all its voices: from each note that begins a bar to the nearest one that ended the bar before."""
    edges = dict(_edges(piece))
    away = np.full((piece.bars, piece.bars), np.nan)
    for here, (_, last) in edges.items():
        for there, (first, _) in edges.items():
            away[here, there] = np.abs(first[:, None] - last).min(1).mean()
    return _beside_chance(away)


def register(piece: Piece) -> float:
    """The same of the accompaniment's mean pitch in each bar."""
    means = np.full(piece.bars, np.nan)
    for number, notes in _by_bar(piece.others, piece):
        means[number] = notes[:, 2].mean()
    return _nearness(means, means)


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


def _by_bar(notes: np.ndarray, piece: Piece):
    """(number, notes) of every bar in which a note begins."""
    number = np.minimum(((notes[:, 0] + 1e-6) // piece.bar).astype(int), piece.bars - 1)
    for bar in np.unique(number):
        yield bar, notes[number == bar]


def _edges(piece: Piece):
    """(bar, (pitches that begin about its first note, those that sound in its last quarter)) of the accompaniment."""
    ends = piece.others[:, 0] + piece.others[:, 1]
    for number, notes in _by_bar(piece.others, piece):
        until = (number + 1) * piece.bar
        last = piece.others[(piece.others[:, 0] < until - 1e-3) & (ends > until - 1 + 1e-3), 2]
        first = notes[notes[:, 0] < notes[0, 0] + 0.51, 2]
        yield number, (first, last if len(last) else notes[notes[:, 0] > notes[-1, 0] - 0.01, 2])


def _nearness(last: np.ndarray, first: np.ndarray) -> float:
    """(bars,) twice: the mean distance from a bar to the next over that from any bar to any other."""
    return _beside_chance(np.abs(last[:, None] - first[None, :]))


def _beside_chance(away: np.ndarray) -> float:
    """(bars, bars) of distances, NaN where there is silence."""
    with warnings.catch_warnings():  # nothing but silence: nothing to compare
        warnings.simplefilter("ignore", RuntimeWarning)
        any_two = np.nanmean(away[~np.eye(len(away), dtype=bool)])
        neighbours = np.nanmean(np.diagonal(away, 1))
    return float(neighbours / any_two) if any_two > 0 and np.isfinite(neighbours) else 1.0


def _classes(notes: np.ndarray) -> np.ndarray:
    return np.bincount(notes[:, 2].astype(int) % 12, minlength=12)


def _share(true: np.ndarray) -> float:
    return float(np.mean(true)) if len(true) else 0.0


METRICS: dict[str, Callable[[Piece], float]] = {
    "entropy": entropy,
    "scale consistency": scale_consistency,
    "groove": lambda piece: groove(piece.others, piece),
    "rests": rests,
    "notes per beat": notes_per_beat,
    "steps": lambda piece: _share((intervals(piece) <= 2) & (intervals(piece) > 0)),
    "leaps": lambda piece: _share(intervals(piece) > 7),
    "chord tones": chord_tones,
    "chord tones on beats": chord_tones_on_beats,
    "consonance": consonance,
    "clashes": clashes,
    "roots by fifth": roots_by_fifth,
    "repetition": repetition,
    "line": line,
    "outer lines": outer_lines,
    "voice leading": voice_leading,
    "register": register,
}
