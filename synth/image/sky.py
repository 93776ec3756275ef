"""The sky: a ramp of colours warmed around the sun, stars, the moon, and clouds lit from where the light stands."""

from __future__ import annotations

import numpy as np

from synth.image.canvas import Sheet, over, screen
from synth.image.colour import lch, mix, ramp, to_rgb
from synth.image.noise import scattered
from synth.image.stage import Stage

COVER = {"": 0.42, "clear": 0.16, "cloudy": 0.74, "rain": 0.9, "snow": 0.85, "fog": 0.6, "storm": 0.95, "wind": 0.5}


def sky(stage: Stage, horizon: float | None = None, clouds: bool = True) -> np.ndarray:
    """(h, w, 3) float32 sRGB of the whole sheet; below the horizon its colour goes on."""
    sheet = stage.sheet
    horizon = stage.horizon if horizon is None else horizon
    canvas = _gradient(stage, horizon)
    hidden = 1.0 if stage.words.weather in ("", "clear", "wind") else 0.0
    if stage.time == "night" and hidden:
        screen(canvas, np.array([0.92, 0.95, 1.0], np.float32), stars(stage, horizon))
    if hidden:
        _luminary(stage, canvas)
    if clouds:
        soft = sheet.soft
        alpha, colour = _clouds(stage, soft, horizon)
        over(canvas, sheet.enlarge(colour), sheet.enlarge(alpha).clip(0, 1))
    return np.clip(canvas, 0, 1)


def _gradient(stage: Stage, horizon: float) -> np.ndarray:
    """Painted small and enlarged: it has no edges. The side of the sun is warmer and lighter."""
    soft, palette = stage.sheet.soft, stage.palette
    rng = stage.rng("gradient")
    tilt = rng.uniform(-0.05, 0.05)
    down = np.clip(soft.y[:, None] / horizon + tilt * soft.x[None] * 2 / soft.aspect, 0, 1)
    canvas = ramp(palette.sky, down ** rng.uniform(0.85, 1.15))
    glow = soft.glow(*stage.sun, 0.42, 2.2)
    warm = to_rgb(mix(palette.light, palette.horizon, 0.35))
    strength = 0.55 * palette.strength * (0.45 if stage.time == "night" else 1.0)
    screen(canvas, warm, np.clip(glow * strength, 0, 0.9))
    return stage.sheet.enlarge(canvas)


def _luminary(stage: Stage, canvas: np.ndarray) -> None:
    sheet, palette = stage.sheet, stage.palette
    x, y = stage.sun
    rng = stage.rng("luminary")
    radius = rng.uniform(0.028, 0.045) if stage.time != "day" else rng.uniform(0.022, 0.03)
    colour = to_rgb(mix(palette.light, lch(0.99, 0.02, 90), 0.6))
    far = np.sqrt((sheet.x[None] - x) ** 2 + (sheet.y[:, None] - y) ** 2)
    disc = np.clip((radius - far) * sheet.height + 0.5, 0, 1)
    if stage.time == "night":
        colour = to_rgb(lch(0.93, 0.02, 95))
        if rng.random() < 0.55:  # a crescent
            turn = rng.uniform(0.35, 0.8) * radius
            shade = np.sqrt((sheet.x[None] - x + turn) ** 2 + (sheet.y[:, None] - y + turn * 0.5) ** 2)
            disc *= np.clip((shade - radius * 0.95) * sheet.height * 0.5 + 0.5, 0, 1)
        screen(canvas, colour, 0.30 * sheet.glow(x, y, radius * 2.6, 3.0))
    elif stage.time == "day":
        screen(canvas, colour, 0.8 * sheet.glow(x, y, radius * 1.6, 3.2))
        return
    else:
        screen(canvas, colour, 0.6 * sheet.glow(x, y, radius * 1.7, 3.0))
    over(canvas, colour, disc.astype(np.float32))


def stars(stage: Stage, horizon: float, number: int = 900) -> np.ndarray:
    """(h, w) light of stars as small soft points, fewer near the horizon; a few are large."""
    sheet = stage.sheet
    rng = stage.rng("stars")
    xs, ys = rng.uniform(-1.6, 1.6, number), rng.random(number) ** 1.2 * horizon * 1.02
    light = rng.pareto(1.7, number) * 0.16 + 0.08
    field = np.zeros((sheet.height, sheet.width), np.float32)
    unit = sheet.height
    for x, y, bright in zip(xs, ys, np.minimum(light, 1.6), strict=True):
        bright *= 1 - (y / horizon) ** 3 * 0.9
        size = max(0.00065 * (1 + bright), 0.45 / unit)
        dot(field, (x + sheet.aspect / 2) * unit, y * unit, size * unit, bright * min(1, (0.0011 * unit) ** 0.5))
    return np.clip(field, 0, 1)


