"""The acoustic model: phone tokens to a mel spectrogram, in parallel, with durations, F0 and energy in the caller's
hand.

A FastSpeech2-like model (arXiv 2006.04558) of depthwise-separable convolutions (LightSpeech, arXiv 2102.04040):
explicit durations are what fitting speech to a subtitle needs. F0 is predicted frame by frame, because the vocoder's
harmonic source follows it. Every block is normalised conditionally on a speaker vector (AdaSpeech, arXiv 2103.00993),
and a language id enters the encoder.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F

from synth.speech.mel import BANDS
from synth.speech.phones import CONTEXT
from synth.speech.symbols import SYMBOLS, articulation

LANGUAGES = ("en", "ko", "de")
SPEAKER = 256  # width of the speaker vector
POSITION = 4  # frame features: how far into its phone a frame is


@dataclass(frozen=True)
class Size:
    width: int = 256
    encoder: int = 4
    prosody: int = 3
    decoder: int = 6


class Block(nn.Module):
    """Depthwise convolution, conditional layer norm, two-layer perceptron, residual; over (batch, time, width)."""

    def __init__(self, width: int, kernel: int = 9, dropout: float = 0.1):
        super().__init__()
        self.mix = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.style = nn.Linear(SPEAKER, 2 * width)
        self.expand, self.contract = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, speaker: torch.Tensor) -> torch.Tensor:
        scale, shift = self.style(speaker)[:, None].chunk(2, 2)
        y = self.mix((x * mask).transpose(1, 2)).transpose(1, 2)
        y = self.norm(y) * (1 + scale) + shift
        return x + self.dropout(self.contract(F.gelu(self.expand(y))))


class Stack(nn.Module):
    """Blocks, a final norm and a linear output: (batch, time, width) to (batch, time, out)."""

    def __init__(self, width: int, blocks: int, out: int, dropout: float = 0.1):
        super().__init__()
        self.blocks = nn.ModuleList(Block(width, dropout=dropout) for _ in range(blocks))
        self.out = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, out))

    def forward(self, x: torch.Tensor, mask: torch.Tensor, speaker: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            x = block(x, mask, speaker)
        return self.out(x)


class Acoustic(nn.Module):
    """Encoder, duration and energy, F0, decoder; `encode`, `spread`, `contour` and `decode` are its steps in order."""

    features: torch.Tensor
    mean_hz = 150.0  # geometric mean F0 of the speaker
    pace = 1.0  # predicted durations are multiplied by this: the mean of a logarithm is short

    def __init__(self, size: Size | None = None):
        super().__init__()
        self.size = size or Size()
        width = self.size.width
        self.symbol = nn.Embedding(len(SYMBOLS), width)
        self.forget = nn.Dropout1d(0.15)  # of whole phones' identities: their articulation and neighbours must do
        self.articulation = nn.Linear(articulation().shape[1], width)
        self.context = nn.Linear(CONTEXT, width)
        self.language = nn.Embedding(len(LANGUAGES), width)
        self.encoder = Stack(width, self.size.encoder, width, dropout=0.3)
        self.variance = Stack(width, 2, 2, dropout=0.5)  # log duration, energy
        self.position = nn.Linear(POSITION + 1, width)  # and energy
        self.prosody = Stack(width, self.size.prosody, 2, dropout=0.4)  # octaves from the speaker's mean F0, voicing
        self.pitch = nn.Linear(2, width)
        self.decoder = Stack(width, self.size.decoder, BANDS, dropout=0.2)
        self.register_buffer("features", torch.from_numpy(articulation()), persistent=False)

    def encode(self, ids: torch.Tensor, context: torch.Tensor, mask: torch.Tensor, speaker: torch.Tensor,
               language: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:  # fmt: skip
        """ids (b, n), context (b, n, 12), mask (b, n, 1), speaker (b, 256), language (b,) -> hidden (b, n, width),
        log(1 + frames) (b, n) and energy (b, n), which is the mean log-mel of a phone."""
        x = (
            self.forget(self.symbol(ids))
            + self.articulation(self.features[ids])
            + self.context(context)
            + self.language(language)[:, None]
        )
        hidden = self.encoder(x, mask, speaker)
        duration, energy = self.variance(hidden.detach() * 0.8 + hidden * 0.2, mask, speaker).unbind(2)
        return hidden, duration, energy

    def spread(
        self, hidden: torch.Tensor, energy: torch.Tensor, index: torch.Tensor, position: torch.Tensor
    ) -> torch.Tensor:
        """Tokens to frames: index (b, t) names the token of each frame, position (b, t, 4) its place in it."""
        frames = torch.gather(hidden, 1, index[:, :, None].expand(-1, -1, hidden.shape[2]))
        loud = torch.gather(energy, 1, index)[:, :, None]
        return frames + self.position(torch.cat([position, loud], 2))

    def contour(
        self, frames: torch.Tensor, mask: torch.Tensor, speaker: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """F0 in octaves from the speaker's mean (b, t), and the logit of voicing (b, t)."""
        octaves, voicing = self.prosody(frames, mask, speaker).unbind(2)
        return octaves, voicing

    def decode(self, frames: torch.Tensor, octaves: torch.Tensor, voiced: torch.Tensor, mask: torch.Tensor,
               speaker: torch.Tensor) -> torch.Tensor:  # fmt: skip
        """Frames with F0 (octaves where voiced) to log-mel (b, t, 80)."""
        pitch = self.pitch(torch.stack([octaves * voiced, voiced], 2))
        return self.decoder(frames + pitch, mask, speaker) - 5.0  # the mean log-mel is about -5

    def metadata(self) -> dict[str, str]:
        return {
            name: str(value)
            for name, value in (asdict(self.size) | {"mean_hz": self.mean_hz, "pace": self.pace}).items()
        }


class Encoder(nn.Module):
    """The first half for inference, of one utterance: (ids, context, speaker, language) to (hidden, log duration,
    energy).
    """

    def __init__(self, net: Acoustic):
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, context: torch.Tensor, speaker: torch.Tensor, language: torch.Tensor):
        return self.net.encode(ids, context, torch.ones_like(context[..., :1]), speaker, language)


class Decoder(nn.Module):
    """The second half: (hidden, energy, index, position, speaker, octaves to shift by) to (mel (1, t, 80), octaves,
    voicing).
    """

    def __init__(self, net: Acoustic):
        super().__init__()
        self.net = net

    def forward(self, hidden: torch.Tensor, energy: torch.Tensor, index: torch.Tensor, position: torch.Tensor,
                speaker: torch.Tensor, shift: torch.Tensor):  # fmt: skip
        mask = torch.ones_like(position[..., :1])
        frames = self.net.spread(hidden, energy, index, position)
        octaves, voicing = self.net.contour(frames, mask, speaker)
        octaves = octaves + shift[:, None]
        mel = self.net.decode(frames, octaves, (voicing > 0).to(frames), mask, speaker)
        return mel, octaves, voicing
