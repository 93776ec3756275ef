"""The acoustic model: phone tokens to a mel spectrogram, in parallel, with durations, F0 and energy in the caller's
hand.

A FastSpeech2-like model (arXiv 2006.04558) of depthwise-separable convolutions (LightSpeech, arXiv 2102.04040):
explicit durations are what fitting speech to a subtitle needs. F0 is predicted frame by frame, because the vocoder's
harmonic source follows it. Every block is normalised conditionally on a speaker vector (AdaSpeech, arXiv 2103.00993).
The language of a token enters the encoder, softly: now and then it is left out in training, so that what a sound is
depends on its articulation more than on its language. Speech that a formant synthesiser made (the only Korean there
is) is marked by `synthetic` added to its speaker vector: left out when speaking, its timbre stays behind.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F

from synth.speech.mel import BANDS
from synth.speech.phones import CONTEXT, LANGUAGES
from synth.speech.symbols import SYMBOLS, articulation

SPEAKER = 256  # width of the speaker vector
POSITION = 4  # frame features: how far into its phone a frame is


@dataclass(frozen=True)
class Size:
    width: int = 256
    encoder: int = 4
    prosody: int = 3
    decoder: int = 6


class Block(nn.Module):
    """Depthwise convolution, conditional layer norm, two-layer perceptron, residual; over (batch, time, width).

    style (batch, 2 * width) is the scale and the shift of the norm, as `self.style` makes them of a speaker vector.
    """

    def __init__(self, width: int, kernel: int = 9, dropout: float = 0.1):
        super().__init__()
        self.mix = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.style = nn.Linear(SPEAKER, 2 * width)
        self.expand, self.contract = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, style: torch.Tensor) -> torch.Tensor:
        scale, shift = style[:, None].chunk(2, 2)
        y = self.mix((x * mask).transpose(1, 2)).transpose(1, 2)
        y = self.norm(y) * (1 + scale) + shift
        y = self.contract(F.gelu(self.expand(y)))
        return x + y * self.dropout(torch.ones_like(y[:, :1]))  # whole channels: a mask as large as y costs more


class Stack(nn.Module):
    """Blocks, a final norm and a linear output: (batch, time, width) to (batch, time, out)."""

    def __init__(self, width: int, blocks: int, out: int, dropout: float = 0.1):
        super().__init__()
        self.blocks = nn.ModuleList(Block(width, dropout=dropout) for _ in range(blocks))
        self.out = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, out))

    def styles(self, speaker: torch.Tensor) -> torch.Tensor:
        """(b, 256) to (b, blocks, 2 * width)."""
        return torch.stack([block.style(speaker) for block in self.blocks if isinstance(block, Block)], 1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, styles: torch.Tensor) -> torch.Tensor:
        for block, style in zip(self.blocks, styles.unbind(1), strict=True):
            x = block(x, mask, style)
        return self.out(x)


class Acoustic(nn.Module):
    """Encoder, duration and energy, F0, decoder; `encode`, `spread`, `contour` and `decode` are its steps in order.

    All of them take the styles (b, blocks, 2 * width) that `styles` makes of a speaker vector. A voice may bring its
    own: that is all there is to adapting one.
    """

    features: torch.Tensor
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
        self.synthetic = nn.Parameter(torch.zeros(SPEAKER))
        self.encoder = Stack(width, self.size.encoder, width, dropout=0.3)
        self.variance = Stack(width, 2, 2, dropout=0.5)  # log duration, energy
        self.position = nn.Linear(POSITION + 1, width)  # and energy
        self.prosody = Stack(width, self.size.prosody, 2, dropout=0.4)  # octaves from the speaker's mean F0, voicing
        self.pitch = nn.Linear(3, width)
        self.decoder = Stack(width, self.size.decoder, BANDS, dropout=0.2)
        self.register_buffer("features", torch.from_numpy(articulation()), persistent=False)

    def styles(self, speaker: torch.Tensor) -> torch.Tensor:
        """Speaker vectors (b, 256) to the styles of all blocks (b, blocks, 2 * width)."""
        return torch.cat([stack.styles(speaker) for stack in self._stacks()], 1)

    def _stacks(self) -> tuple[Stack, ...]:
        return self.encoder, self.variance, self.prosody, self.decoder

    def _share(self, styles: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """What of the styles is the encoder's, the variance predictor's, the prosody's and the decoder's."""
        return styles.split([len(stack.blocks) for stack in self._stacks()], 1)

    def encode(self, ids: torch.Tensor, context: torch.Tensor, mask: torch.Tensor, styles: torch.Tensor,
               language: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:  # fmt: skip
        """ids (b, n), context (b, n, 12), mask (b, n, 1), styles, language (b, n) -> hidden (b, n, width),
        log(1 + frames) (b, n) and energy (b, n), which is the mean log-mel of a phone."""
        x = (
            self.forget(self.symbol(ids))
            + self.articulation(self.features[ids])
            + self.context(context)
            + self.forget(self.language(language))
        )
        encoder, variance, _, _ = self._share(styles)
        hidden = self.encoder(x, mask, encoder)
        duration, energy = self.variance(hidden.detach() * 0.8 + hidden * 0.2, mask, variance).unbind(2)
        return hidden, duration, energy

    def spread(
        self, hidden: torch.Tensor, energy: torch.Tensor, index: torch.Tensor, position: torch.Tensor
    ) -> torch.Tensor:
        """Tokens to frames: index (b, t) names the token of each frame, position (b, t, 4) its place in it."""
        frames = torch.gather(hidden, 1, index[:, :, None].expand(-1, -1, hidden.shape[2]))
        loud = torch.gather(energy, 1, index)[:, :, None]
        return frames + self.position(torch.cat([position, loud], 2))

    def contour(
        self, frames: torch.Tensor, mask: torch.Tensor, styles: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """F0 in octaves from the speaker's mean (b, t), and the logit of voicing (b, t)."""
        octaves, voicing = self.prosody(frames, mask, self._share(styles)[2]).unbind(2)
        return octaves, voicing

    def decode(self, frames: torch.Tensor, octaves: torch.Tensor, voiced: torch.Tensor, level: torch.Tensor,
               mask: torch.Tensor, styles: torch.Tensor) -> torch.Tensor:  # fmt: skip
        """Frames with F0 (octaves where voiced, from the speaker's mean) to log-mel (b, t, 80); level (b,): that mean,
        in octaves from 150 Hz.
        """
        absolute = (octaves + level[:, None]) * voiced
        pitch = self.pitch(torch.stack([octaves * voiced, voiced, absolute], 2))
        return self.decoder(frames + pitch, mask, self._share(styles)[3]) - 5.0  # the mean log-mel is about -5

    def metadata(self) -> dict[str, str]:
        return {name: str(value) for name, value in (asdict(self.size) | {"pace": self.pace}).items()}


