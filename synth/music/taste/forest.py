"""A forest of decision trees in numpy: training/taste.py grows it, this asks it.

Nodes of all trees lie in one row, each tree depth first: a node's lower child is the next node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from synth.music.taste.figures import figures
from synth.music.taste.piece import Piece

WEIGHTS = Path(__file__).parents[2] / "weights" / "taste.safetensors"
LEAF = 255  # in place of a figure's number


@dataclass(frozen=True)
class Forest:
    """roots: (trees,). figure, threshold, higher (the child of what lies above it) and share (of leaves): (nodes,)."""

    roots: np.ndarray
    figure: np.ndarray
    threshold: np.ndarray
    higher: np.ndarray
    share: np.ndarray

    def ask(self, row: Sequence[float]) -> float:
        """The trees' mean share for one piece's figures."""
        values = np.asarray(row, np.float32)
        node = self.roots.astype(np.int64)
        while len(inner := np.flatnonzero(self.figure[node] != LEAF)):
            here = node[inner]
            above = values[self.figure[here]] > self.threshold[here]
            node[inner] = np.where(above, self.higher[here], here + 1)
        return float(self.share[node].astype(np.float64).mean())


def likeness(piece: Piece) -> float:
    """From 0 to 1: how surely the forest takes a piece of two notes or more for people's."""
    return trained().ask(list(figures(piece).values()))


@lru_cache(maxsize=1)
def trained() -> Forest:
    """The forest that comes with the program. FileNotFoundError without it."""
    from safetensors.numpy import load_file

    return Forest(**load_file(WEIGHTS))
