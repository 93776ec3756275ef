"""Where a picture leaves room for words: little detail, even light."""

from __future__ import annotations

import numpy as np
from PIL import Image

GRID = 160  # columns of the map
NEAR = 3  # cells around the words that count too: what almost touches them disturbs
# What a layout must be better by than the first one to be chosen instead: parts of the picture's usual detail.
RELUCTANCE = {"left": 0.0, "lower": 0.05, "centred": 0.12, "upper": 0.12}


def detail(picture: np.ndarray) -> np.ndarray:
    """(h, w, 3) uint8 -> (rows, GRID) float: how much happens in each cell, 0 for an even surface."""
    height, width = picture.shape[:2]
    small = Image.fromarray(picture).resize((GRID * 3, round(GRID * 3 * height / width)), Image.Resampling.BOX)
    light = np.asarray(small.convert("L"), np.float32) / 255
    down, across = np.gradient(light)
    edges = np.hypot(down, across)
    rows = edges.shape[0] // 3
    cells = edges[: rows * 3].reshape(rows, 3, GRID, 3)
    return np.sqrt((cells**2).mean(axis=(1, 3)))


def quietest(picture: np.ndarray, boxes: dict[str, tuple[float, float, float, float]]) -> str:
    """The name of the box (left, top, right, bottom in pixels) where type disturbs and is disturbed least."""
    cells = detail(picture)
    return min(boxes, key=lambda name: _busy(cells, picture.shape[1], boxes[name]) + RELUCTANCE.get(name, 0.1))


def busy(picture: np.ndarray, box: tuple[float, float, float, float]) -> float:
    """How much happens in and close to a box (left, top, right, bottom in pixels); 1 is about usual for the picture."""
    return _busy(detail(picture), picture.shape[1], box)


def _busy(cells: np.ndarray, width: int, box: tuple[float, float, float, float]) -> float:
    left, top, right, bottom = (round(edge * GRID / width) for edge in box)
    inside = cells[max(0, top - NEAR) : bottom + NEAR + 1, max(0, left - NEAR) : right + NEAR + 1]
    sharp = np.percentile(inside, [90, 98.5])
    return float(inside.mean() + 0.25 * sharp.sum()) / (float(cells.mean()) + 1e-6)
