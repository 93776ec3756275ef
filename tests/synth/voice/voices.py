"""Voices for the tests, made of pulses and resonances: vowels that glide, hisses and pauses, whose pitch is known."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from synth.speech.mel import HOP, SAMPLE_RATE

VOWELS = np.array([[730, 1090, 2440], [270, 2290, 3010], [300, 870, 2240], [530, 1840, 2480], [570, 840, 2410]])  # Hz


def contour(seconds: float, mean: float, semitones: float = 3.0, seed: int = 0) -> np.ndarray:
    """F0 in Hz of each sample (n,): it falls within phrases, wanders, and is 0 in a third of the time."""
    n, chance = round(seconds * SAMPLE_RATE), np.random.default_rng(seed)
    time = np.arange(n) / SAMPLE_RATE
    wander = sum(np.sin(2 * np.pi * rate * time + chance.uniform(0, 6)) for rate in (0.4, 0.9, 2.1)) / 2
    hertz = mean * 2 ** (semitones * (wander - 0.3 * (time % 2.5)) / 12)
    at = 0.0
    while at < seconds:  # syllables: 0.25 s with a voice, 0.1 s without; a breath at the end of a phrase
        start = at + 0.25 * chance.uniform(0.7, 1.4)
        at = start + (0.4 if chance.random() < 0.12 else 0.1)
        hertz[round(start * SAMPLE_RATE) : round(at * SAMPLE_RATE)] = 0
    return hertz


def speak(hertz: np.ndarray, size: float = 1.0, seed: int = 0, whisper: bool = False) -> np.ndarray:
    """float32 (n,) at 22,050 Hz: a voice with F0 `hertz` (n,) whose formants are `size` times a man's.

    Where there is no F0 a hiss sounds, or nothing if that lasts as long as a breath. whisper: noise for pulses.
    """
    chance = np.random.default_rng(seed)
    n = len(hertz)
    phase = np.cumsum(hertz / SAMPLE_RATE)
    pulses = np.diff(np.floor(phase), prepend=0.0)
    source = lfilter([1.0], [1, -1.9, 0.9025], pulses - pulses.mean())  # 12 dB per octave less
    source = lfilter([1.0, -1.0], [1.0], source) / max(source.std(), 1e-9)
    if whisper:
        source = chance.standard_normal(n) * 0.3
    voiced = (hertz > 0).astype(float)
    edges = np.hanning(512) / np.hanning(512).sum()
    out = source * np.convolve(voiced, edges, "same")
    spoken = np.zeros(n)
    piece = round(0.35 * SAMPLE_RATE)
    for start in range(0, n, piece):
        window = np.zeros(n)
        window[start : start + piece] = 1
        spoken += _resonate(out * np.convolve(window, edges, "same"), VOWELS[chance.integers(len(VOWELS))] * size,
                             damping=3 if whisper else 1)  # fmt: skip
    hiss = lfilter([1, -0.9], [1.0], chance.standard_normal(n)) * np.convolve(_short_gaps(hertz), edges, "same")
    sound = spoken / max(spoken.std(), 1e-9) + 0.12 * hiss
    return (0.08 * sound + 1e-4 * chance.standard_normal(n)).astype(np.float32)


def _resonate(sound: np.ndarray, formants: np.ndarray, damping: float) -> np.ndarray:
    """An open glottis, as in whispering, damps."""
    for hertz in (*formants, 3500 * formants[2] / 2500):
        radius = np.exp(-np.pi * damping * (60 + hertz / 20) / SAMPLE_RATE)
        sound = lfilter([1 - radius], [1, -2 * radius * np.cos(2 * np.pi * hertz / SAMPLE_RATE), radius**2], sound)
    return sound


def _short_gaps(hertz: np.ndarray) -> np.ndarray:
    gaps = np.zeros(len(hertz))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (hertz == 0).astype(int), [0]]))).reshape(-1, 2)
    for start, end in edges:
        gaps[start:end] = end - start < 0.2 * SAMPLE_RATE
    return gaps


def by_frame(values: np.ndarray) -> np.ndarray:
    """Values (n,) at the centres of the frames, (n // HOP,)."""
    return values[HOP // 2 :: HOP][: len(values) // HOP]


def person(seconds: float, mean: float = 120.0, size: float = 1.0, seed: int = 0, **more: bool) -> np.ndarray:
    """Someone who speaks for `seconds`, float32 (n,) at 22,050 Hz."""
    return speak(contour(seconds, mean, seed=seed), size, seed, **more)
