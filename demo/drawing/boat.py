"""The paper boat."""

from __future__ import annotations

import numpy as np

from drawing.canvas import ink, shape
from drawing.outline import mix, turn

PAPER, FOLD = (0.97, 0.95, 0.90), (0.45, 0.47, 0.62)


def draw_boat(size: float, tilt: float = 0.0) -> np.ndarray:
    """The folded boat, `size` pixels long, tilted by `tilt` radians, in a square layer; its keel is at 0.70 of it."""

    def draw(pen, at) -> None:
        pen.polygon(at([(-0.50, -0.13), (0.50, -0.13), (0.30, 0.06), (-0.30, 0.06)]), fill=ink(mix(PAPER, FOLD, 0.55)))
        pen.polygon(at([(-0.235, 0.0), (0.0, -0.40), (0.02, 0.06)]), fill=ink(mix(PAPER, FOLD, 0.15)))
        pen.polygon(at([(0.235, 0.0), (0.0, -0.40), (0.02, 0.06)]), fill=ink(mix(PAPER, FOLD, 0.42)))
        _near_side(pen, at)

    return _afloat(size, tilt, draw)


def draw_boat_side(size: float, tilt: float = 0.0) -> np.ndarray:
    """Only the side that is near to us, to lay over whoever sits in the boat."""
    return _afloat(size, tilt, _near_side)


def _near_side(pen, at) -> None:
    pen.polygon(
        at([(-0.52, -0.15), (-0.22, -0.012), (0.22, -0.012), (0.52, -0.15), (0.31, 0.12), (-0.31, 0.12)]),
        fill=ink(PAPER),
    )
    pen.polygon(at([(0.52, -0.15), (0.22, -0.012), (0.06, 0.12), (0.31, 0.12)]), fill=ink(mix(PAPER, FOLD, 0.24)))
    pen.polygon(at([(-0.52, -0.15), (-0.22, -0.012), (-0.27, 0.12), (-0.31, 0.12)]), fill=ink(mix(PAPER, FOLD, 0.10)))
    for crease in ([(-0.22, -0.012), (-0.05, 0.12)], [(0.22, -0.012), (0.06, 0.12)]):
        pen.line(at(crease), fill=ink(mix(PAPER, FOLD, 0.4)), width=3)


def _afloat(size: float, tilt: float, draw) -> np.ndarray:
    side = int(size * 1.5)
    middle = np.array([side / 2, side * 0.62])
    return shape(
        (side, side),
        lambda pen, at: draw(pen, lambda points: at(turn(np.asarray(points, float) * size, tilt) + middle)),
    )
