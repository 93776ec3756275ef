"""Open land: desert, snow field, road, village and garden, all cut from one kind of terrain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from synth.image.canvas import Pen
from synth.image.colour import lch, to_rgb
from synth.image.noise import scattered
from synth.image.painting import Coat
from synth.image.places.mountains import aired, light_of, range_of, shaded
from synth.image.places.waterside import birds, silhouette
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
                    branching(_Inked(pen, stage.hazed(bark, far)), x, y + 0.004, tall, rng, leaves=0.0)  # type: ignore[arg-type]
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


def village(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("village")
    yield Coat("sky", 1.0, sky(stage))
    yield from range_of(stage, stage.horizon, rng.uniform(0.6, 2.0))
    seed, eye, hue = int(rng.integers(1 << 30)), rng.uniform(0.9, 1.3), rng.uniform(110, 140)
    hue = {"autumn": 75.0}.get(stage.words.season, hue)

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 0.85 * scattered(seed, x * 0.14, z * 0.16, 3, 0.4) * np.clip(z / 6, 0, 1) + 0.02 * z

    def colours(land: Land) -> np.ndarray:
        light = np.clip(land.lit * 1.5 - 0.15, 0, 1)[..., None]
        z = land.z[:, None] + 0 * land.x
        fields = np.round(scattered(seed + 4, land.x * 0.45, z * 0.45, 1) * 2.5)[..., None]
        blades = scattered(seed + 5, land.x * 5, z * 6, 4, 0.6)[..., None]
        own = (0.94, 0.012, 245) if stage.snowy else (0.58, 0.085, hue)
        other = (0.90, 0.015, 240) if stage.snowy else (0.66, 0.085, hue - 32)
        light = np.clip(light + blades * 0.22, 0, 1)
        a, b = shaded(stage.palette, own, light), shaded(stage.palette, other, light)
        return aired(stage, a + (b - a) * np.clip(fields * 0.3 + 0.4, 0, 1), land, 34)

    yield ground(stage, "fields", heights, colours, eye, stage.horizon, np.geomspace(0.9, 26, 360))
    yield from houses(stage, heights, eye)


def houses(stage: Stage, heights: Heights, eye: float) -> Iterator[Coat]:
    rng, sheet = stage.rng("houses"), stage.sheet
    lit = stage.time != "day" or stage.words.weather in ("storm", "rain")
    roofs = rng.choice([28.0, 250.0, 60.0])
    placed = []
    for _ in range(int(rng.integers(14, 24))):
        z = rng.uniform(3.4, 13)
        placed.append((stage.side * rng.uniform(-0.12, 0.46) * sheet.aspect + rng.normal(0, 0.05), z, rng.random()))
    glows: list[tuple[float, float, float]] = []

    def draw(pen: Pen) -> None:
        for u, z, which in sorted(placed, key=lambda place: -place[1]):
            x, y = standing(stage, heights, eye, stage.horizon, u * z, z)
            far = z / 22
            if which < 0.38:
                for _ in range(3):
                    dark = stage.hazed(
                        stage.palette.local(rng.uniform(0.3, 0.4), 0.06, rng.uniform(125, 155), 0.25), far
                    )
                    tree(pen, x + rng.normal(0, 0.15) / z, y + 0.004, rng.uniform(0.45, 0.8) / z, rng, dark)
                continue
            s = rng.uniform(0.42, 0.62) / z
            house(pen, stage, rng, x, y + 0.012 / z, s, far, roofs, lit, glows)

    colour, alpha = sheet.coloured(draw)
    yield Coat("houses", 0.35, colour, alpha)
    if lit:
        soft = sheet.soft
        light = np.zeros((soft.height, soft.width), np.float32)
        for x, y, r in glows:
            light += soft.glow(x, y, r, 4.0) * 0.5
        warm = np.broadcast_to(to_rgb(lch(0.86, 0.12, 70)), (sheet.height, sheet.width, 3)).copy()
        yield Coat(
            "window light", 0.34, warm, np.clip(sheet.enlarge(light), 0, 0.55) * (0.8 if stage.time == "night" else 0.4)
        )


def tree(pen: Pen, x: float, base: float, height: float, rng: np.random.Generator, ink: np.ndarray) -> None:
    pen.line([(x, base), (x, base - height * 0.4)], height * 0.07, ink * 0.7)
    for i in range(14):
        angle, far = rng.random() * 6.28, rng.random() ** 0.5
        shade = 0.85 + 0.4 * (i / 14)
        cx, cy = np.cos(angle) * far * 0.28, np.sin(angle) * far * 0.2 - 0.6 - 0.02 * i
        pen.disc(x + cx * height, base + cy * height,
                 height * rng.uniform(0.10, 0.17), np.clip(ink * shade, 0, 1), 0.85)  # fmt: skip


def house(
    pen: Pen,
    stage: Stage,
    rng: np.random.Generator,
    x: float,
    y: float,
    s: float,
    far: float,
    hue: float,
    lit: bool,
    glows: list[tuple[float, float, float]],
) -> None:
    """A gable to the front and a roof that runs to the side away from the light."""
    palette, d = stage.palette, -stage.side if rng.random() < 0.5 else stage.side
    bright, dim = (0.95, 0.35) if d * stage.sun[0] > 0 else (0.5, 0.2)
    wall = stage.hazed(palette.local(rng.uniform(0.74, 0.9), 0.025, rng.uniform(50, 95), bright), far)
    flank = stage.hazed(palette.local(0.66, 0.03, 70, dim), far)
    tile = stage.hazed(palette.local(0.46, 0.07 if hue < 200 else 0.025, hue, 0.6 if d < 0 else 0.4), far)
    if stage.snowy:
        tile = stage.hazed(palette.local(0.95, 0.01, 245, 0.6), far)
    w, h, long = s * 0.42, s * 0.44, s * rng.uniform(0.7, 1.1)
    up = s * 0.36
    pen.polygon(
        [
            (x + d * w / 2, y),
            (x + d * (w / 2 + long), y - s * 0.03),
            (x + d * (w / 2 + long), y - h),
            (x + d * w / 2, y - h),
        ],
        flank,
    )
    pen.polygon([(x - w / 2, y), (x + w / 2, y), (x + w / 2, y - h), (x, y - h - up), (x - w / 2, y - h)], wall)
    pen.polygon(
        [
            (x, y - h - up),
            (x + d * long, y - h - up),
            (x + d * (w / 2 + long) * 1.04, y - h + s * 0.02),
            (x + d * w * 0.56, y - h + s * 0.03),
        ],
        tile,
    )
    pen.line([(x, y - h - up), (x - d * w * 0.58, y - h + s * 0.04)], s * 0.05, tile * 0.85)
    chimney = x + d * long * 0.6
    pen.box(chimney - s * 0.04, y - h - up - s * 0.12, chimney + s * 0.04, y - h - up + s * 0.06, flank * 0.8)
    glass = to_rgb(lch(0.88, 0.13, 75)) if lit else stage.hazed(palette.local(0.35, 0.03, 250, 0.3), far)
    for wx, wy in ((-0.0, -0.30), (d * 0.42, -0.30), (d * 0.72, -0.30)):
        if lit and rng.random() < 0.25:
            continue
        cx, cy = x + wx * s * (1 if wx == 0 else long / s), y + wy * s
        pen.box(cx - s * 0.055, cy - s * 0.07, cx + s * 0.055, cy + s * 0.07, glass)
        if lit:
            glows.append((cx, cy, max(0.012, s * 0.25)))


def garden(stage: Stage) -> Iterator[Coat]:
    rng = stage.rng("garden")
    yield Coat("sky", 1.0, sky(stage))
    if rng.random() < 0.55:
        yield from range_of(stage, stage.horizon, rng.uniform(0.5, 1.6))
    seed, eye = int(rng.integers(1 << 30)), rng.uniform(0.42, 0.65)
    green = {"autumn": 80.0}.get(stage.words.season, rng.uniform(118, 140))

    def heights(x: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 0.45 * scattered(seed, x * 0.16, z * 0.18, 3, 0.4) * np.clip(z / 5, 0, 1)

    def colours(land: Land) -> np.ndarray:
        z = land.z[:, None] + 0 * land.x
        blades = scattered(seed + 5, land.x * 7, z * 5, 5, 0.66)[..., None]
        light = np.clip(np.clip(land.lit * 1.4 - 0.05, 0, 1)[..., None] + blades * 0.4, 0, 1)
        return aired(stage, shaded(stage.palette, (0.60, 0.11, green), light), land, 34)

    yield ground(stage, "meadow", heights, colours, eye, stage.horizon, np.geomspace(0.55, 24, 380))
    bloom = rng.choice([355.0, 15.0, 60.0, 95.0, 300.0, 320.0])
    if stage.words.season == "spring" or rng.random() < 0.5:
        yield blossoming(stage, heights, eye, 355.0 if stage.words.season == "spring" else bloom)
    yield flowers(stage, heights, eye, bloom)


def blossoming(stage: Stage, heights: Heights, eye: float, hue: float) -> Coat:
    """A tree in flower on the heavy side: dark boughs, clouds of petals lighter towards the light."""
    rng, sheet = stage.rng("blossom"), stage.sheet
    u, z = stage.side * rng.uniform(0.30, 0.38) * sheet.aspect, rng.uniform(1.7, 2.4)
    x, y = standing(stage, heights, eye, stage.horizon, u * z, z)
    bark = stage.palette.local(0.30, 0.03, 40, 0.3)
    shades = [stage.palette.local(level, chroma, hue, light) for level, chroma, light in
              ((0.62, 0.11, 0.2), (0.76, 0.10, 0.45), (0.86, 0.08, 0.7), (0.94, 0.05, 0.9))]  # fmt: skip

    def draw(pen: Pen) -> None:
        crowned(pen, stage, x, y, 1.35 / z, shades, bark, rng)

    colour, alpha = sheet.coloured(draw)
    return Coat("blossom", 0.2, colour, alpha)


def crowned(pen: Pen, stage: Stage, x: float, y: float, height: float, shades: list[np.ndarray], bark: np.ndarray,
            rng: np.random.Generator) -> None:  # fmt: skip
    """A broad tree in colours: its leaves in heaps, each lighter heap smaller and nearer to the light."""
    leaves, shape = _Heaps(), int(rng.integers(1 << 30))
    branching(_Inked(pen, bark), x, y, height, np.random.default_rng(shape), 1.0, crown=leaves)  # type: ignore[arg-type]
    toward = np.array([stage.sun[0] - x, -0.6])
    toward /= np.linalg.norm(toward)
    for level, shade in enumerate(shades):
        for cx, cy, r in leaves.heaps:
            if rng.random() < (1.0, 0.8, 0.55, 0.3)[level]:
                shift = r * 0.45 * level
                at = (cx + toward[0] * shift + rng.normal(0, r * 0.4), cy + toward[1] * shift + rng.normal(0, r * 0.4))
                pen.disc(*at, r * (1.1, 0.8, 0.55, 0.35)[level], shade, 0.85)  # fmt: skip


class _Heaps:
    """Takes down where a tree would have its leaves."""

    def __init__(self) -> None:
        self.heaps: list[tuple[float, float, float]] = []

    def disc(self, x: float, y: float, radius: float, squash: float = 1.0) -> None:
        self.heaps.append((x, y, radius))


class _Inked:
    """A pen that draws its lines in one colour."""

    def __init__(self, pen: Pen, ink: np.ndarray):
        self.pen, self.ink, self.sheet = pen, ink, pen.sheet

    def line(self, points: list[tuple[float, float]], width: float) -> None:
        self.pen.line(points, width, self.ink)


def flowers(stage: Stage, heights: Heights, eye: float, hue: float) -> Coat:
    """Thousands far away as specks, each with petals near by; two kinds beside the main one."""
    rng, sheet = stage.rng("flowers"), stage.sheet
    count = 1500
    z = 1 / rng.uniform(1 / 9, 1 / 0.62, count)
    patch = rng.normal(0, 0.35, 12) * sheet.aspect
    u = np.where(
        rng.random(count) < 0.5,
        rng.uniform(-0.55, 0.55, count) * sheet.aspect,
        rng.choice(patch, count) + rng.normal(0, 0.1, count),
    )
    ground_ = heights((u * z)[None].astype(np.float32), z[None].astype(np.float32))[0]
    hues = [hue, hue + 40, 95.0]

    def draw(pen: Pen) -> None:
        stalk = stage.palette.local(0.42, 0.09, 135, 0.4)
        for i in np.argsort(-z):
            zi = float(z[i])
            x, y = float(u[i]), stage.horizon + (eye - float(ground_[i])) / zi
            tall = rng.uniform(0.05, 0.13) / zi
            kind = int(rng.choice(3, p=[0.66, 0.22, 0.12]))
            ink = stage.hazed(
                stage.palette.local(
                    rng.uniform(0.68, 0.86), 0.15 if kind < 2 else 0.03, hues[kind], rng.uniform(0.5, 0.95)
                ),
                zi / 16,
            )
            r = rng.uniform(0.016, 0.026) / zi
            lean = rng.normal(0, 0.12) * tall
            if zi < 4:
                pen.line([(x, y), (x + lean * 0.3, y - tall * 0.5), (x + lean, y - tall)], 0.004 / zi, stalk)
            if zi > 2.6:
                pen.disc(x + lean, y - tall, r, ink, 0.7)
                continue
            turn = rng.random() * 6.28
            for petal in range(6):
                angle = turn + petal * 6.28 / 6
                pen.disc(
                    x + lean + np.cos(angle) * r * 0.8,
                    y - tall + np.sin(angle) * r * 0.5,
                    r * 0.62,
                    ink * rng.uniform(0.86, 1.1),
                    0.75,
                )
            pen.disc(x + lean, y - tall, r * 0.42, stage.palette.local(0.85, 0.14, 85, 0.8), 0.7)

    colour, alpha = sheet.coloured(draw)
    return Coat("flowers", 0.1, colour, alpha)
