"""Making type readable on a picture: a soft shade in the shape of the words, in the picture's own colours.

It is as strong as the contrast needs, measured on the pixels around the letters, and no stronger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from synth.title.setting import Setting

CONTRAST = 4.5  # WCAG 2.1, 1.4.3
AIM = 5.2  # what is reached for: the film's encoder and the slow push-in take a little away
PERCENTILE = 5  # of the pixels around the letters that may have less
PUSH = 1.035  # to which the picture grows beneath the words while it is seen
SMALL = 4  # soft things are computed on a picture so many times smaller
LIGHT, DARK = (252, 250, 246), (20, 22, 28)
ENOUGH = 0.55  # strength of a dark shade beyond which dark letters are tried
LEAST = 0.28  # strength of a shade at which letters begin to stand before the picture instead of in it
SPREAD, SPREAD_WIDE, WIDE = 0.5, 1.5, 0.6  # blurs of the two clouds, in sizes of the title; share of the wide one
RICHNESS = 1.5  # chroma of a shade by that of the picture: a darkened colour looks grey
SHADOW = 14 / 1080  # blur of the letters' shadow, in heights
SHADOW_DARK, SHADOW_LIGHT = 0.42, 0.25  # its strength: a dark one under light letters, a light one under dark


Pixels = tuple[np.ndarray, np.ndarray]  # rows, columns
Cloud = tuple[np.ndarray, np.ndarray]  # about the block of words, and close around the letters: 0..1
Ink = tuple[int, int, int]


@dataclass(frozen=True)
class Shaded:
    """The picture with its shade, (h, w, 3) uint8; the ink's colour; contrast at PERCENTILE; the shade's strength."""

    picture: np.ndarray
    ink: tuple[int, int, int]
    contrast: float
    strength: float


def shaded(picture: np.ndarray, setting: Setting, ink: np.ndarray) -> Shaded:
    """picture: (h, w, 3) uint8; ink: the letters' mask (h, w) uint8."""
    shape = clouds(setting, ink)
    around = beside(ink, setting)
    light = _try(picture, shape, around, LIGHT, 0.016)
    if light.strength <= ENOUGH:
        return light
    dark = _try(picture, shape, around, DARK, 0.82)
    return dark if dark.strength < light.strength - 0.15 else light


