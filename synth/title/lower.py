"""A chapter's title on the film's own moving pictures: a lower third that comes and goes, readable on all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from synth.title.design import reading_time
from synth.title.motion import CUBIC, FORWARD, Canvas, ease
from synth.title.setting import set_type
from synth.title.shade import DARK, ENOUGH, LIGHT, Cloud, Ink, beside, clouds, opacity, tinted, weakest

SCALE = 0.62  # of the type that opens a film
LONGEST = 4.0  # s
COME, WAIT, GO = 0.5, 0.15, 0.45  # s: the words' coming after the shade has begun to, and their going
PIXELS = 12_000  # that are looked at in a picture
LIGHT_GOAL, DARK_GOAL = 0.82, 0.016  # luminance of a light shade and of a dark one

Drawer = Callable[[float, list[np.ndarray]], list[np.ndarray]]


class LowerThird:
    """What media/ draws into a film: `name` for `seconds`."""

    def __init__(self, title: str) -> None:
        self.name = title
        self.seconds = min(LONGEST, reading_time(title))

    def check(self, size: tuple[int, int]) -> None:
        """Raises TitleError if it cannot be set on a picture of `size` (width, height)."""
        set_type(self.name, "", size, "third", SCALE)

    def drawer(self, canvas: Canvas, seconds: float, beneath: Iterable[np.ndarray]) -> Drawer:
        """(seconds, planes Y, Cb, Cr of the film beneath) -> planes. seconds: for which it is seen; beneath: pictures
        (h, w, 3) uint8 that it will stand on.
        """
        setting = set_type(self.name, "", canvas.size, "third", SCALE)
        letters = setting.drawn()
        shape, near = clouds(setting, letters), beside(letters, setting)[0]
        tint, ink, strength = _shade(beneath, shape, near)
        shade = np.rint(255 * opacity(shape, strength, ink)).astype(np.uint8)
        full = (*letters.shape, 3)
        inks = canvas.colour(np.full(full, ink, np.uint8))
        tints = canvas.colour(np.full(full, np.rint(tint), np.uint8))
        masks = zip(canvas.masks(letters), canvas.masks(shade), strict=True)
        planes = [
            _Plane.of(words, cloud, float(ink[0, 0]), float(tint[0, 0]), 2**canvas.depth - 1)
            for (words, cloud), ink, tint in zip(masks, inks, tints, strict=True)
        ]
        darker = ink == LIGHT

        def draw(time: float, film: list[np.ndarray]) -> list[np.ndarray]:
            words, cloud = visible(time, seconds)
            if cloud <= 0:
                return film
            forward = FORWARD + (1 - FORWARD) * min(1.0, max(0.0, time / seconds))
            where = planes[0].touched(film[0], darker)
            return [
                plane.drawn(below, forward, words, cloud, None if number == 0 else where, darker)
                for number, (plane, below) in enumerate(zip(planes, film, strict=True))
            ]

        return draw


def visible(time: float, seconds: float) -> tuple[float, float]:
    """(of the words, of their shade) at a time: 0..1, eased."""
    pace = min(1.0, seconds / 3)
    going = seconds - GO * pace
    leaves = 1 - ease((time - going) / (GO * pace))
    words = ease((time - WAIT * pace) / (COME * pace)) * (1 - ease((time - going + WAIT * pace) / (GO * pace)))
    return words, ease(time / (COME * pace)) * leaves


def _shade(beneath: Iterable[np.ndarray], shape: Cloud, near: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, Ink,
           float]:  # fmt: skip
    """(colour, ink, strength) of the weakest shade on which the words can be read on every picture."""
    step = max(1, len(near[0]) // PIXELS)
    at = near[0][::step], near[1][::step]
    here = shape[0][at], shape[1][at]
    grounds = [(picture[at], here) for picture in beneath]
    if not grounds:
        grounds = [(np.full((len(at[0]), 3), 255, np.uint8), here)]  # the worst that can be
    every = np.concatenate([pixels for pixels, _ in grounds])
    dark = tinted(every, DARK_GOAL)
    strength, _ = weakest(grounds, dark, LIGHT)
    if strength <= ENOUGH:
        return dark, LIGHT, strength
    light = tinted(every, LIGHT_GOAL)
    other, _ = weakest(grounds, light, DARK)
    return (light, DARK, other) if other < strength - 0.15 else (dark, LIGHT, strength)


@dataclass(frozen=True)
class _Plane:
    """One plane: the letters' mask; the part that the shade touches (rows, columns), and the shade there 0..1; the
    values of ink and tint; the box of the words and the point from which they grow; and the largest value there is.
    """

    letters: Image.Image
    rows: slice
    columns: slice
    shade: np.ndarray
    ink: float
    tint: float
    words: tuple[int, int, int, int]
    anchor: tuple[float, float]
    most: int

    @classmethod
    def of(cls, letters: np.ndarray, shade: np.ndarray, ink: float, tint: float, most: int) -> _Plane:
        rows, columns = _extent(shade > 0)
        down, across = _extent(letters > 0)
        words = (across.start - 1, down.start - 1, across.stop + 1, down.stop + 1)
        anchor = (across.start + across.stop) / 2, (down.start + down.stop) / 2
        part = shade[rows, columns].astype(np.float32) / 255
        return cls(Image.fromarray(letters), rows, columns, part, ink, tint, words, anchor, most)

    def touched(self, luma: np.ndarray, darker: bool) -> np.ndarray:
        """Where, on this plane of brightness, the shade changes anything: 0..1; softly, for the sake of the colours."""
        part = luma[self.rows, self.columns].astype(np.float32)
        beyond = (part - self.tint) if darker else (self.tint - part)
        return np.clip(beyond * (16 / (self.most + 1)), 0, 1)

    def drawn(self, below: np.ndarray, forward: float, words: float, cloud: float, where: np.ndarray | None,
              darker: bool) -> np.ndarray:  # fmt: skip
        """where: of the brightness, for a plane of colour."""
        plane = below.copy()
        part = plane[self.rows, self.columns].astype(np.float32)
        change = self.tint - part
        if where is None:
            change = np.minimum(change, 0) if darker else np.maximum(change, 0)
        else:
            change *= _fitted(where, change.shape)
        part += change * (self.shade * cloud)
        plane[self.rows, self.columns] = np.clip(np.rint(part), 0, self.most)
        if words > 0:
            rows, columns, mask = self._grown(forward)
            part = plane[rows, columns].astype(np.float32)
            part += (self.ink - part) * (mask * words)
            plane[rows, columns] = np.clip(np.rint(part), 0, self.most)
        return plane

    def _grown(self, forward: float) -> tuple[slice, slice, np.ndarray]:
        """(rows, columns, the letters' mask there 0..1), grown about their middle to a fraction of a pixel."""
        x, y = self.anchor
        left, top, right, bottom = self.words
        box = (x + (left - x) / forward, y + (top - y) / forward,
               x + (right - x) / forward, y + (bottom - y) / forward)  # fmt: skip
        mask = self.letters.resize((right - left, bottom - top), CUBIC, box=box)
        return slice(top, bottom), slice(left, right), np.asarray(mask, np.float32) / 255


def _extent(mask: np.ndarray) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _fitted(field: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if field.shape == shape:
        return field
    return np.asarray(Image.fromarray(field).resize((shape[1], shape[0]), Image.Resampling.BOX))
