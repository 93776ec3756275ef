"""A title's words at their size and place, in pixels of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from synth.title import TitleError
from synth.title.fonts import clean, font, typeface
from synth.title.lines import STOPS, balanced

SAFE = 0.10  # of width and height on every side that stays free of type: the classic title-safe area
LARGEST, SMALLEST, LEAST = 0.11, 0.09, 0.034  # size of the title by height: as it should be, and when it must shrink
STEP = 0.005
UPRIGHT = 0.95  # what counts as the height of a picture that is not wide, by its width
SMALLER, AT_STOP = 0.22, 0.5  # what a step smaller costs, and a break after a stop is worth, in lines
LINES, MORE_LINES = 3, 5  # of a title at its proper size, and of one that had to shrink
LEADING = 1.2  # distance of baselines in sizes
BELOW, BELOW_LEAST = 0.42, 0.032  # size of the subtitle by the title's, and at least by height
GAP = 0.62  # between title and subtitle, in sizes of the title
MEASURED = 200  # pixels: the size at which lengths are measured, once
LAYOUTS = {  # alignment; width of the column; where the block stands
    "left": ("left", 0.62, "middle"),
    "lower": ("left", 0.66, "bottom"),
    "upper": ("left", 0.66, "top"),
    "centred": ("centre", 0.74, "middle"),
}
THIRD = {"third": ("left", 0.62, "third")}  # over a running film: above the place of its subtitles
THIRD_ENDS = 0.80  # of the height


@dataclass(frozen=True)
class Line:
    """One line of type: its font (file, face), its size, where its baseline begins, and the box of its ink."""

    text: str
    face: tuple[str, int]
    size: int
    x: float
    baseline: float
    ink: tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Setting:
    """A title in place. `layout` is a key of LAYOUTS; size is (width, height) of the picture."""

    layout: str
    size: tuple[int, int]
    title: tuple[Line, ...]
    subtitle: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.title + self.subtitle

    @property
    def ink(self) -> tuple[float, float, float, float]:
        """The box of all ink: left, top, right, bottom."""
        boxes = np.array([line.ink for line in self.lines])
        return (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))

    def drawn(self) -> np.ndarray:
        """The ink as a mask (h, w) uint8."""
        sheet = Image.new("L", self.size)
        draw = ImageDraw.Draw(sheet)
        for line in self.lines:
            draw.text((line.x, line.baseline), line.text, fill=255, font=font(line.face, line.size), anchor="ls")
        return np.asarray(sheet)


def set_type(title: str, subtitle: str, size: tuple[int, int], layout: str, scale: float = 1.0) -> Setting:
    """Title and subtitle on a picture of `size` (width, height), in one of LAYOUTS or THIRD, so many times as large.

    Raises TitleError for nothing to set, for characters that no font has, and for more words than can be read.
    """
    title, subtitle = clean(title), clean(subtitle)
    if not title:
        raise TitleError("The title is empty: give it some words.")
    faces = typeface(f"{title} {subtitle}")
    align, column, place = (LAYOUTS | THIRD)[layout]
    height = scale * min(size[1], UPRIGHT * size[0])  # an upright picture's type is measured by its width
    column = max(column, 0.8) if size[1] > size[0] else column
    pixels, lines = _fitted(title, faces["bold"], height, column * size[0], size[1])
    below = max(round(BELOW * pixels), round(BELOW_LEAST * height))
    small, more = below, _broken(subtitle, faces["medium"], below, column * size[0], 2) if subtitle else []
    while more is None and small > 8:
        small -= 1
        more = _broken(subtitle, faces["medium"], small, column * size[0], 3)
    if more is None:
        raise TitleError(f"The subtitle is too long to be read ({len(subtitle)} characters): shorten it.")
    return _placed(layout, size, [(lines, faces["bold"], pixels), (more, faces["medium"], small)], align, place)


def _fitted(title: str, face: tuple[str, int], height: float, column: float, room: int) -> tuple[int, list[str]]:
    """The size at which the title stands best in its column, and its lines: large, on few lines, broken at stops.

    What fits at no proper size is set as large as it fits.
    """
    steps = round((LARGEST - LEAST) / STEP)
    best: tuple[float, int, list[str]] | None = None
    for step in range(steps + 1):
        pixels, proper = round((LARGEST - step * STEP) * height), step * STEP < LARGEST - SMALLEST + STEP / 2
        if best and not proper:
            break
        lines = _broken(title, face, pixels, column, LINES if proper else MORE_LINES)
        if not lines or len(lines) * LEADING * pixels > 0.6 * room:
            continue
        stops = sum(line.endswith(STOPS) for line in lines[:-1])
        cost = len(lines) + SMALLER * step - AT_STOP * stops
        if best is None or cost < best[0]:
            best = cost, pixels, lines
        if not proper:
            break
    if best is None:
        raise TitleError(f"The title is too long to be read ({len(title)} characters): shorten it, or use a subtitle.")
    return best[1], best[2]


def _broken(text: str, face: tuple[str, int], pixels: int, column: float, most: int) -> list[str] | None:
    """On as few lines as its column asks for, evenly; None if it does not fit on `most`."""
    words = text.split()

    def width(words: str) -> float:
        return _length(words, face) * pixels / MEASURED

    if max(map(width, words)) > column:
        return None
    for count in range(max(1, int(width(text) / column)), most + 1):
        lines = balanced(words, count, width)
        if lines and max(map(width, lines)) <= column:
            return lines
    return None


@lru_cache(8192)
def _length(text: str, face: tuple[str, int]) -> float:
    return font(face, MEASURED).getlength(text)


def _placed(layout: str, size: tuple[int, int], parts: Sequence[tuple[list[str], tuple[str, int], int]], align: str,
            place: str) -> Setting:  # fmt: skip
    """Lines one below the other, their ink (not their boxes) on the edge or about the axis; then the block moved."""
    set_parts, baseline = [], 0.0
    for number, (texts, face, pixels) in enumerate(parts):
        lines: list[Line] = []
        for text in texts:
            left, top, right, bottom = font(face, pixels).getbbox(text, anchor="ls")
            first = not lines and not number
            step = (-top if first else LEADING * pixels) if lines or not number else GAP * parts[0][2] - top
            baseline += step
            x = SAFE * size[0] - left if align == "left" else size[0] / 2 - (left + right) / 2
            ink = (x + left, baseline + top, x + right, baseline + bottom)
            lines.append(Line(text, face, pixels, x, baseline, ink))
        set_parts.append(tuple(lines))
    block = Setting(layout, size, *set_parts)
    _, top, _, bottom = block.ink
    free = {"middle": 0.48 * size[1] - (top + bottom) / 2, "bottom": (0.98 - SAFE) * size[1] - bottom,
            "top": (0.02 + SAFE) * size[1] - top, "third": THIRD_ENDS * size[1] - bottom}[place]  # fmt: skip
    move = round(min(max(free, SAFE * size[1] - top), (1 - SAFE) * size[1] - bottom))
    return Setting(layout, size, *(tuple(_moved(line, move) for line in part) for part in set_parts))


def _moved(line: Line, down: float) -> Line:
    left, top, right, bottom = line.ink
    ink = (left, top + down, right, bottom + down)
    return Line(line.text, line.face, line.size, line.x, line.baseline + down, ink)
