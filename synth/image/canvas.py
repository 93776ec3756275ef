"""The sheet that a picture is painted on: where its pixels are, layers laid over each other, shapes with soft edges.

Places on the sheet: y is 0 at the top and 1 at the bottom, x is 0 in the middle and one unit is the height, so that a
composition is the same at every resolution and only wider or narrower at another shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image, ImageDraw

SOFT_ROWS = 270  # rows that are enough for what has no edges: clouds, haze, glows


@dataclass(frozen=True)
class Layer:
    """rgba: (h, w, 4) uint8, alpha straight. depth: 1 is infinitely far, 0 right before the eye."""

    rgba: np.ndarray
    depth: float
    name: str


@dataclass(frozen=True)
class Sheet:
    width: int
    height: int

    @property
    def aspect(self) -> float:
        return self.width / self.height

    @cached_property
    def x(self) -> np.ndarray:
        """(w,) the middles of the pixels."""
        return ((np.arange(self.width) + 0.5) / self.height - self.aspect / 2).astype(np.float32)

    @cached_property
    def y(self) -> np.ndarray:
        """(h,)"""
        return ((np.arange(self.height) + 0.5) / self.height).astype(np.float32)

    def across(self, share: float) -> float:
        """The x of a share 0..1 of the width."""
        return (share - 0.5) * self.aspect

    @cached_property
    def soft(self) -> Sheet:
        """A coarse sheet of the same shape. Paint what has no edges there and `enlarge` it."""
        if self.height <= SOFT_ROWS:
            return self
        return Sheet(max(2, round(SOFT_ROWS * self.aspect)), SOFT_ROWS)

    def enlarge(self, field: np.ndarray) -> np.ndarray:
        """(h', w') or (h', w', c) float32 to the size of this sheet."""
        if field.shape[:2] == (self.height, self.width):
            return field
        channels = [field] if field.ndim == 2 else [field[..., i] for i in range(field.shape[2])]
        made = [
            np.asarray(
                Image.fromarray(np.ascontiguousarray(channel, np.float32)).resize(
                    (self.width, self.height), Image.Resampling.BICUBIC
                )
            )
            for channel in channels
        ]
        return made[0] if field.ndim == 2 else np.stack(made, axis=-1)

    def glow(self, x: float, y: float, radius: float, power: float = 2.0) -> np.ndarray:
        """(h, w) in 0..1: 1 at the place, falling off to about a third at the radius."""
        squared = (self.x[None] - x) ** 2 + (self.y[:, None] - y) ** 2
        return (1 / (1 + squared * np.float32(2 / radius**2)) ** np.float32(power / 2)).astype(np.float32)

    def below(self, line: np.ndarray) -> np.ndarray:
        """(h, w) coverage 0..1 of what lies under a line y(x) given for every column."""
        return np.clip((self.y[:, None] - line[None]) * self.height + 0.5, 0, 1).astype(np.float32)

    def drawn(self, draw: Callable[[Pen], None], scale: int = 2) -> np.ndarray:
        """(h, w) coverage of what `draw` puts on a pen, antialiased."""
        pen = Pen(self, scale)
        draw(pen)
        return pen.coverage()

    def coloured(self, draw: Callable[[Pen], None], scale: int = 2) -> tuple[np.ndarray, np.ndarray]:
        """The same with inks of sRGB colours: (h, w, 3) and coverage (h, w)."""
        pen = Pen(self, scale, colours=True)
        draw(pen)
        return pen.colours()


Ink = int | np.ndarray | Sequence[float]


class Pen:
    """Pillow's shapes in the sheet's places, at twice the resolution. Inks: 0..255, or sRGB where it has colours."""

    def __init__(self, sheet: Sheet, scale: int = 2, colours: bool = False):
        self.sheet, self.scale = sheet, scale
        self.image = Image.new("RGBA" if colours else "L", (sheet.width * scale, sheet.height * scale))
        self.on = ImageDraw.Draw(self.image)

    @staticmethod
    def _ink(ink: Ink) -> int | tuple[int, ...]:
        return ink if isinstance(ink, int) else (*(int(np.clip(v, 0, 1) * 255 + 0.5) for v in ink), 255)

    def at(self, x: float, y: float) -> tuple[float, float]:
        unit = self.sheet.height * self.scale
        return (x + self.sheet.aspect / 2) * unit, y * unit

    def polygon(self, points: Sequence[tuple[float, float]], ink: Ink = 255) -> None:
        self.on.polygon([self.at(*point) for point in points], fill=self._ink(ink))

    def line(self, points: Sequence[tuple[float, float]], width: float, ink: Ink = 255) -> None:
        """Round at its ends and joints."""
        thick = width * self.sheet.height * self.scale
        placed = [self.at(*point) for point in points]
        self.on.line(placed, fill=self._ink(ink), width=max(1, round(thick)), joint="curve")

    def disc(self, x: float, y: float, radius: float, ink: Ink = 255, squash: float = 1.0) -> None:
        x, y = self.at(x, y)
        r = radius * self.sheet.height * self.scale
        self.on.ellipse((x - r, y - r * squash, x + r, y + r * squash), fill=self._ink(ink))

    def box(self, left: float, top: float, right: float, bottom: float, ink: Ink = 255) -> None:
        """Nothing at all where it would be empty."""
        a, b = self.at(left, top), self.at(right, bottom)
        if b[0] - a[0] >= 0.5 and b[1] - a[1] >= 0.5:
            self.on.rectangle((*a, max(a[0], b[0] - 1), max(a[1], b[1] - 1)), fill=self._ink(ink))

    def coverage(self) -> np.ndarray:
        return np.asarray(self.image.reduce(self.scale), np.float32) / 255

    def colours(self) -> tuple[np.ndarray, np.ndarray]:
        """Straight colours: Pillow weighs them by their alpha when it reduces."""
        rgba = np.asarray(self.image.reduce(self.scale), np.float32) / 255
        return np.ascontiguousarray(rgba[..., :3]), rgba[..., 3]


def over(canvas: np.ndarray, colour: np.ndarray, alpha: np.ndarray | float | None) -> np.ndarray:
    """canvas (h, w, 3), in place; alpha (h, w), a number, or None where it covers all."""
    share = alpha[..., None] if isinstance(alpha, np.ndarray) else 1.0 if alpha is None else alpha
    canvas += (colour - canvas) * share
    return canvas


def screen(canvas: np.ndarray, colour: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Light added so that it never burns out: canvas (h, w, 3), in place."""
    canvas += (1 - canvas) * (colour * alpha[..., None])
    return canvas
