"""Mountains: ranges behind each other in the air, their crests lit from the sun's side; snow on the heights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.canvas import Pen
from synth.image.colour import mix, to_rgb
from synth.image.noise import fractal, scattered
from synth.image.painting import Coat
from synth.image.sky import sky
from synth.image.stage import Stage
from synth.image.terrain import Land, rendered, survey
from synth.image.trees import treeline


def mountains(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("mountains")
    yield Coat("sky", 1.0, sky(stage))
    yield from range_of(stage, stage.horizon, rng.uniform(2.2, 4.0), near=True)
    yield mist(stage)
    yield woods(stage)


def range_of(stage: Stage, horizon: float, peak: float, near: bool = False) -> Iterator[Coat]:
    """Ranges up to the horizon's line. near: with the land before them, down to the lower edge."""
    rng = stage.rng("range")
    seed = int(rng.integers(1 << 30))
    eye = rng.uniform(0.5, 1.1) if near else 0.25
    shift = rng.uniform(-60, 60)
    summits = _summits(stage, rng, peak)
    rough = rng.uniform(0.8, 1.25)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        bx, bz = (scattered(seed + i, x * 0.22, z * 0.22, 3) for i in (2, 3))
        crest = scattered(seed, x * 0.17 + bx * 0.22, z * 0.17 + bz * 0.22, 8, 0.52, "crest")
        body = np.zeros_like(x)
        for sx, sz, high, wide in summits:
            far = np.hypot((x - shift - sx + bx * 0.9) / wide, (z - sz + bz * 0.9) / (wide * 1.1))
            body = np.maximum(body, high * np.clip(1 - far, 0, None) ** 1.15)
        rise = np.clip((z - 2.0) / 12.0, 0, 1)
        return body * (0.55 + 0.75 * crest) + rough * rise * (crest - 0.35) * (0.35 + 0.28 * peak) + bx * 0.06 - 0.08

    bands = [("far", 15.0, 36.0, 260, 0.8), ("middle", 6.5, 15.0, 180, 0.6), ("near", 0.9, 6.5, 110, 0.3)]
    for name, first, last, count, depth in bands if near else bands[:2]:
        land = survey(stage.sheet, heights, np.geomspace(first, last, count), horizon, eye, light_of(stage), shift)
        colour, alpha = rendered(stage.sheet, land, coloured(stage, land, peak))
        yield Coat(f"{name} mountains", depth, colour, alpha)


def _summits(stage: Stage, rng: np.random.Generator, peak: float) -> list[tuple[float, float, float, float]]:
    """(x, z, height, width): one that rules, under a third of the width, lesser ones around and behind it."""
    found = []
    main = stage.sheet.across(0.5 + 0.5 * stage.side * rng.uniform(0.18, 0.42))
    for i in range(int(rng.integers(5, 10))):
        z = rng.uniform(12, 16) if i == 0 else rng.uniform(9, 32)
        u = main if i == 0 else rng.uniform(-0.75, 0.75) * stage.sheet.aspect
        high = peak * (1.5 if i == 0 else rng.uniform(0.5, 1.15) * (0.6 + z / 40))
        found.append((u * z, z, high, high * rng.uniform(1.1, 1.7)))
    return found


def mist(stage: Stage) -> Coat:
    """Lies in the valleys, torn by noise."""
    sheet, rng = stage.sheet, stage.rng("mist")
    soft = sheet.soft
    torn = fractal(rng, soft.x * 1.6, soft.y * 9, 5)
    at = stage.horizon + rng.uniform(-0.03, 0.05)
    band = np.exp(-(((soft.y - at) / rng.uniform(0.03, 0.07)) ** 2))[:, None]
    strength = min(0.85, 0.35 * stage.palette.haze) * rng.uniform(0.5, 1.2)
    alpha = np.clip(band * (0.55 + 0.6 * torn) * strength, 0, 0.92)
    return Coat("mist", 0.4, np.broadcast_to(stage.haze, (sheet.height, sheet.width, 3)).copy(),
                sheet.enlarge(alpha.astype(np.float32)).clip(0, 1))  # fmt: skip


