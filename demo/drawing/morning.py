"""The last three pictures of the story: night, the tide, and the morning at sea."""

from __future__ import annotations

import numpy as np

from drawing.boat import draw_boat, draw_boat_side
from drawing.canvas import HEIGHT, WIDTH, blur, noise, place, slide, smoothstep, tint
from drawing.crab import draw_crab
from drawing.gull import draw_flying_gull
from drawing.light import Hour, light_at
from drawing.lighthouse import headland, lighthouse_beam, paint_headland
from drawing.shading import relight, shadow
from drawing.shore import Glitter, Sand, breaker, grass, paint_sea, wet_edge
from drawing.sky import Clouds, Stars, add_light, disc, paint_sky, sky_colours
from drawing.staging import BOAT_KEEL, CRAB_FEET, ease, stand, trail


class Night:
    """Past the pools where the stars drink. The lighthouse turns; two small shapes go on."""

    def __init__(self) -> None:
        self.horizon, self.shore = 300, 384
        self.stars = Stars(self.horizon, 7)
        self.clouds = Clouds(self.horizon, 73, 0.30)
        self.sand = Sand(self.shore - 10, 81)
        self.cape, self.lamp = headland(360, 116, 4, 0.42)
        edge = noise(HEIGHT - self.shore, WIDTH + 400, (40, 160), 91, 3) - 0.5
        rows, columns = np.mgrid[0 : HEIGHT - self.shore, 0 : WIDTH + 400].astype(np.float32)
        pools = np.zeros_like(edge)
        for x, y, rx, ry in (
            (330, 92, 190, 15),
            (760, 128, 240, 22),
            (1190, 86, 170, 13),
            (520, 232, 330, 34),
            (1280, 262, 300, 40),
            (1560, 140, 180, 20),
        ):
            pools = np.maximum(pools, 1.3 - np.hypot((columns - x) / rx, (rows - y) / ry) + 0.35 * edge)
        self.pools = smoothstep(0.27, 0.34, pools).astype(np.float32)
        self.rims = smoothstep(0.18, 0.30, pools).astype(np.float32) - self.pools

    def paint(self, time: float) -> np.ndarray:
        light = light_at(0.46 + 0.009 * time)
        pan = 7.0 * time
        picture = paint_sky(light, self.horizon)
        self.stars.paint(picture, time, 1.0)
        moon_x, moon_y = 330 - pan * 0.12, 92 + 1.2 * time
        add_light(picture, moon_x, moon_y, 210, (0.62, 0.74, 1.0), 0.42)
        self.clouds.paint(picture, light, 30 + 3.0 * time, moon_x, 0.55)
        disc(picture, moon_x, moon_y, 30, (0.98, 0.98, 0.94), seas=0.13)
        sky = picture[: self.horizon].copy()
        cape_x, base = 850 - pan * 0.25, self.horizon + 3
        lamp = (cape_x + self.lamp[0], base - 116 + self.lamp[1])
        flash = 0.5 + 0.5 * np.cos(4 * np.pi * (time + 0.3) / 5.2)
        glitters = [
            Glitter(moon_x, (0.80, 0.88, 1.0), 0.85, 24, 0.8),
            Glitter(lamp[0], (1.0, 0.88, 0.62), 0.25 + 0.5 * flash**6, 7, 0.15),
        ]
        paint_sea(picture, light, self.horizon, self.shore + 50, time, pan * 0.4, glitters)
        paint_headland(picture, self.cape, light, cape_x, base)
        flash = lighthouse_beam(picture, *lamp, time + 0.3, 1.0)
        columns = np.arange(WIDTH, dtype=np.float32) + pan * 0.5
        line = (
            self.shore + 10 + 9 * np.sin(columns * 0.0058 + 1) + 4 * np.sin(columns * 0.018) + 5 * np.sin(time * 0.75)
        )
        rows = np.arange(self.sand.top, HEIGHT, dtype=np.float32)[:, None]
        self.sand.paint(picture, light, pan, smoothstep(-3, 6, rows - line[None, :]))
        x, y = 260 + 34 * time - pan * 0.75, 574 + 5 * np.sin(time * 0.5)
        trail(picture, light, x, y + 4, min(620.0, 150 + 44 * time))
        self.mirror(picture, sky, light, pan, time)
        wet_edge(picture, light, line, time, 0.5)
        self.act(picture, light, time, pan, flash, x, y)
        return picture

    def mirror(self, picture: np.ndarray, sky: np.ndarray, light: Hour, pan: float, time: float) -> None:
        """The pools give the sky back, a little darker, upside down and hardly trembling."""
        top = self.shore
        cover, rim = slide(self.pools, 60 + pan * 0.75)[..., None], slide(self.rims, 60 + pan * 0.75)[..., None]
        height = HEIGHT - top
        source = np.clip(self.horizon - 1 - (np.arange(height) * 0.86).astype(int), 0, self.horizon - 1)
        shift = (3 + 1.4 * np.sin(np.arange(height) * 0.30 + time * 1.4))[:, None]
        whole, part = shift.astype(int), (shift - shift.astype(int))[..., None].astype(np.float32)
        index = (np.arange(WIDTH)[None, :] + whole) % (WIDTH - 1)
        mirrored = sky[source[:, None], index] * (1 - part) + sky[source[:, None], index + 1] * part
        area = picture[top:]
        area += cover * (0.86 * mirrored + 0.05 * light.rim - area)
        area += 0.5 * rim * (light.rim * 0.55 - area)

    def act(self, picture: np.ndarray, light: Hour, time: float, pan: float, flash: float, x: float, y: float) -> None:
        dark = light.sand[1] * 0.45
        shadow(picture, x + 40, y + 8, 360, 40, dark, 0.8)
        stand(picture, relight(draw_boat(150, 0.02 + 0.02 * np.sin(time * 8)), light, (-2, -3), 0.9), x, y, BOAT_KEEL)
        shadow(picture, x + 136, y + 14, 180, 24, dark, 0.8)
        crab = draw_crab(72, time * 10, (0.8, 0.0), 0.35, max(0.0, 1 - abs(time - 7.4) / 0.11))
        stand(picture, relight(crab, light, (-2, -3), 0.9), x + 136, y + 16, CRAB_FEET)
        picture += 0.035 * flash * np.array([1.0, 0.9, 0.7], np.float32)
        for where, size, seed, lean in ((40, 280, 32, 30), (1480, 330, 38, -40), (1390, 240, 39, -30)):
            tuft = grass(int(size * 0.9), size, 22, seed, time + seed, lean)
            place(picture, tint(tuft, light.sand[1] * 0.30), where - pan * 1.3 - size * 0.45, 745 - size)


