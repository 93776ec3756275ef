"""Above the clouds, among the stars, and nowhere at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from synth.image.canvas import Pen, screen
from synth.image.colour import lch, mix, ramp, to_rgb
from synth.image.noise import scattered
from synth.image.painting import Coat
from synth.image.places.things import birds
from synth.image.sky import dot, stars
from synth.image.sky import sky as the_sky
from synth.image.stage import Stage
from synth.image.terrain import Land, rendered, survey


def sky(stage: Stage) -> Iterator[Coat]:
    """A sea of clouds seen from above it, or the whole sky from below."""
    rng = stage.rng("sky view")
    above = rng.random() < 0.6 and stage.words.weather not in ("rain", "storm", "snow")
    line = rng.uniform(0.58, 0.68) if above else rng.uniform(0.9, 1.0)
    yield Coat("sky", 1.0, the_sky(stage, line))
    if above:
        yield _sea_of_clouds(stage, line)
    thing = rng.choice(["birds", "balloon", "none"], p=[0.45, 0.35, 0.2])
    if thing == "balloon" and stage.time != "night" and not stage.overcast:
        yield balloon(stage, line)
    elif thing == "birds":
        yield birds(stage, line)


def _sea_of_clouds(stage: Stage, line: float) -> Coat:
    rng = stage.rng("cloud sea")
    seed = int(rng.integers(1 << 30))

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        bend = scattered(seed + 1, x * 0.3, z * 0.3, 2) * 0.5
        heaps = scattered(seed, x * 0.30 + bend, z * 0.30 + bend, 5, 0.45, "billow")
        towers = np.clip(scattered(seed + 2, x * 0.12, z * 0.12, 2) - 0.25, 0, None)
        return heaps * 0.75 + towers * (0.6 + heaps) * 1.5

    sx = float(np.clip(stage.sun[0] * 1.4, -1, 1))
    land = survey(stage.sheet, heights, np.geomspace(0.8, 34, 420), line, rng.uniform(1.3, 1.7), (sx, 0.5, 0.15))
    return Coat("cloud sea", 0.4, *rendered(stage.sheet, land, _cloud(stage, land)))


def _cloud(stage: Stage, land: Land) -> np.ndarray:
    palette = stage.palette
    light = np.clip(land.lit * 0.75 + 0.15, 0, 1) * 0.8 + 0.25 * np.clip(land.height / 1.2, 0, 1)
    dark = mix(palette.sky[1], palette.sky[3], 0.35) * np.array([0.9, 1.0, 1.0])
    bright = {
        "day": lch(0.985, 0.008, 80),
        "dawn": lch(0.93, 0.055, 45),
        "sunset": lch(0.87, 0.11, 52),
        "night": lch(0.50, 0.03, 255),
    }[stage.time]
    colour = ramp(
        np.stack([dark, mix(dark, bright, 0.6), bright, mix(bright, palette.light, 0.5)]).astype(np.float32),
        np.clip(light, 0, 1),
    )
    share = (1 - np.exp(-land.z / 16 * min(1.5, palette.haze)))[:, None, None].astype(np.float32)
    return (colour + (stage.haze - colour) * share).astype(np.float32)


def balloon(stage: Stage, line: float) -> Coat:
    rng, sheet = stage.rng("balloon"), stage.sheet
    x, y, r = (
        sheet.across(0.5 + stage.side * rng.uniform(0.12, 0.28)),
        line * rng.uniform(0.4, 0.6),
        rng.uniform(0.05, 0.085),
    )
    hue = rng.choice([25.0, 60.0, 250.0, 330.0])
    light = 1 if stage.sun[0] > x else -1

    def draw(pen: Pen) -> None:
        angles = np.linspace(-np.pi / 2, np.pi / 2, 11)
        for a, b in pairwise(angles):
            lit = 0.35 + 0.6 * (0.5 + 0.5 * np.sin((a + b) / 2) * light)
            ink = stage.palette.local(
                0.66 if round((a + 1.6) / 0.314) % 2 else 0.90, 0.14 if round((a + 1.6) / 0.314) % 2 else 0.03, hue, lit
            )
            gore = []
            for edge, way in ((a, 1), (b, -1)):
                ts = np.linspace(0, 1, 24)[::way]
                for t in ts:
                    wide = np.sin(np.pi * min(t, 0.62) / 1.24) if t < 0.62 else np.cos((t - 0.62) / 0.38 * 1.32)
                    gore.append((x + np.sin(edge) * r * wide, y - r + 2.35 * r * t))
            pen.polygon(gore, stage.hazed(ink, 0.12))
        ink = to_rgb(stage.palette.ink)
        for side in (-1, 1):
            pen.line([(x + side * r * 0.22, y + 1.3 * r), (x + side * r * 0.14, y + 1.66 * r)], 0.0015, ink)
        pen.box(x - r * 0.16, y + 1.66 * r, x + r * 0.16, y + 1.9 * r, stage.palette.local(0.42, 0.06, 60, 0.5))

    return Coat("balloon", 0.5, *sheet.coloured(draw))


def space(stage: Stage) -> Iterator[Coat]:
    """Stars behind glowing gas; a planet with its lit limb."""
    rng, sheet = stage.rng("space"), stage.sheet
    soft = sheet.soft
    seed, hue = int(rng.integers(1 << 30)), rng.uniform(0, 360)
    turn = rng.uniform(-0.9, 0.9)
    x, y = soft.x[None] + 0 * soft.y[:, None], (soft.y - 0.5)[:, None] + 0 * soft.x[None]
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    bend = scattered(seed, u * 1.2, v * 1.8, 4)
    gas = scattered(seed + 1, u * 1.6 + bend * 0.55, v * 2.6 + bend * 0.5, 7, 0.55) + 0.5
    band = np.exp(-(((v + 0.08 * bend) / rng.uniform(0.16, 0.30)) ** 2))
    dust = np.clip(scattered(seed + 2, u * 2.2 + bend * 0.4, v * 4 + bend * 0.3, 6, 0.55) * 1.7 + 0.1, 0, 1)
    glow = np.clip(gas * (0.25 + band) * 0.85 - dust * band * 0.5, 0, 1.2)
    more = {"happy": 1.2, "sad": 0.45, "tense": 0.8, "calm": 0.8, "epic": 1.2}.get(stage.words.mood, 1.0)
    gases = ((0.07, 0.02, 0), (0.16, 0.07, 0), (0.34, 0.13, 35), (0.56, 0.15, 75), (0.85, 0.08, 110))
    stops = np.stack([lch(light, chroma * more, hue + away) for light, chroma, away in gases])
    canvas = sheet.enlarge(ramp(stops, np.clip(glow, 0, 1) ** 1.25)).clip(0, 1)
    field = stars(stage, 1.15, 2600)
    field *= 1 - 0.5 * sheet.enlarge((dust * band).astype(np.float32)).clip(0, 1)
    screen(canvas, np.array([0.95, 0.96, 1.0], np.float32), field)
    for _ in range(int(rng.integers(4, 9))):
        a, b = rng.uniform(-0.5, 0.5) * sheet.aspect, rng.random()
        _flare(canvas, sheet, a, b, rng.uniform(0.004, 0.010), to_rgb(lch(0.92, 0.05, rng.uniform(0, 360))))
    yield Coat("stars", 1.0, canvas.astype(np.float32))
    if rng.random() < 0.85:
        yield from _planet(stage, rng, hue)


def _flare(canvas: np.ndarray, sheet, x: float, y: float, size: float, colour: np.ndarray) -> None:
    field = np.zeros(canvas.shape[:2], np.float32)
    unit = sheet.height
    dot(field, (x + sheet.aspect / 2) * unit, y * unit, size * unit, 0.5)
    dot(field, (x + sheet.aspect / 2) * unit, y * unit, size * 0.25 * unit, 1.0)
    screen(canvas, colour, np.clip(field, 0, 1))


def _planet(stage: Stage, rng: np.random.Generator, hue: float) -> Iterator[Coat]:
    sheet = stage.sheet
    big = rng.random() < 0.45
    r = rng.uniform(0.75, 1.1) if big else rng.uniform(0.12, 0.24)
    cx = sheet.across(0.5 + stage.side * rng.uniform(0.14, 0.28))
    cy = 1.02 + r * rng.uniform(0.35, 0.6) if big else rng.uniform(0.34, 0.6)
    x, y = (sheet.x[None] - cx) / r, (sheet.y[:, None] - cy) / r
    inside = 1 - x**2 - y**2
    z = np.sqrt(np.clip(inside, 0, 1))
    light = np.array([-stage.side * 0.75, -0.5, rng.uniform(0.05, 0.4)])
    light /= np.linalg.norm(light)
    lit = np.clip(x * light[0] + y * light[1] + z * light[2], 0, 1)
    seed, small = int(rng.integers(1 << 30)), sheet.soft
    gaseous = rng.random() < 0.5
    px, py = np.broadcast_arrays((small.x[None] - cx) / r, (small.y[:, None] - cy) / r)
    bend = scattered(seed, px * 1.3, py * 1.3, 4)
    face = scattered(
        seed + 1, px * (0.4 if gaseous else 1.8) + bend * 0.3, py * (4.5 if gaseous else 1.8) + bend * 0.6, 6, 0.55
    )
    tone = hue + rng.uniform(90, 200)
    stops = np.stack(
        [lch(0.30, 0.06, tone), lch(0.52, 0.09, tone + 15), lch(0.72, 0.08, tone + 40), lch(0.90, 0.03, tone + 60)]
    ).astype(np.float32)
    skin = sheet.enlarge(ramp(stops, np.clip(face * 0.6 + 0.5, 0, 1)))
    rim = np.clip(1 - z, 0, 1) ** 3
    air = to_rgb(lch(0.80, 0.10, tone + 60))
    day = np.clip(lit * 1.25, 0, 1) ** 0.8
    colour = skin * (0.015 + day)[..., None] + air * (rim * np.clip(lit * 2.5, 0, 1) * 0.75)[..., None]
    far = np.sqrt(x**2 + y**2)
    edge = np.clip((1 - far) * r * sheet.height + 0.5, 0, 1)
    facing = np.clip((x * light[0] + y * light[1]) / np.maximum(far, 1e-3) * 0.9 + 0.25, 0, 1)
    halo = np.exp(-np.clip(far - 1, 0, None) * (18 if not big else 34)) * facing * 0.55
    alpha = np.maximum(edge, np.where(far > 1, halo, 0))
    colour = np.where((far > 1 - 0.5 / (r * sheet.height))[..., None], air, colour)
    yield Coat("planet", 0.5, np.clip(colour, 0, 1).astype(np.float32), alpha.astype(np.float32))


def abstract(stage: Stage) -> Iterator[Coat]:
    """Folds of silk that run through each other, in the colours of a sky."""
    rng, sheet, palette = stage.rng("abstract"), stage.sheet, stage.palette
    soft = sheet.soft
    fine = type(soft)(max(2, round(min(sheet.height, 540) * sheet.aspect)), min(sheet.height, 540))
    seed, turn = int(rng.integers(1 << 30)), rng.uniform(-0.7, 0.7)
    x, y = np.broadcast_arrays(fine.x[None], (fine.y - 0.5)[:, None])
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    scale = rng.uniform(0.55, 1.0)
    a = scattered(seed, u * 0.9 * scale, v * 1.6 * scale, 2, order=3)
    b = scattered(seed + 1, u * 0.9 * scale + a * 0.7, v * 1.6 * scale - a * 0.6, 3, 0.45, order=3)
    phase = v * rng.uniform(3.0, 5.5) + b * rng.uniform(2.2, 3.6) + u * 0.7
    fold = 0.5 + 0.5 * np.sin(phase * 2.2)
    dy, dx = np.gradient(fold, 1 / fine.height)
    normal = np.stack([-dx * 0.10, -dy * 0.10, np.ones_like(dx)])
    normal /= np.linalg.norm(normal, axis=0)
    way = np.array([stage.side * 0.6, -0.6, 0.55])
    lit = np.clip(np.tensordot(way / np.linalg.norm(way), normal, 1), 0, 1)
    shine = lit ** rng.uniform(14, 30)
    tone = np.clip(0.55 + 0.42 * b + 0.3 * (fold - 0.5) + 0.22 * fine.x[None] * stage.side, 0, 1)
    order = palette.sky[rng.permutation(5)] if rng.random() < 0.4 else palette.sky[:: rng.choice([-1, 1])]
    colour = ramp(np.ascontiguousarray(order), tone) * (0.55 + 0.75 * lit)[..., None]
    quiet = np.clip(0.62 + 0.5 * stage.side * fine.x[None] / fine.aspect * 1.6, 0.22, 1)
    colour = (
        colour * (0.35 + 0.65 * quiet[..., None])
        + to_rgb(palette.light) * (shine * 0.35 * quiet * min(1.2, palette.strength))[..., None]
    )
    yield Coat("silk", 1.0, sheet.enlarge(np.clip(colour, 0, 1).astype(np.float32)).clip(0, 1))
    lights_ = np.zeros((sheet.height, sheet.width), np.float32)
    for _ in range(int(rng.integers(10, 40))):
        px = stage.side * abs(rng.normal(0.2, 0.28)) * sheet.aspect
        r = rng.uniform(0.006, 0.045)
        _bokeh(lights_, sheet, px, rng.random(), r, rng.uniform(0.05, 0.22))
    warm = np.broadcast_to(to_rgb(mix(palette.light, palette.horizon, 0.3)), (sheet.height, sheet.width, 3)).copy()
    yield Coat("lights", 0.3, warm, np.clip(lights_, 0, 0.6))


def _bokeh(field: np.ndarray, sheet, x: float, y: float, r: float, strength: float) -> None:
    """A light out of focus: a disc a little brighter at its edge."""
    unit = sheet.height
    px, py, reach = (x + sheet.aspect / 2) * unit, y * unit, int(r * unit) + 2
    c0, c1, r0, r1 = int(px) - reach, int(px) + reach, int(py) - reach, int(py) + reach
    c0, r0 = max(c0, 0), max(r0, 0)
    part = field[r0 : max(r1, 0), c0 : max(c1, 0)]
    if not part.size:
        return
    xs, ys = np.arange(c0, c0 + part.shape[1]) + 0.5, np.arange(r0, r0 + part.shape[0]) + 0.5
    far = np.hypot(xs[None] - px, ys[:, None] - py) / (r * unit)
    soft = np.clip((1 - far) * max(4.0, r * unit * 0.12) + 0.5, 0, 1)
    part += (strength * soft * (0.65 + 0.35 * far**3)).astype(np.float32)
