"""A vocoder run window by window, every window of one length.

A network compiled for any length prepares its kernels anew for every length it meets, which takes longer than three
seconds of speech. A convolutional vocoder hears only a few frames to either side, so windows that overlap by as many
give the samples that one long run gives.
"""

from __future__ import annotations

import numpy as np

from synth.runtime import Run
from synth.speech.mel import HOP

WINDOW = 256  # frames: 3 s
HALO = 16  # frames heard to either side: ours hears 12, HiFi-GAN V1 13


def windowed(vocode: Run) -> Run:
    """`vocode` of log-mel (1, 80, t) and excitation (1, 2, t * 256), to be given windows of 256 frames only."""

    def run(mel: np.ndarray, excitation: np.ndarray) -> tuple[np.ndarray, ...]:
        frames = mel.shape[2]
        if missing := max(0, WINDOW - frames):
            mel = np.pad(mel, ((0, 0), (0, 0), (0, missing)), "edge")
            excitation = np.pad(excitation, ((0, 0), (0, 0), (0, missing * HOP)))
        audio, done = np.empty((1, frames * HOP), np.float32), 0
        while done < frames:
            start = max(0, min(done - HALO, frames - WINDOW))
            heard = slice(start, start + WINDOW)
            (part,) = vocode(mel[:, :, heard], excitation[:, :, heard.start * HOP : heard.stop * HOP])
            end = frames if heard.stop >= frames else heard.stop - HALO
            audio[:, done * HOP : end * HOP] = part[:, (done - start) * HOP : (end - start) * HOP]
            done = end
        return (audio,)

    return run
