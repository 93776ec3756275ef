"""A title in motion: the camera moves in slowly, the words come and go, the picture gives way to the film."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from synth.title import TitleError
from synth.title.design import Design

PUSH, FORWARD = 1.035, 0.985  # the picture grows to this size; the words grow from this to their own
COME, AFTER, GO = 0.5, 0.25, 0.45  # s: the words' coming, the wait before it, their going
DISSOLVE = 0.9  # s at the end in which the film comes through the picture
EARLY = 0.5  # s before the end at which the words have gone


class Canvas(Protocol):
    """What is drawn on: `size` (width, height); layers of `size` as planes; bits of a sample."""

    @property
    def size(self) -> tuple[int, int]: ...
    @property
    def depth(self) -> int: ...
    def colour(self, rgb: np.ndarray, /) -> list[np.ndarray]: ...
    def masks(self, alpha: np.ndarray, /) -> list[np.ndarray]: ...


class Motion:
    """A design that moves for `seconds`. The Opening that media/ writes into a film."""

    def __init__(self, name: str, seconds: float, made: Callable[[tuple[int, int]], Design]) -> None:
        self.name, self.seconds, self.made = name, seconds, made

    def write(self, path: Path, size: tuple[int, int]) -> None:
        """As a picture of `size` (width, height). TitleError if it cannot be."""
        try:
            Image.fromarray(self.made(size).poster()).save(path, quality=92)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "use .jpg or .png as its ending"
            raise TitleError(f"The poster {path.name} could not be written: {why}.") from error

    def drawer(self, canvas: Canvas) -> Callable[[float, list[np.ndarray]], list[np.ndarray]]:
        """(seconds, planes of the film beneath) -> planes."""
        design = self.made(canvas.size)
        pictures = canvas.colour(design.picture)
        letters = canvas.masks(design.letters)
        inks = [int(plane[0, 0]) for plane in canvas.colour(np.full((*design.letters.shape, 3), design.ink, np.uint8))]

        def draw(time: float, film: list[np.ndarray]) -> list[np.ndarray]:
            done = min(1.0, max(0.0, time / self.seconds))
            words, film_part = self.opacity(time)
            grown = [_scaled(picture, 1 + (PUSH - 1) * done) for picture in pictures]
            inked = [
                _inked(plane, mask, ink, words, self.forward(done))
                for plane, mask, ink in zip(grown, letters, inks, strict=True)
            ]
            return [_mixed(plane, below, film_part) for plane, below in zip(inked, film, strict=True)]

        return draw

    def opacity(self, time: float) -> tuple[float, float]:
        """(of the words, of the film) at a time: 0..1, eased."""
        going = self.seconds - EARLY - GO
        words = ease((time - AFTER) / COME) * (1 - ease((time - going) / GO))
        return words, ease((time - self.seconds + DISSOLVE) / DISSOLVE)

    @staticmethod
    def forward(done: float) -> float:
        """Size of the words: they never grow beyond what was set, so that they stay in the safe area."""
        return FORWARD + (1 - FORWARD) * done


def ease(part: float) -> float:
    """0..1, gently at both ends (smoothstep)."""
    part = min(1.0, max(0.0, part))
    return part * part * (3 - 2 * part)


def _scaled(plane: np.ndarray, scale: float) -> np.ndarray:
    """Enlarged about its middle, to a fraction of a pixel."""
    height, width = plane.shape
    across, down = width * (1 - 1 / scale) / 2, height * (1 - 1 / scale) / 2
    return _resized(plane, (across, down, width - across, height - down))


def _resized(plane: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    image = Image.fromarray(plane if plane.dtype == np.uint8 else plane.astype(np.float32))
    drawn = np.asarray(image.resize(image.size, Image.Resampling.BICUBIC, box=box))
    return drawn if plane.dtype == np.uint8 else np.clip(np.rint(drawn), 0, 1023).astype(plane.dtype)


def _inked(plane: np.ndarray, mask: np.ndarray, ink: int, opacity: float, scale: float) -> np.ndarray:
    if opacity <= 0:
        return plane
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    height, width = mask.shape
    # Where the letters' own box comes from in the mask, when the mask is scaled about the picture's middle; smaller,
    # so the box holds all of it.
    top, left, bottom, right = (int(v) for v in (
        min(top, height / 2 + (top - height / 2) * scale), min(left, width / 2 + (left - width / 2) * scale),
        max(bottom, height / 2 + (bottom - height / 2) * scale + 1),
        max(right, width / 2 + (right - width / 2) * scale + 1)))  # fmt: skip
    top, left, bottom, right = max(0, top - 1), max(0, left - 1), min(height, bottom + 1), min(width, right + 1)
    box = (width / 2 + (left - width / 2) / scale, height / 2 + (top - height / 2) / scale,
           width / 2 + (right - width / 2) / scale, height / 2 + (bottom - height / 2) / scale)  # fmt: skip
    box = (max(0.0, box[0]), max(0.0, box[1]), min(float(width), box[2]), min(float(height), box[3]))
    drawn = Image.fromarray(mask).resize((right - left, bottom - top), Image.Resampling.BICUBIC, box=box)
    alpha = np.asarray(drawn).astype(np.float32) * (opacity / 255)
    out = plane.copy() if not plane.flags.writeable else plane
    part = out[top:bottom, left:right].astype(np.float32)
    out[top:bottom, left:right] = np.rint(part + (ink - part) * alpha).astype(plane.dtype)
    return out


def _mixed(over: np.ndarray, below: np.ndarray, part: float) -> np.ndarray:
    """`part` of what is below comes through."""
    if part <= 0:
        return over
    if part >= 1:
        return below
    weight = round(part * 256)
    wide = np.uint16 if over.dtype == np.uint8 else np.uint32
    sum_ = over.astype(wide) * np.array(256 - weight, wide) + below.astype(wide) * np.array(weight, wide)
    return ((sum_ + np.array(128, wide)) // np.array(256, wide)).astype(over.dtype)
