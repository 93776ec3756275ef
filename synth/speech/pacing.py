"""How long every phone lasts when the words must take a given time."""

from __future__ import annotations

import numpy as np

SQUEEZE = 2.0  # when time is short, pauses give way this much sooner than phones …
LEAST_PAUSE = 0.3  # … down to this share of what their phones keep


def whole_frames(natural: np.ndarray, pause: np.ndarray, total: int) -> np.ndarray:
    """Whole frames per token, int64 (n,), that sum to `total`; every phone keeps at least one.

    natural: frames at natural pace, float (n,); pause: which tokens are pauses, bool (n,). `total` is at least the
    number of phones.
    """
    floor = np.where(pause, 0.0, 1.0)
    ratio = total / max(natural.sum(), 1.0)
    elastic = natural * np.where(pause & (ratio < 1), max(LEAST_PAUSE, 1 - SQUEEZE * (1 - ratio)), 1.0)
    low, high = 0.0, 2.0 * total / max(elastic.max(), 1e-3) + 2.0
    for _ in range(60):  # bisection on one common factor; the floor makes the sum piecewise linear in it
        factor = (low + high) / 2
        low, high = (factor, high) if np.maximum(elastic * factor, floor).sum() < total else (low, factor)
    edges = np.round(np.cumsum(np.maximum(elastic * high, floor))).astype(np.int64)
    frames = np.diff(edges, prepend=0)
    frames[np.argmax(frames)] += total - frames.sum()
    while (short := (frames < floor)).any():  # rounding took a phone's only frame: the longest gives one up
        frames[np.argmax(frames)] -= 1
        frames[np.argmax(short)] += 1
    return frames


def frame_index(durations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole frames per token (n,) to the token of each frame, int64 (t,), and its place in it, float32 (t, 4)."""
    index = np.repeat(np.arange(len(durations)), durations)
    into = np.arange(len(index)) - (np.cumsum(durations) - durations)[index] + 0.5
    length = durations[index].astype(np.float64)
    position = np.stack([into / length, 1 / (into + 0.5), 1 / (length - into + 0.5), np.log(length) / 3], 1)
    return index.astype(np.int64), position.astype(np.float32)
