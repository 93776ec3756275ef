"""The city over its river, and the railway station: what people have built, and the windows they have lit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.image.canvas import Pen, over
from synth.image.colour import lch, mix, to_rgb
from synth.image.painting import Coat
from synth.image.places.mountains import range_of
from synth.image.places.things import birds
from synth.image.places.waterside import surface
from synth.image.sky import sky
from synth.image.stage import Stage

Glow = tuple[float, float, float, float]  # x, y, radius, strength


def city(stage: Stage) -> Iterator[Coat]:
    rng, sheet = stage.rng("city"), stage.sheet
    front = rng.choice(["water", "water", "roofs"])
    line = rng.uniform(0.72, 0.80) if front == "water" else rng.uniform(0.84, 0.88)
    above = sky(stage, line)
    yield Coat("sky", 1.0, above)
    canvas = above.copy()
    yield from _kept(canvas, [_dome(stage, line)])
    if rng.random() < 0.4:
        yield from _kept(canvas, range_of(stage, line, rng.uniform(0.5, 1.4)))
    centre = sheet.across(0.5 + stage.side * rng.uniform(0.08, 0.24))
    rows = 4
    glows: list[Glow] = []
    for i in range(rows):
        t = i / (rows - 1)
        colour, alpha = sheet.coloured(lambda pen, t=t: _blocks(pen, stage, rng, t, line, centre, glows))  # type: ignore[misc]
        yield from _kept(canvas, [Coat(f"blocks {i + 1}", 0.85 - 0.4 * t, colour, alpha)])
    if dark(stage):
        yield from _kept(canvas, [lights(stage, "city light", 0.5, glows, (0.84, 0.12, 68), 0.75)])
    if front == "water":
        yield surface(stage, canvas, line, rough=0.55, own=0.4)
        if rng.random() < 0.5:
            yield bridge(stage, line)
    else:
        yield roofs(stage, line)
    if not dark(stage):
        yield birds(stage, line)


def dark(stage: Stage) -> bool:
    return stage.time != "day" or stage.words.weather in ("storm", "rain")


def _kept(canvas: np.ndarray, coats) -> Iterator[Coat]:
    """Passes coats on and lays them on the canvas that water will mirror."""
    for coat in coats:
        over(canvas, coat.colour, coat.alpha)
        yield coat


def _dome(stage: Stage, line: float) -> Coat:
    """The light of a city in the air above it."""
    sheet = stage.sheet
    far = np.clip(1 - np.abs(sheet.soft.y - line) / 0.34, 0, 1)[:, None] ** 2 * np.ones_like(sheet.soft.x)[None]
    strength = {"night": 0.42, "dawn": 0.22, "sunset": 0.2, "day": 0.25}[stage.time]
    colour = to_rgb(lch(0.66, 0.09, 55)) if stage.time == "night" else stage.haze
    return Coat("air", 0.95, np.broadcast_to(colour, (sheet.height, sheet.width, 3)).copy(),
                sheet.enlarge((far * strength).astype(np.float32)))  # fmt: skip


def _blocks(
    pen: Pen, stage: Stage, rng: np.random.Generator, t: float, line: float, centre: float, glows: list[Glow]
) -> None:
    """One row of houses, t 0 far .. 1 near: tall in the centre, so that the skyline has one shape."""
    sheet, palette = stage.sheet, stage.palette
    x = -sheet.aspect / 2 - 0.05
    tall = (0.44 - 0.20 * t) * (line / 0.76) * rng.uniform(0.85, 1.15)
    night = dark(stage)
    warm, cool = to_rgb(lch(0.88, 0.11, 75)), to_rgb(lch(0.90, 0.04, 220))
    while x < sheet.aspect / 2 + 0.05:
        w = rng.uniform(0.035, 0.085) * (0.75 + 0.7 * t)
        bell = np.exp(-(((x + w / 2 - centre) / (0.42 + 0.25 * t)) ** 2))
        h = tall * (0.16 + 0.84 * bell * rng.uniform(0.35, 1.0) ** 0.8 + 0.12 * rng.random())
        top = line - h
        own = palette.local(
            rng.uniform(0.34, 0.62) if not night else rng.uniform(0.22, 0.34),
            0.025,
            rng.choice([250.0, 60.0, 230.0]),
            0.35,
        )
        if stage.time == "night":
            own = own * 0.75
        far = 0.62 * (1 - t) ** 1.1 + 0.05
        wall = stage.hazed(own, far) if stage.time != "night" else mix(own, stage.haze, 0.5 * (1 - t))
        sunny = 1 if stage.sun[0] > x else -1
        flank = np.clip(wall * (0.80 if not night else 0.86), 0, 1)
        split = x + w * (rng.uniform(0.6, 0.72) if sunny < 0 else rng.uniform(0.28, 0.4))
        pen.box(x, top, x + w, line + 0.01, wall)
        pen.box(*((split, top, x + w, line + 0.01) if sunny < 0 else (x, top, split, line + 0.01)), flank)
        _crown(pen, rng, x, w, top, h, wall, flank, bell, glows, t)
        _windows(pen, stage, rng, x, w, top, line, t, wall, warm, cool, glows, night)
        x += w + rng.choice([0.0, 0.004, 0.015]) * rng.random()


def _crown(pen: Pen, rng: np.random.Generator, x: float, w: float, top: float, h: float, wall: np.ndarray,
           flank: np.ndarray, bell: float, glows: list[Glow], t: float) -> None:  # fmt: skip
    kind = rng.choice(["flat", "step", "mast", "point", "tank"], p=[0.33, 0.27, 0.18, 0.04, 0.18])
    if h < 0.12:
        return
    if kind in ("step", "mast"):
        for i in range(1, 3):
            inset = w * 0.16 * i
            pen.box(x + inset, top - 0.02 * i, x + w - inset, top, wall)
            pen.box(x + inset, top - 0.02 * i, x + inset + (w - 2 * inset) * 0.35, top, flank)
    if kind == "mast" and bell > 0.4:
        pen.line([(x + w / 2, top), (x + w / 2, top - 0.05 - 0.05 * bell)], 0.0022, wall)
        glows.append((x + w / 2, top - 0.05 - 0.05 * bell, 0.004, -0.6))
    if kind == "point" and bell > 0.3:
        pen.polygon([(x, top), (x + w, top), (x + w * 0.5, top - w * 0.9)], wall)
    if kind == "tank":
        pen.box(x + w * 0.2, top - 0.012, x + w * 0.45, top, flank)


def _windows(
    pen: Pen,
    stage: Stage,
    rng: np.random.Generator,
    x: float,
    w: float,
    top: float,
    line: float,
    t: float,
    wall: np.ndarray,
    warm: np.ndarray,
    cool: np.ndarray,
    glows: list[Glow],
    night: bool,
) -> None:
    cell_x, cell_y = 0.0085 + 0.005 * t, 0.011 + 0.007 * t
    columns, rows = int((w - 0.006) / cell_x), int((line - top - 0.012) / cell_y)
    if columns < 1 or rows < 1:
        return
    lit = rng.uniform(0.12, 0.5) * {"night": 1.0, "sunset": 0.6, "dawn": 0.45, "day": 0.25}[stage.time]
    offset = x + (w - columns * cell_x) / 2
    whole = rng.random(rows) < 0.06
    glass = np.clip(wall * (0.72 if not night else 0.80) + (stage.haze * 0.10 if not night else 0), 0, 1)
    bands = rng.random() < 0.3
    strength = 0.55 + 0.45 * t
    for r in range(rows):
        y = top + 0.01 + r * cell_y
        if bands and not night:
            pen.box(x, y, x + w, y + cell_y * 0.45, glass)
            continue
        for c in range(columns):
            on = night and (whole[r] or rng.random() < lit)
            left = offset + c * cell_x + cell_x * 0.22
            ink = glass
            if on:
                light = warm if rng.random() < 0.78 else cool
                ink = wall + (light * rng.uniform(0.7, 1.0) - wall) * strength
                if rng.random() < 0.05:
                    glows.append((left, y, 0.012, 0.28))
            pen.box(left, y, left + cell_x * 0.56, y + cell_y * 0.58, ink)


def lights(
    stage: Stage, name: str, depth: float, glows: list[Glow], colour: tuple[float, float, float], most: float
) -> Coat:
    """Halos of all lamps at once, on the coarse sheet."""
    sheet = stage.sheet
    soft = sheet.soft
    field = np.zeros((soft.height, soft.width), np.float32)
    for x, y, r, strength in glows:
        reach = int(np.ceil(r * 9 * soft.height)) + 2
        column, row = int((x + soft.aspect / 2) * soft.height), int(y * soft.height)
        a, b, c, d = max(0, column - reach), column + reach, max(0, row - reach), row + reach
        xs, ys = soft.x[a:b], soft.y[c:d]
        if len(xs) and len(ys):
            far = (xs[None] - x) ** 2 + (ys[:, None] - y) ** 2
            field[c:d, a:b] += abs(strength) / (1 + far / r**2) ** 1.6
    wide = np.broadcast_to(to_rgb(lch(*colour)), (sheet.height, sheet.width, 3)).copy()
    return Coat(name, depth, wide, np.clip(sheet.enlarge(field), 0, most))


def roofs(stage: Stage, line: float) -> Coat:
    """The roof that one looks from: parapet, water tank, aerials."""
    rng, sheet = stage.rng("roofs"), stage.sheet
    edge = max(line + 0.03, rng.uniform(0.90, 0.94))

    def draw(pen: Pen) -> None:
        pen.box(-sheet.aspect, edge, sheet.aspect, 1.1)
        pen.box(-sheet.aspect, line - 0.002, sheet.aspect, edge, 255)
        x = sheet.across(0.5 + stage.side * rng.uniform(0.26, 0.38))
        for leg in (-0.05, 0.05):
            pen.line([(x + leg, edge), (x + leg * 0.8, edge - 0.12)], 0.008)
        pen.box(x - 0.065, edge - 0.25, x + 0.065, edge - 0.11)
        pen.polygon([(x - 0.075, edge - 0.25), (x + 0.075, edge - 0.25), (x, edge - 0.31)])
        for _ in range(4):
            a = rng.uniform(-0.5, 0.5) * sheet.aspect
            tall = rng.uniform(0.06, 0.16)
            pen.line([(a, edge), (a, edge - tall)], 0.003)
            for k in range(3):
                pen.line(
                    [(a - 0.02 + 0.004 * k, edge - tall + 0.015 * k), (a + 0.02 - 0.004 * k, edge - tall + 0.015 * k)],
                    0.002,
                )
        pen.line([(-sheet.aspect, edge - 0.022), (sheet.aspect, edge - 0.022)], 0.004)
        for a in np.arange(-sheet.aspect / 2, sheet.aspect / 2, 0.06):
            pen.line([(a, edge - 0.022), (a, edge)], 0.003)

    ink = stage.hazed(to_rgb(stage.palette.ink), 0.06)
    colour = np.broadcast_to(ink, (sheet.height, sheet.width, 3)).copy()
    return Coat("roofs", 0.15, colour, sheet.drawn(draw))


def bridge(stage: Stage, line: float) -> Coat:
    """A hanging bridge across the water."""
    rng, sheet = stage.rng("bridge"), stage.sheet
    deck, tall = line + rng.uniform(0.035, 0.06), rng.uniform(0.2, 0.3)
    towers = [sheet.across(0.5 + s) for s in (-0.33 + rng.uniform(-0.05, 0.05), 0.33 + rng.uniform(-0.05, 0.05))]

    def draw(pen: Pen) -> None:
        pen.box(-sheet.aspect, deck - 0.006, sheet.aspect, deck + 0.004)
        span = towers[1] - towers[0]
        for tower in towers:
            for side in (-0.008, 0.008):
                pen.line([(tower + side, deck + 0.05), (tower + side * 0.7, deck - tall)], 0.006)
            for up in (0.3, 0.6, 0.95):
                pen.line([(tower - 0.008, deck - tall * up), (tower + 0.008, deck - tall * up)], 0.004)
        for k in (-1, 0, 1):
            xs = np.linspace(towers[0], towers[1], 60) + k * span
            sag = 4 * ((xs - towers[0] - k * span) / span - 0.5) ** 2
            ys = deck - 0.015 - (tall - 0.015) * sag
            pen.line(list(zip(xs, ys, strict=True)), 0.003)
            for x, y in list(zip(xs, ys, strict=True))[::2]:
                pen.line([(x, y), (x, deck)], 0.0011)

    ink = stage.palette.ink.copy()
    ink[0] += 0.05
    colour = np.broadcast_to(stage.hazed(to_rgb(ink), 0.12), (sheet.height, sheet.width, 3)).copy()
    return Coat("bridge", 0.4, colour, sheet.drawn(draw))
