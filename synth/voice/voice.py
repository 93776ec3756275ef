"""A voice: what the acoustic model is told about who speaks, and what is laid over what it says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from synth.speech.mel import BANDS
from synth.voice import VoiceError

VECTOR = 256  # width of a speaker vector
LEVEL_HZ = 150.0
KINDS = ("sample", "instant", "adapted")
_NUMBERS = ("mean_hz", "spread", "pace", "pauses")


@dataclass(frozen=True)
class Voice:
    """Arrays are float32. Two voices that sound alike have the same `version`, whatever their names."""

    name: str
    vector: np.ndarray  # (256,), unit length: the timbre
    mean_hz: float  # geometric mean of F0
    kind: str = "sample"  # one of KINDS
    spread: float = 1.0  # movement of F0, as a factor on what the model predicts
    pace: float = 1.0  # durations of phones, likewise
    pauses: float = 1.0  # durations of pauses, likewise
    contrast: np.ndarray = field(default_factory=lambda: np.ones(BANDS, np.float32))  # (80,), times the log-mel
    tilt: np.ndarray = field(default_factory=lambda: np.zeros(BANDS, np.float32))  # (80,), added to that
    adapted: dict[str, np.ndarray] = field(default_factory=dict)  # weights that replace those of the networks
    about: str = ""  # what people read beside the name

    @cached_property
    def version(self) -> str:
        """Hash of all that shapes its sound, for the keys of stored takes."""
        digest = hashlib.sha256(repr([round(getattr(self, name), 6) for name in _NUMBERS]).encode())
        for name, array in sorted(self._arrays().items()):
            digest.update(name.encode() + array.tobytes())
        return digest.hexdigest()[:16]

    @cached_property
    def id(self) -> str:
        """Names what is made with this voice and no other: 16 hex digits over its name and its version."""
        return hashlib.sha256(f"{self.name.casefold()} {self.version}".encode()).hexdigest()[:16]

    @property
    def level(self) -> float:
        """The mean F0 as the acoustic model counts it: in octaves from 150 Hz."""
        return float(np.log2(self.mean_hz / LEVEL_HZ))

    def _arrays(self) -> dict[str, np.ndarray]:
        own = {"vector": self.vector, "contrast": self.contrast, "tilt": self.tilt}
        return own | {f"adapted.{name}": array for name, array in self.adapted.items()}

    def save(self, path: Path) -> None:
        """A safetensors file, whole or absent."""
        from safetensors.numpy import save_file

        numbers = {name: repr(float(getattr(self, name))) for name in _NUMBERS}
        partial = path.with_name(f".{path.name}.part")
        save_file(
            {name: np.ascontiguousarray(array) for name, array in self._arrays().items()},
            partial,
            metadata={"name": self.name, "kind": self.kind, "about": self.about, **numbers},
        )
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> Voice:
        """Raises VoiceError for a file that is missing, damaged or something else."""
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, "np") as file:
                about = file.metadata() or {}
                arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            adapted = {name[8:]: array for name, array in arrays.items() if name.startswith("adapted.")}
            numbers = {name: float(about[name]) for name in _NUMBERS}
            return cls(about["name"], arrays["vector"], kind=about["kind"], contrast=arrays["contrast"],
                       tilt=arrays["tilt"], adapted=adapted, about=about["about"], **numbers)  # fmt: skip
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            why = str(error).splitlines()[0]
            raise VoiceError(f"The voice in {path} cannot be loaded: {why}. Add it again.") from None
