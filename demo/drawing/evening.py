"""The first three pictures of the story. A scene paints itself at any time of its own; only the clock moves things."""

from __future__ import annotations

import numpy as np

from drawing.boat import draw_boat
from drawing.canvas import HEIGHT, WIDTH, blur, place, smoothstep, soft_ellipse, tint
from drawing.crab import draw_crab
from drawing.gull import draw_gull, draw_post
from drawing.light import Hour, light_at
from drawing.lighthouse import headland, paint_headland
from drawing.shading import cast, relight, shadow
from drawing.shore import Glitter, Sand, grass, paint_sea, wet_edge
from drawing.sky import Clouds, add_light, disc, paint_sky
from drawing.staging import BOAT_KEEL, CRAB_FEET, ease, stand, trail


class Dusk:
    """The tide has gone out. A paper boat lies on the wide beach, the sea a bright line far away."""

    def __init__(self) -> None:
        self.horizon, self.shore = 318, 424
        self.clouds = Clouds(self.horizon, 11, 0.66)
        self.sand = Sand(self.shore, 21)
        self.cape, self.lamp = headland(400, 130, 4, 0.42)

    def paint(self, time: float) -> np.ndarray:
        light = light_at(0.012 * time)
        pan = -30 + 6.0 * time
        sun_x, sun_y = 800 - pan * 0.15, 262 + 3.6 * time
        picture = paint_sky(light, self.horizon)
        add_light(picture, sun_x, sun_y, 300, (1.0, 0.72, 0.42), 0.50)
        self.clouds.paint(picture, light, 60 + pan * 0.15 + 2.0 * time, sun_x, 1.0)
        disc(picture, sun_x, sun_y, 37, (1.0, 0.95, 0.78), self.horizon)
        add_light(picture, sun_x, sun_y, 95, (1.0, 0.85, 0.6), 0.6)
        glitter = Glitter(sun_x, (1.0, 0.86, 0.60), 1.0, 20, 0.55)
        paint_sea(picture, light, self.horizon, self.shore + 60, time, pan * 0.4, [glitter])
        paint_headland(picture, self.cape, light, 930 - pan * 0.3, self.horizon + 3)
        columns = np.arange(WIDTH, dtype=np.float32) + pan * 0.55
        breath = 7 * np.sin(time * 0.75)
        line = self.shore + 12 + 10 * np.sin(columns * 0.0052 + 0.8) + 4 * np.sin(columns * 0.017) + breath
        rows = np.arange(self.shore, HEIGHT, dtype=np.float32)[:, None]
        self.sand.paint(picture, light, pan, smoothstep(-3, 6, rows - line[None, :]))
        wet_edge(picture, light, line, time)
        self.near(picture, light, time, pan)
        return picture

    def near(self, picture: np.ndarray, light: Hour, time: float, pan: float) -> None:
        x, y = 470 - pan * 0.72, 590
        dark = light.sand[1] * 0.40
        for step in range(9):  # a child has walked away
            px, py = x - 60 - 42 * step, y + 12 + 15 * step + (9 if step % 2 else -4) * (1 + 0.12 * step)
            shadow(picture, px, py, 40 + 4 * step, 13 + 1.6 * step, dark, 0.62)
        boat = relight(draw_boat(190, 0.10 + 0.008 * np.sin(time * 1.3)), light, (3, -2), 0.9)
        cast(picture, boat, x, y - 6, BOAT_KEEL, -0.9, 0.75, dark, 0.75)
        shadow(picture, x, y + 1, 210, 26, dark, 0.9)
        stand(picture, boat, x, y - 4, BOAT_KEEL)
        mound = soft_ellipse((250, 44), light.sand[1] * 0.93, 1.0, 0.6)
        place(picture, mound, x - 150, y + 3)
        for where, size, seed, lean in ((1130, 330, 2, -46), (1000, 230, 5, -34), (1235, 400, 8, -58)):
            tuft = grass(int(size * 0.9), size, 26, seed, time + seed, lean)
            place(
                picture,
                tint(tuft, light.sand[1] * 0.34 + light.rim * 0.03),
                where - pan * 1.25 - size * 0.45,
                742 - size,
            )


