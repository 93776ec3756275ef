"""A classroom along its length: windows on one side, the board in front, rows of desks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.canvas import Pen, over
from synth.image.colour import mix, to_rgb
from synth.image.painting import Coat
from synth.image.places.mountains import range_of
from synth.image.sky import sky
from synth.image.stage import Stage


def school(stage: Stage) -> Iterator[Coat]:
    """A classroom along its length: windows on one side, the board in front, rows of desks."""
    rng, sheet = stage.rng("school"), stage.sheet
    vx, vy = sheet.across(0.5 - stage.side * rng.uniform(0.08, 0.16)), rng.uniform(0.44, 0.5)
    d, w, h, eye, back = stage.side, 3.3, 3.1, 1.55, 7.6
    focus = rng.uniform(0.85, 1.0)

    def at(x: float, y: float, z: float) -> tuple[float, float]:
        """x towards the windows, y up, z away; metres."""
        return (vx + d * focus * x / z, vy + focus * (eye - y) / z)

    outside = sky(stage, 0.6)
    for coat in range_of(stage, 0.6, rng.uniform(0.4, 1.2)):
        over(outside, coat.colour, coat.alpha)
    yield Coat("outside", 1.0, outside)
    colour, alpha = sheet.coloured(lambda pen: _hall(pen, stage, at, w, h, back))
    shade = np.clip(0.62 + 0.5 * sheet.enlarge(sheet.soft.glow(*at(w * 0.8, 1.6, 3.6), 0.7, 2.0)), 0, 1.12)
    yield Coat("classroom", 0.6, np.clip(colour * shade[..., None], 0, 1), alpha)
    yield _sunlit(stage, at, w)
    colour, alpha = sheet.coloured(lambda pen: _desks(pen, stage, at, rng))
    yield Coat("desks", 0.3, colour, alpha)


def _hall(pen: Pen, stage: Stage, at, w: float, h: float, back: float) -> None:
    local, z0 = stage.palette.local, 0.35
    lights = {"day": 0.85, "dawn": 0.7, "sunset": 0.6, "night": 0.25}[stage.time]
    wall, ceiling, floor = (
        local(0.88, 0.025, 85, lights),
        local(0.80, 0.015, 90, lights * 0.7),
        local(0.56, 0.055, 60, lights),
    )
    pen.polygon([at(-w, 0, z0), at(w, 0, z0), at(w, 0, back), at(-w, 0, back)], floor)
    for i in range(-16, 17):
        pen.polygon(
            [at(i * 0.2, 0, z0), at(i * 0.2 + 0.012, 0, z0), at(i * 0.2 + 0.012, 0, back), at(i * 0.2, 0, back)],
            floor * 0.86,
        )
    pen.polygon([at(-w, h, z0), at(w, h, z0), at(w, h, back), at(-w, h, back)], ceiling * 0.9)
    pen.polygon([at(-w, 0, z0), at(-w, 0, back), at(-w, h, back), at(-w, h, z0)], wall * 0.78)
    pen.polygon([at(-w, 0, back), at(w, 0, back), at(w, h, back), at(-w, h, back)], wall * 0.92)
    pen.polygon([at(-w, 0, z0), at(-w, 0, back), at(-w, 1.0, back), at(-w, 1.0, z0)], wall * 0.6)
    board, rim = local(0.33, 0.05, 160, 0.3), local(0.50, 0.05, 60, 0.4)
    pen.polygon([at(-2.4, 0.9, back), at(1.9, 0.9, back), at(1.9, 2.35, back), at(-2.4, 2.35, back)], rim)
    pen.polygon([at(-2.3, 0.98, back), at(1.8, 0.98, back), at(1.8, 2.27, back), at(-2.3, 2.27, back)], board)
    chalk = np.random.default_rng(stage.seed)
    for row in range(4):
        x = -2.0
        for _ in range(int(chalk.integers(5, 12))):
            step = chalk.uniform(0.08, 0.3)
            y = 2.05 - row * 0.25
            pen.line(
                [at(x, y, back), at(x + step * 0.7, y + chalk.normal(0, 0.02), back)],
                0.0032,
                board + (1 - board) * 0.45,
            )
            x += step
    cx, cy = at(-0.25, 2.75, back)
    pen.disc(cx, cy, 0.024, wall * 0.5)
    pen.disc(cx, cy, 0.020, local(0.95, 0.01, 90, lights))
    for end in ((0.006, -0.013), (-0.009, 0.002)):
        pen.line([(cx, cy), (cx + end[0], cy + end[1])], 0.0025, wall * 0.3)
    # the wall of windows: what is not drawn shows the outside
    side, sill, lintel = wall * 0.70, 0.95, 2.75
    pen.polygon([at(w, 0, z0), at(w, 0, back), at(w, sill, back), at(w, sill, z0)], side)
    pen.polygon([at(w, lintel, z0), at(w, lintel, back), at(w, h, back), at(w, h, z0)], side)
    frame = local(0.92, 0.012, 90, lights * 0.8)
    edges = [7.6, 6.9, 5.5, 5.2, 4.0, 3.75, 2.7, 2.5, 1.6, 1.45, 0.35]
    for far, near in zip(edges[::2], edges[1::2], strict=False):
        pen.polygon([at(w, sill, far), at(w, sill, near), at(w, lintel, near), at(w, lintel, far)], side)
    for far, near in zip(edges[1::2], edges[2::2], strict=False):
        for z in (far, (far * near) ** 0.5, near):
            pen.polygon(
                [at(w, sill, z * 1.012), at(w, sill, z * 0.988), at(w, lintel, z * 0.988), at(w, lintel, z * 1.012)],
                frame,
            )
        for y in (sill, 2.15, lintel - 0.06):
            pen.polygon([at(w, y, far), at(w, y, near), at(w, y + 0.06, near), at(w, y + 0.06, far)], frame)


def _sunlit(stage: Stage, at, w: float) -> Coat:
    """The windows' shapes on the floor and across the air."""
    sheet = stage.sheet
    strength = 0.12 if stage.overcast else {"day": 0.5, "dawn": 0.45, "sunset": 0.5, "night": 0.14}[stage.time]

    def patches(pen: Pen) -> None:
        for far, near in ((6.9, 5.5), (5.2, 4.0), (3.75, 2.7), (2.5, 1.6)):
            pen.polygon(
                [
                    at(w - 1.0, 0.01, far),
                    at(w - 1.0, 0.01, near),
                    at(w - 3.6, 0.01, near * 0.93),
                    at(w - 3.6, 0.01, far * 0.93),
                ],
                255,
            )
            pen.polygon(
                [at(w, 2.7, far), at(w, 2.7, near), at(w - 2.6, 0.01, near * 0.93), at(w - 2.6, 0.01, far * 0.93)], 120
            )

    from scipy import ndimage

    soft = ndimage.gaussian_filter(sheet.soft.drawn(patches), 2.0)
    light = to_rgb(mix(stage.palette.light, stage.palette.horizon, 0.2))
    return Coat(
        "sunlight",
        0.45,
        np.broadcast_to(light, (sheet.height, sheet.width, 3)).copy(),
        sheet.enlarge(soft).clip(0, 1) * np.float32(strength),
    )


