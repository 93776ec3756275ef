"""The critics of vocoder training: HiFi-GAN's multi-period one at a quarter of its width, and a multi-resolution
spectral one.

The official pair holds about 70 M parameters and costs most of a training step; on small data and CPUs narrow ones
reach the same quality sooner. The spectral one (UnivNet, arXiv 2106.07889) takes the place of the multi-scale one.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import weight_norm

PERIODS = (2, 3, 5, 7, 11)
RESOLUTIONS = ((1024, 256), (2048, 512), (512, 128))  # (n_fft, hop)
Scores = tuple[torch.Tensor, list[torch.Tensor]]  # a score map, and the feature maps that led to it


class Period(nn.Module):
    """Looks at every `period`-th sample: audio (batch, n) folded to (batch, 1, n / period, period)."""

    def __init__(self, period: int, widths: tuple[int, ...] = (8, 32, 128, 256)):
        super().__init__()
        self.period = period
        chain = pairwise((1, *widths))
        self.convs = nn.ModuleList(weight_norm(nn.Conv2d(a, b, (5, 1), (3, 1), (2, 0))) for a, b in chain)
        self.post = weight_norm(nn.Conv2d(widths[-1], 1, (3, 1), 1, (1, 0)))

    def forward(self, audio: torch.Tensor) -> Scores:
        short = -audio.shape[1] % self.period
        x = F.pad(audio[:, None], (0, short), mode="reflect")
        x = x.view(audio.shape[0], 1, -1, self.period)
        return _run(x, self.convs, self.post)


class Resolution(nn.Module):
    """Looks at the magnitude of one STFT: (batch, 1, bins, frames)."""

    def __init__(self, n_fft: int, hop: int, width: int = 16):
        super().__init__()
        self.n_fft, self.hop = n_fft, hop
        self.convs = nn.ModuleList(
            weight_norm(nn.Conv2d(1 if i == 0 else width, width, (9, 3), (2, 1), (4, 1))) for i in range(4)
        )
        self.post = weight_norm(nn.Conv2d(width, 1, 3, 1, 1))

    def forward(self, audio: torch.Tensor) -> Scores:
        with torch.autocast(audio.device.type, enabled=False):
            window = torch.hann_window(self.n_fft, device=audio.device)
            x = torch.stft(audio.float(), self.n_fft, self.hop, window=window, return_complex=True)
            x = torch.sqrt(x.real**2 + x.imag**2 + 1e-7)
        return _run(x[:, None], self.convs, self.post)


class Patch(nn.Module):
    """Looks at pieces of a log-mel (batch, frames, 80): against the blur that an L1 loss leaves."""

    def __init__(self, width: int = 32):
        super().__init__()
        widths = (1, width, 2 * width, 2 * width)
        self.convs = nn.ModuleList(weight_norm(nn.Conv2d(a, b, 5, 2, 2)) for a, b in pairwise(widths))
        self.post = weight_norm(nn.Conv2d(widths[-1], 1, 3, 1, 1))

    def forward(self, mel: torch.Tensor) -> Scores:
        return _run(mel[:, None] / 3 + 5 / 3, self.convs, self.post)


class Critics(nn.ModuleList):
    def __init__(self) -> None:
        super().__init__([*(Period(p) for p in PERIODS), *(Resolution(*r) for r in RESOLUTIONS)])

    def forward(self, audio: torch.Tensor) -> list[Scores]:
        return [critic(audio) for critic in self]


def critic_loss(real: list[Scores], fake: list[Scores]) -> torch.Tensor:
    """Least squares: real towards 1, fake towards 0, summed over the critics."""
    return sum(
        ((1 - r.float()) ** 2).mean() + (f.float() ** 2).mean() for (r, _), (f, _) in zip(real, fake, strict=True)
    )


def generator_loss(fake: list[Scores]) -> torch.Tensor:
    return sum(((1 - score.float()) ** 2).mean() for score, _ in fake)


def feature_loss(real: list[Scores], fake: list[Scores]) -> torch.Tensor:
    """L1 between the feature maps of real and fake, summed."""
    pairs = ((a, b) for (_, r), (_, f) in zip(real, fake, strict=True) for a, b in zip(r, f, strict=True))
    return sum((a.detach().float() - b.float()).abs().mean() for a, b in pairs)


def _run(x: torch.Tensor, convs: nn.ModuleList, post: nn.Module) -> Scores:
    features = []
    for conv in convs:
        x = F.leaky_relu(conv(x), 0.1)
        features.append(x)
    return post(x).flatten(1), features
