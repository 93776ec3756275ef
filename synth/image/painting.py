"""From words to a finished picture: choose the painter of the place, lay its coats, let it rain, finish it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from synth.image.canvas import Layer, over
from synth.image.errors import ImageError
from synth.image.finish import dithered, finished
from synth.image.stage import Stage, stage
from synth.image.words import read_scene

LEAST, MOST, MOST_PIXELS = 16, 8192, 36_000_000
PAINTERS = {  # the module in places/ that has a painter of the place's name
    "mountains": "mountains", "sea": "waterside", "beach": "waterside", "lake": "waterside", "river": "waterside",
    "desert": "land", "snow": "land", "road": "land", "village": "village", "garden": "garden",
    "forest": "forest", "city": "built", "station": "station", "room": "indoors", "school": "school",
    "sky": "airy", "space": "airy", "abstract": "airy",
}  # fmt: skip


@dataclass(frozen=True)
class Coat:
    """colour: (h, w, 3) float32 sRGB. alpha: (h, w), or None where it covers all."""

    name: str
    depth: float
    colour: np.ndarray
    alpha: np.ndarray | None = None


def picture(prompt: str, mood: str | None, size: tuple[int, int], seed: int, subtitles: str = "",
            each: Callable[[], None] | None = None) -> np.ndarray:  # fmt: skip
    """A painted scene: (h, w, 3) uint8 RGB; the same for the same arguments, and at every resolution.

    prompt: English or Korean; what it leaves open is read from the subtitles. mood: happy, tense, sad, calm, epic, or
    None to read it from the words. size: (width, height) in pixels. each: called before every coat; what it raises
    ends the work. Raises ImageError for a size that is none.
    """
    return painted(stage(read_scene(prompt, mood, subtitles), checked(size), seed), each)


def layers(prompt: str, mood: str | None, size: tuple[int, int], seed: int, subtitles: str = "") -> list[Layer]:
    """The same scene as layers, back to front, before the finish of light and grain: the first one covers all."""
    set_ = stage(read_scene(prompt, mood, subtitles), checked(size), seed)
    return [layer(coat, set_.rng("dither", coat.name)) for coat in coats(set_)]


def nearness(prompt: str, mood: str | None, size: tuple[int, int], seed: int, subtitles: str = "") -> np.ndarray:
    """How near what is seen in the same scene is: (h, w) uint8, 0 for the sky, 255 right before the eye."""
    set_, far = stage(read_scene(prompt, mood, subtitles), checked(size), seed), None
    for coat in coats(set_):
        if far is None:
            far = np.full(coat.colour.shape[:2], coat.depth, np.float32)
        else:
            far += (coat.depth - far) * (1 if coat.alpha is None else coat.alpha)
    assert far is not None
    return np.rint(255 * np.clip(1 - far, 0, 1)).astype(np.uint8)


def painted(set_: Stage, each: Callable[[], None] | None = None) -> np.ndarray:
    canvas = None
    for coat in coats(set_):
        if each:
            each()
        if canvas is None:
            canvas = coat.colour.copy()
        else:
            over(canvas, coat.colour, coat.alpha)
    assert canvas is not None
    return finished(set_, canvas)


def coats(set_: Stage) -> Iterator[Coat]:
    from synth.image.weather import weather

    place = set_.words.place
    painter: Callable[[Stage], Iterator[Coat]] = getattr(import_module(f"synth.image.places.{PAINTERS[place]}"), place)
    yield from painter(set_)
    yield from weather(set_)


def layer(coat: Coat, rng: np.random.Generator) -> Layer:
    rgba = np.empty((*coat.colour.shape[:2], 4), np.uint8)
    rgba[..., :3] = dithered(coat.colour, rng)
    rgba[..., 3] = 255 if coat.alpha is None else (np.clip(coat.alpha, 0, 1) * 255 + 0.5).astype(np.uint8)
    return Layer(rgba, coat.depth, coat.name)


def checked(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    if not (LEAST <= width <= MOST and LEAST <= height <= MOST) or width * height > MOST_PIXELS:
        raise ImageError(
            f"A picture of {width} x {height} cannot be made: give {LEAST} to {MOST} pixels a side, "
            f"{MOST_PIXELS // 10**6} million in all."
        )
    return int(width), int(height)
