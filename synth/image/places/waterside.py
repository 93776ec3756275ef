"""Sea, beach, lake and river: water that mirrors what stands above it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.canvas import Pen, Sheet, over
from synth.image.noise import fractal, scattered
from synth.image.painting import Coat
from synth.image.places.mountains import range_of
from synth.image.places.things import birds, boat, lighthouse, pier, reeds, silhouette
from synth.image.sky import sky
from synth.image.stage import Stage
from synth.image.trees import palm, treeline
from synth.image.water import water


def sea(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("sea")
    line = stage.horizon if rng.random() < 0.7 else rng.uniform(0.48, 0.58)
    above = sky(stage, line)
    yield Coat("sky", 1.0, above)
    canvas = above.copy()
    if rng.random() < 0.55:
        island = headland(stage, line)
        over(canvas, island.colour, island.alpha)
        yield island
    yield surface(stage, canvas, line, rough=1.0)
    thing = rng.choice(["boat", "lighthouse", "gulls", "none"], p=[0.45, 0.2, 0.2, 0.15])
    if "lighthouse" in stage.words.also:
        thing = "lighthouse"
    if thing == "boat":
        yield boat(stage, line)
    elif thing == "lighthouse":
        yield lighthouse(stage, line)
    if thing == "gulls" or rng.random() < 0.3:
        yield birds(stage, line)


def beach(stage: Stage) -> Iterator[Coat]:
    """The shore runs down to one side: sand, wet sand that mirrors, foam."""
    rng = stage.rng("beach")
    sheet, line = stage.sheet, rng.uniform(0.44, 0.56)
    above = sky(stage, line)
    yield Coat("sky", 1.0, above)
    canvas = above.copy()
    if rng.random() < 0.6:
        island = headland(stage, line)
        over(canvas, island.colour, island.alpha)
        yield island
    lake_ = surface(stage, canvas, line, rough=0.8, own=0.55)
    yield lake_
    over(canvas, lake_.colour, lake_.alpha)
    y = sheet.y[:, None]
    t = np.clip((y - line) / (1 - line), 0, 1)
    side = -stage.side
    start, slope = rng.uniform(0.40, 0.62), rng.uniform(0.2, 0.36)
    seed = int(rng.integers(1 << 30))
    wobble = fractal(stage.rng("shore"), sheet.x * 2.2, sheet.y * 5, 4)
    shore = t - start + slope * sheet.x[None] * side / max(sheet.aspect / 2, 0.5) * -1 + wobble * 0.05 * t
    sand = stage.palette.local(0.86, 0.045, 78, 0.75)
    wet = stage.palette.local(0.55, 0.035, 65, 0.5)
    grain = _ground_noise(stage, seed, line, (5, 0.25, 6, 0.12), 4)
    ground = sand[None, None] * (1 + 0.08 * grain[..., None])
    mirror = canvas[
        np.clip((2 * line - y + 0 * sheet.x[None]) * sheet.height, 0, sheet.height - 1).astype(int)[:, :1].ravel()
    ]
    damp = np.exp(-np.clip(shore, 0, None) * 9)[..., None]
    ground = ground * (1 - damp) + (wet * 0.6 + mirror * 0.4) * damp
    cover = np.clip(shore * 120, 0, 1)
    foam = np.exp(-(((shore + 0.012) / 0.014) ** 2)) + 0.8 * np.exp(-(((shore + 0.075 + wobble * 0.02) / 0.012) ** 2))
    foam += 0.6 * np.exp(-(((shore + 0.16 + wobble * 0.05) / 0.015) ** 2))
    lace = np.clip(0.55 + _ground_noise(stage, seed + 2, line, (22, 0.2, 24, 0.12), 3), 0, 1)
    foam = np.clip(foam * lace * (t > 0) * np.clip(t * 4, 0, 1), 0, 1)
    white = stage.palette.local(0.97, 0.008, 230, 0.8)
    colour = ground + (white - ground) * foam[..., None]
    yield Coat("sand", 0.25, colour.astype(np.float32), np.maximum(cover, foam * 0.9).astype(np.float32))
    if stage.words.season != "winter" and rng.random() < 0.55 and stage.words.weather != "snow":

        def draw(pen: Pen) -> None:
            for _ in range(int(rng.integers(1, 4))):
                x = stage.side * rng.uniform(0.55, 0.95) * sheet.aspect / 2
                palm(pen, x, rng.uniform(0.93, 1.05), rng.uniform(0.5, 0.75), rng)

        yield silhouette(stage, "palms", 0.1, sheet.drawn(draw))
    else:
        yield birds(stage, line)


def lake(stage: Stage) -> Iterator[Coat]:
    """Mountains or woods over a mirror."""
    rng = stage.rng("lake")
    line = rng.uniform(0.60, 0.68)
    above = sky(stage, line)
    yield Coat("sky", 1.0, above)
    canvas = above.copy()
    for coat in (*range_of(stage, line, peak=rng.uniform(1.2, 3.4)), far_shore(stage, line)):
        over(canvas, coat.colour, coat.alpha)
        yield coat
    yield surface(stage, canvas, line, rough=0.3, own=0.35)
    thing = rng.choice(["boat", "reeds", "pier"])
    if thing == "boat":
        yield boat(stage, line, rowing=True)
    elif thing == "pier":
        yield pier(stage)
    yield reeds(stage)


def river(stage: Stage) -> Iterator[Coat]:
    """Seen along its course: water between two banks that wind to the horizon."""
    rng = stage.rng("river")
    sheet, line = stage.sheet, rng.uniform(0.50, 0.60)
    above = sky(stage, line)
    yield Coat("sky", 1.0, above)
    canvas = above.copy()
    for coat in (*range_of(stage, line, peak=rng.uniform(0.7, 2.2)), far_shore(stage, line)):
        over(canvas, coat.colour, coat.alpha)
        yield coat
    yield surface(stage, canvas, line, rough=0.35, own=0.4)
    y = sheet.y[:, None]
    t = np.clip((y - line) / (1 - line), 1e-3, 1)
    z = 1 / t
    bend = rng.uniform(0.35, 0.8) * stage.side
    middle = bend * np.sin(np.log(z) * rng.uniform(1.3, 2.0) + rng.uniform(-0.5, 0.8)) * 0.5 * t**0.7 - 0.1 * stage.side
    half = rng.uniform(0.34, 0.5) * t**0.95
    rough = fractal(stage.rng("bank"), sheet.x * 3, sheet.y * 8, 5) * 0.05 * t
    outside = np.abs(sheet.x[None] - middle) - half + rough
    seed = int(rng.integers(1 << 30))
    blades = _ground_noise(stage, seed, line, (3, 0.02, 9, 0.04), 5)
    green = {"autumn": 75.0}.get(stage.words.season, rng.uniform(115, 140))
    dark, light = stage.palette.local(0.36, 0.07, green, 0.2), stage.palette.local(0.62, 0.09, green - 12, 0.8)
    if stage.snowy:
        dark, light = stage.palette.local(0.74, 0.02, 250, 0.3), stage.palette.local(0.97, 0.01, 90, 0.8)
    share = np.clip(0.5 + blades * 0.7 + 0.2 * np.clip(outside * 3, -1, 1), 0, 1)[..., None]
    colour = dark + (light - dark) * share
    edge = np.exp(-np.clip(outside, 0, None) * 50 / (t + 0.05))[..., None] * 0.6
    colour = colour * (1 - edge * 0.7)
    air = np.exp(-t * 7 / stage.palette.haze)[..., None]
    colour = colour + (stage.haze - colour) * air * 0.8
    cover = np.clip(outside * sheet.height * 0.5 + 0.5, 0, 1) * (y > line)
    yield Coat("banks", 0.3, colour.astype(np.float32), cover.astype(np.float32))
    yield reeds(stage)


def _ground_noise(
    stage: Stage, seed: int, line: float, scales: tuple[float, float, float, float], octaves: int
) -> np.ndarray:
    """(h, w) noise that lies on the ground under `line`: (across, offset, away, offset). On a coarser grid."""
    sheet = stage.sheet
    coarse = Sheet(max(2, round(540 * sheet.aspect)), 540) if sheet.height > 540 else sheet
    t = np.clip((coarse.y - line) / (1 - line), 0, 1)[:, None]
    first = int(np.argmax(t[:, 0] > 0))
    t = t[first:]
    x, z = np.broadcast_arrays(coarse.x[None] * scales[0] / (t + scales[1]), scales[2] / (t + scales[3]))
    field = np.zeros((coarse.height, coarse.width), np.float32)
    field[first:] = scattered(seed, x, z, octaves, 0.6)
    return sheet.enlarge(field)


def surface(stage: Stage, canvas: np.ndarray, line: float, rough: float, own: float = 0.45) -> Coat:
    sheet = stage.sheet
    wet = water(stage, canvas, line, rough, own)
    colour = np.zeros_like(canvas)
    colour[-len(wet) :] = wet
    return Coat(
        "water",
        0.5,
        colour,
        np.broadcast_to(np.clip((sheet.y[:, None] - line) * sheet.height + 0.5, 0, 1), canvas.shape[:2]),
    )


def headland(stage: Stage, line: float) -> Coat:
    """Far hills that come out of the water at one side."""
    sheet, rng = stage.sheet, stage.rng("headland")
    ridge = fractal(rng, sheet.x * 3, np.zeros(1, np.float32), 7, 0.5)[0]
    side = stage.side * rng.choice([-1, 1, 1])
    fall = np.clip(0.55 + side * sheet.x / sheet.aspect * 1.6 - 0.35, 0, 1.0) ** 1.2
    top = line - fall * (0.10 + 0.05 * ridge) * rng.uniform(0.6, 1.3) + 0.003
    colour = stage.hazed(stage.palette.local(0.35, 0.04, 200, 0.25), 0.55)
    alpha = sheet.below(top.astype(np.float32)) * (sheet.y[:, None] < line + 1 / sheet.height)
    return Coat("headland", 0.85, np.broadcast_to(colour, (*alpha.shape, 3)).copy(), alpha.astype(np.float32))


def far_shore(stage: Stage, line: float) -> Coat:
    sheet, rng = stage.sheet, stage.rng("far shore")
    kind = "conifer" if rng.random() < 0.6 or stage.snowy else "broad"

    def draw(pen: Pen) -> None:
        for row in range(2):
            n = int(110 * sheet.aspect / 1.78)
            xs = np.sort(rng.uniform(-sheet.aspect / 2 - 0.05, sheet.aspect / 2 + 0.05, n))
            hill = fractal(rng, xs * 2.0, np.zeros(1), 3)[0]
            heights = np.clip(0.022 + 0.02 * hill + rng.normal(0, 0.006, n), 0.008, 0.07) * (1.5 - 0.4 * row)
            treeline(pen, xs, np.full(n, line + 0.004), heights, rng, kind)
        pen.box(-sheet.aspect, line - 0.006, sheet.aspect, line + 0.006)

    alpha = sheet.drawn(draw)
    colour = stage.hazed(stage.palette.local(0.28, 0.045, 150, 0.2), 0.35)
    return Coat("far shore", 0.6, np.broadcast_to(colour, (*alpha.shape, 3)).copy(), alpha)