def _desks(pen: Pen, stage: Stage, at, rng: np.random.Generator) -> None:
    local = stage.palette.local
    lights = {"day": 0.62, "dawn": 0.5, "sunset": 0.5, "night": 0.2}[stage.time]
    for z in (5.9, 4.8, 3.8, 2.9, 2.05):
        shade = 0.45 + 0.55 * (z - 1.2) / 5
        wood, leg = local(0.72, 0.075, 65, lights) * shade, local(0.30, 0.012, 250, 0.3) * shade
        for x in (-2.4, -1.0, 0.4, 1.8):
            x += rng.normal(0, 0.03)
            t, near = 0.72, z - 0.42
            for lx in (x, x + 0.8):
                pen.line([at(lx, 0, near), at(lx, t, near)], 0.028 / z, leg)
                pen.line([at(lx, 0, z), at(lx, t, z)], 0.024 / z, leg)
            pen.polygon(
                [at(x - 0.05, t, z), at(x + 0.85, t, z), at(x + 0.85, t, near), at(x - 0.05, t, near)],
                np.clip(wood * 1.1, 0, 1),
            )
            pen.polygon(
                [
                    at(x - 0.05, t, near),
                    at(x + 0.85, t, near),
                    at(x + 0.85, t - 0.14, near),
                    at(x - 0.05, t - 0.14, near),
                ],
                wood * 0.62,
            )
            cz = near - 0.25
            for lx in (x + 0.18, x + 0.62):
                pen.line([at(lx, 0, cz), at(lx, 0.85, cz)], 0.024 / z, leg)
            pen.polygon(
                [at(x + 0.15, 0.84, cz), at(x + 0.65, 0.84, cz), at(x + 0.65, 0.62, cz), at(x + 0.15, 0.62, cz)],
                wood * 0.85,
            )
            pen.polygon(
                [
                    at(x + 0.15, 0.44, cz),
                    at(x + 0.65, 0.44, cz),
                    at(x + 0.63, 0.44, cz + 0.3),
                    at(x + 0.17, 0.44, cz + 0.3),
                ],
                wood * 0.8,
            )
