"""Land in perspective: a height field cut in slices from near to far, each pixel shows the nearest that rises to it.

The eye stands `eye` above the plane 0 and looks level; a point (X, H, Z) is seen at x = X/Z, y = horizon + (eye - H)/Z
(a lens of one unit). Light is worked out on the true slope of the land, so that mountains have a lit and a dark side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from synth.image.canvas import Sheet

Heights = Callable[[np.ndarray, np.ndarray], np.ndarray]  # X, Z (n, w) -> H
EVERY = 3  # columns are worked out at every third pixel of 1080 rows


@dataclass(frozen=True)
class Land:
    """Slices from near to far, on `columns` (m,). All (n, m): X, height, screen y, lit (-1 dark side .. 1), slope."""

    z: np.ndarray
    x: np.ndarray
    height: np.ndarray
    y: np.ndarray
    lit: np.ndarray
    slope: np.ndarray
    columns: np.ndarray


def survey(
    sheet: Sheet,
    heights: Heights,
    z: np.ndarray,
    horizon: float,
    eye: float,
    light: tuple[float, float, float],
    shift: float = 0.0,
) -> Land:
    """light: towards it, (right, up, away from the eye). shift: moves the whole land along x, for variety."""
    count = max(8, round(min(sheet.height, 1080 / EVERY) * sheet.aspect))
    columns = np.linspace(-sheet.aspect / 2, sheet.aspect / 2, count).astype(np.float32)
    z = z.astype(np.float32)
    x = columns[None] * z[:, None] + np.float32(shift)
    height = heights(x, z[:, None] + 0 * x).astype(np.float32)
    y = (horizon + (eye - height) / z[:, None]).astype(np.float32)
    per_x = np.gradient(height, axis=1) / (np.gradient(columns)[None] * z[:, None])
    along = np.gradient(height, axis=0) / np.gradient(z)[:, None]
    per_z = along - columns[None] * per_x
    normal = np.stack([-per_x, np.ones_like(per_x), -per_z])
    normal /= np.sqrt((normal**2).sum(0, keepdims=True))
    toward = np.array(light, np.float32)
    toward /= np.linalg.norm(toward)
    lit = (normal * toward[:, None, None]).sum(0)
    return Land(z, x, height, y, lit.astype(np.float32), np.hypot(per_x, per_z).astype(np.float32), columns)


def rendered(sheet: Sheet, land: Land, colour: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """colour: (n, m, 3) sRGB of every slice. Returns (h, w, 3) and coverage (h, w): what no slice reaches is 0."""
    h, w, n = sheet.height, sheet.width, len(land.z)
    at = np.clip((sheet.x - land.columns[0]) / (land.columns[1] - land.columns[0]), 0, len(land.columns) - 1)
    left = np.minimum(at.astype(np.int32), len(land.columns) - 2)
    share = (at - left).astype(np.float32)
    y = land.y[:, left] * (1 - share) + land.y[:, left + 1] * share
    y = y * h  # (n, w) rows
    reach = np.minimum.accumulate(y, axis=0)
    visible = np.concatenate([np.ones((1, w), bool), reach[1:] < reach[:-1]])
    # the farthest slice that first reaches a row: marked at its top row, then carried downwards
    row = np.ceil(reach - 0.5).astype(np.int32)
    index = np.full((h + 1, w), n, np.int16)
    k, column = np.nonzero(visible & (row <= h))
    np.minimum.at(index, (np.clip(row[k, column], 0, h), column), k.astype(np.int16))
    # rows above are farther: the marks grow smaller downwards
    index = np.minimum.accumulate(index[:h], axis=0)
    covered = index < n
    top = int(np.argmax(covered.any(1))) if covered.any() else h
    part = np.minimum(index[top:], n - 1).astype(np.int32)
    before = np.maximum(part - 1, 0)
    flat = np.arange(w, dtype=np.int32)[None]
    own, nearer = y.ravel()[part * w + flat], y.ravel()[before * w + flat]
    middle = (np.arange(top, h, dtype=np.float32) + 0.5)[:, None]
    t = np.clip((middle - own) / np.maximum(nearer - own, 1e-3), 0, 1)
    wide = colour[:, left] * (1 - share[:, None]) + colour[:, left + 1] * share[:, None]
    wide = wide.reshape(n * w, 3)
    t = t[..., None]
    image = np.zeros((h, w, 3), np.float32)
    image[top:] = wide[part * w + flat] * (1 - t) + wide[before * w + flat] * t
    alpha = covered.astype(np.float32)
    _soften(image, alpha, index, reach, top)
    return image, alpha


def _soften(image: np.ndarray, alpha: np.ndarray, index: np.ndarray, reach: np.ndarray, top: int) -> None:
    """The top pixel of every silhouette shares what lies behind it by the part that the edge covers."""
    h, w = index.shape
    if top >= h:
        return
    edge = np.zeros((h, w), bool)
    edge[1:] = index[1:] < index[:-1]
    edge[0] = False
    rows, columns = np.nonzero(edge)
    line = reach[index[rows, columns], columns]
    under = np.clip(rows + 1 - line, 0, 1).astype(np.float32)
    above = np.clip(rows - line, 0, 0.5).astype(np.float32)
    own, behind = image[rows, columns], image[rows - 1, columns]
    open_ = alpha[rows - 1, columns] == 0  # against the sky
    alpha[rows[open_], columns[open_]] = under[open_]
    alpha[rows[open_] - 1, columns[open_]] = above[open_]
    behind[open_] = own[open_]
    image[rows, columns] = own * under[:, None] + behind * (1 - under[:, None])
    image[rows - 1, columns] = behind * (1 - above[:, None]) + own * above[:, None]
