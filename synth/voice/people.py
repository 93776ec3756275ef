"""Is it one person who speaks? Windows of the speech are parted in two groups, and how far apart those lie is told.

With a speaker encoder the groups are compared by their vectors. Without one, by pitch and the shape of the spectrum:
enough for a man and a woman, and for most people who differ in microphone too, but not for sisters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE

Embed = Callable[[np.ndarray], np.ndarray]  # (n,) samples at 22,050 Hz to a unit vector

WINDOW, STEP = round(1.6 * SAMPLE_RATE / HOP), round(0.8 * SAMPLE_RATE / HOP)  # frames
FEWEST = 3  # windows that make a second person: 3.2 s
CEPSTRA = 15
# How far one person's own windows stray (standard deviation, measured on 180 recordings): semitones of the median F0,
# then the mean of each cepstrum of the log-mel over voiced frames.
STRAY = np.array([1.73, 1.35, 1.17, 1.21, 0.79, 0.63, 0.57, 0.51, 0.46, 0.46, 0.39, 0.35, 0.34, 0.33, 0.31, 0.29])


def likeness(audio: np.ndarray, embed: Embed) -> float:
    """Similarity between the two most different groups of windows over that within them; 1 if there is no telling.

    audio: speech without pauses, (n,) at 22,050 Hz.
    """
    size, step = WINDOW * HOP, STEP * HOP
    vectors = np.array([embed(audio[i : i + size]) for i in range(0, len(audio) - size + 1, step)])
    group = _two_groups(vectors)
    if group is None:
        return 1.0
    similar = vectors @ vectors.T
    first, second = similar[np.ix_(group, group)], similar[np.ix_(~group, ~group)]
    pairs = first.size - len(first) + second.size - len(second)
    within = (first.sum() - np.trace(first) + second.sum() - np.trace(second)) / pairs
    return float(similar[np.ix_(group, ~group)].mean() / max(within, 1e-6))


def distance(audio: np.ndarray, hertz: np.ndarray) -> float:
    """Distance between two groups of windows in standard deviations of one person's own; 0 if there is no telling.

    audio: speech without pauses, (n,) at 22,050 Hz; hertz: its F0, (n // 256,).
    """
    described = [_describe(*window) for window in _windows(audio, hertz)]
    seen = np.array([each for each in described if each is not None])
    if len(seen) < 2 * FEWEST:
        return 0.0
    seen = (seen - seen.mean(0)) / STRAY
    group = _two_groups(seen)
    return 0.0 if group is None else float(np.linalg.norm(seen[group].mean(0) - seen[~group].mean(0)))


def _windows(audio: np.ndarray, hertz: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cepstra (WINDOW, CEPSTRA) and F0 (WINDOW,) of every window."""
    import torch
    from scipy.fft import dct

    from synth.speech.mel import log_mel

    if len(hertz) < WINDOW:
        return []
    mel = log_mel(torch.from_numpy(np.ascontiguousarray(audio, np.float32))[None])[0].numpy().T
    cepstra = dct(mel, axis=1, norm="ortho")[:, 1 : CEPSTRA + 1]
    return [(cepstra[i : i + WINDOW], hertz[i : i + WINDOW]) for i in range(0, len(hertz) - WINDOW + 1, STEP)]


def _describe(cepstra: np.ndarray, hertz: np.ndarray) -> np.ndarray | None:
    voiced = hertz > 0
    if voiced.sum() < WINDOW / 10:
        return None
    return np.concatenate([[12 * np.log2(np.median(hertz[voiced]))], cepstra[voiced].mean(0)])


def _two_groups(points: np.ndarray) -> np.ndarray | None:
    """Parts (n, d) points along their widest direction, then by nearest mean: bool (n,), None if a side is bare."""
    if len(points) < 2 * FEWEST:
        return None
    group = np.linalg.svd(points - points.mean(0), full_matrices=False)[0][:, 0] > 0
    for _ in range(20):
        if not FEWEST <= group.sum() <= len(points) - FEWEST:
            return None
        first, second = points[group].mean(0), points[~group].mean(0)
        nearer = np.square(points - first).sum(1) < np.square(points - second).sum(1)
        if (nearer == group).all():
            break
        group = nearer
    return group if FEWEST <= group.sum() <= len(points) - FEWEST else None
