"""How actors come onto the stage, and what they leave on it."""

from __future__ import annotations

import numpy as np

from drawing.canvas import place, smoothstep
from drawing.light import Hour
from drawing.shading import shadow

BOAT_KEEL, CRAB_FEET = 0.70, 0.86  # where those layers touch the ground, as a part of their height


def ease(time: float, start: float, end: float) -> float:
    return float(smoothstep(start, end, time))


def stand(picture: np.ndarray, layer: np.ndarray, x: float, y: float, foot: float) -> None:
    """Put a layer with its middle over x and the part `foot` of its height on row y."""
    place(picture, layer, x - layer.shape[1] / 2, y - layer.shape[0] * foot)


def trail(picture: np.ndarray, light: Hour, x: float, y: float, length: float) -> None:
    """What the two leave on the sand behind x: the groove of the keel, and the dots of eight feet beside it."""
    dark = light.sand[1] * 0.55
    for back in np.arange(30, length, 24):
        fade = 0.5 * float(np.clip(1.15 - back / 620, 0, 1))
        shadow(picture, x - back, y + 2 * np.sin(back * 0.021), 46, 7, dark, fade)
        shadow(picture, x - back + 9, y + 13 + 2 * np.sin(back * 0.021), 11, 5, dark, fade)
        shadow(picture, x - back - 4, y + 19 + 2 * np.sin(back * 0.021), 10, 5, dark, fade)
