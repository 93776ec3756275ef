"""How far two pictures look apart: OKLab of both, blurred to what one sees at a glance."""

from __future__ import annotations

import numpy as np
from PIL import Image

from synth.image.colour import to_lab


def glance(image: np.ndarray) -> np.ndarray:
    """(18, 32, 3) OKLab: shapes and colours without grain."""
    small = Image.fromarray(image).resize((32, 18), Image.Resampling.BOX)
    return to_lab(np.asarray(small, np.float32) / 255)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """Mean difference in OKLab over the picture; 0.02 is a just noticeable one of a whole area."""
    return float(np.sqrt(((glance(one) - glance(other)) ** 2).sum(-1)).mean())


def lightness(image: np.ndarray) -> float:
    return float(glance(image)[..., 0].mean())
