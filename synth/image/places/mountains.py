"""Mountains: ranges behind each other in the air, their crests lit from the sun's side; snow on the heights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.colour import mix, to_rgb
from synth.image.noise import scattered
from synth.image.painting import Coat
from synth.image.sky import sky
from synth.image.stage import Stage
from synth.image.terrain import Land, rendered, survey


def mountains(stage: Stage) -> Iterator[Coat]:
    yield Coat("sky", 1.0, sky(stage))
    rng = stage.rng("mountains")
    seed = int(rng.integers(1 << 30))
    peak = rng.uniform(2.4, 4.2)
    eye = rng.uniform(0.25, 0.8)
    shift = rng.uniform(-60, 60)
    side_x = stage.sun[0] - stage.side * 0.25

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        ridge = scattered(seed, x * 0.11, z * 0.11, 9, 0.47, "ridged")
        broad = scattered(seed + 1, x * 0.05, z * 0.05, 2)
        rise = np.clip((z - 3.0) / 11.0, 0, 1) ** 1.2
        u = (x - shift) / z
        massif = 0.75 + 0.5 * np.exp(-(((u - side_x) / 0.5) ** 2))
        return (ridge * 2.1 + broad * 0.45 - 0.35) * peak * rise * massif * (0.55 + z / 42) + broad * 0.05

    bands = [(15.0, 34.0, 230, 0.8), (6.5, 15.0, 170, 0.5), (1.0, 6.5, 110, 0.2)]
    for far, (near_z, far_z, count, depth) in zip(("far", "middle", "near"), bands, strict=True):
        z = np.geomspace(near_z, far_z, count)
        land = survey(stage.sheet, heights, z, stage.horizon, eye, light_of(stage), shift)
        colour, alpha = rendered(stage.sheet, land, coloured(stage, land, peak))
        yield Coat(f"{far} mountains", depth, colour, alpha)


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
