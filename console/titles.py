"""A film's title on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("title")
    group.add_argument("--title", metavar="WORDS", help="open the film with a title over its first seconds")
    group.add_argument("--subtitle", default="", metavar="WORDS", help="a smaller line below it")
    group.add_argument(
        "--title-picture",
        default="",
        metavar="FILE|frame|WORDS|hf:MODEL",
        help="behind the words: a picture file, a frame of the film, a scene painted from words, "
        "or one by a text-to-image model of diffusers (a folder, or a name of the hub that is here already) "
        "(default: from the title and the subtitles)",
    )
    group.add_argument(
        "--title-mode",
        choices=("overlay", "card"),
        default="overlay",
        help="over the first seconds, nothing moved (default), or before the film, all of it later",
    )
    group.add_argument(
        "--title-layout",
        choices=("auto", "left", "lower", "upper", "centred"),
        default="auto",
        help="default: where the picture is quiet",
    )
    group.add_argument("--title-seed", type=int, default=0, metavar="N", help="another picture")
    group.add_argument(
        "--poster", type=Path, metavar="OUT.jpg", help="also write the title as a picture (.mp4, .gif: in motion)"
    )


def asked(parser: argparse.ArgumentParser, args: argparse.Namespace) -> dict[str, Any]:
    """What was asked, as narrate.Options takes it."""
    if not args.title:
        if args.subtitle or args.title_picture or args.poster:
            parser.error("a subtitle, a picture and a poster belong to a --title: give one")
        return {}
    from synth.title.opening import Titling

    title = Titling(args.title, args.subtitle, args.title_picture, args.title_mode, args.title_layout, args.title_seed)
    return {"title": title, "poster": args.poster}
