"""What stands before water and sky as a dark shape: boats, a lighthouse, birds, reeds, a pier."""

from __future__ import annotations

import numpy as np

from synth.image.canvas import Pen
from synth.image.colour import lch, mix, to_rgb
from synth.image.painting import Coat
from synth.image.stage import Stage


def silhouette(stage: Stage, name: str, depth: float, alpha: np.ndarray, lift: float = 0.0) -> Coat:
    ink = stage.palette.ink.copy()
    ink[0] += lift
    colour = stage.hazed(to_rgb(ink), depth * 0.5)
    return Coat(name, depth, np.broadcast_to(colour, (*alpha.shape, 3)).copy(), alpha)


def boat(stage: Stage, line: float, rowing: bool = False) -> Coat:
    rng, sheet = stage.rng("boat"), stage.sheet
    x = stage.sun[0] + rng.uniform(-0.12, 0.12)
    y = line + rng.uniform(0.035, 0.10)
    size = (y - line) * rng.uniform(1.3, 1.9) + 0.03

    def draw(pen: Pen) -> None:
        hull = [(-0.5, -0.10), (0.55, -0.13), (0.38, 0.06), (-0.38, 0.06)]
        pen.polygon([(x + a * size, y + b * size) for a, b in hull])
        if rowing:
            pen.disc(x - 0.02 * size, y - 0.42 * size, 0.055 * size)
            pen.polygon(
                [(x + a * size, y + b * size) for a, b in [(-0.10, -0.1), (0.07, -0.1), (0.05, -0.37), (-0.07, -0.37)]]
            )
            pen.line([(x, y - 0.28 * size), (x + 0.42 * size, y + 0.02 * size)], 0.02 * size)
        else:
            pen.line([(x, y), (x, y - 1.3 * size)], 0.022 * size)
            pen.polygon(
                [(x + a * size, y + b * size) for a, b in [(0.03, -1.25), (0.03, -0.2), (0.50, -0.22), (0.30, -0.55)]]
            )
            pen.polygon([(x + a * size, y + b * size) for a, b in [(-0.03, -1.05), (-0.03, -0.2), (-0.42, -0.18)]])
        for i in range(6):  # the shadow on the water
            w = size * (0.42 - 0.05 * i) * rng.uniform(0.6, 1.1)
            pen.box(x - w, y + size * (0.09 + 0.07 * i), x + w, y + size * (0.12 + 0.07 * i), 150 - 20 * i)

    return silhouette(stage, "boat", 0.4, sheet.drawn(draw), 0.02)


def lighthouse(stage: Stage, line: float) -> Coat:
    rng, sheet = stage.rng("lighthouse"), stage.sheet
    x = sheet.across(0.5 + stage.side * rng.uniform(0.22, 0.34))
    size = rng.uniform(0.24, 0.34)
    base = line + 0.02

    def draw(pen: Pen) -> None:
        rock = [
            (x + stage.side * a * size, base + b * size)
            for a, b in [
                (-0.55, 0.12),
                (-0.42, -0.02),
                (-0.2, -0.10),
                (0.1, -0.13),
                (0.4, -0.06),
                (0.9, -0.02),
                (2.5, 0.02),
                (2.5, 0.12),
            ]
        ]
        pen.polygon(rock)
        pen.polygon(
            [(x + a * size, base + b * size) for a, b in [(-0.09, -0.1), (0.09, -0.1), (0.055, -0.95), (-0.055, -0.95)]]
        )
        pen.box(x - 0.085 * size, base - 0.97 * size, x + 0.085 * size, base - 0.94 * size)
        pen.box(x - 0.045 * size, base - 1.08 * size, x + 0.045 * size, base - 0.95 * size)
        pen.polygon(
            [(x - 0.06 * size, base - 1.07 * size), (x + 0.06 * size, base - 1.07 * size), (x, base - 1.17 * size)]
        )

    alpha = sheet.drawn(draw)
    coat = silhouette(stage, "lighthouse", 0.45, alpha, 0.03)
    if stage.time != "day" or stage.overcast:
        glow = sheet.glow(x, base - 1.02 * size, 0.022, 3.0)
        warm = to_rgb(lch(0.95, 0.09, 85))
        alpha = np.maximum(alpha, glow * 0.95)
        colour = coat.colour + (warm - coat.colour) * np.clip(glow * 1.5, 0, 1)[..., None]
        return Coat("lighthouse", 0.45, colour, alpha)
    return coat


def birds(stage: Stage, line: float) -> Coat:
    rng, sheet = stage.rng("birds"), stage.sheet
    x0, y0 = sheet.across(0.5 + stage.side * rng.uniform(0.05, 0.3)), line * rng.uniform(0.35, 0.65)

    def draw(pen: Pen) -> None:
        for _ in range(int(rng.integers(4, 11))):
            x, y = x0 + rng.normal(0, 0.13), y0 + rng.normal(0, 0.05)
            s, up = rng.uniform(0.006, 0.016), rng.uniform(0.2, 0.8)
            for side in (-1, 1):
                wing = [(x, y), (x + side * s * 0.5, y - s * up), (x + side * s * 1.2, y - s * up * 0.5 + s * 0.1)]
                pen.line(wing, max(s * 0.14, 0.0011))

    return silhouette(stage, "birds", 0.7, sheet.drawn(draw), 0.08)


def reeds(stage: Stage) -> Coat:
    """Grass in the near corner, out of the type's way."""
    rng, sheet = stage.rng("reeds"), stage.sheet

    def draw(pen: Pen) -> None:
        for _ in range(150):
            x = stage.side * sheet.aspect / 2 * (1.02 - abs(rng.normal(0, 0.22)))
            tall = rng.uniform(0.05, 0.2) * np.exp(-((1 - x * stage.side / (sheet.aspect / 2)) * 2))
            lean = rng.normal(0.02, 0.05) * 2 * tall / 0.15
            blade = [(x + lean * t**2, 1.01 - tall * t) for t in np.linspace(0, 1, 6)]
            pen.line(blade, 0.0022)
            if rng.random() < 0.18:
                pen.line(blade[-2:], 0.004)

    return silhouette(stage, "reeds", 0.05, sheet.drawn(draw))


def pier(stage: Stage) -> Coat:
    rng, sheet = stage.rng("pier"), stage.sheet
    x = sheet.across(0.5 + stage.side * rng.uniform(0.12, 0.25))
    far = rng.uniform(0.76, 0.82)

    def draw(pen: Pen) -> None:
        ends = (x - stage.side * 0.05, x + stage.side * 0.12)
        pen.polygon([(ends[0] - 0.035, far), (ends[0] + 0.035, far), (ends[1] + 0.16, 1.01), (ends[1] - 0.16, 1.01)])
        for t in (0.0, 0.22, 0.55):
            y, w = far + (1 - far) * t, 0.035 + 0.125 * t
            mid = ends[0] + (ends[1] - ends[0]) * t
            for side in (-1, 1):
                pen.line(
                    [(mid + side * w, y + 0.03 + 0.05 * t), (mid + side * w, y - 0.03 - 0.06 * t)], 0.007 + 0.014 * t
                )

    coat = silhouette(stage, "pier", 0.15, sheet.drawn(draw))
    planks = 0.06 * np.sin(300 / (sheet.y[:, None] - 0.4)) * (sheet.y[:, None] > far)
    return Coat(
        coat.name,
        coat.depth,
        np.clip(coat.colour + mix(0 * stage.haze, stage.haze, 1.0) * (0.10 + planks[..., None]), 0, 1).astype(
            np.float32
        ),
        coat.alpha,
    )
