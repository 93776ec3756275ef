"""How close a resynthesis comes to its recording."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Score:
    pesq: float  # wide-band PESQ (ITU-T P.862.2), -0.5 .. 4.64
    log_mel: float  # mean absolute difference of log-mels (natural log, 80 bands)


def score(natural: np.ndarray, synthetic: np.ndarray) -> Score:
    """Both (n,) at 22,050 Hz."""
    import torch
    from pesq import pesq

    from synth.speech.mel import SAMPLE_RATE, log_mel
    from synth.torchaudio_cpu import torchaudio

    length = min(len(natural), len(synthetic))
    pair = torch.from_numpy(np.stack([natural[:length], synthetic[:length]]).astype(np.float32))
    low = torchaudio().functional.resample(pair, SAMPLE_RATE, 16000).numpy()
    mels = log_mel(pair)
    return Score(float(pesq(16000, low[0], low[1], "wb")), float((mels[0] - mels[1]).abs().mean()))
