"""A title in motion: the camera moves in slowly, the words come and go, the picture gives way to the film."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from synth.title import TitleError
from synth.title.design import Design
from synth.title.parallax import Parallax
from synth.title.shade import PUSH

FORWARD = 0.985  # the words grow from this to their own size, the picture from its own to PUSH
COME, AFTER, GO = 0.5, 0.25, 0.45  # s: the words' coming, the wait before it, their going
DISSOLVE = 0.9  # s at the end in which the film comes through the picture
EARLY = 0.5  # s before the end at which the words have gone
CUBIC = Image.Resampling.BICUBIC
Box = tuple[float, float, float, float]
Size = tuple[int, int]


class Canvas(Protocol):
    """What is drawn on: `size` (width, height) as seen; layers of `size` as planes; bits of a sample."""

    @property
    def size(self) -> tuple[int, int]: ...
    @property
    def depth(self) -> int: ...
    def colour(self, rgb: np.ndarray, /) -> list[np.ndarray]: ...
    def masks(self, alpha: np.ndarray, /) -> list[np.ndarray]: ...


class Motion:
    """A design that moves for `seconds`: the Opening that media/ writes into a film."""

    def __init__(self, name: str, seconds: float, made: Callable[[tuple[int, int]], Design]) -> None:
        self.name, self.seconds, self.made = name, seconds, made

    def write(self, path: Path, size: tuple[int, int]) -> None:
        """As a picture of `size` (width, height), or, where `path` ends so, in motion. TitleError if it cannot be."""
        from synth.title.clip import KINDS, write_clip

        if path.suffix.lower() in KINDS:
            write_clip(self, path, size)
            return
        try:
            Image.fromarray(self.made(size).poster()).save(path, quality=92)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "use .jpg or .png as its ending"
            raise TitleError(f"The poster {path.name} could not be written: {why}.") from error

    def drawer(self, canvas: Canvas) -> Callable[[float, list[np.ndarray]], list[np.ndarray]]:
        """(seconds, planes of the film beneath) -> planes."""
        hands = ThreadPoolExecutor(1, "drawing")
        design = self.made(canvas.size)
        inks = canvas.colour(np.full((*design.letters.shape, 3), design.ink, np.uint8))
        pictures = canvas.colour(design.picture)
        parallax = None if design.nearness is None else Parallax.of(canvas.masks(design.nearness)[0])
        layers = [
            Layer(
                _image(picture),
                Image.fromarray(mask),
                _box(mask),
                int(ink[0, 0]),
                2**canvas.depth - 1,
                mask.shape == pictures[0].shape,
                parallax,
            )
            for picture, mask, ink in zip(pictures, canvas.masks(design.letters), inks, strict=True)
        ]

        def draw(time: float, film: list[np.ndarray]) -> list[np.ndarray]:
            push, forward = self.sizes(time)
            words, film_part = self.opacity(time)
            if film_part >= 1:
                return film

            def drawn(layer: Layer, below: np.ndarray) -> np.ndarray:
                return _mixed(layer.drawn(push, forward, words), below, film_part)

            fine = hands.submit(drawn, layers[0], film[0])  # as much work as the two others
            rest = [drawn(layer, below) for layer, below in zip(layers[1:], film[1:], strict=True)]
            return [fine.result(), *rest]

        return draw

    def sizes(self, time: float) -> tuple[float, float]:
        """(of the picture, of the words) at a time. The words never outgrow what was set, and stay in the safe area."""
        done = min(1.0, max(0.0, time / self.seconds))
        return 1 + (PUSH - 1) * done, FORWARD + (1 - FORWARD) * done

    def opacity(self, time: float) -> tuple[float, float]:
        """(of the words, of the film) at a time: 0..1, eased."""
        pace = min(1.0, self.seconds / 3)  # a title on a very short film hurries
        going = self.seconds - (EARLY + GO) * pace
        words = ease((time - AFTER * pace) / (COME * pace)) * (1 - ease((time - going) / (GO * pace)))
        return words, ease((time - self.seconds + DISSOLVE * pace) / (DISSOLVE * pace))


def ease(part: float) -> float:
    """0..1, gently at both ends (smoothstep)."""
    part = min(1.0, max(0.0, part))
    return part * part * (3 - 2 * part)


@dataclass(frozen=True)
class Layer:
    """One plane of the picture, the letters' mask on it, the box of their ink, the ink's value on it, the largest
    value there is; fine: not one of half the size; parallax: where what is near moves more.
    """

    picture: Image.Image
    letters: Image.Image
    box: tuple[int, int, int, int]
    ink: int
    most: int
    fine: bool
    parallax: Parallax | None = None

    def drawn(self, push: float, forward: float, opacity: float) -> np.ndarray:
        """Picture and words enlarged about the middle, to a fraction of a pixel."""
        size = self.picture.size
        kind = CUBIC if self.fine else Image.Resampling.BILINEAR  # nobody sees the difference in half the colour
        if self.parallax:
            sheet = self.parallax.enlarged(self.picture, push, kind)
        else:
            sheet = self.picture.resize(size, kind, box=_seen((0, 0, size[0], size[1]), push, size))
        if opacity <= 0:
            return self._plane(sheet)
        # Where the scaled letters come to lie, whole pixels outwards, and what of the mask that shows.
        left, top, right, bottom = _seen(self.box, 1 / forward, size)
        start = max(0, int(left) - 1), max(0, int(top) - 1)
        end = min(size[0], int(right) + 2), min(size[1], int(bottom) + 2)
        target = (*start, *end)
        source = _within(_seen(target, forward, size), size)
        mask = self.letters.resize((end[0] - start[0], end[1] - start[1]), CUBIC, box=source)
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        if sheet.mode == "L":
            sheet.paste(self.ink, target, mask)
            return self._plane(sheet)
        plane = np.array(sheet)
        part = plane[start[1] : end[1], start[0] : end[0]]
        part += (self.ink - part) * (np.asarray(mask, np.float32) / 255)
        return self._plane(Image.fromarray(plane))

    def _plane(self, sheet: Image.Image) -> np.ndarray:
        plane = np.asarray(sheet)
        return plane if plane.dtype == np.uint8 else np.clip(np.rint(plane), 0, self.most).astype(np.uint16)


def _seen(box: Box, scale: float, size: Size) -> Box:
    """What of a picture shows in `box` when the picture is enlarged about its middle."""
    x, y = size[0] / 2, size[1] / 2
    return (x + (box[0] - x) / scale, y + (box[1] - y) / scale, x + (box[2] - x) / scale, y + (box[3] - y) / scale)


def _within(box: Box, size: Size) -> Box:
    return max(0.0, box[0]), max(0.0, box[1]), min(float(size[0]), box[2]), min(float(size[1]), box[3])


def _box(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _image(plane: np.ndarray) -> Image.Image:
    return Image.fromarray(plane if plane.dtype == np.uint8 else plane.astype(np.float32))


def _mixed(over: np.ndarray, below: np.ndarray, part: float) -> np.ndarray:
    """`part` of what is below comes through."""
    if part <= 0:
        return over
    if part >= 1:
        return below
    wide = np.dtype(np.uint16 if over.dtype == np.uint8 else np.uint32)
    weight = round(part * 256)
    total: np.ndarray = over.astype(wide)
    total *= 256 - weight
    total += below * wide.type(weight)
    total += 128
    total >>= 8
    return total.astype(over.dtype)
