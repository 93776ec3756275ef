"""A meadow of flowers, thousands far away as specks, and a tree in blossom."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.canvas import Pen
from synth.image.noise import scattered
from synth.image.painting import Coat
from synth.image.places.crowns import crowned
from synth.image.places.land import ground, standing
from synth.image.places.mountains import aired, range_of, shaded
from synth.image.sky import sky
from synth.image.stage import Stage
from synth.image.terrain import Heights, Land


def garden(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("garden")
    yield Coat("sky", 1.0, sky(stage))
    if rng.random() < 0.55:
        yield from range_of(stage, stage.horizon, rng.uniform(0.5, 1.6))
    seed, eye = int(rng.integers(1 << 30)), rng.uniform(0.42, 0.65)
    green = {"autumn": 80.0}.get(stage.words.season, rng.uniform(118, 140))

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 0.45 * scattered(seed, x * 0.16, z * 0.18, 3, 0.4) * np.clip(z / 5, 0, 1)

    def colours(land: Land) -> np.ndarray:
        z = land.z[:, None] + 0 * land.x
        blades = scattered(seed + 5, land.x * 7, z * 5, 5, 0.66)[..., None]
        light = np.clip(np.clip(land.lit * 1.4 - 0.05, 0, 1)[..., None] + blades * 0.4, 0, 1)
        return aired(stage, shaded(stage.palette, (0.60, 0.11, green), light), land, 34)

    yield ground(stage, "meadow", heights, colours, eye, stage.horizon, np.geomspace(0.55, 24, 380))
    bloom = rng.choice([355.0, 15.0, 60.0, 95.0, 300.0, 320.0])
    if stage.words.season == "spring" or rng.random() < 0.5:
        yield blossoming(stage, heights, eye, 355.0 if stage.words.season == "spring" else bloom)
    yield flowers(stage, heights, eye, bloom)


def blossoming(stage: Stage, heights: Heights, eye: float, hue: float) -> Coat:
    """A tree in flower on the heavy side: dark boughs, clouds of petals lighter towards the light."""
    rng, sheet = stage.rng("blossom"), stage.sheet
    u, z = stage.side * rng.uniform(0.30, 0.38) * sheet.aspect, rng.uniform(1.7, 2.4)
    x, y = standing(stage, heights, eye, stage.horizon, u * z, z)
    bark = stage.palette.local(0.30, 0.03, 40, 0.3)
    shades = [stage.palette.local(level, chroma, hue, light) for level, chroma, light in
              ((0.62, 0.11, 0.2), (0.76, 0.10, 0.45), (0.86, 0.08, 0.7), (0.94, 0.05, 0.9))]  # fmt: skip

    def draw(pen: Pen) -> None:
        crowned(pen, stage, x, y, 1.35 / z, shades, bark, rng)

    colour, alpha = sheet.coloured(draw)
    return Coat("blossom", 0.2, colour, alpha)


def flowers(stage: Stage, heights: Heights, eye: float, hue: float) -> Coat:
    """Thousands far away as specks, each with petals near by; two kinds beside the main one."""
    rng, sheet = stage.rng("flowers"), stage.sheet
    count = 1500
    z = 1 / rng.uniform(1 / 9, 1 / 0.62, count)
    patch = rng.normal(0, 0.35, 12) * sheet.aspect
    u = np.where(
        rng.random(count) < 0.5,
        rng.uniform(-0.55, 0.55, count) * sheet.aspect,
        rng.choice(patch, count) + rng.normal(0, 0.1, count),
    )
    ground_ = heights((u * z)[None].astype(np.float32), z[None].astype(np.float32))[0]
    hues = [hue, hue + 40, 95.0]

    def draw(pen: Pen) -> None:
        stalk = stage.palette.local(0.42, 0.09, 135, 0.4)
        for i in np.argsort(-z):
            zi = float(z[i])
            x, y = float(u[i]), stage.horizon + (eye - float(ground_[i])) / zi
            tall = rng.uniform(0.05, 0.13) / zi
            kind = int(rng.choice(3, p=[0.66, 0.22, 0.12]))
            ink = stage.hazed(
                stage.palette.local(
                    rng.uniform(0.68, 0.86), 0.15 if kind < 2 else 0.03, hues[kind], rng.uniform(0.5, 0.95)
                ),
                zi / 16,
            )
            r = rng.uniform(0.016, 0.026) / zi
            lean = rng.normal(0, 0.12) * tall
            if zi < 4:
                pen.line([(x, y), (x + lean * 0.3, y - tall * 0.5), (x + lean, y - tall)], 0.004 / zi, stalk)
            if zi > 2.6:
                pen.disc(x + lean, y - tall, r, ink, 0.7)
                continue
            turn = rng.random() * 6.28
            for petal in range(6):
                angle = turn + petal * 6.28 / 6
                pen.disc(
                    x + lean + np.cos(angle) * r * 0.8,
                    y - tall + np.sin(angle) * r * 0.5,
                    r * 0.62,
                    ink * rng.uniform(0.86, 1.1),
                    0.75,
                )
            pen.disc(x + lean, y - tall, r * 0.42, stage.palette.local(0.85, 0.14, 85, 0.8), 0.7)

    colour, alpha = sheet.coloured(draw)
    return Coat("flowers", 0.1, colour, alpha)
