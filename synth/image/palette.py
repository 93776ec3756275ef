"""The colours of a scene: a sky by the time of day, bent by weather and mood, and what the land takes from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synth.image.colour import lch, mix, to_rgb
from synth.image.noise import stream
from synth.image.words import SceneWords

# (lightness, chroma, hue) from the zenith to the horizon; several designs a time of day
SKIES = {
    "dawn": [
        [(0.36, 0.08, 272), (0.50, 0.085, 292), (0.70, 0.09, 5), (0.85, 0.09, 50), (0.93, 0.07, 82)],
        [(0.44, 0.07, 255), (0.62, 0.06, 270), (0.77, 0.065, 350), (0.88, 0.07, 55), (0.94, 0.05, 85)],
        [(0.30, 0.06, 262), (0.46, 0.06, 245), (0.66, 0.05, 200), (0.83, 0.07, 85), (0.92, 0.09, 75)],
    ],
    "day": [
        [(0.52, 0.125, 252), (0.65, 0.11, 245), (0.79, 0.07, 235), (0.90, 0.035, 225), (0.95, 0.018, 200)],
        [(0.58, 0.10, 235), (0.70, 0.09, 228), (0.82, 0.06, 215), (0.91, 0.035, 190), (0.95, 0.03, 110)],
        [(0.47, 0.11, 258), (0.60, 0.11, 250), (0.76, 0.08, 240), (0.88, 0.04, 230), (0.93, 0.03, 80)],
    ],
    "sunset": [
        [(0.25, 0.075, 282), (0.37, 0.11, 308), (0.55, 0.165, 18), (0.73, 0.165, 50), (0.88, 0.125, 82)],
        [(0.32, 0.055, 240), (0.47, 0.06, 225), (0.66, 0.07, 85), (0.78, 0.14, 62), (0.90, 0.11, 85)],
        [(0.22, 0.06, 268), (0.36, 0.10, 290), (0.52, 0.14, 345), (0.68, 0.15, 25), (0.84, 0.12, 60)],
        [(0.40, 0.07, 255), (0.52, 0.07, 285), (0.66, 0.12, 10), (0.79, 0.13, 45), (0.90, 0.09, 75)],
    ],
    "night": [
        [(0.15, 0.04, 265), (0.20, 0.055, 262), (0.28, 0.07, 255), (0.37, 0.07, 245), (0.46, 0.06, 235)],
        [(0.14, 0.05, 282), (0.20, 0.07, 283), (0.28, 0.085, 290), (0.36, 0.085, 305), (0.45, 0.08, 325)],
        [(0.14, 0.035, 245), (0.19, 0.05, 235), (0.27, 0.06, 222), (0.36, 0.06, 208), (0.45, 0.055, 192)],
        [(0.17, 0.05, 275), (0.24, 0.07, 268), (0.33, 0.08, 262), (0.43, 0.07, 258), (0.53, 0.06, 60)],
    ],
}
LIGHTS = {"dawn": (0.93, 0.08, 70), "day": (0.98, 0.03, 92), "sunset": (0.90, 0.135, 62), "night": (0.87, 0.035, 240)}
# chroma, contrast, lift, tint (a, b), strength of the light
MOODS = {
    "": (1.0, 1.0, 0.0, (0.0, 0.0), 1.0),
    "happy": (1.2, 1.0, 0.035, (0.004, 0.012), 1.1),
    "tense": (0.62, 1.2, -0.075, (-0.012, 0.004), 0.8),
    "sad": (0.36, 0.85, -0.045, (-0.004, -0.018), 0.65),
    "calm": (0.78, 0.86, 0.03, (0.002, 0.002), 0.85),
    "epic": (1.12, 1.2, -0.02, (0.003, 0.006), 1.3),
}
# chroma, towards one grey of the sky, lift, haze
WEATHERS = {
    "": (1.0, 0.0, 0.0, 1.0),
    "clear": (1.06, 0.0, 0.01, 0.8),
    "cloudy": (0.6, 0.35, -0.02, 1.2),
    "rain": (0.5, 0.55, -0.10, 1.9),
    "snow": (0.5, 0.45, 0.0, 1.9),
    "fog": (0.5, 0.6, 0.01, 4.0),
    "storm": (0.5, 0.45, -0.17, 1.6),
    "wind": (0.95, 0.1, 0.0, 1.0),
}


@dataclass(frozen=True)
class Palette:
    """OKLab colours. sky: (5, 3) from the zenith to the horizon. ink: the darkest near shapes. haze: how thick."""

    sky: np.ndarray
    light: np.ndarray
    ambient: np.ndarray
    ink: np.ndarray
    haze: float
    strength: float
    time: str
    bend: tuple[float, float, float, tuple[float, float]]

    @property
    def horizon(self) -> np.ndarray:
        return self.sky[-1]

    def local(self, lightness: float, chroma: float, hue: float, light: float = 0.5) -> np.ndarray:
        """A thing's own colour (as in daylight) as it looks here: darker at night, tinted by the light, sRGB."""
        own = lch(lightness, chroma, hue)
        level = {"dawn": 0.86, "day": 1.0, "sunset": 0.82, "night": 0.50}[self.time]
        tint = mix(self.ambient, self.light, light)
        seen = own.copy()
        seen[0] = own[0] * level * (0.55 + 0.5 * light)
        keep = {"dawn": 0.75, "day": 0.95, "sunset": 0.70, "night": 0.38}[self.time]
        seen[1:] = own[1:] * keep + tint[1:] * {"dawn": 0.6, "day": 0.3, "sunset": 0.62, "night": 0.75}[self.time]
        return to_rgb(_bent(seen, *self.bend))

    def rgb(self, name: str) -> np.ndarray:
        return to_rgb(getattr(self, name))


