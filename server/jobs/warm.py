"""The networks of this process: loaded once, used by every step that it does."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synth.speech.networks import Networks


NEEDED = ("narrate", "media.subtitles", "media.audio", "media.mix", "media.stretch", "media.remux", "media.verify",
          "scipy.ndimage", "synth.image.painting", "synth.title.opening", "server.jobs.work.title",
          "server.jobs.work.line", "server.jobs.work.narration", "soundfile", "python_stretch")  # fmt: skip


@lru_cache(maxsize=1)
def networks(home: Path) -> Networks:
    from synth.speech.networks import Networks

    return Networks(home / "cache")


def warm_up(home: Path) -> None:
    """Says something to nobody, so that the first who asks does not wait for models and libraries to load."""
    for name in NEEDED:
        import_module(name)
    from synth.speech.speech import Speech

    speech = Speech(networks=networks(home))
    for text, language in (("Ready.", "en"), ("준비.", "ko")):
        speech.speak(speech.draft(text, language))