class Tide:
    """Before dawn the first wave reaches the boat, goes under it, and lifts it."""

    def __init__(self) -> None:
        self.horizon = 210
        self.clouds = Clouds(self.horizon, 103, 0.62)
        self.sand = Sand(300, 111, 1.2)
        self.lace = noise(HEIGHT, WIDTH + 220, (26, 60), 121, 4)
        self.veil = noise(HEIGHT, WIDTH + 220, (16, 200), 131, 4)

    def paint(self, time: float) -> np.ndarray:
        light = light_at(0.78 + 0.010 * time)
        picture = paint_sky(light, self.horizon)
        add_light(picture, 760, self.horizon, 300, (1.0, 0.78, 0.62), 0.35)
        self.clouds.paint(picture, light, 40 + 3 * time, 760, 0.8)
        paint_sea(picture, light, self.horizon, 420, time, 0, [Glitter(760, (1.0, 0.86, 0.74), 0.5, 120, 1.4)], 1.4)
        picture[: self.horizon + 60] = blur(picture[: self.horizon + 60], 2.5)
        rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
        self.sand.paint(
            picture,
            light,
            0.0,
            np.broadcast_to(smoothstep(20, 70, rows[self.sand.top :] - self.sand.top), (HEIGHT - self.sand.top, WIDTH)),
        )
        breaker(picture, light, self.lace, self.horizon + 62 + 26 * (time * 0.16 % 1.0), time)
        # the first wave stops short, the second carries
        reach = (
            395
            + 95 * np.sin(np.pi * np.clip((time + 1.2) / 3.4, 0, 1)) ** 1.3
            + 285 * ease(time, 2.1, 4.6)
            + 10 * np.sin(time * 1.4)
        )
        self.wave(picture, light, rows, reach, time)
        lifted = ease(time, 3.1, 4.4)
        self.act(picture, light, time, lifted)
        return picture

    def wave(self, picture: np.ndarray, light: Hour, rows: np.ndarray, reach: float, time: float) -> None:
        """A thin sheet of water down to row `reach`, clear at its edge, with lace on it and foam along it."""
        columns = np.arange(WIDTH, dtype=np.float32)
        line = (
            reach
            + 26 * np.sin(columns * 0.0042 + 0.6 + 0.2 * time)
            + 10 * np.sin(columns * 0.013 + 1.4)
            + 4 * np.sin(columns * 0.031 - time)
        )
        inside = line[None, :] - rows
        cover = smoothstep(-2, 3, inside) * smoothstep(self.horizon + 70, self.horizon + 190, rows)
        thick = smoothstep(0, 240, inside)
        veil = slide(self.veil, 30 + 9 * np.sin(time * 0.6))
        mirror = sky_colours(
            light, np.clip(0.94 - 0.55 * (rows - self.horizon) / (HEIGHT - self.horizon) + 0.16 * (veil - 0.5), 0, 1)
        )
        sheet = mirror * (0.92 - 0.12 * thick[..., None]) + light.water * 0.12 * thick[..., None]
        picture += (cover * (0.56 + 0.34 * thick))[..., None] * (sheet - picture)
        lace = slide(self.lace, 60 + 6 * time)
        web = (
            smoothstep(0.10, 0.03, np.abs(lace - 0.5)) * smoothstep(170, 20, inside) * smoothstep(4, 26, inside) * cover
        )
        rim = smoothstep(13, 3, np.abs(inside - 5) + 7 * (lace - 0.4))
        foam = np.clip(0.42 * web + 0.9 * rim * (rows > self.horizon + 120), 0, 1)[..., None]
        picture += foam * (0.35 * light.sky[4] + 0.62 - picture)
        edge = smoothstep(-20, -2, inside) * (inside < -1) * 0.30
        picture *= 1 - edge[..., None] * 0.6 * (rows > self.horizon + 120)[..., None]

    def act(self, picture: np.ndarray, light: Hour, time: float, lifted: float) -> None:
        bob = lifted * (5 * np.sin(time * 2.6) - 10)
        x, y = 560 + 46 * ease(time, 3.6, 8.0), 560 + bob
        dark = light.sand[1] * 0.45
        shadow(
            picture,
            x - 10,
            y + 10 - bob * 0.5,
            470,
            62,
            dark * (1 - 0.3 * lifted) + 0.3 * lifted * light.water,
            0.72 - 0.2 * lifted,
        )
        tilt = 0.06 * (1 - lifted) + lifted * 0.05 * np.sin(time * 2.1)
        stand(picture, relight(draw_boat(280, tilt), light, (3, -3), 0.8), x, y, BOAT_KEEL)
        crab_x = 930 - 60 * ease(time, 4.6, 6.6)
        crab_y = 628 - 26 * ease(time, 4.6, 6.6)
        joy = ease(time, 2.9, 3.6) * (0.75 + 0.25 * np.sin(time * 7))
        walking = 1.0 if 4.6 < time < 6.6 else 0.0
        look = (-0.7 + 0.4 * np.sin(time), -0.75 * (1 - ease(time, 2.6, 3.0)) + 0.1)
        shadow(picture, crab_x, crab_y + 4, 290, 38, dark, 0.7)
        crab = draw_crab(128, time * 10 * walking, look, joy * 0.9, max(0.0, 1 - abs(time - 1.9) / 0.11))
        stand(picture, relight(crab, light, (2, -3), 0.8), crab_x, crab_y, CRAB_FEET)


