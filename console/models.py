"""Models of others on the command line: how to ask for them, and what is told of them before they speak."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--download", action="store_true", help="fetch a voice hf:OWNER/NAME that is not here; without it, no network"
    )
    parser.add_argument(
        "--vocoder", type=Path, help="another HiFi-GAN: an official generator file, or a transformers folder"
    )


def introduce(voices: Iterable[str], download: bool) -> None:
    """Says of every hf: voice what it is, in which languages, how large, under which licence. SpeechError if there is
    none such here, and downloading was not asked for.
    """
    from synth.hub.asked import PREFIX, asked

    for voice in voices:
        if not voice.startswith(PREFIX):
            continue
        if download:
            from synth.hub.download import download as fetch

            fetch(asked(voice), lambda told: print(told, file=sys.stderr, flush=True))
        from synth.hub.speech import HubSpeech

        print(HubSpeech(voice).card, file=sys.stderr, flush=True)


def remove(name: str, agreed: Callable[[str], bool]) -> None:
    """Deletes what a voice hf:… has spoken, and the consent to it; the model itself stays. VoiceError if nothing is
    kept.
    """
    from media.artefacts import home
    from narrate import forget
    from synth.hub.asked import asked
    from synth.hub.kept import ids
    from synth.voice import VoiceError

    name = asked(name).name
    found = ids(home() / "hub", name)
    if not found:
        raise VoiceError(f"Nothing is kept here that {name} has spoken.")
    if not agreed(name):
        print("Nothing was removed.")
        return
    takes, size = (sum(each) for each in zip(*map(forget, found), strict=True))
    print(
        f"What {name} has spoken is removed: {takes} takes ({size / 1e6:.1f} MB). The model itself stays where it is."
    )
