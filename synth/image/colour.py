"""OKLab: the space in which colours are chosen, mixed and shifted (Björn Ottosson, 2020).

Colours are float32 arrays whose last axis is three long: sRGB in 0..1 as displayed, or OKLab (L, a, b).
"""

from __future__ import annotations

import numpy as np

LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005]], np.float32)  # fmt: skip
LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660]], np.float32)  # fmt: skip
FROM_LMS, FROM_LAB = np.linalg.inv(LMS), np.linalg.inv(LAB)


def lch(lightness: float, chroma: float, hue: float) -> np.ndarray:
    """An OKLab colour by lightness 0..1, chroma 0..0.3 and hue in degrees (0 pink, 90 yellow, 150 green, 250 blue)."""
    angle = np.deg2rad(hue)
    return np.array([lightness, chroma * np.cos(angle), chroma * np.sin(angle)], np.float32)


def to_lab(rgb: np.ndarray) -> np.ndarray:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((np.maximum(rgb, 0) + 0.055) / 1.055) ** 2.4)
    return (np.cbrt(linear @ LMS.T) @ LAB.T).astype(np.float32)


def to_rgb(lab: np.ndarray) -> np.ndarray:
    """Clipped to what a screen can show."""
    linear = ((lab @ FROM_LAB.T) ** 3) @ FROM_LMS.T
    linear = np.clip(linear, 0, 1)
    rgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return rgb.astype(np.float32)


def ramp(stops: np.ndarray, at: np.ndarray, places: np.ndarray | None = None) -> np.ndarray:
    """sRGB along OKLab stops (n, 3), smoothly; at: any shape, in 0..1. Looked up in a table fine enough for 16 bits."""
    places = np.linspace(0, 1, len(stops)) if places is None else places
    fine = np.linspace(0, 1, 2049)
    from scipy.interpolate import PchipInterpolator

    table = to_rgb(PchipInterpolator(places, stops, axis=0)(fine).astype(np.float32))
    position = np.clip(at, 0, 1) * 2048
    below = np.minimum(position.astype(np.int32), 2047)
    share = (position - below)[..., None].astype(np.float32)
    return table[below] * (1 - share) + table[below + 1] * share


def mix(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    return (a + (b - a) * share).astype(np.float32)


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Relative luminance Y of displayed sRGB (IEC 61966-2-1)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((np.maximum(rgb, 0) + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)
