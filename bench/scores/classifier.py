"""Can our music be told from people's? A forest learns it from the numbers of pieces, and is asked about others.

0.5: it can only guess. 1: it always knows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.scores.metrics import besides, groove, intervals, measure
from bench.scores.piece import Piece, bar_sets, jaccard

FOLDS, TREES = 5, 300


def told_apart(ours: Sequence[Piece], people: Sequence[Piece], seed: int = 0) -> tuple[float, list[tuple[float, str]]]:
    """(area under the curve over held-out folds, [(how much a feature gives away, its name)], the worst first)."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    rows = [features(piece) for piece in (*ours, *people)]
    data = np.array([list(row.values()) for row in rows])
    whose = np.r_[np.ones(len(ours)), np.zeros(len(people))]
    forest = RandomForestClassifier(TREES, min_samples_leaf=3, class_weight="balanced", random_state=seed, n_jobs=1)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    guesses = cross_val_predict(forest, data, whose, cv=folds, method="predict_proba")[:, 1]
    weights = forest.fit(data, whose).feature_importances_
    return float(roc_auc_score(whose, guesses)), sorted(zip(weights.tolist(), rows[0], strict=True), reverse=True)


def features(piece: Piece) -> dict[str, float]:
    """The metrics, and what else a musician would look at; nothing that says who plays or in which metre."""
    sung, steps = piece.melody, intervals(piece)
    lengths = np.round(np.diff(sung[:, 0]), 2)
    bars = bar_sets(sung, piece)
    return {
        **measure(piece),
        **besides(piece),
        "melody groove": groove(sung, piece),
        "melody entropy": _entropy(sung[:, 2] % 12),
        "range": float(np.ptp(sung[:, 2])),
        "repeated notes": float(np.mean(steps == 0)) if len(steps) else 0.0,
        "thirds": float(np.mean((steps == 3) | (steps == 4))) if len(steps) else 0.0,
        "rhythm entropy": _entropy(lengths),
        "chord changes": 4 * len(piece.chords) / piece.length,
        "different chords": len({tones for _, tones in piece.chords}) / max(len(piece.chords), 1),
        "bars like the fourth before": float(np.mean([jaccard(a, b) for a, b in zip(bars, bars[4:], strict=False)])),
        "onsets together": float(np.isin(np.round(sung[:, 0], 2), np.round(piece.others[:, 0], 2)).mean()),
    }


def _entropy(values: np.ndarray) -> float:
    _, counts = np.unique(values, return_counts=True)
    shares = counts / max(counts.sum(), 1)
    return float(-(shares * np.log2(shares)).sum())
