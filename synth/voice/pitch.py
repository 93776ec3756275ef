"""Fundamental frequency by autocorrelation: many candidates a frame, then the smoothest path through them.

The method is Boersma's (1993, Proceedings of the Institute of Phonetic Sciences 17: 97-110), with the constants of
his table and the range that the corpora were labelled in. The autocorrelation of a windowed frame, divided by that of
the window, has its peaks at the periods; the shortest one that is nearly as high as the highest wins, unless its
neighbours in time say otherwise.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from synth.speech.mel import HOP, SAMPLE_RATE

FLOOR_HZ, CEILING_HZ = 65.0, 500.0
WIDTH = round(3 / FLOOR_HZ * SAMPLE_RATE)  # three of the longest periods
FINER = 2  # lags to a sample: a parabola through every second one is good to a cent
CANDIDATES = 14  # voiced ones a frame
SILENCE, VOICING = 0.03, 0.45  # share of the loudest peak below which nothing is voiced; correlation, likewise
OCTAVE_COST = 0.01  # an octave up is worth this much correlation
JUMP_COST, SWITCH_COST = 0.35, 0.14  # per octave between frames, and for turning voice on or off, 10 ms apart
BATCH = 1024  # frames that are looked at together: 40 MB


def f0(audio: np.ndarray) -> np.ndarray:
    """F0 in Hz of (n,) samples at 22,050 Hz at the centre of each mel frame, float32 (n // 256,); 0 where unvoiced."""
    frames = len(audio) // HOP
    audio = np.asarray(audio, np.float32)
    loudest = float(np.abs(audio - audio.mean()).max()) if frames else 0.0
    if loudest < 1e-6:
        return np.zeros(frames, np.float32)
    before = WIDTH // 2 - HOP // 2
    padded = np.pad(audio, (before, WIDTH))
    views = np.lib.stride_tricks.sliding_window_view(padded, WIDTH)[::HOP][:frames]
    parts = [_candidates(views[i : i + BATCH], loudest) for i in range(0, frames, BATCH)]
    hertz, strength, unvoiced = (np.concatenate(each) for each in zip(*parts, strict=True))
    return _smoothest(hertz, strength, unvoiced)


def _candidates(views: np.ndarray, loudest: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hz and strength of voiced candidates, both (frames, CANDIDATES) with strength -inf where there are fewer, and
    the strength of being unvoiced, (frames,); of frames (frames, WIDTH).
    """
    frames = views - views.mean(1, keepdims=True)
    middle = slice(WIDTH // 2 - WIDTH // 6, WIDTH // 2 + WIDTH // 6)  # Boersma's local peak: one longest period
    peak = np.abs(frames[:, middle]).max(1) / loudest
    unvoiced = VOICING + np.maximum(0, 2 - peak / (SILENCE / (1 + VOICING)))
    first, last = int(SAMPLE_RATE * FINER / CEILING_HZ), int(SAMPLE_RATE * FINER / FLOOR_HZ) + 1
    correlation = autocorrelation(frames)[:, first - 1 : last + 2]
    left, centre, right = correlation[:, :-2], correlation[:, 1:-1], correlation[:, 2:]
    is_peak = (centre > left) & (centre >= right) & (centre > VOICING / 2)
    bend = np.where(is_peak, left - 2 * centre + right, -1.0)
    shift = 0.5 * (left - right) / bend
    lag = (np.arange(first, last + 1) + np.where(is_peak, shift, 0)) / FINER
    height = centre - 0.25 * (left - right) * shift
    height = np.where(height > 1, 1 / np.maximum(height, 1e-9), height)  # noise of short lags, as in the original
    strength = np.where(is_peak, height - OCTAVE_COST * np.log2(FLOOR_HZ * lag / SAMPLE_RATE), -np.inf)
    best = np.argpartition(-strength, CANDIDATES, axis=1)[:, :CANDIDATES]
    return SAMPLE_RATE / np.take_along_axis(lag, best, 1), np.take_along_axis(strength, best, 1), unvoiced


def autocorrelation(frames: np.ndarray) -> np.ndarray:
    """Of windowed frames (n, WIDTH), freed of the window's own and scaled to 1 at lag 0; lags in 1 / FINER samples."""
    window, spread = _window()
    size = next_fast_len(WIDTH + int(SAMPLE_RATE / FLOOR_HZ) + 2, real=True)
    spectrum = rfft(frames * window, size, axis=1)
    power = spectrum.real**2 + spectrum.imag**2
    raw = irfft(power, size * FINER, axis=1)[:, : len(spread)]
    return raw / np.maximum(raw[:, :1], 1e-20) / spread


@lru_cache(maxsize=1)
def _window() -> tuple[np.ndarray, np.ndarray]:
    """A Hann window (WIDTH,) and its normalised autocorrelation at lags in 1 / FINER samples."""
    window = np.hanning(WIDTH + 2)[1:-1]
    size = next_fast_len(2 * WIDTH, real=True)
    spread = irfft(np.abs(rfft(window, size)) ** 2, size * FINER)[: int(SAMPLE_RATE * FINER / FLOOR_HZ) + 3 + FINER]
    return window.astype(np.float32), (spread / spread[0]).astype(np.float32)


def _smoothest(hertz: np.ndarray, strength: np.ndarray, unvoiced: np.ndarray) -> np.ndarray:
    """The path of greatest strength less the cost of its jumps; state 0 is unvoiced (Viterbi)."""
    pace = 0.01 / (HOP / SAMPLE_RATE)
    octaves = np.log2(hertz)
    local = np.concatenate([unvoiced[:, None], strength], 1)
    frames, states = local.shape
    came_from = np.zeros((frames, states), np.int8)
    cost = np.full((states, states), SWITCH_COST * pace)
    cost[0, 0] = 0
    score = local[0]
    for i in range(1, frames):
        cost[1:, 1:] = JUMP_COST * pace * np.abs(octaves[i][:, None] - octaves[i - 1][None])
        total = score[None] - cost  # (to, from)
        came_from[i] = total.argmax(1)
        score = total.max(1) + local[i]
    path = np.zeros(frames, np.int64)
    path[-1] = score.argmax()
    for i in range(frames - 1, 0, -1):
        path[i - 1] = came_from[i, path[i]]
    found = np.concatenate([np.zeros((frames, 1)), hertz], 1)
    return np.take_along_axis(found, path[:, None], 1)[:, 0].astype(np.float32)
