"""Sea and sand, planes seen in perspective, and the line where they meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drawing.canvas import HEIGHT, WIDTH, ink, noise, shape, slide, smoothstep
from drawing.light import Hour
from drawing.sky import sky_colours


@dataclass(frozen=True)
class Glitter:
    """A path of light on the water, from the sun, the moon or a lamp above (x)."""

    x: float
    colour: tuple[float, float, float]
    strength: float
    width: float = 14.0  # at the horizon
    spread: float = 0.45  # how much wider it gets for each row further down


# Each wave: how often it comes across and into the depth, how steep it is, how fast it runs.
WAVES = np.array(
    [
        *(
            (0.35, 2.1, 1.0, 0.9),
            (-0.8, 3.4, 0.8, 1.15),
            (1.5, 5.2, 0.62, 1.5),
            (-2.4, 7.9, 0.5, 1.8),
            (3.7, 12.0, 0.42, 2.3),
        ),
        *((-6.0, 19.0, 0.38, 2.9), (9.5, 30.0, 0.34, 3.6), (-14.0, 46.0, 0.30, 4.4)),
    ],
    np.float32,
)


def paint_sea(
    picture: np.ndarray,
    light: Hour,
    horizon: int,
    bottom: int,
    time: float,
    pan: float,
    glitters: list[Glitter],
    scale: float = 1.0,
) -> None:
    """Paint rows `horizon` to `bottom` as moving water that mirrors the sky; `scale` above 1 draws larger waves."""
    rows = np.arange(horizon, bottom, dtype=np.float32)[:, None]
    columns = np.arange(WIDTH, dtype=np.float32)[None, :]
    below = rows - horizon + 1.5
    depth = 260.0 / below / scale
    across = (columns - WIDTH / 2 + pan) * depth / 300
    step = np.maximum(depth / below, 0.002)  # how much depth one row spans: waves finer than that are left out
    slope = np.zeros((len(rows), WIDTH), np.float32)
    for kx, kz, steep, speed in WAVES:
        seen = np.clip(1.25 - 0.45 * kz * step, 0, 1)
        wobble = 0.6 * np.sin(0.37 * kx * across * 3 + kz)
        slope += (steep * seen) * np.sin(kx * across * 1.8 + kz * depth * 1.6 + speed * time + wobble)
    mirrored = np.clip(1 - (below * 1.15 + slope * (3 + below * 0.16)) / horizon, 0, 1)
    table = sky_colours(light, np.linspace(0, 1, 256))
    water = table[(mirrored * 255).astype(np.int32)]
    deeper = (0.22 + 0.50 * smoothstep(0, 260, below))[..., None]
    tilt = np.clip(0.5 + 0.22 * slope, 0, 1)[..., None]
    water += deeper * (light.water * (0.82 + 0.36 * tilt) - water)
    for glitter in glitters:
        spread = glitter.width + glitter.spread * below
        path = np.exp(-(np.abs((columns - glitter.x + slope * spread * 0.22) / spread) ** 1.7))
        path *= 0.35 + 0.65 * np.exp(-below / 130)  # near water shows its own colour between the sparks
        sparkle = smoothstep(0.15, 1.35, slope * 0.8 + path * (1.1 - 0.55 * np.clip(below / 300, 0, 1)) + 0.02) * path
        water += (glitter.strength * sparkle)[..., None] * (np.asarray(glitter.colour, np.float32) - 0.55 * water)
    picture[horizon:bottom] = water
    # the air over the horizon is hazy: the line between sea and sky is not a knife's edge
    for offset, part in ((0, 0.55), (1, 0.35), (2, 0.2)):
        picture[horizon + offset] += part * (light.sky[4] - picture[horizon + offset])


class Sand:
    """Dry sand from row `top` to the lower edge: soft ripples in perspective that pass faster the nearer they are."""

    def __init__(self, top: int, seed: int, ripple: float = 1.0) -> None:
        self.top, rows = top, HEIGHT - top
        y = np.arange(rows, dtype=np.float32)[:, None]
        self.near = y / rows
        wide = WIDTH + 400
        x = np.arange(wide, dtype=np.float32)[None, :]
        self.depth = 900 / (y + 60)
        warp = noise(rows, wide, (60, 420), seed, 3)
        ripples = np.sin(self.depth * 16 + warp * 9 + (x - wide / 2) * self.depth * 0.0022)
        lumps = noise(rows, wide, (34, 300), seed + 1, 4) - 0.5
        self.tone = (ripple * 0.020 * ripples * smoothstep(0.02, 0.3, self.near) + 0.14 * lumps).astype(np.float32)

    def paint(self, picture: np.ndarray, light: Hour, pan: float, cover: np.ndarray | None = None) -> None:
        """`cover` (rows, WIDTH): where the sand is dry and not under water, all of it when not given."""
        offsets = 200 + pan * (0.25 + 0.75 * self.near[:, 0])
        whole = offsets.astype(np.int32)[:, None]
        part = (offsets[:, None] - whole).astype(np.float32)
        index = whole + np.arange(WIDTH)[None, :]
        tone = np.take_along_axis(self.tone, index, 1) * (1 - part) + np.take_along_axis(self.tone, index + 1, 1) * part
        base = light.sand[0] * (1 - self.near[..., None]) + light.sand[1] * self.near[..., None]
        colour = base * (1 + tone[..., None] * 1.6)
        area = picture[self.top :]
        area += (1.0 if cover is None else cover[..., None]) * (colour - area)


def wet_edge(picture: np.ndarray, light: Hour, line: np.ndarray, time: float, foam: float = 1.0, seed: int = 5) -> None:
    """Where the sea ends on the sand, at `line` (a row for each column): wet sand that mirrors the sky, and foam."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    after = rows - line[None, :]
    wet = (smoothstep(-2, 2, after) * (1 - smoothstep(8, 46, after)))[..., None]
    mirror = sky_colours(light, np.array(0.8)) * 0.75
    picture += 0.55 * wet * (mirror - picture)
    columns = np.arange(WIDTH, dtype=np.float32)
    lace = 1.6 + 1.2 * np.sin(columns * 0.045 + seed) + 0.9 * np.sin(columns * 0.021 + time * 0.5)
    froth = smoothstep(3.2, 0.6, np.abs(after) / (0.6 + 0.35 * lace[None, :])) * 0.6 * foam
    picture += froth[..., None] * (0.5 * light.sky[4] + 0.5 - picture)


