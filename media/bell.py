"""Music makes room for a voice: nothing below 80 Hz, and a broad dip between 1 and 4 kHz while somebody speaks."""

from __future__ import annotations

import math

import numpy as np
from scipy.signal import butter, sosfilt

from media.samplerate import SAMPLE_RATE
from media.voiced import Voiced

LOW_CUT = 80.0  # Hz; what lies lower is felt as rumble under a voice, and hardly counts where loudness is measured
CENTRE, WIDTH = 2_000.0, 3_000.0  # Hz: from 1 to 4 kHz, where consonants are told apart
DEPTH = -3.7  # dB at the centre
STEP = 48  # samples between two values of the dip: a millisecond
SILENT = 1e-25  # a filter's memory below this is over (media/kweighting.py says why)


class Bell:
    """Streams (n, 2) at 48 kHz in order, from sample 0 on."""

    def __init__(self, voiced: Voiced) -> None:
        self._voiced, self._at = voiced, 0
        self._cut = butter(2, LOW_CUT, "highpass", fs=SAMPLE_RATE, output="sos")
        self._band = _band_pass()
        self._cut_state, self._band_state = np.zeros((1, 2, 2)), np.zeros((1, 2, 2))
        self._most = 10 ** (DEPTH / 20) - 1

    def process(self, audio: np.ndarray) -> np.ndarray:
        """A peaking filter is the sound plus so much of its band; only how much changes, so nothing clicks."""
        clean, self._cut_state = sosfilt(self._cut, audio, axis=0, zi=self._cut_state)
        band, self._band_state = sosfilt(self._band, clean, axis=0, zi=self._band_state)
        for state in (self._cut_state, self._band_state):
            state[np.abs(state) < SILENT] = 0.0
        marks = self._at + np.arange(0, len(audio) + STEP, STEP)
        share = np.interp(self._at + np.arange(len(audio)), marks, self._voiced.share(marks))
        self._at += len(audio)
        return (clean + band * (self._most * share)[:, None]).astype(np.float32)


def _band_pass() -> np.ndarray:
    """Second order, 0 dB at the centre, half the power at the edges of the band."""
    turn = 2 * math.pi * CENTRE / SAMPLE_RATE
    alpha = math.sin(turn) / (2 * CENTRE / WIDTH)
    return np.array([[alpha, 0.0, -alpha, 1 + alpha, -2 * math.cos(turn), 1 - alpha]]) / (1 + alpha)
