"""Can our music be told from people's? A forest learns it from the numbers of pieces, and is asked about others.

0.5: it can only guess. 1: it always knows. Our composer chooses by a forest that has seen the same numbers of other
pieces (synth/music/taste), so that a second judge looks at others: density, register, texture, which also give away
how large a band plays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from bench.scores.traits import NAMES, traits
from synth.music.taste.figures import figures
from synth.music.taste.piece import Piece

FOLDS, TREES = 5, 300
PACE = 60 / 90  # seconds that a quarter note lasts in what the second judge hears, whatever the tempo
Look = Callable[[Piece], dict[str, float]]


def told_apart(
    ours: Sequence[Piece], people: Sequence[Piece], look: Look = figures, seed: int = 0
) -> tuple[float, list[tuple[float, str]]]:
    """(area under the curve over held-out folds, [(how much a feature gives away, its name)], the worst first)."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    rows = [look(piece) for piece in (*ours, *people)]
    data = np.array([list(row.values()) for row in rows])
    whose = np.r_[np.ones(len(ours)), np.zeros(len(people))]
    forest = RandomForestClassifier(TREES, min_samples_leaf=3, class_weight="balanced", random_state=seed, n_jobs=1)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    guesses = cross_val_predict(forest, data, whose, cv=folds, method="predict_proba")[:, 1]
    weights = forest.fit(data, whose).feature_importances_
    return float(roc_auc_score(whose, guesses)), sorted(zip(weights.tolist(), rows[0], strict=True), reverse=True)


def heard(piece: Piece) -> dict[str, float]:
    """The numbers of traits.py."""
    notes = piece.notes
    seconds = np.c_[notes[:, 0], notes[:, 0] + notes[:, 1]] * PACE
    return dict(zip(NAMES, traits(np.c_[seconds, notes[:, 2]]), strict=True))
