"""A railway station: rails to the vanishing point, a platform under its roof, lamps, and a train with lit windows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from synth.image.canvas import Pen
from synth.image.colour import lch, to_rgb
from synth.image.painting import Coat
from synth.image.places.built import Glow, dark, lights
from synth.image.places.mountains import range_of
from synth.image.places.waterside import far_shore
from synth.image.sky import sky
from synth.image.stage import Stage

Point = tuple[float, float]


class _View:
    """Points of the station's own space: x to the platform's side, y up from the rails, z away; metres."""

    def __init__(self, stage: Stage, vanishing: Point, eye: float):
        self.side, self.vanishing, self.eye = stage.side, vanishing, eye

    def __call__(self, x: float, y: float, z: float) -> Point:
        return (self.vanishing[0] + self.side * x / z, self.vanishing[1] + (self.eye - y) / z)


def station(stage: Stage) -> Iterator[Coat]:
    rng, sheet = stage.rng("station"), stage.sheet
    line = rng.uniform(0.56, 0.62)
    yield Coat("sky", 1.0, sky(stage, line))
    yield from range_of(stage, line, rng.uniform(0.5, 1.5))
    yield far_shore(stage, line)
    view = _View(stage, (sheet.across(0.5 - stage.side * rng.uniform(0.06, 0.16)), line), rng.uniform(2.3, 2.8))
    glows: list[Glow] = []
    train = rng.random() < 0.75
    colour, alpha = sheet.coloured(lambda pen: _ground(pen, stage, view))
    yield Coat("tracks", 0.45, colour, alpha)
    if train:
        colour, alpha = sheet.coloured(lambda pen: _train(pen, stage, view, rng, glows))
        yield Coat("train", 0.4, colour, alpha)
    colour, alpha = sheet.coloured(lambda pen: _platform(pen, stage, view, rng, glows))
    yield Coat("platform", 0.25, colour, alpha)
    if dark(stage):
        yield lights(stage, "lamps", 0.24, glows, (0.88, 0.105, 72), 0.85)


def _ground(pen: Pen, stage: Stage, view: _View) -> None:
    local = stage.palette.local
    ballast = local(0.93, 0.01, 245, 0.45) if stage.snowy else local(0.38, 0.012, 60, 0.3)
    edge = stage.sheet.aspect * 3
    steps = np.geomspace(60, 1.2, 40)
    for far, near in pairwise(steps):
        ink = stage.hazed(ballast * (0.72 + 0.28 * min(1, far / 12)), min(1, far / 45))
        y0, y1 = view(0, 0, far)[1], view(0, 0, near)[1]
        pen.polygon([(-edge, y0), (edge, y0), (edge, y1 + 0.002), (-edge, y1 + 0.002)], ink)
    sleeper = local(0.28, 0.02, 50, 0.2)
    rail = local(0.80, 0.015, 240, 0.6) if not stage.snowy else local(0.35, 0.02, 240, 0.3)
    for track in (-0.4, -5.0):
        for z in np.geomspace(45, 1.3, 60):
            ink = stage.hazed(sleeper if not stage.snowy else ballast * 0.86, z / 45)
            quad = [
                view(track - 1.3, 0, z),
                view(track + 1.3, 0, z),
                view(track + 1.3, 0, z * 0.965),
                view(track - 1.3, 0, z * 0.965),
            ]
            pen.polygon(quad, ink)
        for side in (-0.75, 0.75):
            for far, near in pairwise(steps):
                a, b = track + side - 0.05, track + side + 0.05
                pen.polygon(
                    [view(a, 0.1, far), view(b, 0.1, far), view(b, 0.1, near), view(a, 0.1, near)],
                    stage.hazed(rail, far / 60),
                )


def _train(pen: Pen, stage: Stage, view: _View, rng: np.random.Generator, glows: list[Glow]) -> None:
    """It stands on the far track, its near end at the side of the picture."""
    local = stage.palette.local
    hue, light = rng.choice([25.0, 245.0, 150.0, 70.0]), dark(stage)
    body, roof = local(0.40, 0.09, hue, 0.35), local(0.30, 0.015, 250, 0.3)
    if stage.snowy:
        roof = local(0.94, 0.01, 245, 0.5)
    x, top, first, last = -3.5, 3.7, 34.0, 3.0 + rng.uniform(0, 3)
    ends = np.geomspace(first, last, 6)
    for far, near in pairwise(ends):
        near = near * 1.03
        hazed = stage.hazed(body, far / 60)
        pen.polygon([view(x, 0.5, far), view(x, 0.5, near), view(x, top - 0.3, near), view(x, top - 0.3, far)], hazed)
        pen.polygon(
            [view(x, top - 0.3, far), view(x, top - 0.3, near), view(x - 0.5, top, near), view(x - 0.5, top, far)],
            stage.hazed(roof, far / 60),
        )
        pen.polygon(
            [view(x, 1.15, far), view(x, 1.15, near), view(x, 1.0, near), view(x, 1.0, far)],
            stage.hazed(local(0.88, 0.03, 85, 0.5), far / 60),
        )
        pen.polygon(
            [view(x, 0.5, far), view(x, 0.5, near), view(x, 0.1, near), view(x, 0.1, far)],
            stage.hazed(local(0.18, 0.01, 250, 0.1), far / 60),
        )
        cells = 1 / np.linspace(1 / far, 1 / near, 9)
        for i in range(8):
            a, b = cells[i] + (cells[i + 1] - cells[i]) * 0.2, cells[i] + (cells[i + 1] - cells[i]) * 0.8
            glass = (
                to_rgb(lch(0.90, 0.10, 80)) * rng.uniform(0.82, 1)
                if light
                else stage.hazed(local(0.55, 0.04, 230, 0.6), far / 60)
            )
            pen.polygon([view(x, 1.75, a), view(x, 1.75, b), view(x, 2.75, b), view(x, 2.75, a)], glass)
            if light:
                px, py = view(x, 2.2, (a + b) / 2)
                glows.append((px, py, 0.25 / a, 0.22))
    face = [view(x, 0.3, last), view(x - 2.6, 0.3, last), view(x - 2.6, top - 0.4, last), view(x - 2.1, top, last), view(x - 0.5, top, last), view(x, top - 0.4, last)]  # fmt: skip  # noqa: E501
    pen.polygon(face, body * 0.75)
    pen.polygon(
        [view(x - 0.35, 1.9, last), view(x - 2.25, 1.9, last), view(x - 2.1, 3.0, last), view(x - 0.5, 3.0, last)],
        local(0.30, 0.04, 235, 0.4),
    )
    for lamp in (-0.55, -2.05):
        px, py = view(x + lamp, 1.25, last)
        pen.disc(px, py, 0.16 / last, to_rgb(lch(0.97, 0.05, 85)))
        glows.append((px, py, 0.35 / last, 0.8))


def _platform(pen: Pen, stage: Stage, view: _View, rng: np.random.Generator, glows: list[Glow]) -> None:
    local = stage.palette.local
    top, x0 = 1.0, 1.6
    floor = local(0.94, 0.01, 245, 0.5) if stage.snowy else local(0.55, 0.012, 70, 0.4)
    steps = np.geomspace(40, 1.0, 26)
    for far, near in pairwise(steps):
        shade = 0.62 + 0.38 * min(1.0, far / 12)
        pen.polygon(
            [view(x0, top, far), view(14, top, far), view(14, top, near), view(x0, top, near)],
            stage.hazed(floor * shade, far / 50),
        )
        pen.polygon(
            [view(x0, 0, far), view(x0, top, far), view(x0, top, near), view(x0, 0, near)],
            stage.hazed(local(0.32, 0.012, 60, 0.2), far / 50),
        )
        stripe = local(0.82, 0.13, 88, 0.6) if not stage.snowy else floor * shade * 0.96
        pen.polygon(
            [
                view(x0 + 0.5, top, far),
                view(x0 + 0.75, top, far),
                view(x0 + 0.75, top, near),
                view(x0 + 0.5, top, near),
            ],
            stage.hazed(stripe, far / 50),
        )
    ink = to_rgb(stage.palette.ink)
    roof, first, last = 4.9, 30.0, 2.4
    wood = stage.hazed(ink, 0.05)
    for z in np.geomspace(first, last, 9):
        post = stage.hazed(ink, z / 60)
        for x in (3.4,):
            a, b = view(x - 0.09, top, z), view(x + 0.09, roof, z)
            pen.box(min(a[0], b[0]), b[1], max(a[0], b[0]), a[1], post)
            for d in (-1, 1):
                pen.line([view(x, roof - 0.9, z), view(x + d * 0.9, roof - 0.05, z)], 0.10 / z, post)
        if dark(stage):
            px, py = view(2.6, roof - 0.55, z)
            pen.line([view(2.6, roof, z), (px, py)], 0.03 / z, post)
            pen.disc(px, py, 0.13 / z, to_rgb(lch(0.97, 0.06, 85)))
            glows.append((px, py, 0.42 / z, 0.75))
            glows.append((*view(2.6, top, z), 0.5 / z, 0.25))
    eaves = local(0.95, 0.01, 245, 0.5) if stage.snowy else stage.hazed(ink * 1.25, 0.1)
    pen.polygon(
        [view(1.5, roof, first), view(7, roof + 0.7, first), view(7, roof + 0.7, 0.8), view(1.5, roof, 0.8)], wood
    )
    pen.polygon(
        [view(1.5, roof, first), view(1.5, roof + 0.35, first), view(1.5, roof + 0.35, 0.8), view(1.5, roof, 0.8)],
        eaves,
    )
    _bench(pen, stage, view, ink)
    _clock(pen, stage, view, rng, glows)


def _bench(pen: Pen, stage: Stage, view: _View, ink: np.ndarray) -> None:
    for y, h in ((1.45, 0.1), (1.8, 0.16)):
        pen.polygon([view(4.3, y, 6.6), view(4.3, y, 4.9), view(4.3, y + h, 4.9), view(4.3, y + h, 6.6)], ink)
    for z in (6.5, 5.0):
        pen.line([view(4.3, 1.0, z), view(4.3, 1.95, z)], 0.07 / z, ink)


def _clock(pen: Pen, stage: Stage, view: _View, rng: np.random.Generator, glows: list[Glow]) -> None:
    z = rng.uniform(4.2, 5.4)
    x, y = view(2.3, 3.75, z)
    r = 0.36 / z
    pen.line([view(2.3, 4.9, z), (x, y - r)], 0.05 / z, to_rgb(stage.palette.ink))
    pen.disc(x, y, r * 1.14, to_rgb(stage.palette.ink))
    pen.disc(x, y, r, to_rgb(lch(0.95, 0.03, 90)) if dark(stage) else stage.palette.local(0.96, 0.01, 90, 0.8))
    hour, minute = rng.uniform(0, 6.28), rng.uniform(0, 6.28)
    for angle, long, thick in ((hour, 0.5, 0.08), (minute, 0.78, 0.05)):
        pen.line(
            [(x, y), (x + np.sin(angle) * r * long, y - np.cos(angle) * r * long)],
            r * thick * 1.6,
            to_rgb(stage.palette.ink),
        )
    if dark(stage):
        glows.append((x, y, r * 1.5, 0.14))