def palette(words: SceneWords, time: str, seed: int) -> Palette:
    rng = stream(seed, "palette", words.place)
    designs = SKIES[time]
    sky = np.array([lch(*stop) for stop in designs[rng.integers(len(designs))]])
    angle = np.deg2rad(rng.normal(0, 7))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    sky[:, 1:] = sky[:, 1:] @ turn.T * rng.uniform(0.85, 1.12)
    chroma, grey, lift, haze = WEATHERS[words.weather]
    sky = _weathered(sky, chroma, grey, lift, time)
    more, contrast, up, tint, strength = MOODS[words.mood]
    bend = (more * (0.6 + 0.4 * chroma), contrast, up + lift * 0.5, tint)
    sky = _bent(sky, more, contrast, up * (0.5 if time == "night" else 1), tint)
    light = lch(*LIGHTS[time])
    light[1:] = light[1:] * (0.3 + 0.7 * chroma) * more + np.array(tint)
    ambient = mix(sky[0], sky[2], 0.5)
    ink = np.array([0.16 if time != "night" else 0.085, *(sky[0][1:] * 0.6 + sky[3][1:] * 0.15)], np.float32)
    sun = strength * (1 - grey) * {"dawn": 0.9, "day": 1.0, "sunset": 1.1, "night": 0.55}[time]
    return Palette(sky, light, ambient, ink, haze * rng.uniform(0.85, 1.2), sun, time, bend)


def _weathered(sky: np.ndarray, chroma: float, grey: float, lift: float, time: str) -> np.ndarray:
    """Towards a plain grey, a little lighter below, that keeps a hint of the time of day."""
    middle = sky[2:].mean(0)
    plain = np.linspace(-0.05, 0.05, 5)[:, None] * [1.0, 0, 0] + middle * [1.0, 0.5, 0.5]
    out = sky + (plain - sky) * grey
    out[:, 1:] *= chroma
    out[:, 0] += lift * (0.35 if time == "night" else 1.0)
    return out.astype(np.float32)


def _bent(lab: np.ndarray, chroma: float, contrast: float, lift: float, tint: tuple[float, float]) -> np.ndarray:
    out = np.array(lab, np.float32)
    pivot = 0.5 if out.ndim == 1 else float(out[:, 0].mean())
    out[..., 0] = np.clip(pivot + (out[..., 0] - pivot) * contrast + lift, 0.03, 0.99)
    out[..., 1:] = out[..., 1:] * chroma + np.array(tint, np.float32)
    return out