class Meeting:
    """Close to the sand: the crab comes, stops, looks, and takes the boat by its bow."""

    def __init__(self) -> None:
        self.horizon = 250
        self.clouds = Clouds(self.horizon, 31, 0.60)
        self.sand = Sand(330, 41, 1.4)
        self.pebbles = [
            (140, 655, 26),
            (1010, 690, 34),
            (1090, 610, 15),
            (640, 676, 13),
            (60, 560, 11),
            (1190, 560, 12),
        ]

    def paint(self, time: float) -> np.ndarray:
        light = light_at(0.15 + 0.008 * time)
        push = 5.0 * time
        picture = paint_sky(light, self.horizon)
        add_light(picture, 900, self.horizon + 8, 330, (1.0, 0.56, 0.36), 0.55)
        self.clouds.paint(picture, light, 40 + time * 2.5 + push * 0.1, 900, 0.9)
        paint_sea(picture, light, self.horizon, 352, time, push * 0.2, [Glitter(900, (1.0, 0.72, 0.50), 0.8, 60, 1.0)])
        picture[: self.horizon + 110] = blur(picture[: self.horizon + 110], 4.0)  # far away, out of focus
        rows = np.arange(self.sand.top, HEIGHT, dtype=np.float32)[:, None] - self.sand.top
        self.sand.paint(picture, light, push * 0.6, np.broadcast_to(smoothstep(-4, 34, rows), (len(rows), WIDTH)))
        self.act(picture, light, time, push)
        return picture

    def act(self, picture: np.ndarray, light: Hour, time: float, push: float) -> None:
        dark = light.sand[1] * 0.36
        for x, y, size in self.pebbles:
            x -= push * (y - 330) / 390
            shadow(picture, x - size * 0.5, y + size * 0.35, size * 3.6, size * 0.9, dark, 0.7)
            stone = soft_ellipse((size * 2, int(size * 1.3)), (0.60, 0.52, 0.54), 1.0, 0.22)
            place(picture, relight(stone, light, (2, -2), 0.5), x - size, y - size * 0.7)
        arrive, pull = ease(time, 0.0, 3.2), ease(time, 5.4, 8.0)
        boat_x, boat_y = 440 + 26 * pull - push * 0.6, 575
        tug = 0.02 * np.sin(time * 9) * pull
        boat = relight(draw_boat(330, 0.07 - 0.05 * pull + tug), light, (4, -2), 0.9)
        cast(picture, boat, boat_x, boat_y - 12, BOAT_KEEL, -0.7, 0.62, dark, 0.7)
        shadow(picture, boat_x, boat_y + 2, 370, 44, dark, 0.8)
        stand(picture, boat, boat_x, boat_y, BOAT_KEEL)
        crab_x, crab_y = 1330 - 600 * arrive + 40 * pull - push * 0.7, 640
        walking = 1.0 if time < 3.0 or time > 5.6 else 0.0
        look = (-0.9 * ease(time, 2.6, 3.2), 0.2 - 0.6 * ease(time, 3.4, 3.9) + 0.5 * ease(time, 5.2, 5.6))
        blink = max(0.0, 1 - abs(time - 4.35) / 0.11)
        crab = relight(
            draw_crab(150, time * 11 * walking, look, ease(time, 3.5, 4.0) * 0.9, blink), light, (3, -3), 0.8
        )
        cast(picture, crab, crab_x, crab_y - 26, CRAB_FEET, -0.45, 0.5, dark, 0.6)
        shadow(picture, crab_x, crab_y - 6, 270, 40, dark, 0.75)
        stand(picture, crab, crab_x, crab_y, CRAB_FEET)


