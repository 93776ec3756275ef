"""A film's music on the command line."""

from __future__ import annotations

import argparse
import sys
from typing import Any

LEVELS = ("balanced", "accessible", "cinematic")


def add_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("music")
    group.add_argument(
        "--music",
        default="off",
        metavar="off|auto|MOOD|FILE",
        help="under the words: auto follows their mood; happy, tense, sad, calm or epic throughout; a music file of "
        "yours; hf:MODEL, a music model of transformers; default: off",
    )
    group.add_argument(
        "--genre", default="orchestral", help="orchestral (default), piano, ambient, folk, electronic or lo-fi"
    )
    group.add_argument(
        "--music-level",
        choices=LEVELS,
        default="balanced",
        help="16 LU under the words (default), 20 or 12",
    )
    group.add_argument("--seed", type=int, default=0, metavar="N", help="another number, another piece")


def asked(args: argparse.Namespace) -> dict[str, Any]:
    """What was asked, as narrate.Options takes it. Says of a model what it is and under which licence."""
    from narrate import Music

    music = Music(args.music, args.genre.lower(), args.music_level, args.seed)
    if music.ask.startswith("hf:"):
        _introduce(music.ask, args.download)
    return {"music": music}


def _introduce(name: str, download: bool) -> None:
    from synth.music.errors import MusicError
    from synth.music.hub import HubMusic
    from synth.speech import SpeechError

    model = HubMusic(name)
    if download:
        from synth.hub.asked import Asked
        from synth.hub.download import download as fetch

        try:
            fetch(Asked(model.model), lambda told: print(told, file=sys.stderr, flush=True))
        except SpeechError as error:
            raise MusicError(str(error)) from None
    print(model.card, file=sys.stderr, flush=True)
