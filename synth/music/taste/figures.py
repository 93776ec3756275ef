"""Everything that taste looks at in a piece: the metrics, and what else a musician would count."""

from __future__ import annotations

import numpy as np

from synth.music.taste.metrics import besides, groove, intervals, measure
from synth.music.taste.piece import Piece, bar_sets, jaccard


def figures(piece: Piece) -> dict[str, float]:
    """Numbers by their names, always the same ones; nothing that says who plays or in which metre."""
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
