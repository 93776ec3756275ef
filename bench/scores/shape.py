"""Are our pieces built like people's? How like each other bars are by their distance, and how far numbers overlap.

The curve after Museformer (Yu et al. 2022), the overlap after MGEval (Yang and Lerch 2020).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from synth.music.taste.piece import Piece, bar_sets, jaccard

LAGS = range(1, 17)


def curve(pieces: Sequence[Piece]) -> np.ndarray:
    """(lags,) mean likeness of a melody's bars to those 1, 2 ... 16 before them."""
    return np.mean([_likeness(piece) for piece in pieces], axis=0)


def curve_error(ours: Sequence[Piece], people: Sequence[Piece]) -> float:
    """Mean distance between the two curves."""
    return float(np.mean(np.abs(curve(ours) - curve(people))))


def _likeness(piece: Piece) -> list[float]:
    bars = bar_sets(piece.melody, piece)
    pairs = [[(a, b) for a, b in zip(bars, bars[lag:], strict=False) if a or b] for lag in LAGS]
    return [float(np.mean([jaccard(a, b) for a, b in found])) if found else 0.0 for found in pairs]


def overlap(ours: np.ndarray, people: np.ndarray) -> np.ndarray:
    """(pieces, metrics) of both -> (metrics,) shared area of the densities of distances among people's and to them.

    0: ours lie elsewhere; 1: nearer or farther from people's than they are from each other is never seen.
    """
    return np.array([_overlap(a, b) for a, b in zip(ours.T, people.T, strict=True)])


def _overlap(ours: np.ndarray, people: np.ndarray) -> float:
    from scipy.stats import gaussian_kde

    among = np.abs(people[:, None] - people[None, :])[np.triu_indices(len(people), 1)]
    between = np.abs(ours[:, None] - people[None, :]).ravel()
    top = max(among.max(), between.max())
    if top == 0 or np.ptp(among) == 0 or np.ptp(between) == 0:
        return float(np.ptp(among) == np.ptp(between))
    places = np.linspace(0, top * 1.1, 400)
    one, other = (gaussian_kde(_some(values))(places) for values in (among, between))
    return float(np.trapezoid(np.minimum(one / np.trapezoid(one, places), other / np.trapezoid(other, places)), places))


def _some(values: np.ndarray, most: int = 3000) -> np.ndarray:
    """Evenly from all of them in order of size: enough to draw a density by."""
    return np.sort(values)[np.linspace(0, len(values) - 1, min(most, len(values))).astype(int)]