class Encoder(nn.Module):
    """The first half for inference, of one utterance: (ids, context, styles, language) to (hidden, log duration,
    energy).
    """

    def __init__(self, net: Acoustic):
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, context: torch.Tensor, styles: torch.Tensor, language: torch.Tensor):
        return self.net.encode(ids, context, torch.ones_like(context[..., :1]), styles, language)


class Contour(nn.Module):
    """The melody: (hidden, energy, index, position, styles) to (octaves from the speaker's mean F0 (1, t), voicing)."""

    def __init__(self, net: Acoustic):
        super().__init__()
        self.net = net

    def forward(self, hidden: torch.Tensor, energy: torch.Tensor, index: torch.Tensor, position: torch.Tensor,
                styles: torch.Tensor):  # fmt: skip
        frames = self.net.spread(hidden, energy, index, position)
        return self.net.contour(frames, torch.ones_like(position[..., :1]), styles)


class Decoder(nn.Module):
    """The sound: the same, octaves (1, t), voiced (1, t) as 0 or 1 and level (1,) to mel (1, t, 80)."""

    def __init__(self, net: Acoustic):
        super().__init__()
        self.net = net

    def forward(self, hidden: torch.Tensor, energy: torch.Tensor, index: torch.Tensor, position: torch.Tensor,
                styles: torch.Tensor, octaves: torch.Tensor, voiced: torch.Tensor, level: torch.Tensor):  # fmt: skip
        frames = self.net.spread(hidden, energy, index, position)
        return self.net.decode(frames, octaves, voiced, level, torch.ones_like(position[..., :1]), styles)