class Dawn:
    """Morning. The boat is at sea, the crab looks ahead, and the way is made of light."""

    def __init__(self) -> None:
        self.horizon = 336
        self.clouds = Clouds(self.horizon, 141, 0.64)
        self.cape, self.lamp = headland(340, 112, 4, 0.42)

    def paint(self, time: float) -> np.ndarray:
        light = light_at(0.915 + 0.010 * time)
        pan = 4.0 * time
        sun_x, sun_y = 830 - pan * 0.1, 322 - 8.5 * time
        picture = paint_sky(light, self.horizon)
        add_light(picture, sun_x, sun_y, 330, (1.0, 0.80, 0.50), 0.30)
        self.clouds.paint(picture, light, 60 + 2.4 * time, sun_x, 1.0)
        disc(picture, sun_x, sun_y, 42, (1.0, 0.98, 0.88), self.horizon)
        add_light(picture, sun_x, sun_y, 100, (1.0, 0.90, 0.66), 0.42)
        glitter = Glitter(sun_x, (1.0, 0.95, 0.78), 1.05, 26, 0.62)
        paint_sea(picture, light, self.horizon, HEIGHT, time, pan * 0.5 + 14 * time, [glitter], 0.9)
        paint_headland(picture, self.cape, light, 40 - pan * 0.3 - 4 * time, self.horizon + 3)
        for index, (x, y, size, speed) in enumerate(((420, 150, 44, 26), (500, 186, 32, 24), (352, 200, 26, 22))):
            flap = np.sin(time * (5.0 + index) + index)
            bird = draw_flying_gull(size, flap)
            place(
                picture,
                tint(bird, light.haze * 0.75),
                x + speed * time,
                y - 5 * time + 4 * np.sin(time * 1.3 + index),
            )
        self.sail(picture, light, time)
        return picture

    def sail(self, picture: np.ndarray, light: Hour, time: float) -> None:
        bob = 5 * np.sin(time * 1.9)
        x, y = 500 + 12 * time, 540 - 3.2 * time + bob
        size = int(262 - 4 * time)
        tilt = 0.055 * np.sin(time * 1.6 + 0.7)
        reflection = relight(draw_boat(size, -tilt), light, (3, -2), 0.3)[::-1] * 0.34
        wave = np.round(2.5 * np.sin(np.arange(reflection.shape[0]) * 0.33 + time * 3)).astype(int)
        rippled = np.stack([np.roll(row, s, axis=0) for row, s in zip(reflection, wave, strict=True)])
        place(picture, rippled, x - size * 0.75, y - bob * 0.4 - reflection.shape[0] * (1 - BOAT_KEEL) + 2)
        shadow(picture, x, y + 4, size * 0.95, 26, light.water * 0.35, 0.75)
        waving = 0.55 + 0.4 * np.sin(time * 2.4) * (1 - ease(time, 2.8, 3.8))
        crab = relight(draw_crab(size * 0.34, 0.0, (0.85, -0.2), waving, legs=False), light, (3, -2), 0.9)
        stand(picture, relight(draw_boat(size, tilt), light, (3, -2), 0.9), x, y, BOAT_KEEL)
        stand(picture, crab, x + size * (0.22 - 0.10 * tilt), y - size * (0.02 - 0.2 * tilt), CRAB_FEET)
        stand(picture, relight(draw_boat_side(size, tilt), light, (3, -2), 0.9), x, y, BOAT_KEEL)
