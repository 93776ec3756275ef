"""The small crab, drawn anew for every frame in its daylight colours.

Points are in widths of its shell, from the middle of the shell, x to the right and y down.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from drawing.canvas import ink, shape
from drawing.outline import mix, ring, turn

SHELL, LIGHT, DARK = (0.86, 0.36, 0.25), (0.98, 0.58, 0.38), (0.58, 0.20, 0.20)
EYE_WHITE, PUPIL, GLINT = (0.98, 0.97, 0.94), (0.10, 0.09, 0.14), (1.0, 1.0, 1.0)
SPOTS = ((-0.25, 0.0, 0.030), (0.28, -0.04, 0.036), (0.36, 0.07, 0.024), (-0.36, 0.07, 0.026), (0.17, -0.16, 0.022))
PINCER = ((0.02, -0.11), (0.20, -0.15), (0.36, -0.04), (0.38, 0.0), (0.22, -0.02), (0.10, 0.0))
THUMB = ((0.04, 0.11), (0.20, 0.12), (0.33, 0.05), (0.35, 0.01), (0.22, 0.02), (0.08, 0.0))
Fill = Callable[..., None]  # fill(points, colour)


def draw_crab(
    size: float,
    step: float = 0.0,
    look: tuple[float, float] = (0.0, 0.0),
    raised: float = 0.0,
    blink: float = 0.0,
    legs: bool = True,
) -> np.ndarray:
    """The crab, `size` pixels across its shell, in a layer 2.4 x 1.6 times that; its feet are at 0.86 of the height.

    step: phase of the walk in radians. look: where the eyes turn, -1 to 1 each way. raised: the near claw, 0 to 1.
    legs: not drawn when it sits in the boat.
    """
    lift = 0.02 * np.sin(2 * step)
    middle = (int(size * 2.4) / 2, size * (1.02 + lift))

    def draw(pen, at) -> None:
        def fill(points, colour) -> None:
            pen.polygon(at(np.asarray(points, float) * size + middle), fill=ink(colour))

        for index in (2, 1, 0) if legs else ():
            for side in (-1, 1):
                _leg(fill, side, index, step, lift)
        _claw(fill, 1, 0.86, 0.15)
        _shell(fill)
        smile = ring(0.02, 0.06, 0.13, 0.07, 0, 0.25, np.pi - 0.25)
        pen.line(at(smile * size + middle), fill=ink(DARK), width=max(3, int(size * 0.05)), joint="curve")
        for side in (-1, 1):
            _eye(fill, side, look, blink)
        _claw(fill, -1, 1.05, 0.25 + 0.75 * raised)

    return shape((int(size * 2.4), int(size * 1.6)), draw)


def _limb(fill: Fill, start: np.ndarray, end: np.ndarray, thick: float, taper: float, colour) -> None:
    along = end - start
    side = np.array([-along[1], along[0]]) / np.hypot(*along) * thick
    fill([start - side, start + side, end + side * taper, end - side * taper], colour)


def _leg(fill: Fill, side: int, index: int, step: float, lift: float) -> None:
    phase = step + index * 2.1 + (0 if side > 0 else np.pi)
    reach, up = 0.07 * np.cos(phase), 0.10 * max(np.sin(phase), 0)
    hip = np.array([side * (0.24 + 0.09 * index), 0.16 - 0.03 * index])
    knee = np.array([side * (0.50 + 0.17 * index) + reach * 0.5, 0.05 - 0.04 * index - up])
    foot = np.array([side * (0.52 + 0.23 * index) + reach, 0.36 - 0.07 * index - up - lift])
    colour = mix(DARK, SHELL, 0.25 + 0.25 * index)
    for start, end, thick in ((hip, knee, 0.056), (knee, foot, 0.044)):
        _limb(fill, start, end, thick, 0.55, colour)
        fill(ring(*end, thick * 0.6, thick * 0.6), colour)


def _claw(fill: Fill, side: int, big: float, raised: float) -> None:
    shoulder = np.array([side * 0.36, -0.06])
    elbow = np.array([side * (0.62 - 0.04 * raised), -0.06 - 0.10 * raised])
    hand = np.array([side * (0.66 - 0.04 * raised), -0.20 - 0.30 * raised])
    _limb(fill, shoulder, elbow, 0.06, 1.0, SHELL)
    _limb(fill, elbow, hand, 0.06, 1.0, SHELL)
    angle = -side * (0.55 - 0.35 * raised) - np.pi / 2
    fill(turn(ring(0.06, 0, 0.19 * big, 0.13 * big), angle) + hand, SHELL)
    fill(turn(np.multiply(PINCER, big), angle) + hand, LIGHT)
    fill(turn(np.multiply(THUMB, big), angle) + hand, mix(SHELL, DARK, 0.3))
    fill(turn(ring(0.05, -0.04, 0.10 * big, 0.05 * big), angle) + hand, LIGHT)


def _shell(fill: Fill) -> None:
    dome, belly = ring(0, 0.02, 0.50, 0.36, 0, np.pi, 2 * np.pi), ring(0, 0.02, 0.50, 0.24, 0, 0, np.pi)
    fill(np.vstack([dome, belly]), mix(SHELL, DARK, 0.35))
    fill(ring(0, -0.03, 0.475, 0.30), SHELL)
    fill(ring(-0.05, -0.10, 0.36, 0.19), mix(SHELL, LIGHT, 0.55))
    fill(ring(-0.09, -0.15, 0.22, 0.10), LIGHT)
    for x, y, radius in SPOTS:
        fill(ring(x, y, radius, radius * 0.8), mix(SHELL, DARK, 0.45))


def _eye(fill: Fill, side: int, look: tuple[float, float], blink: float) -> None:
    x, y = side * 0.15 + 0.02 * look[0], -0.50 + 0.03 * look[1]
    foot = side * 0.13
    fill([(foot - 0.03, -0.20), (foot + 0.03, -0.20), (x + 0.025, y + 0.06), (x - 0.025, y + 0.06)], SHELL)
    fill(ring(x, y, 0.108, 0.115), EYE_WHITE)
    px, py = x + 0.045 * look[0], y + 0.045 * look[1]
    fill(ring(px, py, 0.062, 0.068), PUPIL)
    fill(ring(px + 0.022, py - 0.026, 0.020, 0.020), GLINT)
    if blink > 0:
        lid, low = ring(x, y, 0.112, 0.12, 0, np.pi, 2 * np.pi), y - 0.12 + 0.24 * blink
        lid[:, 1] = np.minimum(lid[:, 1], low)
        fill([*lid, (x + 0.112, low), (x - 0.112, low)], SHELL)
