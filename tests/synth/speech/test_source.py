"""The excitation follows F0 and already has the envelope it is asked for."""

import numpy as np
import torch

from synth.speech.mel import HOP, SAMPLE_RATE, log_mel
from synth.speech.source import excite


def noise(frames: int) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(0).standard_normal((1, frames * HOP)).astype(np.float32))


def test_pulses_have_the_asked_pitch():
    frames = 120
    f0 = torch.full((1, frames), 200.0)
    mel = log_mel(0.1 * noise(frames))
    pulses = excite(mel, f0, noise(frames))[0, 0].numpy()
    spectrum = np.abs(np.fft.rfft(pulses * np.hanning(len(pulses))))
    hertz = np.arange(len(spectrum)) * SAMPLE_RATE / len(pulses)
    for k in (1, 2, 5, 10):
        near = (hertz > 200 * k - 90) & (hertz < 200 * k + 90)
        assert abs(hertz[near][spectrum[near].argmax()] - 200 * k) < 1.5


def test_both_excitations_match_the_mel():
    frames = 100
    target = log_mel(0.1 * noise(frames).cumsum(1).diff(prepend=torch.zeros(1, 1)))
    f0 = torch.cat([torch.full((1, 50), 150.0), torch.zeros(1, 50)], 1)
    shaped = excite(target, f0, noise(frames).flip(1))
    for audio in shaped[0]:
        assert float((log_mel(audio[None]) - target)[..., 5:-5].abs().mean()) < 0.35


def test_no_voiced_frame_at_all_is_noise_and_finite():
    mel = torch.full((1, 80, 30), -5.0)
    shaped = excite(mel, torch.zeros(1, 30), noise(30))
    assert torch.isfinite(shaped).all() and float(shaped.std()) > 0


def test_a_gliding_pitch_makes_no_clicks():
    """Partials that reach the Nyquist frequency fade in and out: no sample stands out from its neighbours' level."""
    frames = 200
    f0 = torch.linspace(100, 300, frames)[None]
    audio = excite(torch.full((1, 80, frames), -4.0), f0, noise(frames))[0, 0].numpy()[2048:-2048]
    peaks = np.abs(audio).reshape(-1, 512)[: len(audio) // 512].max(1)
    assert peaks.max() < 2.5 * np.median(peaks)