class Gull:
    """The blue hour. From a post a gull gives its opinion; the two set out below; far away a lamp is lit."""

    def __init__(self) -> None:
        self.horizon = 372
        self.clouds = Clouds(self.horizon, 51, 0.56)
        self.sand = Sand(452, 61)
        self.cape, self.lamp = headland(430, 130, 4, 0.42)

    def paint(self, time: float) -> np.ndarray:
        light = light_at(0.24 + 0.010 * time)
        pan = 5.0 * time
        picture = paint_sky(light, self.horizon)
        add_light(picture, 460, self.horizon + 10, 330, (1.0, 0.55, 0.38), 0.42)
        self.clouds.paint(picture, light, 90 + pan * 0.12 + 1.6 * time, 460, 0.85)
        paint_sea(picture, light, self.horizon, 500, time, pan * 0.3, [Glitter(460, (1.0, 0.66, 0.48), 0.65, 70, 1.0)])
        cape_x = 50 - pan * 0.2
        paint_headland(picture, self.cape, light, cape_x, self.horizon + 3)
        lit = ease(time, 2.9, 3.4) * (0.75 + 0.25 * np.sin(time * 2.4))
        add_light(
            picture, cape_x + self.lamp[0], self.horizon + 3 - 130 + self.lamp[1], 26, (1.0, 0.86, 0.58), 1.1 * lit
        )
        columns = np.arange(WIDTH, dtype=np.float32) + pan * 0.5
        line = 470 + 12 * np.sin(columns * 0.006 + 2) + 4 * np.sin(columns * 0.019) + 6 * np.sin(time * 0.75)
        rows = np.arange(self.sand.top, HEIGHT, dtype=np.float32)[:, None]
        self.sand.paint(picture, light, pan, smoothstep(-3, 6, rows - line[None, :]))
        wet_edge(picture, light, line, time, 0.9)
        self.act(picture, light, time, pan)
        return picture

    def act(self, picture: np.ndarray, light: Hour, time: float, pan: float) -> None:
        dark = light.sand[1] * 0.40
        go = max(0.0, time - 4.1) * 15
        boat_x, y = 330 + go - pan * 0.65, 612
        trail(picture, light, boat_x, y + 2, 620)
        shadow(picture, boat_x + 20, y + 4, 330, 40, dark, 0.75)
        wobble = 0.02 * np.sin(time * 9) * (go > 0)
        stand(picture, relight(draw_boat(150, 0.03 + wobble), light, (2, -2), 0.8), boat_x, y, BOAT_KEEL)
        talking = 1.0 if go else 0.0
        crab = draw_crab(72, time * 11 * talking, (0.9, -0.8) if not go else (0.8, 0.1), 0.35 if go else 0.0)
        shadow(picture, boat_x + 132, y + 14, 170, 24, dark, 0.8)
        stand(picture, relight(crab, light, (-2, -2), 0.8), boat_x + 132, y + 16, CRAB_FEET)
        post_x = 900 - pan * 1.05
        shadow(picture, post_x + 78, 716, 330, 60, dark, 0.7)
        wood = relight(draw_post(96, 330), light, (-4, -1), 0.8)
        place(picture, wood, post_x, HEIGHT - 318)
        speaks = max(0.0, np.sin((time - 0.5) * 11)) * (0.5 < time < 2.9)
        nod = -0.22 * ease(time, 0.1, 0.6) + 0.05 * np.sin(time * 2) + 0.12 * ease(time, 3.8, 4.4)
        bird = relight(draw_gull(236, speaks, nod), light, (-4, -2), 0.75)
        place(picture, bird, post_x - 92, HEIGHT - 318 - 236 + 14)
        for where, size, seed, lean in ((1180, 300, 12, -30), (1270, 380, 18, -44)):
            tuft = grass(int(size * 0.9), size, 24, seed, time + seed, lean)
            place(picture, tint(tuft, light.sand[1] * 0.34), where - pan * 1.5 - size * 0.45, 745 - size)
