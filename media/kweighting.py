"""K-weighting for the loudness of a programme (ITU-R BS.1770-4, 48 kHz), as matrix products.

A recursive filter waits for its own last sample, and ringing out in digital silence it ends in numbers that cost 30
times more. The same filter over L samples u at once is H u + O x, where x are its four states before them, and the
states after them are A x + G u: products that BLAS does many samples at a time.
"""

from __future__ import annotations

import numpy as np
from scipy.signal import sosfilt

# Tables 1 and 2 of the recommendation: head shelf, then the low cut of the revised B curve.
K_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)
STRIDE = 48  # samples per step
ROWS = 100  # steps per product: below the size at which BLAS starts threads, which cost more than they bring
SILENT = 1e-25  # a state below this is over


class KWeighting:
    """Feed (channels, n) float32 with n a multiple of STRIDE * ROWS, get as much back: weighted, from where it was."""

    def __init__(self, channels: int) -> None:
        self._state = np.zeros((channels, 4))

    def __call__(self, planes: np.ndarray) -> np.ndarray:
        steps = planes.reshape(-1, ROWS, STRIDE)
        before = self._states((steps @ _GAINED).reshape(len(planes), -1, 4))
        weighted = steps @ _HEARD
        weighted += before.astype(np.float32).reshape(-1, ROWS, 4) @ _RUNG
        return weighted.reshape(planes.shape)

    def _states(self, gained: np.ndarray) -> np.ndarray:
        """States before each step, (channels, steps, 4), from what each adds: partial sums over 2, 4, 8 ... steps."""
        states = np.concatenate([self._state[:, None], gained], axis=1, dtype=np.float64)
        reach, decay = 1, _DECAY
        while reach < states.shape[1]:
            states[:, reach:] += states[:, :-reach] @ decay  # the right side is whole before it is added
            reach, decay = 2 * reach, decay @ decay
        states[np.abs(states) < SILENT] = 0.0
        self._state = states[:, -1]
        return states[:, :-1]


def _answers(sound: np.ndarray, states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the filter makes of each row of sound, begun in that row's four states: (rows, n) and (rows, 4) after it."""
    heard, after = sosfilt(K_WEIGHTING, sound, zi=states.reshape(-1, 2, 2).transpose(1, 0, 2))
    return heard, after.transpose(1, 0, 2).reshape(-1, 4)


# H, G, O, A of the head of this module, transposed: sound and states are rows here.
_HEARD, _GAINED = (m.astype(np.float32) for m in _answers(np.eye(STRIDE), np.zeros((STRIDE, 4))))
_RUNG, _DECAY = _answers(np.zeros((4, STRIDE)), np.eye(4))
_RUNG = _RUNG.astype(np.float32)
