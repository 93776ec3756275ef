"""Fractal noise that is the same picture at every resolution: random lattices, sampled where the pixels are."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial

import numpy as np
from scipy import ndimage

PERIOD = 256  # cells of a lattice, after which it repeats
MANY = 50_000  # points, from which on a second core helps
FINE = 4  # samples a cell in the texture that `scattered` looks up


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Random numbers for one purpose: what another part of the picture draws does not shift them."""
    return np.random.default_rng([seed & 0xFFFFFFFF, *(zlib.crc32(str(name).encode()) for name in names)])


def fractal(
    rng: np.random.Generator, xs: np.ndarray, ys: np.ndarray, octaves: int, gain: float = 0.5, ridged: bool = False
) -> np.ndarray:
    """(len(ys), len(xs)) in about -1..1; a cell of the first octave is 1 by 1. Ridged: sharp crests at the top.

    A cubic B-spline over a lattice separates into rows and columns, so an octave is two small matrix products.
    """
    total = np.zeros((len(ys), len(xs)), np.float32)
    weight, size = 1.0, 0.0
    for octave in range(octaves):
        lattice = rng.standard_normal((PERIOD, PERIOD)).astype(np.float32)
        shift = rng.random(2) * PERIOD
        layer = _sampled(lattice, xs * 2.0**octave + shift[0], ys * 2.0**octave + shift[1])
        if ridged:
            layer = 1 - 2.4 * np.abs(layer)
        total += layer * (weight * (1.0 if ridged else 1.5))
        size += weight
        weight *= gain
    return total / size


def _sampled(lattice: np.ndarray, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    across, columns = _weights(xs)
    down, rows = _weights(ys)
    part = lattice[np.ix_(rows % PERIOD, columns % PERIOD)]
    return (down @ part) @ across.T


def _weights(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The B-spline matrix (len(at), n) and the n lattice lines it weighs."""
    cell = np.floor(at).astype(np.int64)
    t = (at - cell).astype(np.float32)
    first, last = cell.min() - 1, cell.max() + 2
    matrix = np.zeros((len(at), last - first + 1), np.float32)
    rows = np.arange(len(at))
    base = cell - first
    matrix[rows, base - 1] = (1 - t) ** 3 / 6
    matrix[rows, base] = (3 * t**3 - 6 * t**2 + 4) / 6
    matrix[rows, base + 1] = (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6
    matrix[rows, base + 2] = t**3 / 6
    return matrix, np.arange(first, last + 1)


@lru_cache(maxsize=4)
def _texture(seed: int) -> np.ndarray:
    lattice = np.random.default_rng(seed).standard_normal((128, 128)).astype(np.float32)
    at = np.arange(128 * FINE) / FINE
    wide = np.tile(lattice, (2, 2))
    return _sampled(wide, at, at) * 1.5


def _looked_up(texture: np.ndarray, at: np.ndarray, order: int) -> np.ndarray:
    """(n,) of the texture at (2, n) points; a second core looks up half of them."""
    look = partial(ndimage.map_coordinates, texture, order=order, mode="grid-wrap", prefilter=False)
    if at.shape[1] < MANY:
        return look(at)
    half = at.shape[1] // 2
    later = _second().submit(look, at[:, half:])
    return np.concatenate([look(at[:, :half]), later.result()])


@lru_cache(maxsize=1)
def _second() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "noise")


def scattered(
    seed: int, x: np.ndarray, y: np.ndarray, octaves: int, gain: float = 0.5, kind: str = "soft", order: int = 1
) -> np.ndarray:
    """Noise at any points (x and y of one shape), for bent and foreshortened ground.

    kind: "soft", about -1..1; in 0..1: "ridged" (crests, smooth between them), "crest" (crests upon crests), "billow"
    (round heaps, as of clouds). order: 3 where light falls on it, which would show the creases of 1.
    """
    texture = _texture(seed % 97)
    rng = np.random.default_rng(seed)
    total, weight, size = np.zeros(x.shape, np.float32), 1.0, 0.0
    previous: np.ndarray | float = 1.0
    scale = 1.0
    for _ in range(octaves):
        angle, shift = rng.random() * 6.28, rng.random(2) * 400
        c, s = np.float32(np.cos(angle) * scale * FINE), np.float32(np.sin(angle) * scale * FINE)
        at = np.stack([x * c - y * s + shift[0] * FINE, x * s + y * c + shift[1] * FINE])
        layer = _looked_up(texture, at.reshape(2, -1), order).reshape(x.shape)
        if kind == "ridged":
            layer = np.clip(1 - np.abs(layer) * 1.3, 0, 1) ** 2 * previous
            previous = np.clip(layer * 1.6, 0, 1)
        elif kind == "crest":
            layer = 1 - np.clip(np.abs(layer) * 1.25, 0, 1)
        elif kind == "billow":
            layer = np.clip(np.abs(layer) * 1.3, 0, 1)
        total += layer * weight
        size += weight
        weight *= gain
        scale *= 2.03
    return total / size
