"""The shipped networks from their safetensors files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from synth.speech import SpeechError

if TYPE_CHECKING:
    import torch

    from synth.speech.acoustic import Acoustic
    from synth.speech.vocoder import Vocoder


def load_acoustic(path: Path) -> Acoustic:
    from synth.speech.acoustic import Acoustic, Size

    with _telling(path):
        state, about = _weights(path)
        net = Acoustic(Size(**{name: int(about[name]) for name in ("width", "encoder", "prosody", "decoder")}))
        net.load_state_dict(state)
        net.pace = float(about["pace"])
    return net.eval()


def load_vocoder(path: Path) -> Vocoder:
    from synth.speech.vocoder import Vocoder

    with _telling(path):
        state, _ = _weights(path)
        net = Vocoder(state["conv_pre.weight"].shape[0])
        net.load_state_dict(state)
    return net.eval()


def _weights(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """Float32 tensors and metadata of a safetensors file."""
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name).float() for name in file.keys()}, file.metadata() or {}  # noqa: SIM118


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Missing, damaged or foreign weights as one sentence."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        why = str(error).splitlines()[0]
        raise SpeechError(f"The voice cannot be loaded: {path.name}: {why}. Fetch the project again.") from None
