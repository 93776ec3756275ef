"""A voice from a recording: at once, from ten seconds of anything said.

What the speaker encoder hears becomes the voice's vector; its level and range of F0 are measured; and the mean and the
movement of each mel band of our speech are set to those of the recording. No text is needed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from synth.speech.mel import log_mel
from synth.speech.networks import Networks
from synth.speech.speech import Speech
from synth.voice import VoiceError
from synth.voice.encoder import embed
from synth.voice.pitch import f0
from synth.voice.voice import Voice

LEAST_VOICED = 100  # frames (1.2 s) below which nothing certain can be said about a voice
TILT = 1.5  # most that a band is raised or lowered, in nepers
CONTRAST = (0.95, 1.35)  # bounds of the factor on its movement
LOUD = 3.5  # nepers under the loudest frame within which one counts as speech
CALIBRATION = (  # between them, most sounds of English
    "The boy was there when the sun rose, and he watched the grey ships leave the harbour.",
    "A large size in stockings is hard to sell, but people who choose well pay very little.",
    "Please join us for a quick lunch, then measure how much the yellow thing has changed.",
)


def instant(name: str, audio: np.ndarray, networks: Networks) -> Voice:
    """A voice like that in (n,) float32 samples at 22,050 Hz, already cleaned (`sample.clean`).

    VoiceError where too little of it is voiced.
    """
    track = f0(audio)
    known = track[track > 0]
    if len(known) < LEAST_VOICED:
        raise VoiceError("Too little of the recording is a speaking voice: record ten seconds or more, read aloud.")
    octaves = np.log2(known)
    mean_hz = float(2.0 ** octaves.mean())
    voice = Voice(name, embed(audio), mean_hz, kind="instant", about="cloned at once from a recording")
    said = [Speech(voice, networks).mel(Speech(voice, networks).draft(text)) for text in CALIBRATION]
    ours = np.concatenate([np.log2(pitch[pitch > 0] / mean_hz) for _, pitch in said])
    spread = float(np.clip(range_of(octaves) / range_of(ours), 0.5, 2.5))
    mean_hz *= float(2.0 ** (-spread * ours.mean()))  # what we say shall be that high on average
    voice = replace(voice, mean_hz=mean_hz, spread=spread)
    return coloured(voice, np.concatenate([mel[0] for mel, _ in said], 1), log_mel_of(audio))


def coloured(voice: Voice, ours: np.ndarray, theirs: np.ndarray) -> Voice:
    """The voice with the long-term spectrum of theirs (80, n), when what it says without is ours (80, m).

    Averaged predictions move less than speech does; that, too, is set right band by band (Toda and Tokuda 2007, on
    global variance).
    """
    (our_mean, our_movement), (their_mean, their_movement) = long_term(ours), long_term(theirs)
    contrast = np.clip(_smooth(their_movement / our_movement), *CONTRAST)
    tilt = np.clip(_smooth(their_mean - our_mean), -TILT, TILT) + our_mean * (1 - contrast)
    return replace(voice, contrast=contrast.astype(np.float32), tilt=tilt.astype(np.float32))


def log_mel_of(audio: np.ndarray) -> np.ndarray:
    """(n,) samples to (80, n // 256)."""
    import torch

    return log_mel(torch.from_numpy(audio)[None])[0].numpy()


def long_term(mel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation (80,) of the speech in a log-mel (80, t)."""
    level = np.log(np.exp(2 * mel).sum(0)) / 2
    speech = mel[:, level > np.quantile(level, 0.95) - LOUD]
    return speech.mean(1), speech.std(1)


def range_of(octaves: np.ndarray) -> float:
    """How far F0 moves: half the distance between its 10th and its 90th percentile; octave errors do not count."""
    low, high = np.quantile(octaves, [0.1, 0.9])
    return float(max(high - low, 0.02) / 2)


def _smooth(bands: np.ndarray) -> np.ndarray:
    """(80,) without its jags."""
    kernel = np.hanning(5 + 2)[1:-1]
    return np.convolve(np.pad(bands, 2, mode="edge"), kernel / kernel.sum(), "valid")
