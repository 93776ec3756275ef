"""Where each phone of a reading lies: our own voice says the same words, and the two are warped onto each other.

Dynamic time warping between what the acoustic model makes of the text (whose times are known) and the recording, as
others do with a formant synthesiser; no recogniser is needed, and any language that we speak will do.
"""

from __future__ import annotations

import numpy as np

CEPSTRA = 13
SLOPE = 0.5  # extra cost of a step that moves in one of the two alone


def aligned(ours: np.ndarray, index: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Frames of every token in a recording.

    ours: log-mel (80, m) that our model says, index (m,) the token of each of its frames, theirs: log-mel (80, n) of
    the recording -> int64 (tokens,), with sum n.
    """
    rows, columns = _warp(_distances(features(ours), features(theirs)))
    of_frame = np.empty(theirs.shape[1], np.int64)
    of_frame[columns] = index[rows]  # where several of our frames meet one of theirs, the last one wins
    return np.bincount(np.maximum.accumulate(of_frame), minlength=int(index[-1]) + 1)


def features(mel: np.ndarray) -> np.ndarray:
    """Cepstra with their differences, normalised over the clip: (80, n) to (n, 26)."""
    from scipy.fft import dct

    cepstra = dct(np.maximum(mel, mel.max() - 9.0), axis=0, norm="ortho")[:CEPSTRA].T
    both = np.concatenate([cepstra, 2 * np.gradient(cepstra, axis=0)], 1)
    return (both - both.mean(0)) / (both.std(0) + 1e-3)


def _distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Euclidean, (m, n)."""
    square = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    return np.sqrt(np.maximum(square, 0))


def _warp(cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cheapest monotonous path through (m, n), as its rows and columns; by anti-diagonals."""
    m, n = cost.shape
    extra = SLOPE * float(np.median(cost))
    best = np.full((m + 1, n + 1), np.inf)
    best[0, 0] = 0.0
    step = np.zeros((m, n), np.int8)  # 0 both, 1 our frame alone, 2 theirs alone
    for d in range(m + n - 1):
        i = np.arange(max(0, d - n + 1), min(m, d + 1))
        j = d - i
        ways = np.stack([best[i, j], best[i, j + 1] + extra, best[i + 1, j] + extra])
        step[i, j] = ways.argmin(0)
        best[i + 1, j + 1] = ways.min(0) + cost[i, j]
    i, j, path = m - 1, n - 1, []
    while i >= 0 and j >= 0:
        path.append((i, j))
        way = step[i, j]
        i, j = i - (way != 2), j - (way != 1)
    rows, columns = np.array(path[::-1]).T
    return rows, columns
