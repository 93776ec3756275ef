"""A look-ahead true-peak limiter: nothing passes the ceiling, and below it nothing is touched."""

from __future__ import annotations

import numpy as np

from media.loudness import CELL, TAPS, true_peaks
from media.samplerate import SAMPLE_RATE

ATTACK = 1200.0  # dB per second: the gain starts to fall 5 ms before a peak that is 6 dB too high
RELEASE = 40.0  # dB per second: slow enough not to follow the waveform of a low voice
LOOK_AHEAD = 96  # cells of 0.5 ms; deeper cuts than 57 dB would start a little steeper
_SAFE = 2.0  # samples 6 dB under the ceiling are taken not to hide a peak above it between them


class Limiter:
    """Streams (n, channels) at 48 kHz. The first `heard` channels decide the gain; the others ride along with it.

    `process` returns what is ready (a few tens of milliseconds behind), `flush` the rest; together just what came in.
    The attenuation in dB is the smallest curve above what every cell needs that rises at most ATTACK and falls at most
    RELEASE; between cell borders the gain moves linearly and never exceeds what the cell allows.
    """

    def __init__(self, ceiling_db: float, channels: int = 2, heard: int = 2) -> None:
        self._ceiling = 10 ** (ceiling_db / 20)
        self._heard = heard
        self._detect = np.zeros((heard, TAPS), np.float32)  # samples whose peaks are not known yet, with context
        self._audio = np.zeros((0, channels), np.float32)  # samples that wait for their gain
        self._needed = np.zeros(0)  # dB per cell, for the waiting samples whose peaks are known
        self._before = 0.0  # attenuation of the last finished cell
        self.deepest = 0.0  # largest attenuation so far, dB

    def process(self, audio: np.ndarray) -> np.ndarray:
        self._audio = np.concatenate([self._audio, audio], dtype=np.float32)
        self._listen(audio[:, : self._heard].T)
        return self._release(len(self._needed) - LOOK_AHEAD)

    def flush(self) -> np.ndarray:
        waiting = len(self._audio)
        missing = -(self._detect.shape[1] - TAPS) % CELL
        self._listen(np.zeros((self._heard, missing + TAPS), np.float32))
        self._audio = np.pad(self._audio, ((0, max(0, len(self._needed) * CELL - waiting)), (0, 0)))
        return self._release(len(self._needed))[:waiting]

    def _listen(self, planes: np.ndarray) -> None:
        planes = np.concatenate([self._detect, planes], axis=1, dtype=np.float32)
        whole = max(0, planes.shape[1] - 2 * TAPS) // CELL * CELL
        self._detect = planes[:, whole:]
        if whole:
            peaks = true_peaks(planes[:, : whole + 2 * TAPS], self._ceiling / _SAFE)
            excess = 20 * np.log10(np.maximum(peaks / self._ceiling, 1.0))
            self._needed = np.concatenate([self._needed, excess])

    def _release(self, cells: int) -> np.ndarray:
        """Apply the gain to the first `cells` waiting cells and let them go."""
        if cells <= 0:
            return self._audio[:0]
        needed, ready = self._needed, self._audio[: cells * CELL]
        self._needed, self._audio = needed[cells:], self._audio[cells * CELL :]
        if self._before == 0 and not needed.any():
            return ready
        curve = self._curve(needed)
        borders = np.maximum(np.append(self._before, curve)[: cells + 1], np.append(curve, 0.0)[: cells + 1])
        self._before = float(curve[cells - 1])
        self.deepest = max(self.deepest, float(curve[:cells].max()))
        gain = 10 ** (-borders / 20)
        ramp = (np.arange(CELL) + 0.5) / CELL
        shape = gain[:-1, None] + (gain[1:] - gain[:-1])[:, None] * ramp
        return ready * shape.reshape(-1, 1).astype(np.float32)

    def _curve(self, needed: np.ndarray) -> np.ndarray:
        """Attenuation per cell: running maxima along both slopes, forwards for release, backwards for attack."""
        time = np.arange(len(needed)) * (CELL / SAMPLE_RATE)
        falling = np.maximum.accumulate(np.maximum(needed, 0) + RELEASE * time)
        falling = np.maximum(falling, self._before - RELEASE * CELL / SAMPLE_RATE) - RELEASE * time
        rising = np.maximum.accumulate((needed - ATTACK * time)[::-1])[::-1] + ATTACK * time
        return np.maximum(0.0, np.maximum(falling, rising))
