"""The mel layout is the official one: checked against an independent computation of its definition."""

import numpy as np
import torch

from synth.speech.mel import BANDS, FLOOR, HOP, N_FFT, SAMPLE_RATE, basis, log_mel


def test_frames_and_bands():
    assert log_mel(torch.zeros(2, 10 * HOP)).shape == (2, BANDS, 10)


def test_silence_is_the_floor():
    mel = log_mel(torch.zeros(1, 20 * HOP))
    assert float(mel.max()) <= np.log(float(basis().sum(1).max()) * 1e-4 + FLOOR)


def test_one_frame_by_hand():
    """Frame i: 1,024 samples from 256 i - 384, periodic Hann, magnitude with 1e-9 under the root, slaney bands, ln."""
    audio = torch.randn(1, 16 * HOP, generator=torch.Generator().manual_seed(0)) * 0.1
    at = 6 * HOP - (N_FFT - HOP) // 2
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
    spectrum = np.fft.rfft(audio[0, at : at + N_FFT].numpy() * window)
    bands = basis().numpy() @ np.sqrt(np.abs(spectrum) ** 2 + 1e-9)
    np.testing.assert_allclose(log_mel(audio)[0, :, 6].numpy(), np.log(np.maximum(bands, FLOOR)), atol=1e-4)


def test_the_bands_are_slaney_s():
    """Linear below 1 kHz (66.67 Hz a mel), area-normalised: each triangle integrates to 1 over frequency in Hz."""
    bank = basis().numpy()
    hertz = np.arange(N_FFT // 2 + 1) * SAMPLE_RATE / N_FFT
    assert np.allclose(bank.sum(1)[40:] * SAMPLE_RATE / N_FFT, 1, atol=0.03)
    assert hertz[bank[-1] > 0].max() < 8000
