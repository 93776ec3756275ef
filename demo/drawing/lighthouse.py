"""The cape on the horizon, its lighthouse, and the light that turns."""

from __future__ import annotations

import numpy as np

from drawing.canvas import WIDTH, ink, over, shape
from drawing.light import Hour
from drawing.sky import add_light


def headland(width: int, height: int, seed: int, lighthouse: float) -> tuple[np.ndarray, tuple[float, float]]:
    """A far cape with a lighthouse at `lighthouse` (part of the width): a white layer, and where its lamp is."""
    random = np.random.default_rng(seed)
    x = np.linspace(0, 1, 60)
    hump = np.sin(np.pi * x) ** 0.6 * (0.46 + 0.14 * np.sin(x * 7 + 1) + 0.05 * np.sin(x * 19))
    tops = height - height * 0.55 * hump - random.uniform(0, 1.5, 60)
    foot = lighthouse * width
    ground = float(np.interp(lighthouse, x, tops))
    tall = height * 0.46

    def draw(pen, at) -> None:
        pen.polygon(at([(0, height), *zip(x * width, tops, strict=True), (width, height)]), fill=ink((1, 1, 1)))
        pen.polygon(
            at([(foot - 6, ground + 4), (foot - 4, ground - tall), (foot + 4, ground - tall), (foot + 6, ground + 4)]),
            fill=ink((1, 1, 1)),
        )
        pen.rectangle(at([(foot - 6, ground - tall - 2), (foot + 6, ground - tall)]), fill=ink((1, 1, 1)))
        pen.rectangle(at([(foot - 3, ground - tall - 9), (foot + 3, ground - tall)]), fill=ink((1, 1, 1)))
        pen.polygon(
            at([(foot - 5, ground - tall - 9), (foot, ground - tall - 14), (foot + 5, ground - tall - 9)]),
            fill=ink((1, 1, 1)),
        )
        pen.rectangle(at([(foot + 12, ground - 9), (foot + 30, ground + 6)]), fill=ink((1, 1, 1)))
        pen.polygon(
            at([(foot + 9, ground - 8), (foot + 21, ground - 17), (foot + 33, ground - 8)]), fill=ink((1, 1, 1))
        )

    return shape((width, height), draw), (foot, ground - tall - 5)


def paint_headland(picture: np.ndarray, land: np.ndarray, light: Hour, x: float, base: int) -> None:
    """Lay the cape with its foot on row `base`, in the colour of the haze, lighter towards the water."""
    fade = np.linspace(0, 1, land.shape[0], dtype=np.float32)[:, None, None] ** 2
    tinted = land.copy()
    colour = light.haze * (1 - 0.35 * fade) + light.sky[4] * 0.35 * fade
    tinted[..., :3] = land[..., 3:] * colour
    over(picture, tinted, round(x), base - land.shape[0])


def lighthouse_beam(
    picture: np.ndarray, x: float, y: float, time: float, strength: float, period: float = 5.2
) -> float:
    """The turning light seen from the beach: two opposed beams; returns how much one looks at us, 0 to 1."""
    angle = 2 * np.pi * time / period
    rows, columns = np.mgrid[0 : int(y) + 150, 0:WIDTH].astype(np.float32)
    away, height = columns - x, rows - y
    for turn in (angle, angle + np.pi):
        across, towards = np.sin(turn), np.cos(turn)
        length = np.abs(across) * 620 + 20
        forward = away * np.sign(across)
        sideways = height - forward * (0.04 + 0.05 * towards)
        thick = 2.5 + np.clip(forward, 0, None) * (0.055 + 0.07 * max(towards, 0))
        cone = np.exp(-((sideways / thick) ** 2)) * np.exp(-np.clip(forward, 0, None) / length) * (forward > -2)
        cone *= strength * (0.30 + 0.14 * towards) * np.abs(across) ** 0.5
        area = picture[: rows.shape[0]]
        area += cone[..., None] * np.array([1.0, 0.93, 0.72], np.float32) * (1 - area)
    flash = max(np.cos(angle), np.cos(angle + np.pi), 0) ** 18
    add_light(picture, x, y, 10 + 26 * flash, (1.0, 0.9, 0.66), strength * (0.55 + 0.6 * flash))
    return float(flash)
