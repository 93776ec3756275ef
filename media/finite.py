"""Sound that every filter can take."""

from __future__ import annotations

import numpy as np


def finite(sound: np.ndarray) -> np.ndarray:
    """A damaged float track can hold NaN or infinity, which would poison every filter after it: silence instead."""
    return sound if np.isfinite(sound.sum(dtype=np.float64)) else np.nan_to_num(sound, posinf=0.0, neginf=0.0)
