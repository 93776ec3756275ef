"""What falls or blows before everything else: snow and rain with depth, fog in banks, lightning, leaves in the wind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageFilter

from synth.image.canvas import Pen
from synth.image.colour import lch, mix, to_rgb
from synth.image.noise import fractal
from synth.image.painting import Coat
from synth.image.stage import Stage

INDOORS = ("room", "school", "space", "abstract")


def weather(stage: Stage) -> Iterator[Coat]:
    """Coats that come last. Indoors the weather stays outside the window."""
    if stage.words.place in INDOORS:
        return
    kind = stage.words.weather
    if kind == "storm":
        yield lightning(stage)
    if kind == "fog":
        yield from fog(stage)
    if kind == "snow" or (kind == "storm" and stage.snowy):
        yield from snowfall(stage)
    elif kind in ("rain", "storm"):
        yield from rainfall(stage, heavy=kind == "storm")
    elif kind == "wind":
        yield leaves(stage)


def snowfall(stage: Stage) -> Iterator[Coat]:
    """Three depths: dust far away, flakes, and a few large ones out of focus."""
    rng, sheet = stage.rng("snowfall"), stage.sheet
    colour = to_rgb(lch({"night": 0.86, "day": 0.99}.get(stage.time, 0.95), 0.012, 240))
    for name, count, small, large, blur, strength, depth in (
        ("far snow", 1300, 0.0008, 0.0017, 0.0, 0.55, 0.5),
        ("snow", 420, 0.0022, 0.0042, 0.0012, 0.85, 0.2),
        ("near snow", 40, 0.008, 0.020, 0.006, 0.38, 0.02),
    ):

        def draw(pen: Pen, count: int = count, small: float = small, large: float = large) -> None:
            for _ in range(int(count * sheet.aspect / 1.78)):
                x, y, r = rng.uniform(-0.52, 0.52) * sheet.aspect, rng.random(), rng.uniform(small, large)
                r = max(r, 0.25 / sheet.height)
                pen.disc(x, y, r, squash=rng.uniform(0.8, 1.0))

        alpha = _blurred(sheet.drawn(draw), blur * sheet.height) * np.float32(strength)
        yield Coat(name, depth, np.broadcast_to(colour, (*alpha.shape, 3)).copy(), alpha)


def rainfall(stage: Stage, heavy: bool) -> Iterator[Coat]:
    rng, sheet = stage.rng("rainfall"), stage.sheet
    slant = rng.uniform(0.08, 0.22) * rng.choice([-1, 1]) * (2.0 if heavy else 1.0)
    light = to_rgb(mix(stage.palette.sky[-1], lch(0.95, 0.01, 230), 0.6))
    torn = sheet.enlarge(
        np.clip(0.6 + fractal(rng, sheet.soft.x * 1.2 + sheet.soft.y.mean(), sheet.soft.y * 0.8, 3), 0, 1)
    )
    for name, count, long, thick, strength, depth in (
        ("far rain", 1300, 0.035, 0.0009, 0.22, 0.5),
        ("rain", 520, 0.085, 0.0013, 0.30, 0.2),
        ("near rain", 60, 0.2, 0.0024, 0.22, 0.02),
    ):

        def draw(pen: Pen, count: int = count, long: float = long, thick: float = thick) -> None:
            for _ in range(int(count * (1.5 if heavy else 1.0) * sheet.aspect / 1.78)):
                x, y, d = rng.uniform(-0.6, 0.6) * sheet.aspect, rng.uniform(-0.1, 1), long * rng.uniform(0.6, 1.4)
                pen.line([(x, y), (x + slant * d, y + d)], max(thick, 0.5 / sheet.height), int(rng.integers(110, 256)))

        alpha = _blurred(sheet.drawn(draw), 0.0006 * sheet.height) * torn * np.float32(strength)
        yield Coat(name, depth, np.broadcast_to(light, (*alpha.shape, 3)).copy(), alpha.astype(np.float32))


def fog(stage: Stage) -> Iterator[Coat]:
    sheet = stage.sheet
    soft = sheet.soft
    for i, (at, tall, depth) in enumerate(((stage.horizon, 0.22, 0.45), (0.95, 0.25, 0.05))):
        rng = stage.rng("fog", i)
        torn = fractal(rng, soft.x * 1.1, soft.y * 4.5, 5)
        bank = np.exp(-(((soft.y - at) / tall) ** 2))[:, None]
        alpha = np.clip(bank * (0.66 + 0.5 * torn), 0, 0.86).astype(np.float32)
        yield Coat(
            f"fog {i + 1}",
            depth,
            np.broadcast_to(stage.haze, (sheet.height, sheet.width, 3)).copy(),
            sheet.enlarge(alpha).clip(0, 1),
        )


def lightning(stage: Stage) -> Coat:
    """A bolt from the clouds to the horizon, forked, and the light it throws."""
    rng, sheet = stage.rng("lightning"), stage.sheet
    x0 = stage.sun[0] + rng.uniform(-0.1, 0.1)
    end = stage.horizon

    def bolt(pen: Pen, x: float, y: float, to_x: float, to_y: float, thick: float) -> None:
        points, n = [(x, y)], 22
        for i in range(1, n + 1):
            t = i / n
            points.append(
                (x + (to_x - x) * t + rng.normal(0, 0.011) * (1 - t * 0.5), y + (to_y - y) * t + rng.normal(0, 0.004))
            )
        pen.line(points, thick)
        if thick > 0.0016:
            for _ in range(4):
                px, py = points[int(rng.integers(4, n - 4))]
                bolt(pen, px, py, px + rng.normal(0, 0.14), py + rng.uniform(0.08, 0.2), thick * 0.5)

    sharp = sheet.drawn(lambda pen: bolt(pen, x0, 0.02, x0 + rng.uniform(-0.12, 0.12), end, 0.0034))
    halo = _blurred(np.asarray(sharp), 0.012 * sheet.height) * 2.2
    wide = sheet.enlarge(sheet.soft.glow(x0, 0.25, 0.28, 2.4)) * 0.28
    alpha = np.clip(np.maximum(sharp, halo + wide), 0, 1)
    colour = np.broadcast_to(to_rgb(lch(0.96, 0.03, 280)), (sheet.height, sheet.width, 3)).copy()
    return Coat("lightning", 0.9, colour, alpha.astype(np.float32))


def leaves(stage: Stage) -> Coat:
    """Leaves, petals or blades of grass carried across the picture, in lines that curl."""
    rng, sheet = stage.rng("leaves"), stage.sheet
    hue = {"autumn": 55.0, "spring": 355.0, "winter": 240.0}.get(stage.words.season, 130.0)
    phase, amp = rng.uniform(0, 6), rng.uniform(0.06, 0.14)

    def draw(pen: Pen) -> None:
        for _ in range(int(170 * sheet.aspect / 1.78)):
            x = rng.uniform(-0.55, 0.55) * sheet.aspect
            y = 0.52 + amp * np.sin(x * 2.3 + phase) - 0.12 * x * stage.side + rng.normal(0, 0.13)
            r, angle = rng.uniform(0.003, 0.011), rng.uniform(0, 3.14)
            ink = stage.palette.local(rng.uniform(0.5, 0.85), 0.10, hue + rng.normal(0, 14), rng.uniform(0.3, 0.9))
            long, wide = (np.cos(angle) * r, np.sin(angle) * r * 0.6), rng.uniform(0.2, 0.5)
            pen.polygon(
                [
                    (x - long[0], y - long[1]),
                    (x + long[1] * wide, y - long[0] * wide),
                    (x + long[0], y + long[1]),
                    (x - long[1] * wide, y + long[0] * wide),
                ],
                ink,
            )
        for _ in range(9):
            y0, x0 = rng.uniform(0.2, 0.8), rng.uniform(-0.5, 0.3) * sheet.aspect
            line = [
                (x0 + s, y0 + amp * 0.6 * np.sin((x0 + s) * 2.3 + phase))
                for s in np.linspace(0, rng.uniform(0.2, 0.6), 24)
            ]
            pen.line(line, 0.0008, to_rgb(stage.palette.sky[-2]))

    return Coat("leaves", 0.05, *sheet.coloured(draw))


def _blurred(alpha: np.ndarray, sigma: float) -> np.ndarray:
    if sigma < 0.3:
        return alpha
    image = Image.fromarray((np.clip(alpha, 0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(sigma)), np.float32) / 255