def woods(stage: Stage) -> Coat:
    """The dark near edge: a slope of spruces that falls away from the picture's heavy side."""
    sheet, rng = stage.sheet, stage.rng("woods")
    tilt = rng.uniform(0.05, 0.16) * stage.side
    ridge = fractal(rng, sheet.x * 1.5, np.zeros(1), 5)[0]
    line = 0.965 - tilt * sheet.x / (sheet.aspect / 2) + ridge * 0.02

    def draw(pen: Pen) -> None:
        count = int(46 * sheet.aspect)
        xs = rng.uniform(-sheet.aspect / 2 - 0.1, sheet.aspect / 2 + 0.1, count)
        ground = np.interp(xs, sheet.x, line)
        weight = 0.45 + 0.75 * np.clip(0.5 + stage.side * xs / sheet.aspect, 0, 1)
        tall = rng.uniform(0.05, 0.15, count) * weight
        treeline(pen, xs, ground + 0.02, tall, rng, "conifer")

    alpha = np.maximum(sheet.drawn(draw), sheet.below(line.astype(np.float32)))
    ink = stage.palette.local(0.24, 0.035, 165, 0.12) * 0.75
    if stage.snowy:
        ink = stage.palette.local(0.42, 0.02, 230, 0.2)
    fade = np.clip((1.02 - sheet.y) * 1.5, 0, 1)[:, None, None]
    colour = ink + (stage.haze - ink) * fade * 0.28 * min(2.0, stage.palette.haze) ** 0.5
    return Coat("woods", 0.08, np.broadcast_to(colour, (*alpha.shape, 3)).astype(np.float32), alpha)


def light_of(stage: Stage) -> tuple[float, float, float]:
    """Towards the light: from its side, low at dawn and sunset, a little from behind the eye so that faces show."""
    x = np.clip(stage.sun[0] * 1.6, -1.2, 1.2)
    up = {"day": 0.75, "dawn": 0.4, "sunset": 0.38, "night": 0.6}[stage.time]
    return (float(x if abs(x) > 0.35 else 0.6 * stage.side), up, -0.25)


def coloured(stage: Stage, land: Land, peak: float) -> np.ndarray:
    """Rock and meadows with snow above, in light and shadow, behind the air."""
    palette = stage.palette
    rng = stage.rng("land colours")
    rock_hue = rng.uniform(30, 280)
    season = stage.words.season
    green = {"autumn": 62.0, "winter": 200.0, "spring": 130.0}.get(season, rng.uniform(125, 150))
    light = np.clip(land.lit * 1.25 + 0.05, 0, 1)[..., None]
    rock = shaded(palette, (0.50, 0.03, rock_hue), light)
    grass = shaded(palette, (0.52, 0.07, green), light)
    white = shaded(palette, (0.96, 0.012, 250), light, floor=0.45)
    low = np.clip(1.2 - land.height / (peak * 0.34) - land.slope * 0.45, 0, 1)[..., None]
    colour = rock + (grass - rock) * low
    line = -0.3 if stage.snowy else rng.uniform(0.32, 0.75)
    rough = scattered(stage.seed + 9, land.x * 0.6, land.z[:, None] * 0.6 + 0 * land.x, 3)
    snow = np.clip((land.height / peak - line + rough * 0.18) * 5 - np.maximum(land.slope - 1.1, 0) * 1.3, 0, 1)
    colour = colour + (white - colour) * snow[..., None]
    return aired(stage, colour, land)


def shaded(palette, own: tuple[float, float, float], light: np.ndarray, floor: float = 0.28) -> np.ndarray:
    """A colour between its shadow, which is the sky's, and its lit side, which is the sun's."""
    dark = palette.local(own[0] * (floor + 0.3), own[1] * 0.9, own[2], 0.1)
    bright = palette.local(own[0], own[1], own[2], 0.35 + 0.65 * min(1.0, palette.strength))
    return dark + (bright - dark) * light.astype(np.float32)


def aired(stage: Stage, colour: np.ndarray, land: Land, reach: float = 34.0) -> np.ndarray:
    """Air between: thicker with distance and low in the valleys, brighter towards the sun."""
    thick = (land.z[:, None] / reach) * 1.25 * stage.palette.haze
    thick = thick * (0.65 + 0.5 * np.exp(-np.maximum(land.height, 0) * 0.55))
    share = (1 - np.exp(-thick))[..., None].astype(np.float32)
    near_sun = np.exp(-(((land.columns - stage.sun[0]) / 0.55) ** 2))[None, :, None]
    warm = to_rgb(mix(stage.palette.horizon, stage.palette.light, 0.4))
    cool = to_rgb(mix(stage.palette.sky[3], stage.palette.sky[2], 0.35))
    air = cool + (warm - cool) * (near_sun * 0.7 * min(1.0, stage.palette.strength)).astype(np.float32)
    return np.clip(colour * (1 - share) + air * share, 0, 1).astype(np.float32)
