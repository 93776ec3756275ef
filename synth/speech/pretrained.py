"""HiFi-GAN generators that others trained: the official V1, V2, V3 checkpoints and transformers' SpeechT5HifiGan
folders.
"""

from __future__ import annotations

import json
import pickle
import zipfile
from pathlib import Path

import torch
from torch import nn

from synth.speech.hifigan import Generator, Shape
from synth.speech.mel import BANDS, SAMPLE_RATE

WEIGHT_NORMS = (  # names of magnitude and direction: in official files, and in torch's own parametrisation
    ("weight_g", "weight_v"),
    ("parametrizations.weight.original0", "parametrizations.weight.original1"),
)
V3_DILATIONS = ((1, 2), (2, 6), (3, 12))
State = dict[str, torch.Tensor]


class GeneratorError(ValueError):
    """A file that holds no HiFi-GAN generator of our mel layout; the message says what it holds instead."""


class Normalised(nn.Module):
    """A generator whose mels are standardised first, as some transformers checkpoints ask."""

    mean: torch.Tensor
    scale: torch.Tensor

    def __init__(self, generator: Generator, mean: torch.Tensor, scale: torch.Tensor):
        super().__init__()
        self.generator = generator
        self.register_buffer("mean", mean[:, None])
        self.register_buffer("scale", scale[:, None])

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        return self.generator((mel - self.mean) / self.scale)


class MelOnly(nn.Module):
    """A generator in the place of our vocoder: the excitation that ours would start from is not used."""

    def __init__(self, generator: nn.Module):
        super().__init__()
        self.generator = generator

    def forward(self, mel: torch.Tensor, excitation: torch.Tensor) -> torch.Tensor:
        return self.generator(mel)[:, 0] + 0 * excitation[:, 0]  # a graph must read all its inputs


def load_generator(path: Path) -> nn.Module:
    """Log-mel (batch, 80, frames) -> audio (batch, 1, frames * 256), from an official file or a transformers folder.

    Official files are read without executing anything in them (weights only), their weight normalisation is folded.
    Raises GeneratorError.
    """
    net = _from_folder(path) if path.is_dir() else _from_file(path)
    return net.eval()


def _from_file(path: Path) -> nn.Module:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError, zipfile.BadZipFile) as error:
        raise GeneratorError(
            f"{path} is not a checkpoint that can be read safely ({str(error).splitlines()[0]})."
        ) from None
    if not isinstance(content, dict) or "generator" not in content:
        raise GeneratorError(f"{path} holds no generator: an official file has one under the name 'generator'.")
    return _build(_folded(content["generator"]), path)


def _from_folder(path: Path) -> nn.Module:
    from safetensors.torch import load_file

    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
        state = load_file(path / "model.safetensors")
    except (OSError, ValueError) as error:
        raise GeneratorError(f"{path} needs a config.json and a model.safetensors ({error}).") from None
    rate, bands = config.get("sampling_rate"), config.get("model_in_dim", BANDS)
    if (rate, bands) != (SAMPLE_RATE, BANDS):
        raise GeneratorError(
            f"{path} is made for {bands} bands at {rate} Hz; our mels have {BANDS} at {SAMPLE_RATE} Hz."
        )
    state = {name.replace("upsampler.", "ups.", 1): value for name, value in _folded(state).items()}
    mean, scale = state.pop("mean", None), state.pop("scale", None)
    net = _build(state, path)
    if config.get("normalize_before") and mean is not None and scale is not None:
        return Normalised(net, mean, scale)
    return net


def _folded(state: State) -> State:
    """Weight-normalised pairs (weight_g, weight_v, or torch's parametrisation of them) as plain weights."""
    out = {}
    for name, value in state.items():
        for magnitude, direction in WEIGHT_NORMS:
            if name.endswith(direction):
                stem = name[: -len(direction)]
                norm = value.flatten(1).norm(dim=1).view(-1, *[1] * (value.dim() - 1))
                out[stem + "weight"] = value * (state[stem + magnitude] / norm)
                break
            if name.endswith(magnitude):
                break
        else:
            out[name] = value
    return {name: value.float() for name, value in out.items()}


def _build(state: State, path: Path) -> Generator:
    """A generator of the shape that the weights have."""
    try:
        kernels = tuple(
            state[f"ups.{i}.weight"].shape[2]
            for i in range(sum(n.endswith(".weight") and n.startswith("ups.") for n in state))
        )
        pairs = "resblocks.0.convs1.0.weight" in state
        inner = "convs1" if pairs else "convs"
        blocks = len({n.split(".")[1] for n in state if n.startswith("resblocks.")}) // len(kernels)
        widths = tuple(state[f"resblocks.{i}.{inner}.0.weight"].shape[2] for i in range(blocks))
        shape = Shape(state["conv_pre.weight"].shape[0], tuple(k // 2 for k in kernels), kernels, widths,
                      ((1, 3, 5),) * blocks if pairs else V3_DILATIONS, pairs)  # fmt: skip
        net = Generator(shape)
        net.load_state_dict(state)
    except (KeyError, IndexError, RuntimeError, ZeroDivisionError) as error:
        raise GeneratorError(
            f"{path} is not a HiFi-GAN generator of a known form ({str(error).splitlines()[0]})."
        ) from None
    return net
