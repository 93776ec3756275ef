"""A room with a window: the light that comes in, and what it falls on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.canvas import Pen, Sheet, over
from synth.image.colour import lch, mix, to_rgb
from synth.image.noise import fractal
from synth.image.painting import Coat
from synth.image.places.mountains import range_of
from synth.image.places.waterside import far_shore
from synth.image.sky import sky
from synth.image.stage import Stage
from synth.image.trees import branching


def room(stage: Stage) -> Iterator[Coat]:
    rng, sheet = stage.rng("room"), stage.sheet
    outside = sky(stage, 0.62)
    for coat in (*range_of(stage, 0.62, rng.uniform(0.4, 1.6)), far_shore(stage, 0.62)):
        over(outside, coat.colour, coat.alpha)
    yield Coat("outside", 1.0, outside)
    cx, wide, top, bottom = _window(stage, rng)
    wall, hole = _wall(stage, rng, cx, wide, top, bottom)
    yield Coat("wall", 0.5, wall, 1 - hole)
    colour, alpha = sheet.coloured(lambda pen: _frame(pen, stage, rng, cx, wide, top, bottom))
    yield Coat("frame", 0.48, colour, alpha)
    yield _curtain(stage, rng, cx, wide, top, bottom)
    lamp = stage.time == "night" or (stage.time == "sunset" and rng.random() < 0.5)
    colour, alpha = sheet.coloured(lambda pen: _table(pen, stage, rng, cx, wide, lamp))
    yield Coat("table", 0.2, colour, alpha)
    yield _beam(stage, rng, cx, wide, top, bottom)
    if lamp:
        x, y = _lamp_at(stage, cx, wide)
        glow = sheet.enlarge(sheet.soft.glow(x, y + 0.03, 0.13, 2.6))
        warm = np.broadcast_to(to_rgb(lch(0.88, 0.10, 72)), (sheet.height, sheet.width, 3)).copy()
        yield Coat("lamp light", 0.18, warm, np.clip(glow * 0.75, 0, 0.9))


def _window(stage: Stage, rng: np.random.Generator) -> tuple[float, float, float, float]:
    sheet: Sheet = stage.sheet
    wide = min(rng.uniform(0.48, 0.68), sheet.aspect * 0.62)
    room_ = (sheet.aspect - wide) / 2
    return stage.side * room_ * rng.uniform(0.25, 0.6), wide, rng.uniform(0.09, 0.15), rng.uniform(0.64, 0.70)


def _wall(
    stage: Stage, rng: np.random.Generator, cx: float, wide: float, top: float, bottom: float
) -> tuple[np.ndarray, np.ndarray]:
    """Darkest far from the window; floor under it with boards. Returns the colour and what the window leaves open."""
    sheet, palette = stage.sheet, stage.palette
    hue = rng.choice([70.0, 40.0, 150.0, 245.0, 20.0])
    level = {"day": 0.36, "dawn": 0.30, "sunset": 0.25, "night": 0.15}[stage.time]
    dark = lch(level, 0.035, hue)
    dark = mix(dark, palette.sky[1], 0.3)
    near = mix(lch(level + 0.26, 0.03, hue), palette.light, 0.3)
    far = np.hypot(sheet.soft.x[None] - cx, (sheet.soft.y[:, None] - (top + bottom) / 2) * 1.2)
    share = np.exp(-((far / 0.75) ** 2)) * 0.8
    lab = dark + (near - dark) * share[..., None]
    canvas = sheet.enlarge(to_rgb(lab.astype(np.float32)))
    canvas *= (1 + 0.02 * fractal(rng, sheet.x * 9, sheet.y * 9, 5))[..., None]
    floor_y = 0.86
    t = np.clip((sheet.y - floor_y) / (1 - floor_y), 0, 1)[:, None]
    boards = np.abs(((sheet.x[None] - cx) / (0.35 + t) * 6) % 1 - 0.5) < 0.485
    wood = to_rgb(mix(lch(level * 0.95, 0.05, 55), palette.sky[0], 0.2)) * (0.75 + 0.25 * boards[..., None])
    under = (sheet.y > floor_y)[:, None, None]
    canvas = np.where(under, wood, canvas)
    skirting = (sheet.y > floor_y - 0.022) & (sheet.y <= floor_y)
    canvas[skirting] *= 1.12
    px = sheet.height
    hole = np.clip((wide / 2 - np.abs(sheet.x[None] - cx)) * px + 0.5, 0, 1) * np.clip(
        np.minimum(sheet.y[:, None] - top, bottom - sheet.y[:, None]) * px + 0.5, 0, 1)  # fmt: skip
    return canvas.astype(np.float32), hole.astype(np.float32)


def _frame(pen: Pen, stage: Stage, rng: np.random.Generator, cx: float, wide: float, top: float, bottom: float) -> None:
    level = {"day": 0.80, "dawn": 0.62, "sunset": 0.42, "night": 0.24}[stage.time]
    wood = to_rgb(mix(lch(level, 0.02, 70), stage.palette.sky[2], 0.25))
    inner = wood * 0.72
    left, right, bar = cx - wide / 2, cx + wide / 2, 0.016
    across, down = (3, 2) if rng.random() < 0.4 else (2, 1) if rng.random() < 0.5 else (2, 3)
    for i in range(1, across):
        x = left + wide * i / across
        pen.box(x - bar / 2, top, x + bar / 2, bottom, inner)
    for i in range(1, down):
        y = top + (bottom - top) * i / down
        pen.box(left, y - bar * 0.35, right, y + bar * 0.35, inner)
    for a, b, c, d in (
        (left - 0.022, top - 0.022, right + 0.022, top),
        (left - 0.022, top, left, bottom),
        (right, top, right + 0.022, bottom),
    ):
        pen.box(a, b, c, d, wood)
    pen.box(left - 0.05, bottom, right + 0.05, bottom + 0.022, np.clip(wood * 1.12, 0, 1))
    pen.box(left - 0.04, bottom + 0.022, right + 0.04, bottom + 0.036, wood * 0.6)


def _curtain(stage: Stage, rng: np.random.Generator, cx: float, wide: float, top: float, bottom: float) -> Coat:
    """Folds at both sides, light through them near the glass."""
    sheet, palette = stage.sheet, stage.palette
    level = {"day": 0.90, "dawn": 0.74, "sunset": 0.58, "night": 0.30}[stage.time]
    hue = rng.choice([80.0, 30.0, 250.0, 150.0])
    folds = 0.5 + 0.5 * np.sin(sheet.x * 115 + 3 * np.sin(sheet.x * 17) + rng.uniform(0, 6))
    alpha = np.zeros((sheet.height, sheet.width), np.float32)
    y = sheet.y[:, None]
    gather = 0.5 + 0.5 * np.cos(np.clip((y - 0.52) / 0.30, -1, 1) * np.pi)
    for side in (-1, 1):
        edge = cx + side * (wide / 2 - wide * rng.uniform(0.06, 0.16) * (1 - 0.75 * gather))
        outer = cx + side * (wide / 2 + 0.09)
        inside = np.minimum(side * (sheet.x[None] - edge), side * (outer - sheet.x[None]))
        alpha = np.maximum(alpha, np.clip(inside * sheet.height + 0.5, 0, 1))
    hem = bottom + 0.13
    alpha *= np.clip((hem - y) * sheet.height, 0, 1) * np.clip((y - top + 0.05) * sheet.height, 0, 1)
    bright = to_rgb(mix(lch(level, 0.04, hue), palette.light, 0.35))
    deep = to_rgb(mix(lch(level * 0.62, 0.045, hue), palette.sky[1], 0.25))
    colour = deep + (bright - deep) * (folds**1.5)[None, :, None] * np.ones((sheet.height, 1, 1), np.float32)
    return Coat(
        "curtain", 0.42, colour.astype(np.float32), (alpha * (0.86 + 0.14 * (1 - folds[None]))).astype(np.float32)
    )


def _lamp_at(stage: Stage, cx: float, wide: float) -> tuple[float, float]:
    return cx - stage.side * wide * 0.42, 0.60


def _table(pen: Pen, stage: Stage, rng: np.random.Generator, cx: float, wide: float, lamp: bool) -> None:
    ink = to_rgb(stage.palette.ink + np.array([0.05, 0.01, 0.02]))
    edge = to_rgb(mix(stage.palette.ink, stage.palette.light, 0.35))
    top, left, right = 0.84, cx - wide * 0.75, cx + wide * 0.75
    pen.polygon([(left + 0.05, top - 0.03), (right - 0.05, top - 0.03), (right, top), (left, top)], edge * 0.75)
    pen.box(left, top, right, top + 0.028, ink * 1.2)
    for x in (left + 0.04, right - 0.06):
        pen.polygon([(x, top + 0.02), (x + 0.022, top + 0.02), (x + 0.018, 1.05), (x + 0.004, 1.05)], ink)
    x, base = cx + stage.side * wide * rng.uniform(0.25, 0.42), top - 0.012
    plant = rng.random()
    if plant < 0.5:  # a vase with a branch
        pen.polygon(
            [
                (x - 0.028, base),
                (x + 0.028, base),
                (x + 0.036, base - 0.05),
                (x + 0.014, base - 0.10),
                (x - 0.014, base - 0.10),
                (x - 0.036, base - 0.05),
            ],
            ink,
        )
        branching(_Dark(pen, ink), x, base - 0.09, 0.30, rng, 0.0)  # type: ignore[arg-type]
    else:  # books
        y = base
        for _ in range(int(rng.integers(3, 6))):
            w, h, shift = rng.uniform(0.10, 0.15), rng.uniform(0.014, 0.026), rng.normal(0, 0.008)
            pen.box(
                x - w / 2 + shift,
                y - h,
                x + w / 2 + shift,
                y,
                stage.palette.local(0.4, 0.07, rng.uniform(0, 360), 0.2) * 0.7,
            )
            y -= h + 0.001
    cup = cx + stage.side * wide * rng.uniform(-0.08, 0.1)
    pen.polygon(
        [(cup - 0.024, base - 0.045), (cup + 0.024, base - 0.045), (cup + 0.018, base), (cup - 0.018, base)], ink * 0.9
    )
    pen.line([(cup + 0.022, base - 0.036), (cup + 0.036, base - 0.028), (cup + 0.020, base - 0.012)], 0.005, ink)
    if lamp:
        lx, ly = _lamp_at(stage, cx, wide)
        pen.line([(lx, base), (lx, ly)], 0.008, ink)
        pen.polygon([(lx - 0.035, base), (lx + 0.035, base), (lx + 0.02, base - 0.015), (lx - 0.02, base - 0.015)], ink)
        pen.polygon(
            [(lx - 0.035, ly - 0.05), (lx + 0.035, ly - 0.05), (lx + 0.07, ly + 0.045), (lx - 0.07, ly + 0.045)],
            to_rgb(lch(0.90, 0.09, 75)),
        )


class _Dark:
    def __init__(self, pen: Pen, ink: np.ndarray):
        self.pen, self.ink, self.sheet = pen, ink, pen.sheet

    def line(self, points: list[tuple[float, float]], width: float) -> None:
        self.pen.line(points, width * 0.6, self.ink)


def _beam(stage: Stage, rng: np.random.Generator, cx: float, wide: float, top: float, bottom: float) -> Coat:
    """Light from the window through the air and on the floor, falling to the quiet side."""
    sheet, soft, palette = stage.sheet, stage.sheet.soft, stage.palette
    slant = -stage.side * rng.uniform(0.35, 0.65)
    strength = 0.0 if stage.overcast else {"day": 0.30, "dawn": 0.34, "sunset": 0.36, "night": 0.14}[stage.time]
    y = soft.y[:, None]
    shift = (y - (top + bottom) / 2) * slant
    inside = np.clip((wide / 2 * 0.9 - np.abs(soft.x[None] - cx - shift)) * 9 + 0.5, 0, 1)
    bars = 0.75 + 0.25 * np.clip(np.abs(((soft.x[None] - cx - shift) / wide * 4) % 1 - 0.5) * 8 - 0.5, 0, 1)
    fade = np.clip((y - top) * 2.2, 0, 1) * np.clip(1.25 - y, 0, 1)
    dust = 0.8 + 0.3 * fractal(rng, soft.x * 3, soft.y * 3, 4)
    floor = np.clip((y - 0.86) * 30, 0, 1) * inside * bars * strength * 1.3
    alpha = np.clip(inside * bars * fade * dust * strength * 0.8 + floor, 0, 0.8)
    light = to_rgb(mix(palette.light, palette.horizon, 0.25))
    return Coat(
        "light",
        0.3,
        np.broadcast_to(light, (sheet.height, sheet.width, 3)).copy(),
        sheet.enlarge(alpha.astype(np.float32)).clip(0, 1),
    )
