"""What a painter of places is given: the sheet, the words, the colours, where the light stands, where type will go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from synth.image.canvas import Sheet
from synth.image.colour import to_rgb
from synth.image.noise import stream
from synth.image.palette import Palette, palette
from synth.image.words import SceneWords

USUAL = {"space": ["night"], "city": ["night", "sunset", "dawn", "day"], "station": ["sunset", "night", "dawn"],
         "room": ["day", "sunset", "dawn"], "abstract": ["dawn", "sunset", "day"],
         "school": ["day", "sunset", "day"]}  # fmt: skip
LANDSCAPE = ["day", "sunset", "dawn", "day"]
BY_MOOD = {"happy": ["day", "dawn"], "tense": ["night", "sunset"], "sad": ["dawn", "day", "night"],
           "calm": ["dawn", "day"], "epic": ["sunset", "dawn"]}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """sun: (x, y) on the sheet, of the sun or the moon. side: -1 or 1, where the weight of the picture lies; type goes
    to the other side. horizon: its y.
    """

    sheet: Sheet
    words: SceneWords
    time: str
    seed: int
    palette: Palette
    sun: tuple[float, float]
    side: int
    horizon: float

    def rng(self, *names: str | int) -> np.random.Generator:
        return stream(self.seed, self.words.place, *names)

    @cached_property
    def haze(self) -> np.ndarray:
        """sRGB of the air at the horizon."""
        return to_rgb(self.palette.sky[-1] * 0.75 + self.palette.sky[-2] * 0.25)

    @property
    def overcast(self) -> bool:
        return self.words.weather in ("cloudy", "rain", "snow", "fog", "storm")

    @property
    def snowy(self) -> bool:
        """Whether snow lies."""
        return self.words.weather == "snow" or self.words.season == "winter" or self.words.place == "snow"

    def hazed(self, rgb: np.ndarray, far: float) -> np.ndarray:
        """A colour behind so much air: far 0 (here) to 1 (the horizon)."""
        share = 1 - np.exp(-1.6 * far * self.palette.haze)
        return rgb + (self.haze - rgb) * np.float32(min(share, 0.97))


def stage(words: SceneWords, size: tuple[int, int], seed: int) -> Stage:
    rng = stream(seed, "stage", words.place)
    usual = USUAL.get(words.place) or LANDSCAPE
    if words.mood and words.place not in ("space", "school", "abstract"):
        usual = BY_MOOD[words.mood]
    time = words.time or usual[rng.integers(len(usual))]
    if words.place == "space":
        time = "night"
    side = 1 if rng.random() < 0.55 else -1
    sheet = Sheet(*size)
    third = rng.uniform(0.60, 0.74)
    horizon = float(rng.choice([rng.uniform(0.60, 0.68), rng.uniform(0.66, 0.74)]))
    high = {"day": (0.12, 0.26), "night": (0.14, 0.30), "dawn": (-0.10, -0.02), "sunset": (-0.13, -0.025)}[time]
    y = rng.uniform(*high)
    y = y if time in ("day", "night") else horizon + y
    sun = (sheet.across(third if side > 0 else 1 - third), float(y))
    return Stage(sheet, words, time, seed, palette(words, time, seed), sun, side, horizon)
