"""Points of outlines: turned, bent into ellipses; and colours between two others."""

from __future__ import annotations

import numpy as np


def mix(a, b, part: float) -> tuple[float, ...]:
    return tuple(x + (y - x) * part for x, y in zip(a, b, strict=True))


def turn(points, angle: float, centre=(0.0, 0.0)) -> np.ndarray:
    points = np.asarray(points, float) - centre
    cos, sin = np.cos(angle), np.sin(angle)
    return points @ np.array([[cos, sin], [-sin, cos]]) + centre


def ring(
    x: float, y: float, rx: float, ry: float, angle: float = 0.0, start: float = 0.0, end: float = 2 * np.pi
) -> np.ndarray:
    around = np.linspace(start, end, 48)
    return np.add(turn(np.stack([rx * np.cos(around), ry * np.sin(around)], 1), angle), (x, y))
