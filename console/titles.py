"""A film's title on the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from media.titles import Canvas, Drawer
    from narrate import Options, Prepared


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
    group.add_argument(
        "--chapters",
        type=Path,
        metavar="FILE",
        help='chapters, a line for each as in "0:00 The boat" and "12:30 The crab", or as ffmpeg writes them '
        "(;FFMETADATA1): in the file's list, and as titles over the picture (default: those that the subtitles name, "
        'as in "[title: The crab]"; else the film keeps its own)',
    )
    group.add_argument(
        "--chapter-titles",
        choices=("lower", "none"),
        default="lower",
        help="over the lower third of the picture where they begin (default), or in the file's list alone",
    )


def planned(ready: Prepared, output: Path, asked: Options) -> list[str]:
    """What a dry run says of the title and the chapters; nothing where there are none. Reads the film's pictures."""
    from director.chapters import chapters_of
    from media.foreseen import foreseen
    from media.mux import container_for
    from media.titles import card_seconds
    from synth.title.design import reading_time

    film, chapters = ready.film, chapters_of(ready.film, ready.subtitles, asked)
    container, asked_for, opening, card = container_for(film, output), asked.title, None, 0.0
    if asked_for:
        opening = Foretold(asked_for.title, reading_time(asked_for.title, asked_for.subtitle))
        card = card_seconds(film, opening.seconds) if asked_for.mode == "card" else 0.0
    said = foreseen(film, opening, card, chapters.sections, chapters.placed, container)
    return [*said, *chapters.warnings]


@dataclass(frozen=True)
class Foretold:
    """A title of which only its words and its length are known."""

    name: str
    seconds: float

    def drawer(self, canvas: Canvas) -> Drawer:
        raise NotImplementedError("a plan draws nothing")


def asked(parser: argparse.ArgumentParser, args: argparse.Namespace) -> dict[str, Any]:
    """What was asked, as narrate.Options takes it."""
    chapters = {"chapters": args.chapters, "chapter_titles": args.chapter_titles != "none"}
    if not args.title:
        if args.subtitle or args.title_picture or args.poster:
            parser.error("a subtitle, a picture and a poster belong to a --title: give one")
        return chapters
    from synth.title.opening import Titling

    title = Titling(args.title, args.subtitle, args.title_picture, args.title_mode, args.title_layout, args.title_seed)
    return {"title": title, "poster": args.poster} | chapters
