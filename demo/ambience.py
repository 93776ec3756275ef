"""The sound of the film: sea, wind, crickets and gulls, made of filtered noise and a few tones.

Every source has its own noise left and right and its own place, so the image is truly stereo: the surf rolls from side
to side, the crickets sit on the right, the gull cries where its post stands.
"""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfilt

RATE = 48_000
LUFS = -33.5  # quiet: it lies under a voice


def ambience(
    seconds: float, gull_at: tuple[float, ...], night: tuple[float, float], surge_at: tuple[float, ...]
) -> np.ndarray:
    """(n, 2) float32 at 48 kHz and -33.5 LUFS; gulls, crickets and the nearer waves sound at the given times."""
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    random = np.random.default_rng(20)
    sound = _surf(random, time) + _wind(random, time)
    for start in surge_at:
        sound += _surge(random, time, start)
    sound += _crickets(time, *night)
    for index, start in enumerate(gull_at):
        sound += _gull(random, time, start, (0.45, -0.35, 0.15)[index % 3], (1.0, 0.5, 0.35)[index % 3])
    sound *= _fade(time, seconds)[:, None] / np.abs(sound).max()  # torchaudio clips what is above 1 before it measures
    return (sound * 10 ** ((LUFS - loudness(sound)) / 20)).astype(np.float32)


def loudness(sound: np.ndarray) -> float:
    """Integrated loudness in LUFS, ITU-R BS.1770-4."""
    import torch

    from synth.torchaudio_cpu import torchaudio

    return float(torchaudio().functional.loudness(torch.from_numpy(sound.T.astype(np.float32).copy()), RATE))


def _noise(random, count: int, low: float, high: float) -> np.ndarray:
    """Two independent channels of noise between two frequencies, each with a level of 1: (count, 2)."""
    bands = butter(2, [low, high], "band", fs=RATE, output="sos")
    made = sosfilt(bands, random.standard_normal((count + RATE, 2)), axis=0)[RATE:]
    return made / made.std()


def _pan(sound: np.ndarray, where: np.ndarray | float) -> np.ndarray:
    """Two channels weighed for a place from -1 (left) to 1 (right) with constant power."""
    angle = (np.asarray(where) + 1) * np.pi / 4
    return sound * np.stack(np.broadcast_arrays(np.cos(angle), np.sin(angle)), axis=-1) * np.sqrt(2)


def _surf(random, time: np.ndarray) -> np.ndarray:
    """Waves far off: a low murmur, and three rollers that come and go in turn, each from another side."""
    sound = 0.45 * _noise(random, len(time), 60, 380)
    for period, phase, side in ((7.3, 0.0, -0.6), (9.1, 2.0, 0.5), (5.9, 4.0, 0.0)):
        swell = np.clip(np.sin(2 * np.pi * time / period + phase), 0, 1) ** 2
        drift = side + 0.5 * np.sin(2 * np.pi * time / period + phase + 0.8)
        sound += _pan(0.5 * _noise(random, len(time), 300, 2600), np.clip(drift, -0.9, 0.9)) * swell[:, None]
        sound += _pan(0.16 * _noise(random, len(time), 2500, 9000), np.clip(-drift, -0.9, 0.9)) * (swell**3)[:, None]
    return sound


def _surge(random, time: np.ndarray, start: float) -> np.ndarray:
    """A wave that runs up the sand close by, and draws back with a hiss: from the left to the right."""
    age = time - start
    rise = np.clip(age / 1.4, 0, 1) ** 2 * np.exp(-np.clip(age - 1.4, 0, None) / 1.3) * (age > 0)
    hiss = np.clip((age - 0.9) / 1.2, 0, 1) * np.exp(-np.clip(age - 2.1, 0, None) / 1.6)
    place = np.clip(-0.7 + 0.4 * age, -0.7, 0.7)
    body = _pan(1.5 * _noise(random, len(time), 180, 3200), place) * rise[:, None]
    return body + _pan(0.42 * _noise(random, len(time), 3000, 11000), -place) * hiss[:, None]


def _wind(random, time: np.ndarray) -> np.ndarray:
    gust = 0.5 + 0.3 * np.sin(2 * np.pi * time / 13) + 0.2 * np.sin(2 * np.pi * time / 5.3 + 1)
    thin = 0.5 + 0.5 * np.sin(2 * np.pi * time / 8.7 + 2)
    return (
        0.22 * _noise(random, len(time), 120, 700) * gust[:, None]
        + 0.05 * _noise(random, len(time), 700, 1500) * thin[:, None]
    )


def _crickets(time: np.ndarray, start: float, end: float) -> np.ndarray:
    """Two of them, high and faint, each with its own rhythm."""
    shape = np.clip((time - start) / 2, 0, 1) * np.clip((end - time) / 2, 0, 1)
    sound = np.zeros((len(time), 2))
    for pitch, pace, side, level in ((4150, 1.31, 0.75, 0.040), (4480, 1.07, -0.55, 0.022)):
        syllables = np.clip(np.sin(2 * np.pi * 28 * time), 0, 1) * (np.sin(2 * np.pi * pace * time) > 0.2)
        tone = np.sin(2 * np.pi * pitch * time) * syllables * shape
        sound += _pan(np.stack([tone, tone], axis=-1), side) * level
    return sound


def _gull(random, time: np.ndarray, start: float, side: float, level: float) -> np.ndarray:
    """Three cries that fall in pitch: a rich tone with a rough edge."""
    sound = np.zeros(len(time))
    for index, (offset, length) in enumerate(((0.0, 0.42), (0.50, 0.30), (0.84, 0.26))):
        age = (time - start - offset) / length
        live = (age > 0) & (age < 1)
        part = np.clip(age[live], 0, 1)
        pitch = (1080 - 60 * index) * (1 + 0.30 * np.sin(np.pi * part) - 0.25 * part)
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        rough = 1 + 0.35 * np.sin(2 * np.pi * 74 * part * length)
        tone = sum(w * np.sin(k * phase) for k, w in ((1, 1.0), (2, 0.55), (3, 0.35), (4, 0.15)))
        sound[live] += 0.20 * tone * rough * np.sin(np.pi * part) ** 0.7 * (1 - 0.15 * index)
    far = sosfilt(butter(2, 3200, fs=RATE, output="sos"), sound)
    echo = np.stack([np.roll(far, 2400), np.roll(far, 3100)], axis=-1) * 0.25
    return level * (_pan(np.stack([far, far], axis=-1), side) + echo)


def _fade(time: np.ndarray, seconds: float) -> np.ndarray:
    return np.clip(time / 1.5, 0, 1) * np.clip((seconds - time) / 1.8, 0, 1)
