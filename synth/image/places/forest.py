"""A forest from inside: trunks behind trunks in the air, light that falls between them, ferns at the feet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from synth.image.canvas import Pen, Sheet
from synth.image.colour import mix, ramp, to_rgb
from synth.image.noise import fractal
from synth.image.painting import Coat
from synth.image.places.mountains import mist, range_of
from synth.image.places.things import birds
from synth.image.sky import sky, stars
from synth.image.stage import Stage
from synth.image.trees import treeline


def forest(stage: Stage) -> Iterator[Coat]:
    if stage.rng("forest view").random() < 0.38:
        yield from _hills(stage)
    else:
        yield from _inside(stage)


def _hills(stage: Stage) -> Iterator[Coat]:
    """Wooded ridges one behind another, each paler."""
    rng, sheet = stage.rng("hills"), stage.sheet
    yield Coat("sky", 1.0, sky(stage))
    yield from range_of(stage, stage.horizon, rng.uniform(0.8, 2.4))
    rows = int(rng.integers(4, 6))
    autumn = stage.words.season == "autumn"
    for i in range(rows):
        t = i / (rows - 1)
        ridge = fractal(rng, sheet.x * (1.2 + 0.5 * i), np.zeros(1), 5)[0]
        tilt = rng.uniform(-0.09, 0.09) + 0.07 * stage.side * t
        line = (
            stage.horizon - 0.02 + 0.30 * t**1.1 + ridge * (0.05 + 0.04 * t) - tilt * sheet.x / sheet.aspect * 2
        ).astype(np.float32)
        count, tall = int((150 - 95 * t) * sheet.aspect), 0.022 + 0.12 * t**1.6

        kind = "broad" if autumn and t < 0.9 else "conifer"

        def draw(pen: Pen, line: np.ndarray = line, count: int = count, tall: float = tall, kind: str = kind) -> None:
            xs = rng.uniform(-sheet.aspect / 2 - 0.1, sheet.aspect / 2 + 0.1, count)
            treeline(pen, xs, np.interp(xs, sheet.x, line) + tall * 0.25, rng.uniform(0.5, 1.15, count) * tall, rng,
                     kind)  # fmt: skip

        alpha = np.maximum(sheet.drawn(draw), sheet.below(line))
        own = (0.50, 0.10, rng.uniform(35, 65)) if autumn else (0.36, 0.055, rng.uniform(140, 175))
        if stage.snowy:
            own = (0.55, 0.02, 230)
        colour = stage.palette.local(*own, 0.35 - 0.25 * t) * (1 - 0.45 * t)
        colour = stage.hazed(colour, 0.75 * (1 - t) ** 1.2)
        sink = np.clip((sheet.y[:, None] - line[None]) * 5, 0, 1)[..., None] * (1 - t) * 0.75
        yield Coat(f"ridge {i + 1}", 0.8 - 0.7 * t, (colour + (stage.haze - colour) * sink).astype(np.float32), alpha)
        if i == rows // 2:
            yield mist(stage)
    yield birds(stage, stage.horizon)


def _inside(stage: Stage) -> Iterator[Coat]:
    rng, sheet = stage.rng("inside"), stage.sheet
    light_x = stage.sun[0] * 0.8
    yield Coat("air", 1.0, _air(stage, light_x))
    rows = 5
    kind = "bare" if stage.snowy or stage.words.season == "winter" else "leafy"
    gap = light_x + rng.uniform(-0.05, 0.05)
    for i in range(rows):
        t = i / (rows - 1)
        alpha = sheet.drawn(lambda pen, t=t: _trunks(pen, stage, rng, t, gap, kind))  # type: ignore[misc]
        ground = 0.70 + 0.17 * t + 0.015 * fractal(rng, sheet.x * 3, np.zeros(1), 5)[0]
        alpha = np.maximum(alpha, sheet.below(ground.astype(np.float32)))
        yield Coat(f"trees {i + 1}", 0.85 - 0.75 * t, _bark(stage, rng, t, light_x, ground), alpha)
        if i < rows - 1:
            yield _shafts(stage, light_x, i)
    yield ferns(stage)


def _tint(stage: Stage) -> np.ndarray:
    """OKLab of the light that leaves let through."""
    green = {"autumn": np.array([0.0, 0.035, 0.075]), "winter": np.array([0.0, -0.01, -0.02])}.get(
        stage.words.season, np.array([0.0, -0.035, 0.04]))  # fmt: skip
    return (green * (0.3 if stage.time == "night" or stage.snowy else 0.9)).astype(np.float32)


def _air(stage: Stage, light_x: float) -> np.ndarray:
    sheet, soft, palette = stage.sheet, stage.sheet.soft, stage.palette
    bright = mix(palette.sky[-1], palette.light, 0.4) + _tint(stage) * 0.6
    middle = mix(palette.sky[-2], palette.sky[-1], 0.3) * np.array([0.86, 1, 1]) + _tint(stage)
    dark = palette.sky[1] * np.array([0.72, 0.8, 0.8]) + _tint(stage) * 0.8
    stops = np.stack([dark, mix(dark, middle, 0.6), middle, bright]).astype(np.float32)
    glow = soft.glow(light_x, 0.44, 0.42, 2.4)
    canvas = sheet.enlarge(ramp(stops, glow * (0.75 + 0.3 * palette.strength)))
    if stage.time == "night":
        canvas += stars(stage, 0.7, 300)[..., None] * 0.5
    return np.clip(canvas, 0, 1).astype(np.float32)


def _trunks(pen: Pen, stage: Stage, rng: np.random.Generator, t: float, gap: float, kind: str) -> None:
    sheet: Sheet = stage.sheet
    count = max(4, int((22 - 17 * t) * sheet.aspect))
    wide = 0.010 + 0.055 * t**1.7
    base = 0.715 + 0.19 * t
    for x in rng.uniform(-sheet.aspect / 2 - 0.05, sheet.aspect / 2 + 0.05, count):
        if abs(x - gap) < 0.05 + 0.25 * t:
            continue
        w, lean, foot = wide * rng.uniform(0.6, 1.3), rng.normal(0, 0.03), base + rng.uniform(-0.01, 0.03)
        heights = np.linspace(0, 1.05, 16)
        bend = np.cumsum(rng.normal(0, 0.004, 16))
        spine = [(x + lean * h + b, foot * (1 - h)) for h, b in zip(heights, bend, strict=True)]
        girth = [w * (0.5 + 0.9 * np.exp(-h * 22) + 0.18 * (1 - h)) for h in heights]
        left = [(px - g, py) for (px, py), g in zip(spine, girth, strict=True)]
        right = [(px + g, py) for (px, py), g in zip(spine, girth, strict=True)]
        pen.polygon(left + right[::-1])
        for _ in range(int(rng.integers(2, 6))):
            at = int(rng.integers(5, 15))
            _bough(pen, *spine[at], rng.choice([-1, 1]) * rng.uniform(0.06, 0.20) * (0.5 + t), w * 0.35, rng)
    if kind == "leafy":
        n = int((340 - 150 * t) * sheet.aspect)
        xs = rng.uniform(-sheet.aspect / 2 - 0.1, sheet.aspect / 2 + 0.1, n)
        hang = 0.05 + 0.24 * t**1.5 * np.clip(np.abs(xs - gap) * 1.4, 0.1, 1) + 0.05 * np.sin(xs * 7 + t * 9)
        for x, deep in zip(xs, hang, strict=True):
            r = rng.uniform(0.006, 0.014) * (0.7 + 1.5 * t)
            pen.disc(x, deep * np.sqrt(rng.random()) * 1.15, r, squash=0.6)


def _bough(pen: Pen, x: float, y: float, long: float, thick: float, rng: np.random.Generator) -> None:
    points = [(x + long * s, y - abs(long) * (0.5 * s + rng.normal(0, 0.02))) for s in np.linspace(0, 1, 6)]
    for (a, b), s in zip(pairwise(points), np.linspace(1, 0.3, 5), strict=True):
        pen.line([a, b], thick * s)
        if rng.random() < 0.6:
            pen.line([b, (b[0] + long * 0.25, b[1] - abs(long) * rng.uniform(-0.1, 0.3))], thick * s * 0.4)


def _bark(stage: Stage, rng: np.random.Generator, t: float, light_x: float, ground: np.ndarray) -> np.ndarray:
    """Darker towards the eye; near the light its edges and the ground take colour."""
    sheet, palette = stage.sheet, stage.palette
    near = to_rgb(palette.ink + _tint(stage) * 0.25)
    far = to_rgb(mix(palette.sky[-2], palette.sky[1], 0.45) * np.array([0.8, 0.9, 0.9]) + _tint(stage) * 0.8)
    colour = far + (near - far) * np.float32(t**0.6)
    glow = np.exp(-(((sheet.x - light_x) / 0.5) ** 2))[None] * (1 - 0.75 * t)
    warm = to_rgb(mix(palette.sky[-1], palette.light, 0.5) + _tint(stage) * 0.7)
    share = 0.45 * glow * np.ones_like(sheet.y)[:, None]
    if stage.snowy:
        white, moss = palette.local(0.95, 0.012, 245, 0.55), 0.8
    else:
        hue = {"autumn": 50.0}.get(stage.words.season, 125.0)
        white, moss = palette.local(0.46, 0.08, hue, 0.35), 0.55
    out = colour + (warm - colour) * share[..., None].astype(np.float32)
    floor = np.clip((sheet.y[:, None] - ground[None]) * 14, 0, 1) * moss * (1 - 0.8 * t)
    spots = np.clip(0.4 + fractal(rng, sheet.x * 5, sheet.y * 22, 5), 0, 1) * (0.35 + glow)
    lit = white + (warm - white) * np.clip(spots * 0.7, 0, 1)[..., None]
    return (out + (lit - out) * floor[..., None]).astype(np.float32)


def _shafts(stage: Stage, light_x: float, i: int) -> Coat:
    """Rays from above: noise over the angle seen from where the light stands, and mist at the ground."""
    soft, sheet, rng = stage.sheet.soft, stage.sheet, stage.rng("shafts", i)
    ox, oy = light_x, -0.55
    angle = np.arctan2(soft.x[None] - ox, soft.y[:, None] - oy)
    grid = np.linspace(-1.6, 1.6, 800)
    beams = np.clip(fractal(rng, grid * 7, np.zeros(1), 4)[0] * 1.5 - 0.05, 0, 1)
    rays = np.interp(angle, grid, beams) * np.exp(-((angle / 0.75) ** 2))
    fade = np.clip(1.15 - soft.y, 0, 1)[:, None] * soft.glow(light_x, 0.35, 0.6, 2.0)
    clear = 0.0 if stage.overcast else 0.42 * min(1.2, stage.palette.strength)
    low = np.exp(-(((soft.y - 0.70 - 0.03 * i) / 0.09) ** 2))[:, None] * (
        0.55 + 0.5 * fractal(rng, soft.x * 2, soft.y * 8, 4)
    )
    alpha = rays * fade * clear + low * 0.17 * min(2.5, stage.palette.haze)
    colour = to_rgb(mix(stage.palette.sky[-1], stage.palette.light, 0.55) + _tint(stage) * 0.5)
    return Coat(f"light {i + 1}", 0.8 - 0.18 * i, np.broadcast_to(colour, (sheet.height, sheet.width, 3)).copy(),
                sheet.enlarge(alpha.astype(np.float32)).clip(0, 0.8))  # fmt: skip


def ferns(stage: Stage) -> Coat:
    rng, sheet = stage.rng("ferns"), stage.sheet

    def draw(pen: Pen) -> None:
        for _ in range(int(26 * sheet.aspect)):
            x, y = rng.uniform(-0.55, 0.55) * sheet.aspect, rng.uniform(0.97, 1.05)
            weight = 0.5 + 0.6 * np.clip(0.5 + stage.side * x / sheet.aspect, 0, 1)
            for _ in range(6):
                lean, tall = rng.normal(0, 0.09), rng.uniform(0.05, 0.13) * weight
                spine = [(x + lean * s, y - tall * (s * 1.6 - 0.75 * s * s)) for s in np.linspace(0, 1, 9)]
                pen.line(spine, 0.0025)
                for j, (px, py) in enumerate(spine[1:-1], 1):
                    r = tall * 0.20 * (1 - j / 9)
                    pen.line([(px - r, py - r * 0.6), (px, py), (px + r, py - r * 0.6)], 0.0028)

    ink = stage.palette.ink + _tint(stage) * 0.3
    colour = np.broadcast_to(to_rgb(ink), (sheet.height, sheet.width, 3)).copy()
    return Coat("ferns", 0.05, colour, sheet.drawn(draw))
