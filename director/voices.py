"""Who speaks under a name, where voices of one's own live, and how all that a voice has said is forgotten."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from synth.speaker import Speaker
    from synth.speech.networks import Networks
    from synth.voice.gallery import Gallery


def speaker(name: str, networks: Networks, voices: Path | None = None) -> Speaker:
    """Who speaks under a name: a voice of one's own or a sample voice, or, as hf:…, a model of someone else's.

    voices: the folder of one's own; None: that of whoever runs this.
    """
    from synth.hub.asked import PREFIX
    from synth.speech.speech import Speech

    if not name.startswith(PREFIX):
        return Speech(gallery(voices).get(name), networks)
    from media.artefacts import home
    from media.recording import read_recording
    from media.stretch import trim
    from synth.hub.speech import HubSpeech

    def hear(path: Path) -> tuple[np.ndarray, int]:
        recording = read_recording(path)
        return recording.audio, recording.sample_rate

    return HubSpeech(name, home() / "hub", trim, hear)


def gallery(folder: Path | None = None) -> Gallery:
    """The voices in a folder; None: those of whoever runs this."""
    from media.artefacts import home
    from synth.voice.gallery import Gallery

    return Gallery(folder or home() / "voices")


def forget(voice: str) -> tuple[int, int]:
    """Deletes all that was made with a voice, by its id: how many takes, and their size in bytes."""
    from media.artefacts import Lengths, Takes, home

    shutil.rmtree(home() / "hub" / voice, ignore_errors=True)
    with Lengths(home() / "lengths.sqlite") as known:
        known.forget(voice)
    return Takes(home() / "takes").forget(voice)
