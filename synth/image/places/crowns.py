"""Broad trees in colours: dark boughs, and heaps of leaves or petals that are lighter towards the light."""

from __future__ import annotations

import numpy as np

from synth.image.canvas import Pen
from synth.image.stage import Stage
from synth.image.trees import branching


def crowned(pen: Pen, stage: Stage, x: float, y: float, height: float, shades: list[np.ndarray], bark: np.ndarray,
            rng: np.random.Generator) -> None:  # fmt: skip
    """A broad tree in colours: its leaves in heaps, each lighter heap smaller and nearer to the light."""
    leaves, shape = Heaps(), int(rng.integers(1 << 30))
    branching(Inked(pen, bark), x, y, height, np.random.default_rng(shape), 1.0, crown=leaves)  # type: ignore[arg-type]
    toward = np.array([stage.sun[0] - x, -0.6])
    toward /= np.linalg.norm(toward)
    for level, shade in enumerate(shades):
        for cx, cy, r in leaves.heaps:
            if rng.random() < (1.0, 0.8, 0.55, 0.3)[level]:
                shift = r * 0.45 * level
                at = (cx + toward[0] * shift + rng.normal(0, r * 0.4), cy + toward[1] * shift + rng.normal(0, r * 0.4))
                pen.disc(*at, r * (1.1, 0.8, 0.55, 0.35)[level], shade, 0.85)  # fmt: skip


class Heaps:
    """Takes down where a tree would have its leaves."""

    def __init__(self) -> None:
        self.heaps: list[tuple[float, float, float]] = []

    def disc(self, x: float, y: float, radius: float, squash: float = 1.0) -> None:
        self.heaps.append((x, y, radius))


class Inked:
    """A pen that draws its lines in one colour."""

    def __init__(self, pen: Pen, ink: np.ndarray):
        self.pen, self.ink, self.sheet = pen, ink, pen.sheet

    def line(self, points: list[tuple[float, float]], width: float) -> None:
        self.pen.line(points, width, self.ink)
