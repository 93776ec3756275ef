"""The sample voices that ship with the program: a safetensors file each, in the order that lists show them."""

from __future__ import annotations

from pathlib import Path

from synth.voice import VoiceError
from synth.voice.voice import Voice

FOLDER = Path(__file__).parent.parent / "weights" / "voices"
NAMES = ("nari", "dan", "theo", "sora", "hana", "yuna")


def sample_voice(name: str = "") -> Voice:
    """The sample voice of that name, or the first. VoiceError for a name that none has."""
    if name and name not in NAMES:
        raise VoiceError(f"There is no voice named {name!r}: choose one of {', '.join(NAMES)}.")
    return Voice.load(FOLDER / f"{name or NAMES[0]}.safetensors")
