"""How loud a programme is and how high it peaks, measured while it streams by (ITU-R BS.1770-4, 48 kHz)."""

from __future__ import annotations

import numpy as np

from media.kweighting import KWeighting

HOP = 4_800  # 100 ms at 48 kHz: gating blocks of 400 ms overlap by 75 %
ABSOLUTE_GATE = -70.0  # LUFS
RELATIVE_GATE = -10.0  # LU below the mean of what passes the absolute gate
OFFSET = -0.691  # dB (equation 2 of the recommendation): takes back what K-weighting adds at 997 Hz

CELL = 24  # samples that share one peak value and are oversampled together, or not at all: 0.5 ms
TAPS = 12  # samples of context on each side of an interpolated point
_ROWS = 64  # cells per matrix product: below the size at which BLAS starts threads, which cost more than they bring


class LoudnessMeter:
    """Feed blocks of any size with `add`; read `hops` or `loudness` at any time. Keeps one float per 100 ms.

    Channels count equally (mono, stereo). A mono signal meant to sound from both sides is `sides=2`.
    """

    def __init__(self, channels: int, sides: int = 1) -> None:
        self._weighting = KWeighting(channels)
        self._rest = np.zeros((channels, 0), np.float32)
        self._sides = sides
        self._hops: list[np.ndarray] = []

    def add(self, audio: np.ndarray) -> None:
        """audio: (n,) or (n, channels) at 48 kHz."""
        planes = np.concatenate([self._rest, audio.reshape(len(audio), len(self._rest)).T], axis=1, dtype=np.float32)
        whole = planes.shape[1] // HOP * HOP
        self._rest = planes[:, whole:]
        if whole:
            weighted = self._weighting(planes[:, :whole]).reshape(-1, 1, HOP)
            power = (weighted @ weighted.transpose(0, 2, 1)).reshape(len(planes), -1).sum(axis=0) / HOP
            self._hops.append(power.astype(np.float64) * self._sides)

    def hops(self) -> np.ndarray:
        """Weighted power of every finished 100 ms, summed over channels: (n,)."""
        return np.concatenate(self._hops) if self._hops else np.zeros(0)

    def loudness(self) -> float:
        return integrated(self.hops())


def integrated(hops: np.ndarray) -> float:
    """Gated programme loudness in LUFS of 100 ms powers; -inf for silence. Under 400 ms the mean of what there is."""
    if len(hops) == 0:
        return float("-inf")
    width = min(4, len(hops))
    return _gated(np.convolve(hops, np.full(width, 1.0 / width), mode="valid"))


def speech_level(audio: np.ndarray) -> float:
    """Loudness in LUFS of a mono take (n,) at 48 kHz as heard from both sides, pauses left out; -inf for silence.

    Gated like a programme, but over 100 ms, so that half a second of speech is measured as surely as ten.
    """
    meter = LoudnessMeter(1, sides=2)
    meter.add(np.pad(audio, (0, -len(audio) % HOP)))
    return _gated(meter.hops())


def _gated(powers: np.ndarray) -> float:
    """LUFS of the powers that pass both gates."""
    heard = powers[powers > 10 ** ((ABSOLUTE_GATE - OFFSET) / 10)]
    if len(heard) == 0:
        return float("-inf")
    loud = heard[heard > heard.mean() * 10 ** (RELATIVE_GATE / 10)]
    return float(OFFSET + 10 * np.log10(loud.mean()))


class TruePeakMeter:
    """Highest point of the 4x oversampled wave, all channels together."""

    def __init__(self, channels: int) -> None:
        self._pending = np.zeros((channels, TAPS), np.float32)
        self._highest = 0.0

    def add(self, audio: np.ndarray) -> None:
        """audio: (n,) or (n, channels) at 48 kHz."""
        if len(audio) == 0:
            return
        planes = np.concatenate([self._pending, audio.reshape(len(audio), -1).T], axis=1, dtype=np.float32)
        whole = max(0, planes.shape[1] - 2 * TAPS) // CELL * CELL
        if whole:
            # an interpolated point is at most _OVERSHOOT times the samples around it: quieter cells cannot win
            peaks = true_peaks(planes[:, : whole + 2 * TAPS], self._highest / _OVERSHOOT)
            self._highest = max(self._highest, float(peaks.max()))
        self._pending = planes[:, whole:]

    def peak(self) -> float:
        """dBTP of everything so far; -inf for silence. More may be added afterwards."""
        rest = self._pending
        flushed = np.pad(rest, ((0, 0), (0, 2 * TAPS + CELL - (rest.shape[1] - TAPS) % CELL)))
        whole = (flushed.shape[1] - 2 * TAPS) // CELL * CELL
        highest = max(self._highest, float(true_peaks(flushed[:, : whole + 2 * TAPS], 0.0).max()))
        return float(20 * np.log10(highest)) if highest > 0 else float("-inf")


def true_peaks(planes: np.ndarray, floor: float) -> np.ndarray:
    """Peak of each cell of 24 samples, channels linked: (channels, TAPS + n + TAPS) -> (n / CELL,), n whole cells.

    Oversampled 4x where samples in or beside the cell pass `floor`, elsewhere the plain sample peak: the cost follows
    the loud parts.
    """
    middle = planes[:, TAPS:-TAPS]
    samples = np.maximum(middle.max(axis=0), -middle.min(axis=0))
    peaks = np.maximum.reduceat(samples, np.arange(0, len(samples), CELL))
    around = np.pad(peaks, 1, mode="edge")
    hot = np.flatnonzero(np.maximum(np.maximum(around[:-2], around[2:]), peaks) > floor)
    rows = np.lib.stride_tricks.sliding_window_view(planes, CELL + 2 * TAPS, axis=1)[:, ::CELL]
    for first in range(0, len(hot), 8 * _ROWS):
        some = hot[first : first + 8 * _ROWS]
        some = np.pad(some, (0, -len(some) % _ROWS), mode="edge")
        between = _BETWEEN @ rows[:, some].reshape(-1, _ROWS, CELL + 2 * TAPS).transpose(0, 2, 1)
        highest = np.maximum(between.max(axis=1), -between.min(axis=1))
        peaks[some] = np.maximum(peaks[some], highest.reshape(len(planes), -1).max(axis=0))
    return peaks


def _interpolators() -> np.ndarray:
    """(3, 2 * TAPS): Kaiser-windowed sinc for the points 1/4, 1/2 and 3/4 after a sample, flat to 20 kHz."""
    offsets = np.arange(-TAPS + 1, TAPS + 1)
    rows = []
    for quarter in (0.25, 0.5, 0.75):
        distance = offsets - quarter
        window = np.i0(5.0 * np.sqrt(np.maximum(0.0, 1 - (distance / TAPS) ** 2)))
        row = np.sinc(distance) * window
        rows.append(row / row.sum())
    return np.array(rows)


def _interpolation_matrix() -> np.ndarray:
    """(CELL * 3, CELL + 2 * TAPS): all interpolated points of a cell as one matrix product."""
    matrix = np.zeros((CELL, 3, CELL + 2 * TAPS), np.float32)
    for sample in range(CELL):
        matrix[sample, :, sample + 1 : sample + 1 + 2 * TAPS] = _interpolators()
    return matrix.reshape(CELL * 3, -1)


_BETWEEN = _interpolation_matrix()
_OVERSHOOT = float(np.abs(_interpolators()).sum(axis=1).max())