def dot(field: np.ndarray, x: float, y: float, sigma: float, light: float) -> None:
    """Adds a Gaussian point (pixels) to the field, in place."""
    reach = int(np.ceil(sigma * 3)) + 1
    left, top = int(x) - reach, int(y) - reach
    if left >= field.shape[1] or top >= field.shape[0] or left + 2 * reach < 0 or top + 2 * reach < 0:
        return
    columns = np.arange(max(left, 0), min(left + 2 * reach + 1, field.shape[1]))
    rows = np.arange(max(top, 0), min(top + 2 * reach + 1, field.shape[0]))
    if not len(columns) or not len(rows):
        return
    across = np.exp(-(((columns + 0.5 - x) / sigma) ** 2) / 2)
    down = np.exp(-(((rows + 0.5 - y) / sigma) ** 2) / 2)
    field[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] += (light * down[:, None] * across[None]).astype(
        np.float32
    )


def _clouds(stage: Stage, soft: Sheet, horizon: float) -> tuple[np.ndarray, np.ndarray]:
    """alpha (h, w) and colour (h, w, 3): fractal density on a plane overhead, its light gathered towards the sun."""
    rng = stage.rng("clouds")
    weather = stage.words.weather
    cover = np.clip(COVER[weather] + rng.uniform(-0.12, 0.12), 0.05, 0.97)
    height = np.clip((horizon - soft.y) / horizon, -0.2, 1)  # 0 at the horizon
    lift = np.maximum(height, 0) + 0.12
    scale = rng.uniform(1.1, 1.9)
    v = (np.log(lift) * 0.62 * scale)[:, None] + 0 * soft.x[None]
    u = soft.x[None] * scale * (0.55 / (lift[:, None] * 0.7 + 0.3))
    stretch = rng.choice([1.0, 1.0, 1.0, 0.5, 0.28]) if weather != "wind" else 0.2
    seed = int(rng.integers(1 << 30))
    sx, sy = stage.sun
    toward = np.array([sx, min(sy, horizon - 0.05) - 0.18])

    def density(dx: float, dy: float) -> np.ndarray:
        x, y = (u + dx) * stretch, v + dy
        bend = scattered(seed + 5, x * 1.1, y * 1.1, 2)
        soft_ = scattered(seed, x * 1.3 + bend * 0.35, y * 1.5 + bend * 0.25, 6, 0.52)
        puff = scattered(seed + 1, x * 3.2, y * 3.6, 4, 0.5, "billow")
        return soft_ * 0.9 + 0.28 - puff * 0.55

    base = density(0, 0)
    level = np.quantile(base, 1 - cover)
    thick = np.clip((base - level) * 2.6, 0, 1)
    step = rng.uniform(0.05, 0.08)
    way_x = (toward[0] - soft.x[None]) * 0.9
    way_y = (toward[1] - soft.y[:, None]) * -1.0
    norm = np.sqrt(way_x**2 + way_y**2) + 0.25
    shade = np.zeros_like(base)
    for i in (1.0, 2.2):
        near = density(way_x / norm * step * i, way_y / norm * step * i)
        shade += np.clip((near - level) * 2.6, 0, 1)
    lit = np.exp(-1.15 * shade) * (0.55 + 0.45 * (1 - thick))
    lit = np.clip(lit * 1.15, 0, 1)
    silver = soft.glow(sx, sy, 0.28, 2.2)
    return _cloud_colours(stage, soft, thick, lit, silver, height)


def _cloud_colours(
    stage: Stage, soft: Sheet, thick: np.ndarray, lit: np.ndarray, silver: np.ndarray, height: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    palette, weather = stage.palette, stage.words.weather
    bright = {"day": lch(0.985, 0.01, 80), "dawn": lch(0.92, 0.06, 40), "sunset": lch(0.84, 0.125, 48),
              "night": lch(0.47, 0.035, 260)}[stage.time]  # fmt: skip
    bright = mix(bright, palette.horizon, 0.25)
    dark = mix(palette.sky[0], palette.sky[2], 0.5) * np.array([0.95, 0.7, 0.7])
    if stage.time == "day":
        dark = mix(lch(0.72, 0.035, 262), palette.sky[1], 0.2)
    if stage.overcast:
        gloom = {"storm": 0.45, "rain": 0.62, "cloudy": 0.8, "snow": 0.85, "fog": 0.9}[weather]
        bright = mix(bright * np.array([1.0, 0.45, 0.45]), palette.sky[3], 0.35)
        dark = np.array([palette.sky[2][0] * gloom, *(palette.sky[1][1:] * 0.7)])
        bright[0] = min(bright[0], palette.sky[3][0] * (1.05 if weather != "storm" else 0.95))
    stops = np.stack([dark, mix(dark, bright, 0.55), bright, mix(bright, palette.light, 0.5)]).astype(np.float32)
    stops[3, 0] = min(0.985, stops[2, 0] + 0.04)
    colour = ramp(stops, lit * (0.72 + 0.28 * silver * palette.strength))
    air = np.clip(1 - height / 0.35, 0, 1)[:, None] ** 1.5 * 0.8
    colour = colour + (stage.haze - colour) * air[..., None].astype(np.float32)
    alpha = thick**0.8 * (0.92 if stage.overcast else 0.88)
    alpha = alpha * np.clip(height / 0.04 + 0.5, 0, 1)[:, None]
    return alpha.astype(np.float32), colour.astype(np.float32)
