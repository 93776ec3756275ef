"""Our vocoder: HiFi-GAN with a harmonic source and an iSTFT head after two upsamplings.

Two of HiFi-GAN's four upsampling stages (8 x 8, multi-receptive-field fusion) are kept and an inverse STFT of hop 4
does the rest (iSTFTNet, arXiv 2203.02395); the excitation of `source.py` enters as short-time spectra (HiFTNet, arXiv
2309.09493). The head mixes the two excitations bin by bin and adds what they lack, so an untrained generator already
passes the shaped source on.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from synth.speech.hifigan import SLOPE, ResBlock, fuse
from synth.speech.mel import BANDS

HEAD_FFT, HEAD_HOP = 16, 4
BINS = HEAD_FFT // 2 + 1


class Vocoder(nn.Module):
    """Log-mel (batch, 80, frames) and excitation (batch, 2, frames * 256) to audio (batch, frames * 256)."""

    analysis: torch.Tensor
    synthesis: torch.Tensor

    def __init__(self, channels: int = 192, kernels: tuple[int, ...] = (3, 7, 11)):
        super().__init__()
        self.kernels = kernels
        half, quarter = channels // 2, channels // 4
        self.conv_pre = nn.Conv1d(BANDS, channels, 7, padding=3)
        self.ups = nn.ModuleList(
            [nn.ConvTranspose1d(channels, half, 16, 8, 4), nn.ConvTranspose1d(half, quarter, 16, 8, 4)]
        )
        self.source_convs = nn.ModuleList(
            [nn.Conv1d(4 * BINS, half, 16, 8, 4), nn.Conv1d(4 * BINS, quarter, 3, padding=1)]
        )
        self.resblocks = nn.ModuleList(ResBlock(c, k, (1, 3, 5)) for c in (half, quarter) for k in kernels)
        self.conv_post = nn.Conv1d(quarter, 4 * BINS, 7, padding=3)
        for parameter in self.conv_post.parameters():
            nn.init.zeros_(parameter)
        self.register_buffer("analysis", _fourier_kernel(), persistent=False)
        self.register_buffer("synthesis", _inverse_kernel(), persistent=False)

    def forward(self, mel: torch.Tensor, excitation: torch.Tensor) -> torch.Tensor:
        mixed, noise = self._spectrum(excitation[:, :1]), self._spectrum(excitation[:, 1:])  # (b, 18, t * 64)
        both = torch.cat([mixed, noise], 1)
        x = self.conv_pre(mel)
        for i, (up, enter) in enumerate(zip(self.ups, self.source_convs, strict=True)):
            x = self._upsampled(up, F.leaky_relu(x, SLOPE)) + enter(both)
            x = fuse(x, [self.resblocks[i * len(self.kernels) + k] for k in range(len(self.kernels))])
        keep, breath, rest = self.conv_post(F.leaky_relu(x, SLOPE)).split([BINS, BINS, 2 * BINS], 1)
        spectrum = mixed * (1 + keep).repeat(1, 2, 1) + noise * breath.repeat(1, 2, 1) + rest
        audio = F.conv_transpose1d(spectrum, self.synthesis, stride=HEAD_HOP, padding=(HEAD_FFT - HEAD_HOP) // 2)
        return audio[:, 0]

    def _upsampled(self, up: nn.Module, x: torch.Tensor) -> torch.Tensor:
        """What `up(x)` gives; when not training, as a plain convolution whose channels are then interleaved.

        Compiled, that takes a tenth of the time. With kernel 2 s, stride s and padding s / 2, output s q + r sees the
        inputs q - 1, q and q + 1 alone.
        """
        assert isinstance(up, nn.ConvTranspose1d) and up.bias is not None
        if self.training:
            return up(x)
        stride, width = up.stride[0], up.out_channels
        taps = F.pad(up.weight, (stride // 2, stride // 2)).unflatten(2, (3, stride)).flip(2)  # (in, out, 3, stride)
        kernel = taps.permute(1, 3, 0, 2).flatten(0, 1)  # (out * stride, in, 3)
        y = F.conv1d(x, kernel, padding=1).unflatten(1, (width, stride))
        return y.transpose(2, 3).flatten(2) + up.bias[:, None]

    def _spectrum(self, audio: torch.Tensor) -> torch.Tensor:
        """(batch, 1, n) to real and imaginary parts (batch, 18, n / 4)."""
        return F.conv1d(audio, self.analysis, stride=HEAD_HOP, padding=(HEAD_FFT - HEAD_HOP) // 2)


def _fourier_kernel() -> torch.Tensor:
    """The windowed real Fourier transform as a convolution kernel (18, 1, 16)."""
    window = torch.hann_window(HEAD_FFT, dtype=torch.float64)
    transform = torch.fft.rfft(torch.eye(HEAD_FFT, dtype=torch.float64) * window[:, None], dim=1)  # (16, 9)
    return torch.cat([transform.real, transform.imag], 1).T[:, None].float()


def _inverse_kernel() -> torch.Tensor:
    """Its inverse with overlap-add as a transposed convolution kernel (18, 1, 16); hann² at hop 4 of 16 sums to 1.5."""
    window = torch.hann_window(HEAD_FFT, dtype=torch.float64)
    real = torch.fft.irfft(torch.eye(BINS, dtype=torch.complex128), HEAD_FFT, dim=1)  # (9, 16)
    imag = torch.fft.irfft(1j * torch.eye(BINS, dtype=torch.complex128), HEAD_FFT, dim=1)
    return (torch.cat([real, imag]) * window / 1.5)[:, None].float()
