"""A take made ready for its slot: edge silence off, length exact, pitch and inner pauses as spoken."""

from __future__ import annotations

import numpy as np

FRAME = 0.005  # seconds: resolution at which speech is told from silence
EMPHASIS = 0.97  # first difference: lifts fricatives towards the vowels and sinks rumble, so the two part cleanly
THRESHOLD_DB = -36.0  # emphasised level against the loud frames; the room noise of real readings lies 38-44 dB below
SILENT = 10 ** (-75 / 20)  # a take whose frames never rise above -75 dBFS is silence
WINDOW, HOP = 0.045, 0.011  # Signalsmith block and interval; best of eleven tools measured (reference/media.md A3)
SHORTEST = 64  # samples below which there is nothing to stretch, only to pad or cut


class StretchError(ValueError):
    """A take cannot be brought to the asked length."""


def trim(audio: np.ndarray, sample_rate: int, keep: float = 0.03) -> np.ndarray:
    """The take (n,) without silence at its edges; `keep` seconds stay on each side so that soft onsets survive.

    Silence is judged against the take's own level, so a quiet recording keeps its words. An all-silent take gives an
    empty array. Inner pauses are never touched.
    """
    frame = max(1, round(FRAME * sample_rate))
    if len(audio) == 0 or _levels(audio, frame).max() < SILENT:
        return audio[:0]
    levels = _levels(np.append(audio[:1] * (1 - EMPHASIS), audio[1:] - EMPHASIS * audio[:-1]), frame)
    speech = np.sort(levels)[-max(1, len(levels) // 10) :].mean()  # the loudest tenth, not one click
    loud = np.flatnonzero(levels > speech * 10 ** (THRESHOLD_DB / 20))
    margin = round(keep * sample_rate)
    return audio[max(0, loud[0] * frame - margin) : min(len(audio), (loud[-1] + 1) * frame + margin)]


def fit(audio: np.ndarray, sample_rate: int, length: float) -> np.ndarray:
    """The take (n,) float32 time-stretched to exactly round(length * sample_rate) samples, pitch unchanged.

    Deterministic: the stretcher's random phases are seeded. A take already within one sample is only padded or cut.
    Raises StretchError for a length that is negative or not finite.
    """
    if not (np.isfinite(length) and length >= 0):
        raise StretchError(f"a take cannot be made {length} seconds long: ask for zero or more.")
    wanted = round(length * sample_rate)
    if min(len(audio), wanted) < SHORTEST or abs(len(audio) - wanted) <= 1:
        return _exactly(audio.astype(np.float32, copy=False), wanted)
    from python_stretch import Signalsmith

    stretcher = Signalsmith.Stretch(seed=1)
    stretcher.configure(1, round(WINDOW * sample_rate), round(HOP * sample_rate))
    stretcher.setTimeFactor(len(audio) / wanted)
    stretched = np.asarray(stretcher.process(np.ascontiguousarray(audio, np.float32)[np.newaxis]))
    return _exactly(stretched[0], wanted)


def _levels(audio: np.ndarray, frame: int) -> np.ndarray:
    """RMS of every frame, the last one padded: (n,) -> (ceil(n / frame),)."""
    padded = np.pad(audio, (0, -len(audio) % frame)).astype(np.float64)
    return np.sqrt((padded.reshape(-1, frame) ** 2).mean(axis=1))


def _exactly(audio: np.ndarray, wanted: int) -> np.ndarray:
    return np.pad(audio, (0, max(0, wanted - len(audio))))[:wanted]