def breaker(picture: np.ndarray, light: Hour, lace: np.ndarray, row: float, time: float) -> None:
    """A low wave that breaks along `row` far out, and fades in and out as it runs."""
    columns = np.arange(WIDTH, dtype=np.float32)
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    line = row + 5 * np.sin(columns * 0.006 + 0.4) + 2 * np.sin(columns * 0.023 + time * 0.6)
    under = rows - line[None, :]
    torn = 0.35 + 0.65 * smoothstep(0.25, 0.6, slide(lace, 20 + 4 * time))
    strong = smoothstep(0.15, 0.8, 0.5 + 0.5 * np.sin(columns * 0.0049 + 0.35 * time))[None, :]
    crest = smoothstep(5.5, 1.0, np.abs(under)) * torn * strong
    face = smoothstep(-12, -2, under) * smoothstep(2, -1, under) * strong
    picture += (0.35 * face)[..., None] * (light.water - picture)
    picture += (0.75 * crest)[..., None] * (0.45 * light.sky[4] + 0.52 - picture)


def grass(width: int, height: int, blades: int, seed: int, time: float, lean: float) -> np.ndarray:
    """A white tuft of dune grass that sways; tint it with the light it stands in."""
    random = np.random.default_rng(seed)
    plan = random.random((blades, 5))

    def draw(pen, at) -> None:
        for where, tall, bend, phase, thick in plan:
            foot = width * (0.28 + 0.44 * where)
            length = height * (0.45 + 0.5 * tall)
            tip = width * (0.55 * (bend - 0.5)) + lean + (4 + 7 * tall) * np.sin(time * 1.1 + phase * 2.5)
            reach = np.linspace(0, 1, 9)
            spine = np.stack([foot + tip * reach**2, height - length * (reach - 0.16 * reach**2)], 1)
            half = (1.0 + 1.4 * thick) * (1 - reach)[:, None] * np.array([[1, 0]])
            pen.polygon(at([*(spine - half), *(spine + half)[::-1]]), fill=ink((1, 1, 1)))

    return shape((width, height), draw)
