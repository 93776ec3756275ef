"""Whoever can speak a cue: a voice of ours (synth/speech/speech.py) or someone else's model (synth/hub/speech.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np


class Named(Protocol):
    @property
    def name(self) -> str: ...  # as people read it
    @property
    def id(self) -> str: ...  # 16 hex digits, for the folder of its takes


class Drafted(Protocol):
    """Times in seconds."""

    @property
    def natural(self) -> float: ...
    @property
    def shortest(self) -> float: ...


class Speaker(Protocol):
    """First a draft, that says how long it will take; then its sound, float32 (n,) at 22,050 Hz.

    The sound may be longer or shorter than asked for: `media.stretch.fit` does the rest. `version` is a hash of all
    that shapes a take but its text.
    """

    @property
    def version(self) -> str: ...
    @property
    def voice(self) -> Named: ...
    def draft(
        self, text: str, language: str = "en", *, rate: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> Drafted: ...
    def speak(self, draft: Any, length: float | None = None, seed: int = 0) -> np.ndarray: ...
