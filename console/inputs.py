"""A film and its subtitles on the command line, as every command that reads both takes them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from console import models
from console.numbers import pace
from console.progress import ProgressLine

if TYPE_CHECKING:
    from media.subtitles import Import
    from narrate import Options, Prepared


def add_inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", type=Path, metavar="FILM", help="mp4, mov, mkv or webm")
    parser.add_argument("subtitles", type=Path, metavar="SUBTITLES", help="SubRip (.srt), WebVTT (.vtt) or ASS (.ass)")
    parser.add_argument(
        "--voice",
        action="append",
        default=[],
        metavar="[LABEL=]NAME",
        help="the voice of the film (`narrate voices` lists them; default: the first sample voice), or, as ANNA=NAME, "
        "of the cues labelled ANNA; may be given again and again; hf:MODEL is any text-to-speech model of transformers",
    )
    models.add_options(parser)
    parser.add_argument("--rate", type=pace, default=1.0, help="pace: 1 is the voice's own, 1.2 a fifth faster")
    parser.add_argument(
        "--overlap",
        choices=("queue", "mix", "clip"),
        default="queue",
        help="cues that overlap: the later waits (default), both sound, or the earlier is hurried",
    )
    parser.add_argument("--subtitles-encoding", metavar="NAME", help="if the one found is wrong, e.g. cp949")
    parser.add_argument("--sound-cues", action="store_true", help="speak [music] and the like too")


def options(args: argparse.Namespace, **more) -> Options:
    """What was asked; `more` is what only one command asks."""
    from narrate import Options
    from synth.voice.casting import casting

    cast = casting(args.voice)
    models.introduce(cast.names(), args.download)
    return Options(voice=cast, rate=args.rate, overlap=args.overlap, encoding=args.subtitles_encoding,
                   sound_cues=args.sound_cues, vocoder=args.vocoder, **more)  # fmt: skip


def prepared(args: argparse.Namespace, asked: Options) -> Prepared:
    """Both files read and every cue placed, with a line of progress meanwhile."""
    from media.probe import probe
    from narrate import prepare

    with ProgressLine() as progress:
        progress("read", 0, args.film.name)
        return prepare(probe(args.film), args.subtitles, asked, progress)


def print_import(subtitles: Import, every: bool = False) -> None:
    """What was read and repaired; of the notes, the first that cost a cue, or every one."""
    print(subtitles.summary())
    notes = (
        subtitles.notes
        if every
        else [n for n in subtitles.notes if n.kind in ("past-the-end", "untimed", "skipped")][:5]
    )
    for note in notes:
        print(f"  cue {note.cue}: {note.kind}, {note.detail}" if note.cue else f"  {note.kind}: {note.detail}")
