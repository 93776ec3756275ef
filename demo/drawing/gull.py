"""The gull, the post it stands on, and its kin far away in the air."""

from __future__ import annotations

import numpy as np

from drawing.canvas import ink, shape
from drawing.outline import mix, ring, turn

WHITE, GREY = (0.96, 0.95, 0.93), (0.58, 0.61, 0.68)


def draw_gull(size: float, beak: float = 0.0, nod: float = 0.0) -> np.ndarray:
    """A standing gull that looks left, `size` pixels tall, feet on the lower edge.

    beak: 0 shut to 1 open. nod: the turn of the head in radians, down where it is above 0.
    """
    wide, tall = int(size * 1.5), int(size)

    def p(points) -> np.ndarray:
        return np.asarray(points, float) * size + (0, 0)

    def draw(pen, at) -> None:
        for foot in (0.66, 0.76):
            pen.line(
                at(p([(foot, 0.74), (foot - 0.01, 0.98)])),
                fill=ink((0.93, 0.62, 0.42)),
                width=max(3, int(size * 0.055)),
            )
            pen.polygon(
                at(p([(foot - 0.09, 1.0), (foot - 0.01, 0.955), (foot + 0.03, 1.0)])), fill=ink((0.93, 0.62, 0.42))
            )
        pen.polygon(at(p([(1.08, 0.56), (1.38, 0.68), (1.10, 0.69), (0.92, 0.70)])), fill=ink((0.18, 0.18, 0.24)))
        pen.polygon(at(p([(1.00, 0.60), (1.25, 0.74), (0.90, 0.76)])), fill=ink(WHITE))
        pen.polygon(at(p(ring(0.74, 0.58, 0.35, 0.205, 0.20))), fill=ink(WHITE))
        neck = [(0.40, 0.26), (0.58, 0.24), (0.80, 0.46), (0.62, 0.70), (0.42, 0.60), (0.39, 0.42)]
        pen.polygon(at(p(neck)), fill=ink(WHITE))
        pen.polygon(at(p(ring(0.50, 0.58, 0.13, 0.16, -0.3))), fill=ink(WHITE))
        wing = [
            (0.56, 0.50),
            (0.72, 0.42),
            (0.92, 0.45),
            (1.12, 0.58),
            (1.30, 0.66),
            (1.02, 0.71),
            (0.76, 0.70),
            (0.62, 0.62),
        ]
        pen.polygon(at(p(wing)), fill=ink(GREY))
        pen.line(at(p([(0.64, 0.62), (0.86, 0.68), (1.12, 0.66)])), fill=ink(mix(GREY, (0.3, 0.32, 0.4), 0.4)), width=4)
        head = turn(ring(0.46, 0.22, 0.135, 0.125), nod, (0.5, 0.3))
        pen.polygon(at(p(head)), fill=ink(WHITE))
        for sign, points in (
            (-1, [(0.37, 0.19), (0.20, 0.215), (0.165, 0.265), (0.34, 0.255)]),
            (1, [(0.36, 0.25), (0.21, 0.268), (0.33, 0.29)]),
        ):
            jaw = turn(points, -sign * 0.16 * beak if sign < 0 else -0.34 * beak, (0.37, 0.25))
            pen.polygon(at(p(turn(jaw, nod, (0.5, 0.3)))), fill=ink((0.97, 0.72, 0.26)))
        eye = turn([(0.42, 0.19)], nod, (0.5, 0.3))[0]
        pen.polygon(at(p(ring(*eye, 0.026, 0.028))), fill=ink((0.12, 0.10, 0.14)))
        pen.polygon(at(p(ring(*np.add(eye, (-0.008, -0.01)), 0.008, 0.008))), fill=ink((1, 1, 1)))

    return shape((wide, tall), draw)


def draw_flying_gull(size: float, flap: float) -> np.ndarray:
    """A gull far away in the air: a white body under two bent wings; `flap` -1 to 1 moves their tips."""
    side = int(size * 1.3)

    def draw(pen, at) -> None:
        x, y = side / 2, side / 2
        for sign in (-1, 1):
            elbow = (x + sign * size * 0.22, y - size * (0.10 + 0.06 * flap))
            tip = (x + sign * size * 0.50, y - size * (0.02 + 0.20 * flap))
            pen.polygon(
                at([(x, y - size * 0.03), elbow, tip, (elbow[0], elbow[1] + size * 0.05), (x, y + size * 0.04)]),
                fill=ink((1, 1, 1)),
            )
        pen.polygon(at(ring(x, y, size * 0.05, size * 0.035)), fill=ink((1, 1, 1)))

    return shape((side, side), draw)


def draw_post(width: float, height: float, seed: int = 3) -> np.ndarray:
    """A weathered mooring post with its lit side to the left; stands on the lower edge of its layer."""
    wide, tall = int(width * 1.6), int(height)
    random = np.random.default_rng(seed)
    cracks = random.random((7, 3))

    def draw(pen, at) -> None:
        x0, x1, middle = width * 0.3, width * 1.3, width * 0.8
        pen.polygon(at([(x0, tall), (x0 + 2, 9), (x1 - 2, 9), (x1, tall)]), fill=ink((0.42, 0.33, 0.32)))
        pen.polygon(
            at([(x0, tall), (x0 + 2, 9), (middle - width * 0.12, 9), (middle - width * 0.2, tall)]),
            fill=ink((0.58, 0.46, 0.42)),
        )
        pen.polygon(at(ring(middle, 9, width / 2 - 2, 8)), fill=ink((0.68, 0.56, 0.50)))
        for where, start, length in cracks:
            cx = x0 + width * (0.1 + 0.8 * where)
            pen.line(
                at([(cx, 14 + tall * 0.7 * start), (cx + 2, 30 + tall * (0.7 * start + 0.25 * length))]),
                fill=ink((0.30, 0.23, 0.25)),
                width=3,
            )
        for row in (0.30, 0.335, 0.37):
            pen.line(at([(x0 - 3, tall * row), (x1 + 3, tall * (row + 0.012))]), fill=ink((0.72, 0.64, 0.52)), width=11)

    return shape((wide, tall), draw)
