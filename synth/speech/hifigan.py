"""The official HiFi-GAN generator (arXiv 2010.05646), V1, V2 and V3, and the residual blocks that our own vocoder
shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

SLOPE = 0.1


class ResBlock(nn.Module):
    """A residual stack over (batch, channels, time): one dilated convolution a step, each followed by a plain one in
    V1 and V2.

    The official names are kept: `convs1`/`convs2` where there are pairs (ResBlock1), `convs` where there are not
    (ResBlock2).
    """

    def __init__(self, channels: int, kernel: int, dilations: Sequence[int], pairs: bool = True):
        super().__init__()

        def conv(dilation: int) -> nn.Conv1d:
            return nn.Conv1d(channels, channels, kernel, dilation=dilation, padding=dilation * (kernel - 1) // 2)

        dilated = nn.ModuleList(conv(d) for d in dilations)
        self.pairs = pairs
        if pairs:
            self.convs1, self.convs2 = dilated, nn.ModuleList(conv(1) for _ in dilations)
        else:
            self.convs = dilated

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.pairs:
            for conv in self.convs:
                x = x + conv(F.leaky_relu(x, SLOPE))
            return x
        for first, second in zip(self.convs1, self.convs2, strict=True):
            x = x + second(F.leaky_relu(first(F.leaky_relu(x, SLOPE)), SLOPE))
        return x


def fuse(x: torch.Tensor, blocks: Sequence[nn.Module]) -> torch.Tensor:
    """Multi-receptive-field fusion: the mean of parallel residual stacks."""
    total = blocks[0](x)
    for block in blocks[1:]:
        total = total + block(x)
    return total / len(blocks)


@dataclass(frozen=True)
class Shape:
    """What the official config_v{1,2,3}.json say of the generator."""

    channels: int = 512
    rates: tuple[int, ...] = (8, 8, 2, 2)
    rate_kernels: tuple[int, ...] = (16, 16, 4, 4)
    kernels: tuple[int, ...] = (3, 7, 11)
    dilations: tuple[tuple[int, ...], ...] = ((1, 3, 5),) * 3
    pairs: bool = True


V1 = Shape()
V2 = Shape(channels=128)
V3 = Shape(256, (8, 8, 4), (16, 16, 8), (3, 5, 7), ((1, 2), (2, 6), (3, 12)), pairs=False)


class Generator(nn.Module):
    """Log-mel (batch, 80, frames) to audio (batch, 1, frames * 256) in [-1, 1]."""

    def __init__(self, shape: Shape = V1, bands: int = 80):
        super().__init__()
        self.shape = shape
        self.conv_pre = nn.Conv1d(bands, shape.channels, 7, padding=3)
        self.ups, self.resblocks = nn.ModuleList(), nn.ModuleList()
        channels = shape.channels
        for rate, kernel in zip(shape.rates, shape.rate_kernels, strict=True):
            self.ups.append(nn.ConvTranspose1d(channels, channels // 2, kernel, rate, (kernel - rate) // 2))
            channels //= 2
            for width, dilations in zip(shape.kernels, shape.dilations, strict=True):
                self.resblocks.append(ResBlock(channels, width, dilations, shape.pairs))
        self.conv_post = nn.Conv1d(channels, 1, 7, padding=3)

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        x = self.conv_pre(mel)
        count = len(self.shape.kernels)
        for i, up in enumerate(self.ups):
            x = up(F.leaky_relu(x, SLOPE))
            x = fuse(x, list(self.resblocks[i * count : (i + 1) * count]))
        return torch.tanh(self.conv_post(F.leaky_relu(x)))
