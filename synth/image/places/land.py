"""Open land: desert, snow field and road, all cut from one kind of terrain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from synth.image.canvas import Pen
from synth.image.colour import to_rgb
from synth.image.noise import scattered
from synth.image.painting import Coat
from synth.image.places.crowns import Inked, crowned
from synth.image.places.mountains import aired, light_of, range_of, shaded
from synth.image.places.things import birds, silhouette
from synth.image.sky import sky
from synth.image.stage import Stage
from synth.image.terrain import Heights, Land, rendered, survey
from synth.image.trees import branching, conifer

Colours = Callable[[Land], np.ndarray]


def ground(stage: Stage, name: str, heights: Heights, colours: Colours, eye: float, horizon: float,
           z: np.ndarray, depth: float = 0.3) -> Coat:  # fmt: skip
    land = survey(stage.sheet, heights, z, horizon, eye, light_of(stage))
    colour, alpha = rendered(stage.sheet, land, colours(land))
    return Coat(name, depth, colour, alpha)


def standing(stage: Stage, heights: Heights, eye: float, horizon: float, x: float, z: float) -> tuple[float, float]:
    """Where on the sheet a thing stands that is at x, z on the land."""
    high = float(heights(np.array([[x]], np.float32), np.array([[z]], np.float32))[0, 0])
    return x / z, horizon + (eye - high) / z


def desert(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("desert")
    yield Coat("sky", 1.0, sky(stage))
    seed, tall, hue = int(rng.integers(1 << 30)), rng.uniform(0.55, 1.0), rng.uniform(48, 74)
    turn = rng.uniform(-0.5, 0.5)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        u, v = x * np.cos(turn) + z * np.sin(turn), z * np.cos(turn) - x * np.sin(turn)
        bend = scattered(seed, u * 0.25, v * 0.25, 2)
        crest = scattered(seed + 1, u * 0.16 + bend * 0.25, v * 0.30 + bend * 0.2, 1, kind="crest")
        lesser = scattered(seed + 2, u * 0.4 + bend * 0.2, v * 0.7, 1, kind="crest")
        return tall * (1.5 * crest**1.6 + 0.3 * lesser**1.5 + 0.25 * bend) - 0.35

    def colours(land: Land) -> np.ndarray:
        light = np.clip((land.lit - np.quantile(land.lit, 0.12)) / (np.ptp(land.lit) * 0.7 + 1e-3), 0, 1)[..., None]
        ripple = scattered(seed + 3, land.x * 1.2 + land.height * 3, land.z[:, None] * 9 + 0 * land.x, 3)
        near = np.exp(-land.z / 2.2)[:, None, None]
        light = np.clip(light + ripple[..., None] * near * 0.22, 0, 1)
        sand = shaded(stage.palette, (0.80, 0.095, hue), light, floor=0.16)
        return aired(stage, sand, land, 46)

    yield ground(stage, "dunes", heights, colours, rng.uniform(0.75, 1.1), stage.horizon, np.geomspace(0.7, 30, 420))
    if rng.random() < 0.5:
        yield caravan(stage)
    elif rng.random() < 0.5:
        yield birds(stage, stage.horizon)


def caravan(stage: Stage) -> Coat:
    """Camels in a row, small, to show how large the land is."""
    rng, sheet = stage.rng("caravan"), stage.sheet
    x0, y0, s = sheet.across(0.5 - stage.side * rng.uniform(0.0, 0.2)), stage.horizon + rng.uniform(0.06, 0.12), 0.032

    def draw(pen: Pen) -> None:
        for i in range(int(rng.integers(3, 6))):
            x, y = x0 + i * s * 2.1 * stage.side, y0 + i * 0.004
            d = -stage.side
            body = [(-.62, -.55), (-.45, -.80), (-.18, -.72), (0, -.98), (.18, -.74), (.42, -.78), (.58, -.6), (.66, -.62), (.80, -1.05), (1.02, -1.08), (1.0, -.97), (.88, -.94), (.76, -.48), (.5, -.42), (-.5, -.40)]  # fmt: skip  # noqa: E501
            pen.polygon([(x + d * a * s, y + b * s) for a, b in body])
            for leg in (-0.5, -0.38, 0.38, 0.5):
                pen.line(
                    [(x + d * leg * s, y - 0.45 * s), (x + d * (leg + rng.normal(0, 0.05)) * s, y + 0.02 * s)], 0.07 * s
                )

    return silhouette(stage, "caravan", 0.4, sheet.drawn(draw))


def snow(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("snow")
    yield Coat("sky", 1.0, sky(stage))
    if rng.random() < 0.6:
        yield from range_of(stage, stage.horizon, rng.uniform(0.8, 2.6))
    seed, eye = int(rng.integers(1 << 30)), rng.uniform(0.5, 0.8)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        bend = scattered(seed, x * 0.3, z * 0.3, 2)
        return 0.30 * scattered(seed + 1, x * 0.18 + bend * 0.2, z * 0.28, 4, 0.36) + 0.16 * bend - 0.1

    def colours(land: Land) -> np.ndarray:
        light = np.clip(land.lit * 1.6 - 0.25, 0, 1)[..., None]
        glint = scattered(seed + 3, land.x * 6, land.z[:, None] * 10 + 0 * land.x, 2)[..., None]
        white = shaded(stage.palette, (0.97, 0.012, 245), np.clip(light + glint * 0.05, 0, 1), floor=0.42)
        return aired(stage, white, land, 50)

    yield ground(stage, "snow field", heights, colours, eye, stage.horizon, np.geomspace(0.6, 26, 330))
    yield lone(stage, heights, eye, "bare" if rng.random() < 0.5 else "conifer")


def lone(stage: Stage, heights: Heights, eye: float, kind: str) -> Coat:
    """A tree or a few where the eye rests, smaller ones behind."""
    rng, sheet = stage.rng("lone"), stage.sheet
    places = [(stage.side * rng.uniform(0.28, 0.36) * sheet.aspect, rng.uniform(2.0, 3.2))]
    places += [(rng.uniform(-0.5, 0.5) * sheet.aspect, rng.uniform(6, 20)) for _ in range(int(rng.integers(2, 14)))]

    def draw(pen: Pen) -> None:
        for u, z in sorted(places, key=lambda place: -place[1]):
            x, y = standing(stage, heights, eye, stage.horizon, u * z, z)
            tall = rng.uniform(0.8, 1.05) / z
            if kind == "bare":
                branching(pen, x, y + 0.004, tall, rng, leaves=0.0)
            else:
                conifer(pen, x, y + 0.004, tall, rng)

    return silhouette(stage, "trees", 0.25, sheet.drawn(draw), 0.05)


def road(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("road")
    yield Coat("sky", 1.0, sky(stage))
    if rng.random() < 0.7:
        yield from range_of(stage, stage.horizon, rng.uniform(0.7, 2.6))
    seed, eye = int(rng.integers(1 << 30)), rng.uniform(0.32, 0.5)
    bend, phase, pace = rng.uniform(0.2, 1.3) * stage.side, rng.uniform(0, 6.28), rng.uniform(0.12, 0.28)
    half, hue = rng.uniform(0.34, 0.46), {"autumn": 70.0, "summer": 128.0}.get(stage.words.season, rng.uniform(70, 135))
    dry = rng.random() < 0.3 and not stage.snowy

    def middle(z: np.ndarray) -> np.ndarray:
        return bend * (np.sin(z * pace + phase) - np.sin(phase)) * np.clip(z / 5, 0, 1)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        away = np.clip((np.abs(x - middle(z)) - half * 1.1) / 1.6, 0, 1)
        rise = 0.30 * scattered(seed, 0 * x + 3.0, z * 0.10, 1) * np.clip(z / 8, 0, 1)
        rough = 0.55 * scattered(seed + 1, x * 0.22, z * 0.22, 5, 0.42) + 0.1
        return rise + rough * away**1.5 * np.clip(z / 7, 0.15, 1)

    def colours(land: Land) -> np.ndarray:
        z = land.z[:, None]
        away = np.abs(land.x - middle(z))
        pixel = z / min(stage.sheet.height, 1080) * 1.5

        def band(near: float, far: float) -> np.ndarray:
            return (np.clip((away - near) / pixel + 0.5, 0, 1) * np.clip((far - away) / pixel + 0.5, 0, 1))[..., None]

        light = np.clip(land.lit * 1.4 - 0.1, 0, 1)[..., None]
        blades = scattered(seed + 4, land.x * 5, z * 7 + 0 * land.x, 4, 0.6)[..., None]
        own = (0.62, 0.06, 72) if dry else (0.93, 0.012, 245) if stage.snowy else (0.55, 0.085, hue)
        colour = shaded(stage.palette, own, np.clip(light + blades * 0.28, 0, 1))
        worn = scattered(seed + 5, land.x * 3, z * 3 + 0 * land.x, 3)[..., None]
        asphalt = stage.palette.local(0.40, 0.012, 265, 0.5) * (1 + 0.10 * worn)
        if stage.words.weather in ("rain", "storm"):
            asphalt = asphalt * 0.7 + stage.haze * 0.25 * np.clip(1.2 - z[..., None] / 8, 0.3, 1)
        if stage.snowy:
            asphalt = asphalt * 0.45 + stage.palette.local(0.88, 0.015, 245, 0.5) * (0.55 + 0.1 * worn)
        colour = colour + (asphalt - colour) * band(-1, half)
        paint = stage.palette.local(0.93, 0.02, 90, 0.75)
        dashes = (np.clip(np.sin(z * 4.2) * 6 + 2.4, 0, 1))[..., None]
        colour = colour + (paint - colour) * band(half * 0.90, half * 0.94) * 0.85
        colour = colour + (paint - colour) * band(-1, half * 0.028) * dashes * 0.9
        return aired(stage, colour, land, 32)

    yield ground(stage, "road", heights, colours, eye, stage.horizon, np.geomspace(0.62, 26, 480))
    yield wayside(stage, heights, middle, eye, half)


def wayside(
    stage: Stage, heights: Heights, middle: Callable[[np.ndarray], np.ndarray], eye: float, half: float
) -> Coat:
    """Poles or trees that lead the eye along the road."""
    rng = stage.rng("wayside")
    both = rng.random() < 0.4
    bare = stage.words.season == "winter" or stage.words.weather == "snow"

    def at(z: float, side: int, away: float) -> tuple[float, float]:
        return standing(stage, heights, eye, stage.horizon, float(middle(np.array(z))) + side * (half + away), z)

    if rng.random() < 0.45:
        return silhouette(stage, "poles", 0.2, stage.sheet.drawn(lambda pen: _poles(pen, at, stage.side)), 0.03)
    hue = {"autumn": rng.uniform(40, 70), "spring": 125.0}.get(stage.words.season, rng.uniform(125, 150))
    bark = to_rgb(stage.palette.ink + np.array([0.03, 0.005, 0.008]))

    def draw(pen: Pen) -> None:
        for z in np.geomspace(16, 1.9, 12):
            for side in (stage.side, -stage.side) if both else (stage.side,):
                x, y = at(float(z), side, rng.uniform(0.5, 1.0))
                tall, far = rng.uniform(0.85, 1.4) / z, z / 26
                if bare:
                    branching(Inked(pen, stage.hazed(bark, far)), x, y + 0.004, tall, rng, leaves=0.0)  # type: ignore[arg-type]
                    continue
                levels = enumerate(((0.30, 0.1), (0.40, 0.35), (0.52, 0.6), (0.62, 0.85)))
                shades = [
                    stage.hazed(stage.palette.local(own, 0.085, hue - 10 * i, lit), far) for i, (own, lit) in levels
                ]
                crowned(pen, stage, x, y + 0.004, tall, shades, stage.hazed(bark, far), rng)

    return Coat("trees", 0.2, *stage.sheet.coloured(draw))


def _poles(pen: Pen, at: Callable[[float, int, float], tuple[float, float]], side: int) -> None:
    """With wires that sag between them."""
    last: tuple[float, float] | None = None
    for z in np.geomspace(16, 1.9, 9):
        x, y = at(float(z), side, 0.30)
        tall = 1.15 / z
        pen.line([(x, y + 0.01), (x, y - tall)], 0.02 / z)
        pen.line([(x - 0.13 / z, y - tall * 0.92), (x + 0.13 / z, y - tall * 0.92)], 0.014 / z)
        top = (x, y - tall * 0.92)
        if last:
            sag = 0.2 * abs(top[0] - last[0])
            pen.line([(last[0] + (top[0] - last[0]) * t, last[1] + (top[1] - last[1]) * t + sag * t * (1 - t))
                      for t in np.linspace(0, 1, 12)], 0.0016)  # fmt: skip
        last = top
