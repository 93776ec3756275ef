"""The mel layout every model here speaks: the one of the official HiFi-GAN release, so that published generators drop
in.

22,050 Hz, 80 slaney bands from 0 to 8,000 Hz, n_fft = window = 1024, hop 256, natural log clamped at 1e-5
(arXiv 2010.05646 and its reference configurations). Frame i covers samples 256 i - 384 .. 256 i + 640: its centre is
sample 256 i + 128, and n samples give n // 256 frames.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

SAMPLE_RATE = 22050
HOP = 256
N_FFT = 1024
BANDS = 80
TOP_HZ = 8000.0
FLOOR = 1e-5


@lru_cache(maxsize=8)
def basis(bands: int = BANDS, n_fft: int = N_FFT, top_hz: float | None = TOP_HZ) -> torch.Tensor:
    """The slaney mel filter bank, shaped (bands, n_fft // 2 + 1); `top_hz` None reaches the Nyquist frequency."""
    from synth.torchaudio_cpu import torchaudio

    bank = torchaudio().functional.melscale_fbanks(
        n_fft // 2 + 1, 0.0, top_hz or SAMPLE_RATE / 2, bands, SAMPLE_RATE, norm="slaney", mel_scale="slaney"
    )
    return bank.T.contiguous()


def magnitude(audio: torch.Tensor, n_fft: int = N_FFT, hop: int = HOP) -> torch.Tensor:
    """STFT magnitude of (batch, n) audio, shaped (batch, n_fft // 2 + 1, n // hop), padded as HiFi-GAN pads."""
    import torch

    pad = (n_fft - hop) // 2
    padded = torch.nn.functional.pad(audio[:, None], (pad, pad), mode="reflect")[:, 0]
    window = torch.hann_window(n_fft, device=audio.device)
    spectrum = torch.stft(padded, n_fft, hop, window=window, center=False, return_complex=True)
    return torch.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-9)


def log_mel(audio: torch.Tensor, top_hz: float | None = TOP_HZ) -> torch.Tensor:
    """Log-mel of (batch, n) audio in [-1, 1] at 22,050 Hz, shaped (batch, 80, n // 256)."""
    import torch

    bank = basis(top_hz=top_hz).to(audio.device)
    return torch.log(torch.clamp(bank @ magnitude(audio), min=FLOOR))
