"""The sky and what is in it: sun, moon, clouds, stars."""

from __future__ import annotations

import numpy as np

from drawing.canvas import HEIGHT, WIDTH, noise, over, slide, smoothstep
from drawing.light import Hour

BANDS = np.array([0, 0.36, 0.64, 0.86, 1.0])  # where the five colours of the sky stand, from zenith to horizon


def sky_colours(light: Hour, rows: np.ndarray) -> np.ndarray:
    """The colour of the sky at `rows`, 0 at the top of the sky and 1 at the horizon: (..., 3)."""
    return np.stack([np.interp(rows, BANDS, light.sky[:, c]) for c in range(3)], axis=-1).astype(np.float32)


def paint_sky(light: Hour, horizon: int) -> np.ndarray:
    """A whole picture with the sky down to row `horizon`, and the colour of the horizon below it."""
    rows = np.minimum(np.arange(HEIGHT) / horizon, 1.0)
    return np.repeat(sky_colours(light, rows)[:, None], WIDTH, axis=1)


def add_light(picture: np.ndarray, x: float, y: float, radius: float, colour, strength: float) -> None:
    """Add a glow that fades with the distance from (x, y), as a sun, a moon or a lamp throws into hazy air."""
    reach = int(radius * 3)
    top, bottom, left, right = (
        max(0, int(y) - reach),
        min(HEIGHT, int(y) + reach),
        max(0, int(x) - reach),
        int(x) + reach,
    )
    if bottom <= top or right <= left:
        return
    rows, columns = np.mgrid[top:bottom, left : min(WIDTH, right)].astype(np.float32)
    far = np.hypot(rows - y, columns - x) / reach
    glow = strength * np.clip(1 - far, 0, 1) ** 3
    area = picture[top:bottom, left : min(WIDTH, right)]
    area += glow[..., None] * np.asarray(colour, np.float32) * (1 - 0.7 * area)  # screen: a glow never burns out


def disc(
    picture: np.ndarray, x: float, y: float, radius: float, colour, above: int = HEIGHT, seas: float = 0.0
) -> None:
    """The sun or the moon itself, cut off below row `above`; `seas` darkens a few spots, as on the moon."""
    reach = int(radius) + 3
    left, top = int(x) - reach, int(y) - reach
    rows, columns = np.mgrid[top : top + 2 * reach, left : left + 2 * reach].astype(np.float32)
    cover = smoothstep(radius + 0.8, radius - 0.8, np.hypot(rows - y, columns - x)) * (rows < above)
    tone = np.ones_like(cover)
    for dx, dy, size in (
        (-0.30, -0.28, 0.36),
        (0.22, -0.34, 0.24),
        (0.36, 0.06, 0.26),
        (-0.38, 0.22, 0.28),
        (0.05, 0.50, 0.20),
    ):
        tone -= seas * np.exp(
            -(((rows - y) / radius - dy) ** 2 + ((columns - x) / radius - dx) ** 2) / (0.45 * size**2)
        )
    over(picture, np.dstack([cover * tone * c for c in colour] + [cover]).astype(np.float32), left, top)


class Clouds:
    """Long clouds that drift; thin ones high up, flat ones near the horizon."""

    def __init__(self, horizon: int, seed: int, cover: float = 0.5) -> None:
        wide = WIDTH + 220
        shapes = 0.65 * noise(horizon, wide, (90, 520), seed, 6) + 0.35 * noise(horizon, wide, (26, 260), seed + 1, 5)
        height = np.linspace(0, 1, horizon)[:, None]
        edge = 1 - cover + 0.16 * np.abs(height - 0.62) ** 0.5
        self.body = smoothstep(edge, edge + 0.30, shapes).astype(np.float32) * (
            0.35 + 0.65 * smoothstep(0.02, 0.4, height)
        )
        above = np.roll(self.body, 9, axis=0)  # what hangs above shades what is below; light comes from the horizon
        self.lit = np.clip(self.body - 0.75 * above + 0.25, 0, 1)

    def paint(self, picture: np.ndarray, light: Hour, drift: float, sun_x: float, strength: float = 1.0) -> None:
        body, lit = slide(self.body, drift), slide(self.lit, drift)
        near_sun = np.exp(-(((np.arange(WIDTH) - sun_x) / 420) ** 2))[None, :]
        shade = 0.55 * light.sky[1] + 0.45 * light.sky[2]
        low = np.linspace(0, 1, body.shape[0], dtype=np.float32)[:, None, None] ** 1.5
        glow = (1 - low) * (0.75 * light.sky[2] + 0.25 * light.rim) + low * (0.6 * light.sky[4] + 0.4 * light.rim)
        mix = np.clip(lit * (0.45 + 0.75 * near_sun), 0, 1)[..., None]
        cover = (0.8 * strength * body)[..., None]
        sky = picture[: body.shape[0]]
        sky += cover * (shade * (1 - mix) + glow * mix - sky)


class Stars:
    """Points of many sizes, a milky band, and a slow twinkle."""

    def __init__(self, horizon: int, seed: int, count: int = 620) -> None:
        random = np.random.default_rng(seed)
        self.sheets = np.zeros((3, horizon, WIDTH), np.float32)
        band = lambda x: horizon * (0.75 - 0.62 * x / WIDTH)  # noqa: E731
        for index in range(count):
            x, y = random.uniform(2, WIDTH - 3), horizon * random.uniform(0, 0.97)
            if index % 2:
                y = float(np.clip(band(x) + random.normal(0, horizon * 0.13), 2, horizon - 3))
            bright = float(random.pareto(2.2) * 0.16 + 0.10) * float(1 - 0.75 * (y / horizon) ** 3)
            self._dot(self.sheets[index % 3], x, y, min(bright, 1.0))
        rows, columns = np.mgrid[0:horizon, 0:WIDTH]
        dust = noise(horizon, WIDTH, (70, 160), seed + 2, 5)
        self.milk = (np.exp(-(((rows - band(columns)) / (horizon * 0.17)) ** 2)) * (0.25 + 0.75 * dust)).astype(
            np.float32
        )

    @staticmethod
    def _dot(sheet: np.ndarray, x: float, y: float, bright: float) -> None:
        size = 0.7 + 0.9 * bright
        rows, columns = np.mgrid[int(y) - 3 : int(y) + 5, int(x) - 3 : int(x) + 5]
        keep = (rows >= 0) & (rows < sheet.shape[0]) & (columns >= 0) & (columns < sheet.shape[1])
        spot = bright * np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * size**2))
        sheet[rows[keep], columns[keep]] += spot[keep]

    def paint(self, picture: np.ndarray, time: float, strength: float) -> None:
        twinkle = [1 + 0.25 * np.sin(time * (0.9 + 0.35 * i) + 2 * i) for i in range(3)]
        points = sum(w * s for w, s in zip(twinkle, self.sheets, strict=True))
        area = picture[: points.shape[0]]
        area += strength * points[..., None] * np.array([0.95, 0.96, 1.0], np.float32)
        area += strength * 0.13 * self.milk[..., None] * np.array([0.72, 0.80, 1.0], np.float32)
