"""Making type readable on a picture: a soft shade in the shape of the words, in the picture's own colours.

It is as strong as the contrast needs, measured on the pixels around the letters, and no stronger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from synth.title.setting import Setting

CONTRAST = 4.5  # WCAG 2.1, 1.4.3
AIM = 5.2  # what is reached for: the film's encoder and the slow push-in take a little away
PERCENTILE = 5  # of the pixels around the letters that may have less
SMALL = 4  # soft things are computed on a picture so many times smaller
LIGHT, DARK = (252, 250, 246), (20, 22, 28)
LEAST = 0.28  # strength of a shade at which letters begin to stand before the picture instead of in it
SPREAD, SHADOW = 0.55, 14 / 1080  # blur of the shade in sizes of the title, of the shadow in heights


@dataclass(frozen=True)
class Shaded:
    """The picture with its shade, (h, w, 3) uint8; the ink's colour; contrast at PERCENTILE; the shade's strength."""

    picture: np.ndarray
    ink: tuple[int, int, int]
    contrast: float
    strength: float


def shaded(picture: np.ndarray, setting: Setting, ink: np.ndarray) -> Shaded:
    """picture: (h, w, 3) uint8; ink: the letters' mask (h, w) uint8."""
    shape = _shape(setting, ink)
    around = _around(ink, setting)
    light = _try(picture, shape, around, LIGHT, 0.016)
    if light.strength <= 0.72:
        return light
    dark = _try(picture, shape, around, DARK, 0.82)
    return dark if dark.strength < light.strength - 0.25 else light


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


def _try(picture: np.ndarray, shape: tuple[np.ndarray, np.ndarray], around: np.ndarray, ink: tuple[int, int, int],
         goal: float) -> Shaded:  # fmt: skip
    """The weakest shade that is enough, of a colour whose luminance is `goal`."""
    soft, shadow = shape
    behind = picture[around].astype(np.float32)
    tint = _tint(picture[around], goal)
    soft_here, shadow_here = soft[around], shadow[around]

    def reached(strength: float) -> float:
        alpha = _alpha(soft_here, shadow_here, strength)[:, None]
        pixels = np.clip(behind + (tint - behind) * alpha, 0, 255).astype(np.uint8)
        return float(np.percentile(contrast(pixels, ink), PERCENTILE))

    low, high = LEAST, 1.0
    if reached(low) >= AIM:
        high = low
    for _ in range(7):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) >= AIM else (middle, high)
    alpha = _alpha(soft, shadow, high)
    shades = picture.astype(np.float32)
    rows = np.flatnonzero(alpha.max(axis=1) > 0.002)
    span = slice(rows[0], rows[-1] + 1)
    shades[span] += (tint - shades[span]) * alpha[span, :, None]
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, shades[span].shape[:2]).astype(np.float32)
    shades[span] += noise[..., None] * (alpha[span, :, None] > 0.002)  # or the soft edge would show bands
    return Shaded(np.clip(np.rint(shades), 0, 255).astype(np.uint8), ink, reached(high), high)


def _alpha(soft: np.ndarray, shadow: np.ndarray, strength: float) -> np.ndarray:
    return 1 - (1 - strength * soft) * (1 - 0.6 * min(1.0, strength * 1.2) * shadow)


def _shape(setting: Setting, ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Masks (h, w) float32, 0..1: a cloud around the lines, and the letters' own shadow."""
    from scipy.ndimage import gaussian_filter

    width, height = setting.size
    rows, columns = -(-height // SMALL), -(-width // SMALL)
    cloud = np.zeros((rows, columns), np.float32)
    size = setting.title[0].size / SMALL
    for line in setting.lines:
        left, top, right, bottom = (edge / SMALL for edge in line.ink)
        reach = 0.5 * size
        rows_, columns_ = (
            (max(0, int(top - reach)), int(bottom + reach) + 1),
            (max(0, int(left - reach)), int(right + reach) + 1),
        )
        cloud[slice(*rows_), slice(*columns_)] = 1
    cloud = gaussian_filter(cloud, SPREAD * size, mode="nearest")
    cloud = np.minimum(1.0, cloud / max(float(cloud.max()) * 0.85, 1e-6))
    small = Image.fromarray(ink).resize((columns, rows), Image.Resampling.BOX)
    shadow = gaussian_filter(np.asarray(small, np.float32) / 255, SHADOW * height / SMALL, mode="nearest")
    shadow = np.minimum(1.0, 1.8 * shadow)
    return _large(cloud, setting.size), _large(shadow, setting.size)


def _large(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.clip(np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BICUBIC)), 0, 1)


def _around(ink: np.ndarray, setting: Setting) -> np.ndarray:
    return _grown(ink, max(2, round(0.12 * setting.title[0].size)))


def _grown(ink: np.ndarray, reach: int) -> np.ndarray:
    from scipy.ndimage import maximum_filter

    return maximum_filter(ink, 2 * reach + 1) > 64


def _tint(pixels: np.ndarray, goal: float) -> np.ndarray:
    """The pixels' mean colour, greyed a little, at a luminance of `goal`; sRGB 0..255."""
    mean = _LINEAR[pixels].mean(axis=0)
    grey = float(mean @ np.array([0.2126, 0.7152, 0.0722]))
    mean = 0.6 * mean + 0.4 * grey
    darker = mean * goal / max(grey, 1e-4)
    lighter = 1 - (1 - mean) * (1 - goal) / max(1 - grey, 1e-4)
    linear = np.clip(darker if goal < grey else lighter, 0, 1)
    return (255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)).astype(np.float32)


def _linear() -> np.ndarray:
    signal = np.arange(256) / 255
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _linear()
