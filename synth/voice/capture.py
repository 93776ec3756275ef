"""What a microphone, a codec or a level knob did to a recording, seen in its samples before anything touches them."""

from __future__ import annotations

import numpy as np

BINS = 50  # amplitudes between silence and the peak
LOWEST = 0.25  # a ceiling below this share of the peak is no ceiling
HEAPED = 1.8  # speech has fewer samples the higher the level: more of them near the top is a ceiling
ENOUGH = 20  # samples that chance heaps up anywhere
FEWEST = 100  # frames of 30 ms; of fewer, the loudest are alike by chance
BAND_DB = 60.0  # below the strongest band, a spectrum holds nothing that is heard


def offset(audio: np.ndarray) -> float:
    """Mean of (n,) samples as a share of their RMS around it."""
    return float(abs(audio.mean()) / max(audio.std(), 1e-9)) if len(audio) else 0.0


def clipped(audio: np.ndarray) -> float:
    """Share of (n,) samples that ran into a ceiling, on either side.

    A ceiling shows as a heap near the top of the histogram, wherever the peak was set afterwards, and also after
    resampling or a lossy codec has put ripples on it.
    """
    centred = audio - np.median(audio) if len(audio) else audio
    return sum(_heaped(side[side > 0]) for side in (centred, -centred)) / max(len(audio), 1)


def peaks(audio: np.ndarray, sample_rate: int) -> tuple[float, float]:
    """Of the loudest frames of (n,) samples: the median of peak over RMS in dB, and how much their peaks differ, as a
    share of their mean. Where a low bit rate has blurred the ceiling, both are still small. (99, 1) if it is too short.
    """
    size = round(0.03 * sample_rate)
    if len(audio) < FEWEST * size:
        return 99.0, 1.0
    frames = (audio - np.median(audio))[: len(audio) // size * size].reshape(-1, size)
    peak, rms = np.abs(frames).max(1), np.sqrt(np.square(frames, dtype=np.float64).mean(1))
    loud = (rms >= np.percentile(rms, 85)) & (rms > 0)
    if not loud.any():
        return 99.0, 1.0
    crest = 20 * np.log10(np.median(peak[loud] / rms[loud]))
    return float(crest), float(peak[loud].std() / peak[loud].mean())


def _heaped(side: np.ndarray) -> int:
    """Samples at and above the lowest heap in the histogram of positive amplitudes (n,)."""
    if not len(side):
        return 0
    histogram = np.histogram(side, BINS, (0, side.max()))[0].astype(float)
    most = 0
    for width in (2, 4, 6):
        sums = np.convolve(histogram, np.ones(width), "valid")  # of bins j to j + width - 1
        starts = np.arange(max(int(BINS * LOWEST), width + 1), len(sums))
        heaps = starts[sums[starts] > HEAPED * sums[starts - width - 1] + ENOUGH]
        if len(heaps):
            most = max(most, int(histogram[heaps[0] :].sum()))
    return most


def bandwidth(audio: np.ndarray, sample_rate: int) -> float:
    """Hz up to which the loud parts of (n,) samples hold anything, at most sample_rate / 2."""
    size = 1 << max(6, round(np.log2(sample_rate * 0.046)))
    if len(audio) < size:
        return 0.0
    views = np.lib.stride_tricks.sliding_window_view(audio, size)[:: size // 2]
    energy = np.square(views, dtype=np.float64).sum(1)
    views = views[energy >= np.sort(energy)[len(energy) // 2]]  # the louder half: speech, not the room
    spectrum = np.mean(np.abs(np.fft.rfft(views * np.hanning(size), axis=1)) ** 2, axis=0)
    hertz = np.arange(len(spectrum)) * sample_rate / size
    width = max(1, round(150 / hertz[1]))
    level = 10 * np.log10(np.maximum(spectrum, 1e-14))
    level = np.convolve(np.pad(level, width, mode="edge"), np.full(2 * width + 1, 1 / (2 * width + 1)), "valid")
    return float(hertz[level > level[hertz > 150].max() - BAND_DB].max())
