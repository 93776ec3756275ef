"""How what stands in a scene takes its light, and what shadow it throws."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from drawing.canvas import blur, enlarge, place, soft_ellipse
from drawing.light import Hour


def relight(layer: np.ndarray, light: Hour, side: tuple[float, float], strength: float = 1.0) -> np.ndarray:
    """The layer under `light`: dimmed by its colour, and lit along the edges that look to `side` (dx, dy in pixels)."""
    alpha = layer[..., 3]
    dx, dy = (round(s) for s in side)
    inner = np.roll(alpha, (-dy, -dx), (0, 1))
    edge = np.clip(alpha - inner, 0, 1)
    lit = layer.copy()
    lit[..., :3] *= light.ambient
    glow = blur(edge[..., None], 1.0)[..., 0] * alpha * strength
    lit[..., :3] += glow[..., None] * (light.rim * alpha[..., None] - lit[..., :3])
    return lit


def shadow(picture: np.ndarray, x: float, y: float, width: float, height: float, colour, alpha: float) -> None:
    """A soft shadow on the ground around (x, y)."""
    layer = soft_ellipse((int(width), int(height)), colour, alpha, 1.3)
    place(picture, layer, x - width / 2, y - height / 2)


def cast(
    picture: np.ndarray,
    layer: np.ndarray,
    x: float,
    y: float,
    foot: float,
    lean: float,
    length: float,
    colour,
    alpha: float,
) -> None:
    """The shadow that a low light behind a standing layer throws towards us: its outline on the ground, blurred.

    lean: pixels sideways for each pixel down; length: how long it is, in heights of the layer.
    """
    standing = layer[: int(layer.shape[0] * foot), :, 3][::-1]
    tall = max(2, int(standing.shape[0] * length))
    lying = enlarge(standing[..., None], (standing.shape[1], tall))[..., 0]
    margin = int(abs(lean) * tall) + 12
    lying = np.pad(lying, ((12, 12), (margin, margin)))
    reach = np.arange(lying.shape[0], dtype=np.float32) - 12
    columns = np.arange(lying.shape[1])
    lying = np.stack([np.interp(columns - lean * r, columns, row) for r, row in zip(reach, lying, strict=True)]).astype(
        np.float32
    )
    cover = (
        gaussian_filter(lying, (1.5 + tall * 0.025, 3.0)) * (alpha * np.clip(1 - 0.75 * reach / tall, 0, 1))[:, None]
    )
    place(picture, np.dstack([cover * c for c in colour] + [cover]), x - cover.shape[1] / 2, y - 12)
