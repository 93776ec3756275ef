"""A village among its fields: houses with lit windows, trees between them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.canvas import Pen
from synth.image.colour import lch, to_rgb
from synth.image.noise import scattered
from synth.image.painting import Coat
from synth.image.places.land import ground, standing
from synth.image.places.mountains import aired, range_of, shaded
from synth.image.sky import sky
from synth.image.stage import Stage
from synth.image.terrain import Heights, Land


def village(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("village")
    yield Coat("sky", 1.0, sky(stage))
    yield from range_of(stage, stage.horizon, rng.uniform(0.6, 2.0))
    seed, eye, hue = int(rng.integers(1 << 30)), rng.uniform(0.9, 1.3), rng.uniform(110, 140)
    hue = {"autumn": 75.0}.get(stage.words.season, hue)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 0.85 * scattered(seed, x * 0.14, z * 0.16, 3, 0.4) * np.clip(z / 6, 0, 1) + 0.02 * z

    def colours(land: Land) -> np.ndarray:
        light = np.clip(land.lit * 1.5 - 0.15, 0, 1)[..., None]
        z = land.z[:, None] + 0 * land.x
        fields = np.round(scattered(seed + 4, land.x * 0.45, z * 0.45, 1) * 2.5)[..., None]
        blades = scattered(seed + 5, land.x * 5, z * 6, 4, 0.6)[..., None]
        own = (0.94, 0.012, 245) if stage.snowy else (0.58, 0.085, hue)
        other = (0.90, 0.015, 240) if stage.snowy else (0.66, 0.085, hue - 32)
        light = np.clip(light + blades * 0.22, 0, 1)
        a, b = shaded(stage.palette, own, light), shaded(stage.palette, other, light)
        return aired(stage, a + (b - a) * np.clip(fields * 0.3 + 0.4, 0, 1), land, 34)

    yield ground(stage, "fields", heights, colours, eye, stage.horizon, np.geomspace(0.9, 26, 360))
    yield from houses(stage, heights, eye)


def houses(stage: Stage, heights: Heights, eye: float) -> Iterator[Coat]:
    rng, sheet = stage.rng("houses"), stage.sheet
    lit = stage.time != "day" or stage.words.weather in ("storm", "rain")
    roofs = rng.choice([28.0, 250.0, 60.0])
    placed = []
    for _ in range(int(rng.integers(14, 24))):
        z = rng.uniform(3.4, 13)
        placed.append((stage.side * rng.uniform(-0.12, 0.46) * sheet.aspect + rng.normal(0, 0.05), z, rng.random()))
    glows: list[tuple[float, float, float]] = []

    def draw(pen: Pen) -> None:
        for u, z, which in sorted(placed, key=lambda place: -place[1]):
            x, y = standing(stage, heights, eye, stage.horizon, u * z, z)
            far = z / 22
            if which < 0.38:
                for _ in range(3):
                    dark = stage.hazed(
                        stage.palette.local(rng.uniform(0.3, 0.4), 0.06, rng.uniform(125, 155), 0.25), far
                    )
                    tree(pen, x + rng.normal(0, 0.15) / z, y + 0.004, rng.uniform(0.45, 0.8) / z, rng, dark)
                continue
            s = rng.uniform(0.42, 0.62) / z
            house(pen, stage, rng, x, y + 0.012 / z, s, far, roofs, lit, glows)

    colour, alpha = sheet.coloured(draw)
    yield Coat("houses", 0.35, colour, alpha)
    if lit:
        soft = sheet.soft
        light = np.zeros((soft.height, soft.width), np.float32)
        for x, y, r in glows:
            light += soft.glow(x, y, r, 4.0) * 0.5
        warm = np.broadcast_to(to_rgb(lch(0.86, 0.12, 70)), (sheet.height, sheet.width, 3)).copy()
        yield Coat(
            "window light", 0.34, warm, np.clip(sheet.enlarge(light), 0, 0.55) * (0.8 if stage.time == "night" else 0.4)
        )


def tree(pen: Pen, x: float, base: float, height: float, rng: np.random.Generator, ink: np.ndarray) -> None:
    pen.line([(x, base), (x, base - height * 0.4)], height * 0.07, ink * 0.7)
    for i in range(14):
        angle, far = rng.random() * 6.28, rng.random() ** 0.5
        shade = 0.85 + 0.4 * (i / 14)
        cx, cy = np.cos(angle) * far * 0.28, np.sin(angle) * far * 0.2 - 0.6 - 0.02 * i
        pen.disc(x + cx * height, base + cy * height,
                 height * rng.uniform(0.10, 0.17), np.clip(ink * shade, 0, 1), 0.85)  # fmt: skip


def house(
    pen: Pen,
    stage: Stage,
    rng: np.random.Generator,
    x: float,
    y: float,
    s: float,
    far: float,
    hue: float,
    lit: bool,
    glows: list[tuple[float, float, float]],
) -> None:
    """A gable to the front and a roof that runs to the side away from the light."""
    palette, d = stage.palette, -stage.side if rng.random() < 0.5 else stage.side
    bright, dim = (0.95, 0.35) if d * stage.sun[0] > 0 else (0.5, 0.2)
    wall = stage.hazed(palette.local(rng.uniform(0.74, 0.9), 0.025, rng.uniform(50, 95), bright), far)
    flank = stage.hazed(palette.local(0.66, 0.03, 70, dim), far)
    tile = stage.hazed(palette.local(0.46, 0.07 if hue < 200 else 0.025, hue, 0.6 if d < 0 else 0.4), far)
    if stage.snowy:
        tile = stage.hazed(palette.local(0.95, 0.01, 245, 0.6), far)
    w, h, long = s * 0.42, s * 0.44, s * rng.uniform(0.7, 1.1)
    up = s * 0.36
    pen.polygon(
        [
            (x + d * w / 2, y),
            (x + d * (w / 2 + long), y - s * 0.03),
            (x + d * (w / 2 + long), y - h),
            (x + d * w / 2, y - h),
        ],
        flank,
    )
    pen.polygon([(x - w / 2, y), (x + w / 2, y), (x + w / 2, y - h), (x, y - h - up), (x - w / 2, y - h)], wall)
    pen.polygon(
        [
            (x, y - h - up),
            (x + d * long, y - h - up),
            (x + d * (w / 2 + long) * 1.04, y - h + s * 0.02),
            (x + d * w * 0.56, y - h + s * 0.03),
        ],
        tile,
    )
    pen.line([(x, y - h - up), (x - d * w * 0.58, y - h + s * 0.04)], s * 0.05, tile * 0.85)
    chimney = x + d * long * 0.6
    pen.box(chimney - s * 0.04, y - h - up - s * 0.12, chimney + s * 0.04, y - h - up + s * 0.06, flank * 0.8)
    glass = to_rgb(lch(0.88, 0.13, 75)) if lit else stage.hazed(palette.local(0.35, 0.03, 250, 0.3), far)
    for wx, wy in ((-0.0, -0.30), (d * 0.42, -0.30), (d * 0.72, -0.30)):
        if lit and rng.random() < 0.25:
            continue
        cx, cy = x + wx * s * (1 if wx == 0 else long / s), y + wy * s
        pen.box(cx - s * 0.055, cy - s * 0.07, cx + s * 0.055, cy + s * 0.07, glass)
        if lit:
            glows.append((cx, cy, max(0.012, s * 0.25)))
