"""The shortest path through a row of windows: what a string pulled tight between them would do."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

Point = tuple[float, float]


def taut_string(x: Sequence[float], low: Sequence[float], high: Sequence[float]) -> list[float]:
    """Heights, at every `x`, of the shortest path from (x[0], low[0]) to (x[-1], high[-1]) with low <= height <= high.

    `x` increases strictly and no window is empty. The path bends only where it touches a window edge, so it minimises
    the sum of any convex function of its slopes. Linear time: the classic funnel, whose two sides are the tightest
    paths to the upper and lower edge of the latest window and part at the last certain knot.
    """
    knots: list[Point] = [(x[0], low[0])]
    upper: deque[Point] = deque(knots)
    lower: deque[Point] = deque(knots)
    for k in range(1, len(x)):
        last = k == len(x) - 1
        _extend(upper, lower, (x[k], high[k]), 1.0, knots)
        _extend(lower, upper, (x[k], high[k] if last else low[k]), -1.0, knots)
    knots.append((x[-1], high[-1]))
    return [float(y) for y in np.interp(x, [p[0] for p in knots], [p[1] for p in knots])]


def _extend(side: deque[Point], other: deque[Point], point: Point, sign: float, knots: list[Point]) -> None:
    """Pull one side of the funnel to a new window edge; `sign` is 1 for the upper side, -1 for the lower."""
    while len(side) > 1 and sign * _slope(side[-2], point) <= sign * _slope(side[-2], side[-1]):
        side.pop()
    if len(side) == 1:  # nothing of this side is left: does the straight line now cut through the other one?
        while len(other) > 1 and sign * _slope(other[0], other[1]) > sign * _slope(other[0], point):
            other.popleft()
            knots.append(other[0])
        side[0] = other[0]
    side.append(point)


def _slope(a: Point, b: Point) -> float:
    return (b[1] - a[1]) / (b[0] - a[0]) if b[0] > a[0] else float("inf")
