"""A recording as training would have prepared it: rate, rumble, noise, silences and level."""

from __future__ import annotations

import itertools

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE
from synth.voice.denoise import denoise
from synth.voice.level import at_our_rate, gain, powers, signal_to_noise, speech_frames

NOISY_DB = 25.0  # a ratio of speech to noise that bothers nobody
EDGE = 0.1  # s of the room kept before the first and after the last word
LONGEST_PAUSE = 0.8  # s; a longer one is cut to it
SEAM = 256  # samples over which the two sides of a cut overlap


def clean(audio: np.ndarray, sample_rate: int) -> np.ndarray:
    """(n,) mono samples at any rate to float32 (m,) at 22,050 Hz, ready for a speaker encoder or for training.

    Rumble and a constant offset go, a noise that is heard is lowered a little, silences shrink to pauses, and the
    speech gets the level that the networks were taught with. What holds no speech at all comes back empty.
    """
    ours = at_our_rate(audio, sample_rate)
    if signal_to_noise(powers(ours)) < NOISY_DB:
        ours = denoise(ours)
    speech = without_silences(ours)
    return np.clip(speech * np.float32(gain(speech)), -1, 1)


def without_silences(audio: np.ndarray, longest: float = LONGEST_PAUSE) -> np.ndarray:
    """(n,) at 22,050 Hz without the silence around it, and no pause within it longer than `longest` seconds."""
    kept = speech_frames(powers(audio))
    if not kept.any():
        return np.zeros(0, np.float32)
    spans = _spans(kept, round(EDGE * SAMPLE_RATE / HOP), round(longest * SAMPLE_RATE / HOP))
    pieces = [audio[start * HOP : end * HOP] for start, end in spans]
    return _joined([piece for piece in pieces if len(piece) > 2 * SEAM])


def _spans(kept: np.ndarray, edge: int, longest: int) -> list[tuple[int, int]]:
    """Frames to keep, as (first, one after the last): all speech, pauses up to `longest`, half of that from others."""
    changes = np.flatnonzero(np.diff(np.concatenate([[0], kept.astype(int), [0]])))
    runs = [(int(start), int(end)) for start, end in changes.reshape(-1, 2)]
    spans = [[max(0, runs[0][0] - edge), runs[0][1]]]
    for (_, before), (start, end) in itertools.pairwise(runs):
        if start - before > longest:
            spans[-1][1] = before + longest // 2
            spans.append([start - (longest - longest // 2), end])
        else:
            spans[-1][1] = end
    spans[-1][1] = min(len(kept), spans[-1][1] + edge)
    return [(start, end) for start, end in spans]


def _joined(pieces: list[np.ndarray]) -> np.ndarray:
    """One after the other, their ends crossing over."""
    if not pieces:
        return np.zeros(0, np.float32)
    rising = np.sin(np.linspace(0, np.pi / 2, SEAM)).astype(np.float32)  # of noise, powers add up
    out: list[np.ndarray] = [pieces[0].astype(np.float32)]
    for piece in pieces[1:]:
        seam = out[-1][-SEAM:] * rising[::-1] + piece[:SEAM] * rising
        out[-1] = out[-1][:-SEAM]
        out += [seam, piece[SEAM:].astype(np.float32)]
    return np.concatenate(out)
