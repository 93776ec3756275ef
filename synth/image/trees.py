"""Trees as silhouettes: conifers in tiers, crowns that branch, bare ones in winter, palms."""

from __future__ import annotations

import math

import numpy as np

from synth.image.canvas import Pen


def conifer(pen: Pen, x: float, base: float, height: float, rng: np.random.Generator) -> None:
    """A spruce: drooping tiers, ragged and never quite symmetrical."""
    tiers = int(np.clip(height * 150, 4, 16))
    width = height * rng.uniform(0.16, 0.24)
    lean = rng.normal(0, 0.015) * height
    pen.polygon([(x - height * 0.012, base), (x + height * 0.012, base), (x + lean, base - height)])
    for side in (-1, 1):
        points = [(x + lean, base - height)]
        for i in range(1, tiers + 1):
            t = i / tiers
            reach = width * t**0.85 * rng.uniform(0.72, 1.12)
            y = base - height * (1 - t * 0.93)
            middle = x + lean * (1 - t)
            points.append((middle + side * reach, y + height * 0.035 * rng.uniform(0.4, 1.2)))
            if i < tiers:
                points.append((middle + side * reach * rng.uniform(0.35, 0.55), y - height * 0.005))
        points.append((x, base - height * 0.05))
        pen.polygon(points)


def branching(
    pen: Pen,
    x: float,
    base: float,
    height: float,
    rng: np.random.Generator,
    leaves: float = 1.0,
    crown: Pen | None = None,
    lean: float = 0.0,
) -> None:
    """A broad tree: each branch parts in two or three. leaves: 0 bare .. 1 full; they go on `crown` where given."""
    tips: list[tuple[float, float]] = []
    depth = int(np.clip(math.log2(height * 90), 3, 6))

    def grow(x: float, y: float, length: float, angle: float, thick: float, level: int) -> None:
        bend = angle + rng.normal(0, 0.12)
        x2, y2 = x + math.sin(bend) * length, y - math.cos(bend) * length
        pen.line([(x, y), ((x + x2) / 2 + rng.normal(0, length * 0.04), (y + y2) / 2), (x2, y2)], thick)
        if level <= 3:
            tips.append((x2, y2))
        if level == 0:
            return
        for turn in rng.permutation([-1, 1] if level < depth else [-1, 0.15, 1])[: 2 if rng.random() < 0.8 else 3]:
            grow(
                x2,
                y2,
                length * rng.uniform(0.66, 0.86),
                bend * 0.9 + turn * rng.uniform(0.25, 0.62),
                thick * 0.66,
                level - 1,
            )

    grow(x, base, height * 0.30, lean, height * 0.05, depth)
    if leaves:
        where = crown or pen
        for tx, ty in tips:
            for _ in range(max(2, round(16 * leaves))):
                r = height * rng.uniform(0.008, 0.030)
                where.disc(
                    tx + rng.normal(0, height * 0.045),
                    ty + rng.normal(0, height * 0.035),
                    r,
                    squash=rng.uniform(0.6, 0.95),
                )


def palm(pen: Pen, x: float, base: float, height: float, rng: np.random.Generator) -> None:
    lean = rng.uniform(-0.3, 0.3) * height
    stem = [(x + lean * t**1.8, base - height * t) for t in np.linspace(0, 1, 14)]
    pen.line(stem, height * 0.035)
    top = stem[-1]
    for angle in np.linspace(-2.0, 2.0, 12) + rng.normal(0, 0.12, 12):
        length, out = height * rng.uniform(0.36, 0.5), math.copysign(1, math.sin(angle))
        ts = np.linspace(0, 1, 26)
        spine = [
            (
                top[0] + math.sin(angle) * length * t,
                top[1] - math.cos(angle) * length * t * 0.75 + length * 0.55 * t**2.4,
            )
            for t in ts
        ]
        pen.line(spine, height * 0.009)
        for i in range(1, 26):
            (ax, ay), (bx, by) = spine[i], spine[i - 1]
            along = math.atan2(ay - by, ax - bx)
            long = height * 0.15 * math.sin(math.pi * (0.10 + 0.86 * i / 26)) * rng.uniform(0.8, 1.1)
            for turn in (0.75, -0.75):  # leaflets to both sides, pulled down by their weight
                lx, ly = math.cos(along + turn) * long, math.sin(along + turn) * long
                pen.line([(ax, ay), (ax + lx * 0.7 + out * 0.1 * long, ay + ly * 0.6 + long * 0.45)], height * 0.006)


def treeline(
    pen: Pen, xs: np.ndarray, ys: np.ndarray, heights: np.ndarray, rng: np.random.Generator, kind: str = "conifer"
) -> None:
    """Trees standing at the places, in the order given."""
    for x, y, height in zip(xs, ys, heights, strict=True):
        if kind == "conifer":
            conifer(pen, float(x), float(y), float(height), rng)
        elif kind == "bare":
            branching(pen, float(x), float(y), float(height), rng, leaves=0.0)
        else:
            bush(pen, float(x), float(y), float(height), rng)


def bush(pen: Pen, x: float, base: float, height: float, rng: np.random.Generator) -> None:
    """A far broad tree: heaps of leaves on a short stem."""
    pen.line([(x, base), (x, base - height * 0.5)], height * 0.06)
    for _ in range(int(np.clip(height * 430, 6, 40))):
        angle, far = rng.random() * 6.28, math.sqrt(rng.random())
        pen.disc(x + math.cos(angle) * far * height * 0.34, base - height * 0.6 + math.sin(angle) * far * height * 0.30,
                 height * rng.uniform(0.05, 0.12), squash=0.85)  # fmt: skip
