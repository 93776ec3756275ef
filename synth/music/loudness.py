"""How loud the bed is (ITU-R BS.1770-4 at 48 kHz) and how it is brought to a level without a peak too high."""

from __future__ import annotations

import numpy as np
from scipy import ndimage, signal

from synth.music.score import RATE

# The two filters of BS.1770-4, tables 1 and 2 (48 kHz)
SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585)
HIGH_PASS = (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621)
HOP = RATE // 10


def integrated(sound: np.ndarray) -> float:
    """LUFS of (n, 2) float32, gated; -inf for silence."""
    sos = np.array([SHELF, HIGH_PASS])
    state = np.zeros((2, 2, 2))
    powers = []
    for start in range(0, len(sound) - len(sound) % HOP, HOP * 100):
        part = sound[start : min(start + HOP * 100, len(sound) - len(sound) % HOP)]
        weighted, state = signal.sosfilt(sos, part, axis=0, zi=state)
        powers.append((weighted.reshape(-1, HOP, 2) ** 2).mean(axis=1).sum(axis=1))
    steps = np.concatenate(powers) if powers else np.zeros(0)
    if len(steps) < 4:
        return float("-inf")
    windows = np.convolve(steps, np.full(4, 0.25), "valid")
    with np.errstate(divide="ignore"):
        levels = -0.691 + 10 * np.log10(windows)
        heard = windows[levels > -70]
        if not len(heard):
            return float("-inf")
        relative = -0.691 + 10 * np.log10(heard.mean()) - 10
    kept = windows[(levels > -70) & (levels > relative)]
    return float(-0.691 + 10 * np.log10(kept.mean()))


def level(sound: np.ndarray, lufs: float, ceiling: float) -> np.ndarray:
    """The sound, in place, at this loudness; peaks over `ceiling` (dBFS) are turned down with what surrounds them."""
    loud = integrated(sound)
    if np.isfinite(loud):
        sound *= np.float32(10 ** ((lufs - loud) / 20))
    most = 10 ** (ceiling / 20)
    if max(sound.max(initial=0.0), -sound.min(initial=0.0)) <= most:
        return sound
    step = 48  # a millisecond
    starts = np.arange(0, len(sound), step)
    peaks = np.maximum(np.maximum.reduceat(sound, starts), -np.minimum.reduceat(sound, starts)).max(axis=1)
    wanted = np.minimum(1.0, most / np.maximum(peaks, 1e-9))
    held = ndimage.minimum_filter1d(wanted, 41)  # 20 ms either way
    smooth = ndimage.uniform_filter1d(held, 21)  # within what was held, so never above what was wanted
    for start in range(0, len(sound), RATE):
        part = sound[start : start + RATE]
        part *= np.interp(np.arange(start, start + len(part)), starts + step / 2, smooth).astype(np.float32)[:, None]
    return np.clip(sound, -most, most, out=sound)
