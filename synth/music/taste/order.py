"""Ten numbers that see the order of bars: a piece whose bars are shuffled keeps every note, and loses these.

Seven tell how near something stays from each bar to the next (texture and rhythm: to the next two), beside how far any
two bars lie apart: 1 is no nearer than by chance. Three tell whether what returns does so in order, as phrases do:
where two bars are alike, are those that follow them, too? (A correlation: 0 by chance, 1 where nothing but whole
stretches return; after the stripes beside the diagonal that Foote (2000) and others look for in music's likeness to
itself.)
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from synth.music.taste.piece import Piece, bar_sets, by_bar, jaccard, struck

NEXT_TWO = (1, 2)
PART = 12  # of a quarter note: the shortest length that texture tells from none


def line(piece: Piece) -> float:
    """The melody over bar lines: semitones from a bar's last note to the next one's first."""
    first, last = np.full((2, piece.bars), np.nan)
    for number, notes in by_bar(piece.melody, piece):
        first[number], last[number] = notes[0, 2], notes[-1, 2]
    return _beside_chance(np.abs(last[:, None] - first[None, :]))


def outer_line(piece: Piece, edge: Callable[[np.ndarray], float]) -> float:
    """The same of the accompaniment's lowest (edge: np.min) or highest notes (np.max)."""
    first, last = np.full((2, piece.bars), np.nan)
    for number, (begin, end) in _edges(piece):
        first[number], last[number] = edge(begin), edge(end)
    return _beside_chance(np.abs(last[:, None] - first[None, :]))


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
    means = np.full((piece.bars, 1), np.nan)
    for number, notes in by_bar(piece.others, piece):
        means[number] = notes[:, 2].mean()
    return _beside_chance(_apart(means))


def texture(piece: Piece) -> float:
    """How many notes the accompaniment has in a bar, how long, how far apart and how many struck at once."""
    found = np.full((piece.bars, 4), np.nan)
    for number, notes in by_bar(piece.others, piece):
        long = np.log(np.maximum(notes[:, 1], 1 / PART)).mean()
        found[number] = np.log(len(notes)), long, np.ptp(notes[:, 2]), len(notes) / len(np.unique(notes[:, 0]))
    spread = np.nanstd(found, 0) if np.isfinite(found).any() else np.ones(4)
    return _beside_chance(_apart(found / np.where(spread > 0, spread, 1)), NEXT_TWO)


def rhythm(piece: Piece) -> float:
    """In how many sixteenths the onsets differ, the melody's and the accompaniment's, each beside its own mean."""
    away = np.zeros((piece.bars, piece.bars))
    for notes in (piece.melody, piece.others):
        bars = struck(notes, piece)
        differ = (bars[:, None] != bars[None]).mean(2)
        away += differ / max(differ.mean(), 1e-9)
    return _beside_chance(away, NEXT_TWO)


def accompaniment_returns(piece: Piece) -> float:
    """Bars are as alike as the places and pitch classes that they share of all they have."""
    return _in_order(
        _likeness([frozenset((at, pitch % 12) for at, pitch in bar) for bar in bar_sets(piece.others, piece)])
    )


def melody_returns(piece: Piece) -> float:
    """The same of the melody, its pitches in their own octaves."""
    return _in_order(_likeness(bar_sets(piece.melody, piece)))


def harmony_returns(piece: Piece) -> float:
    """Bars are as alike as the shares that the pitch classes of all notes have of their time (cosine)."""
    heard = np.zeros((piece.bars, 12))
    for number, notes in by_bar(piece.notes, piece):
        np.add.at(heard[number], notes[:, 2].astype(int) % 12, np.minimum(notes[:, 1], piece.bar))
    heard /= np.maximum(np.linalg.norm(heard, axis=1), 1e-9)[:, None]
    return _in_order(heard @ heard.T)


def _edges(piece: Piece):
    """(bar, (pitches that begin about its first note, those that sound in its last quarter)) of the accompaniment."""
    ends = piece.others[:, 0] + piece.others[:, 1]
    for number, notes in by_bar(piece.others, piece):
        until = (number + 1) * piece.bar
        last = piece.others[(piece.others[:, 0] < until - 1e-3) & (ends > until - 1 + 1e-3), 2]
        first = notes[notes[:, 0] < notes[0, 0] + 0.51, 2]
        yield number, (first, last if len(last) else notes[notes[:, 0] > notes[-1, 0] - 0.01, 2])


def _apart(rows: np.ndarray) -> np.ndarray:
    """(bars, figures) -> (bars, bars) mean distance."""
    return np.abs(rows[:, None] - rows[None]).mean(2)


def _likeness(bars: list[frozenset]) -> np.ndarray:
    return np.array([[jaccard(one, other) for other in bars] for one in bars])


def _beside_chance(away: np.ndarray, steps: tuple[int, ...] = (1,)) -> float:
    """(bars, bars) of distances, NaN where there is silence: the mean over neighbours over that of any two bars."""
    with warnings.catch_warnings():  # nothing but silence: nothing to compare
        warnings.simplefilter("ignore", RuntimeWarning)
        any_two = np.nanmean(away[~np.eye(len(away), dtype=bool)])
        near = np.nanmean(np.concatenate([np.diagonal(away, step) for step in steps]))
    return float(near / any_two) if any_two > 0 and np.isfinite(near) else 1.0


def _in_order(alike: np.ndarray) -> float:
    """(bars, bars): correlation between how alike two bars are and how alike the two that follow them are."""
    pairs = np.triu_indices(max(len(alike) - 1, 0), 2)
    here, after = alike[:-1, :-1][pairs], alike[1:, 1:][pairs]
    if len(here) < 2 or np.ptp(here) < 1e-9 or np.ptp(after) < 1e-9:
        return 0.0
    return float(np.corrcoef(here, after)[0, 1])


ORDER: dict[str, Callable[[Piece], float]] = {
    "line": line,
    "bass line": lambda piece: outer_line(piece, np.min),
    "upper line": lambda piece: outer_line(piece, np.max),
    "voice leading": voice_leading,
    "register": register,
    "texture": texture,
    "rhythm": rhythm,
    "accompaniment returns": accompaniment_returns,
    "melody returns": melody_returns,
    "harmony returns": harmony_returns,
}
