"""The speaker encoder: a few seconds of anyone's speech to a vector that stands for the voice.

A small time-delay network with squeeze and excitation, aggregated over its layers and pooled with attention
(ECAPA-TDNN, arXiv 2005.07143), taught to tell speakers apart by an additive angular margin (arXiv 1801.07698). It
reads the same log-mel as the vocoder, freed of its mean over time, so that a microphone's colour counts little.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from synth.speech.mel import BANDS
from synth.voice import VoiceError
from synth.voice.voice import VECTOR

WEIGHTS = Path(__file__).parent.parent / "weights" / "encoder.safetensors"
WINDOW, STEP = 240, 120  # frames that one look takes in (2.8 s), and from one look to the next


class Excite(nn.Module):
    """Weighs channels by what the whole clip holds (squeeze and excitation), (b, c, t)."""

    def __init__(self, width: int):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(width, width // 4), nn.ReLU(), nn.Linear(width // 4, width), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.net(x.mean(2))[:, :, None]


class Layer(nn.Module):
    def __init__(self, width: int, dilation: int):
        super().__init__()
        self.mix = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.norm = nn.BatchNorm1d(width)
        self.point = nn.Conv1d(width, width, 1)
        self.point_norm = nn.BatchNorm1d(width)
        self.excite = Excite(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.norm(F.relu(self.mix(x)))
        return x + self.excite(self.point_norm(F.relu(self.point(y))))


class SpeakerEncoder(nn.Module):
    """log-mel (b, 80, t) to unit vectors (b, 256)."""

    def __init__(self, width: int = 224, dilations: tuple[int, ...] = (2, 3, 4)):
        super().__init__()
        self.enter = nn.Sequential(nn.Conv1d(BANDS, width, 5, padding=2), nn.ReLU(), nn.BatchNorm1d(width))
        self.layers = nn.ModuleList(Layer(width, d) for d in dilations)
        joint = 2 * width
        self.join = nn.Conv1d(width * len(dilations), joint, 1)
        self.attend = nn.Sequential(nn.Conv1d(joint, 96, 1), nn.Tanh(), nn.Conv1d(96, joint, 1))
        self.norm = nn.BatchNorm1d(2 * joint)
        self.out = nn.Linear(2 * joint, VECTOR)

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        x = self.enter(mel - mel.mean(2, keepdim=True))
        each = []
        for layer in self.layers:
            x = layer(x)
            each.append(x)
        x = F.relu(self.join(torch.cat(each, 1)))
        weight = torch.softmax(self.attend(x).float(), 2)
        mean = (weight * x).sum(2)
        spread = torch.sqrt(((weight * x**2).sum(2) - mean**2).clamp(min=1e-5))
        return F.normalize(self.out(self.norm(torch.cat([mean, spread], 1))).float(), dim=1)


@lru_cache(maxsize=1)
def load_encoder(path: Path = WEIGHTS) -> SpeakerEncoder:
    """The shipped encoder; VoiceError where its weights are missing or damaged."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    net = SpeakerEncoder()
    try:
        net.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()}, strict=False)
    except (OSError, SafetensorError, RuntimeError) as error:
        why = str(error).splitlines()[0]
        raise VoiceError(
            f"The speaker encoder cannot be loaded: {path.name}: {why}. Fetch the project again."
        ) from None
    return net.eval()


def embed(audio: np.ndarray) -> np.ndarray:
    """The voice in (n,) float32 samples at 22,050 Hz as a unit vector float32 (256,); half a second at least."""
    from synth.speech.mel import HOP, log_mel

    short = HOP * 44 - len(audio)
    if short > 0:
        audio = np.pad(audio, (0, short), mode="wrap" if len(audio) else "constant")
    with torch.inference_mode():
        return embed_mel(log_mel(torch.from_numpy(audio[: len(audio) // HOP * HOP])[None]))[0].numpy()


def embed_mel(mel: torch.Tensor) -> torch.Tensor:
    """log-mel (1, 80, t) to the mean (1, 256) of looks at windows of it, unit length; differentiable."""
    net = load_encoder()
    count = mel.shape[2]
    starts = range(0, max(1, count - WINDOW + 1), STEP)
    looks = [net(mel[:, :, s : s + WINDOW]) for s in starts]
    return F.normalize(torch.stack(looks).mean(0), dim=1)
