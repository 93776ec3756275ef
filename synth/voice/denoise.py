"""Takes a steady noise down by a few decibels without the warble that stronger cures leave behind.

A Wiener filter whose signal-to-noise ratio follows the last frame's result ("decision-directed": Ephraim and Malah
1984, IEEE Transactions on Acoustics, Speech, and Signal Processing 32: 1109-1121), which is what keeps single bins
from flashing up as tones. It never takes more than FLOOR_DB away.
"""

from __future__ import annotations

import numpy as np

SIZE, HOP = 1024, 256
FLOOR_DB = -12.0
MEMORY = 0.98  # of the ratio, from frame to frame
QUIETEST = 12.0  # percent of frames that are taken for noise
FEWEST = 8  # frames without which nothing can be known of the noise


def denoise(audio: np.ndarray) -> np.ndarray:
    """(n,) samples at 22,050 Hz with their steady noise lowered, float32 (n,)."""
    from scipy.fft import irfft, rfft

    if len(audio) < SIZE * 2:
        return audio.astype(np.float32)
    window = np.sqrt(np.hanning(SIZE + 1)[:-1])
    padded = np.pad(audio, (SIZE, SIZE + -len(audio) % HOP))
    views = np.lib.stride_tricks.sliding_window_view(padded, SIZE)[::HOP]
    spectra = rfft(views * window, axis=1)
    power = spectra.real**2 + spectra.imag**2
    spectra *= _gains(power, _noise(power))
    frames = irfft(spectra, SIZE, axis=1) * window * (2 * HOP / SIZE)
    out = np.zeros(len(padded))
    for i, frame in enumerate(frames):
        out[i * HOP : i * HOP + SIZE] += frame
    return out[SIZE : SIZE + len(audio)].astype(np.float32)


def _noise(power: np.ndarray) -> np.ndarray:
    """The spectrum of the quietest frames: (frames, bins) to (bins,), smoothed over neighbouring bins."""
    from scipy.ndimage import uniform_filter1d

    loudness = power.sum(1)
    heard = np.flatnonzero(loudness >= loudness.max() * 1e-12)  # the padding is no room
    count = max(FEWEST, round(len(heard) * QUIETEST / 100))
    quiet = heard[np.argsort(loudness[heard])[:count]]
    return np.maximum(uniform_filter1d(power[quiet].mean(0), 5), 1e-12)


def _gains(power: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """A factor for each bin of each frame, (frames, bins)."""
    lowest = 10 ** (FLOOR_DB / 20)
    now = power / noise
    gains = np.empty_like(power)
    before = np.ones(power.shape[1])
    for i in range(len(power)):
        ratio = MEMORY * before + (1 - MEMORY) * np.maximum(now[i] - 1, 0)
        gains[i] = np.maximum(ratio / (1 + ratio), lowest)
        before = gains[i] ** 2 * now[i]
    return gains