def contrast(background: np.ndarray, ink: tuple[int, int, int]) -> np.ndarray:
    """WCAG contrast ratio of each pixel (n, 3) uint8 to the colour of the ink."""
    a, b = luminance(background), float(luminance(np.array([ink], np.uint8))[0])
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Relative luminance of sRGB (n, 3) uint8, 0..1."""
    return _LINEAR[rgb] @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def surroundings(picture: np.ndarray, ink: np.ndarray, reach: int) -> np.ndarray:
    """The pixels (n, 3) that letters stand on and before: within `reach` of the ink (h, w)."""
    return picture[_grown(ink, reach)]


def _try(picture: np.ndarray, shape: Cloud, around: list[Pixels], ink: Ink, goal: float) -> Shaded:
    """The weakest shade that is enough, of a colour whose luminance is `goal`."""
    tint = tinted(picture[around[0]], goal)
    turn = np.minimum if ink == LIGHT else np.maximum  # what is dark enough is not made lighter
    high, reached = weakest([(picture[at], (shape[0][at], shape[1][at])) for at in around], tint, ink)
    alpha = opacity(shape, high, ink)
    shades = picture.astype(np.float32)
    rows = np.flatnonzero(alpha.max(axis=1) > 0.002)
    span = slice(rows[0], rows[-1] + 1)
    shades[span] += turn(tint - shades[span], 0) * alpha[span, :, None]
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, shades[span].shape[:2]).astype(np.float32)
    shades[span] += noise[..., None] * (alpha[span, :, None] > 0.002)  # or the soft edge would show bands
    return Shaded(np.clip(np.rint(shades), 0, 255).astype(np.uint8), ink, reached, high)


def weakest(grounds: Sequence[tuple[np.ndarray, Cloud]], tint: np.ndarray, ink: Ink) -> tuple[float, float]:
    """(strength, contrast reached) of the weakest shade of colour `tint` that is enough on all grounds.

    A ground: pixels (n, 3) uint8 beside the letters, and what of the cloud and the shadow lies on each, (n,) and (n,).
    """
    turn = np.minimum if ink == LIGHT else np.maximum
    floats = [(pixels.astype(np.float32), here) for pixels, here in grounds]

    def reached(strength: float) -> float:
        """At the worst moment."""
        least = float("inf")
        for behind, here in floats:
            shades = behind + turn(tint - behind, 0) * opacity(here, strength, ink)[:, None]
            ratios = contrast(np.clip(shades, 0, 255).astype(np.uint8), ink)
            least = min(least, float(np.percentile(ratios, PERCENTILE)))
        return least

    low, high = LEAST, 1.0
    if reached(low) >= AIM:
        high = low
    for _ in range(7):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) >= AIM else (middle, high)
    return high, reached(high)


def opacity(shape: Cloud, strength: float, ink: Ink) -> np.ndarray:
    """Of a shade of this strength, 0..1, wherever its shape is given."""
    cloud, shadow = shape
    near = SHADOW_DARK if ink == LIGHT else SHADOW_LIGHT
    return 1 - (1 - strength * cloud) * (1 - near * min(1.0, 1.2 * strength) * shadow)


def clouds(setting: Setting, ink: np.ndarray) -> Cloud:
    """Masks (h, w) float32, 0..1: a cloud about the block that runs out to the edges it leans on, and the letters'
    own shadow.
    """
    from scipy.ndimage import gaussian_filter

    width, height = setting.size
    rows, columns = -(-height // SMALL), -(-width // SMALL)
    size = setting.title[0].size / SMALL
    left, top, right, bottom = (edge / SMALL for edge in setting.ink)
    wide = _block((rows, columns), _leaning(setting.layout, left, top, right, bottom, rows), 0.9 * size)
    close = np.zeros_like(wide)
    for line in setting.lines:
        box = [edge / SMALL for edge in line.ink]
        close = np.maximum(close, _block((rows, columns), box, 0.45 * size))
    cloud = WIDE * gaussian_filter(wide, SPREAD_WIDE * size, mode="nearest")
    cloud += (1 - WIDE) * gaussian_filter(close, SPREAD * size, mode="nearest")
    inside = _block((rows, columns), [left, top, right, bottom], 0) > 0
    cloud = np.minimum(1.0, cloud / max(float(np.percentile(cloud[inside], 30)), 1e-6))
    small = Image.fromarray(ink).resize((columns, rows), Image.Resampling.BOX)
    shadow = gaussian_filter(np.asarray(small, np.float32) / 255, SHADOW * height / SMALL, mode="nearest")
    return _large(cloud, setting.size), _large(np.minimum(1.0, 1.8 * shadow), setting.size)


def _leaning(layout: str, left: float, top: float, right: float, bottom: float, rows: int) -> list[float]:
    """The block's box, drawn out to the picture's edges that its layout leans on."""
    if layout in ("left", "third"):
        return [0, top, right, bottom]
    if layout == "lower":
        return [0, top, right, rows]
    return [0, 0, right, bottom] if layout == "upper" else [left, top, right, bottom]


def _block(shape: tuple[int, int], box: Sequence[float], reach: float) -> np.ndarray:
    mask = np.zeros(shape, np.float32)
    left, top, right, bottom = box
    mask[max(0, int(top - reach)) : int(bottom + reach) + 1, max(0, int(left - reach)) : int(right + reach) + 1] = 1
    return mask


def _large(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.clip(np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BICUBIC)), 0, 1)


def beside(ink: np.ndarray, setting: Setting) -> list[Pixels]:
    """Rows and columns of the pixels beside the letters; and of those that come there as the picture grows."""
    reach = max(4, round(0.16 * setting.title[0].size))
    rows, columns = np.nonzero(_grown(ink, reach) & ~_grown(ink, 1))
    middle = np.array(ink.shape)[:, None] / 2
    places = np.stack([rows, columns])
    moved = [middle + (places - middle) / scale for scale in (1.0, (1 + PUSH) / 2, PUSH)]
    return [(at[0].astype(np.intp), at[1].astype(np.intp)) for at in moved]


def _grown(ink: np.ndarray, reach: int) -> np.ndarray:
    from scipy.ndimage import maximum_filter

    return maximum_filter(ink, 2 * reach + 1) > 64


def tinted(pixels: np.ndarray, goal: float) -> np.ndarray:
    """The pixels' mean colour, richer, at a luminance of `goal`; sRGB 0..255."""
    mean = _LINEAR[pixels].mean(axis=0)
    grey = float(mean @ np.array([0.2126, 0.7152, 0.0722]))
    mean = np.clip(grey + RICHNESS * (mean - grey), 0, 1)
    darker = mean * goal / max(grey, 1e-4)
    lighter = 1 - (1 - mean) * (1 - goal) / max(1 - grey, 1e-4)
    linear = np.clip(darker if goal < grey else lighter, 0, 1)
    return (255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)).astype(np.float32)


def _linear() -> np.ndarray:
    signal = np.arange(256) / 255
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _linear()
