"""The paint box of the sample film: soft noise, smooth shapes, and layers laid over one another.

A picture is a float32 array (720, 1280, 3), sRGB values from 0 to 1. A layer is (height, width, 4) with its colours
already multiplied by its alpha, so that laying it over a picture is one product and one sum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

WIDTH, HEIGHT = 1280, 720
FINE = 3  # shapes are drawn this many times larger, then reduced: smooth edges and sub-pixel motion
Draw = Callable[[ImageDraw.ImageDraw, Callable], None]


def over(picture: np.ndarray, layer: np.ndarray, x: int = 0, y: int = 0) -> None:
    """Lay `layer` over `picture` in place, its left top corner at (x, y); what falls outside is cut off."""
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + layer.shape[0], picture.shape[0]), min(x + layer.shape[1], picture.shape[1])
    if bottom <= top or right <= left:
        return
    part = layer[top - y : bottom - y, left - x : right - x]
    area = picture[top:bottom, left:right]
    area *= 1 - part[..., 3:]
    area += part[..., :3]


def place(picture: np.ndarray, layer: np.ndarray, x: float, y: float) -> None:
    """Lay `layer` at any fraction of a pixel, so that slow motion does not tremble."""
    left, top = int(np.floor(x)), int(np.floor(y))
    fx, fy = np.float32(x - left), np.float32(y - top)
    padded = np.pad(layer, ((1, 1), (1, 1), (0, 0)))
    rows = padded[1:] * (1 - fy) + padded[:-1] * fy
    over(picture, rows[:, 1:] * (1 - fx) + rows[:, :-1] * fx, left, top)


def slide(layer: np.ndarray, x: float) -> np.ndarray:
    """The WIDTH columns of a wider layer from column `x` (any fraction) on."""
    x = float(np.clip(x, 0, layer.shape[1] - WIDTH - 1))
    whole, part = int(x), x - int(x)
    return layer[:, whole : whole + WIDTH] * (1 - part) + layer[:, whole + 1 : whole + 1 + WIDTH] * part


def shape(size: tuple[int, int], draw: Draw) -> np.ndarray:
    """A layer of `size` (width, height) on which `draw` paints with smooth edges.

    `draw(pen, at)` gets Pillow's pen on an enlarged sheet, and `at`, which turns points of the layer into its points.
    """
    sheet = Image.new("RGBA", (size[0] * FINE, size[1] * FINE), (0, 0, 0, 0))
    draw(ImageDraw.Draw(sheet), lambda points: [(float(px) * FINE, float(py) * FINE) for px, py in points])
    # reduce with the colours multiplied by alpha, or edges would take on the black of the empty sheet
    layer = np.asarray(sheet.convert("RGBa").resize(size, Image.Resampling.BOX), np.float32) / 255
    return layer.copy()


def ink(colour: Sequence[float], alpha: float = 1.0) -> tuple[int, int, int, int]:
    red, green, blue = (round(255 * float(np.clip(c, 0, 1))) for c in colour)
    return red, green, blue, round(255 * alpha)


def soft_ellipse(size: tuple[int, int], colour: Sequence[float], alpha: float, power: float = 2.0) -> np.ndarray:
    """A layer with one ellipse that fades from its centre to its edge: a shadow, a glow, a puff of mist."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((x - width / 2 + 0.5) / (width / 2), (y - height / 2 + 0.5) / (height / 2))
    cover = alpha * np.clip(1 - distance, 0, 1) ** power
    return np.dstack([cover * c for c in colour] + [cover]).astype(np.float32)


def noise(height: int, width: int, cell: tuple[float, float], seed: int, octaves: int = 4) -> np.ndarray:
    """Soft fractal noise from 0 to 1, (height, width); `cell` is how large its largest spots are (down, across)."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        rows, columns = (
            max(2, int(size / (span / 2**octave)) + 2) for size, span in zip((height, width), cell, strict=True)
        )
        spots = Image.fromarray(random.random((rows, columns), np.float32))
        total += np.asarray(spots.resize((width, height), Image.Resampling.BICUBIC)) / 2**octave
    low, high = np.quantile(total, [0.01, 0.99])
    return np.clip((total - low) / (high - low), 0, 1)


def smoothstep(low: float, high: float, x):
    x = np.clip((x - low) / (high - low), 0, 1)
    return x * x * (3 - 2 * x)


def blur(picture: np.ndarray, radius: float) -> np.ndarray:
    """Gaussian blur of a picture or layer; wide ones are made at a quarter of the size: nobody sees the difference.

    Not Pillow's filter: that one works on bytes, and soft gradients would come back in steps.
    """
    shrink = 4 if radius >= 8 else 2 if radius >= 4 else 1
    if shrink == 1:
        return gaussian_filter(picture, (radius, radius, 0), mode="nearest")
    small = gaussian_filter(picture[::shrink, ::shrink], (radius / shrink, radius / shrink, 0), mode="nearest")
    return enlarge(small, (picture.shape[1], picture.shape[0]))


def enlarge(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture at another size (width, height), channel by channel: Pillow resizes floats only one at a time."""
    channels = (Image.fromarray(np.ascontiguousarray(picture[..., c])) for c in range(picture.shape[2]))
    return np.stack([np.asarray(one.resize(size, Image.Resampling.BILINEAR)) for one in channels], axis=-1)


def tint(layer: np.ndarray, colour, alpha: float = 1.0) -> np.ndarray:
    """A white layer in one colour."""
    done = layer * alpha
    done[..., :3] *= np.asarray(colour, np.float32)
    return done


def finish(picture: np.ndarray, grain: np.ndarray, bloom: float = 0.16) -> np.ndarray:
    """Light that spills over, a breath of vignette, and bytes without banding: (720, 1280, 3) uint8."""
    bright = np.clip(picture - 0.62, 0, None)[::4, ::4]
    wide = enlarge(blur(bright, 10), (WIDTH, HEIGHT))
    picture = picture + bloom * 2.2 * wide
    return np.clip(picture * 255 * VIGNETTE + grain, 0, 255).astype(np.uint8)


_y, _x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]


VIGNETTE = (1 - 0.16 * np.clip(_x**2 * 0.75 + _y**2 * 0.6 - 0.25, 0, None)).astype(np.float32)[..., None]
