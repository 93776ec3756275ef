"""`narrate FILM SUBTITLES`: the narrated film, its report, or only the plan."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console import COMMANDS, music, titles
from console.errors import ExitStatus
from console.inputs import add_inputs, options, prepared, print_import
from console.numbers import loudness
from console.progress import ProgressLine

if TYPE_CHECKING:
    from narrate import Options, Prepared


def run(arguments: list[str]) -> int:
    parser = _parser()
    args = parser.parse_args(arguments)
    more = titles.asked(parser, args) | music.asked(args)
    asked = options(args, original=args.original, loudness=args.loudness, stems=args.stems, **more)
    output = args.output or args.film.with_name(f"{args.film.stem}.narrated{args.film.suffix}")

    if args.plan:
        _print_plan(prepared(args, asked), output, asked)
        return ExitStatus.OK
    if args.report:
        _check_report(parser, args.report, (args.film, args.subtitles, output))

    from narrate import narrate

    with ProgressLine() as progress:
        report = narrate(args.film, args.subtitles, output, asked, progress)
    if args.report:
        report.write(args.report)
    print_import(report.subtitles)
    print(*report.sentences(), report.outcome(), sep="\n")
    if not asked.music.asked:
        print("It has no music: --music auto scores it by the mood of its words.")
    return ExitStatus.OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="narrate",
        description="Speak every subtitle of a film in its place and mix it with the original sound. "
        "The picture is copied; what a title covers, and no more, is encoded.",
        epilog="More commands: " + ", ".join(f"narrate {name} {usage}" for name, usage in COMMANDS.items())
        + "; each has a --help.",
    )  # fmt: skip
    add_inputs(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="default: FILM.narrated.mp4 beside the film (its own container)",
    )
    parser.add_argument(
        "--original",
        choices=("duck", "keep", "replace"),
        default="duck",
        help="the film's own sound: lowered while someone speaks (default), left as it is, or left out",
    )
    parser.add_argument(
        "--loudness",
        type=loudness,
        default="online",
        metavar="LUFS|PRESET",
        help="of the finished mix: online (-16, default), streaming (-14), broadcast (-23), or a number",
    )
    parser.add_argument(
        "--stems",
        type=Path,
        metavar="DIR",
        help="also write there speech, original, music and programme as FLAC, the score as MIDI and as a picture",
    )
    music.add_options(parser)
    titles.add_options(parser)
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="what became of every cue, for programs")
    parser.add_argument(
        "--plan", action="store_true", help="say what would be done and how long it will take, then stop"
    )
    return parser


def _check_report(parser: argparse.ArgumentParser, report: Path, others: Sequence[Path]) -> None:
    """The report must not take the place of a file that was given or is made."""
    if report.is_dir() or not report.absolute().parent.is_dir():
        parser.error(f"argument --report: {report} is not a file in a folder that exists")
    for other in others:
        if report.resolve() == other.resolve() or (report.exists() and other.exists() and report.samefile(other)):
            parser.error(f"argument --report: {report} is {other.name}; give the report a name of its own")


def _print_plan(ready: Prepared, output: Path, asked: Options) -> None:
    from media.artefacts import Takes, home
    from narrate import estimate

    takes = Takes(home() / "takes")
    new = [placed.length for _, placed, name in ready if name not in takes]
    print_import(ready.subtitles, every=True)
    print(*ready.warnings, sep="\n", end="\n" * bool(ready.warnings))
    work = estimate(sum(new), ready.film.duration)
    print(f"{len(new)} of {len(ready.names)} cues to speak, {sum(new):.0f} s of speech; original: {asked.original}")
    if asked.music.asked:
        print(_music(ready, asked))
    title = titles.planned(ready, output, asked)
    print(*title, sep="\n", end="\n" * bool(title))
    what = "its picture copied but for that" if title else "its picture copied"
    print(f"{ready.film.duration:.0f} s of film, {what}, to {output}: about {work:.0f} s of work")


def _music(ready: Prepared, asked: Options) -> str:
    """What will be composed, scene by scene; or what is taken instead."""
    from director.scoring import check, scenes_of
    from media.report import clock
    from synth.music.names import is_mood

    check(asked.music)
    ask = asked.music.ask
    if ask != "auto" and not is_mood(ask):
        return f"music: {ask}"
    scenes = scenes_of(ready.subtitles, ready.film.duration, "" if ask == "auto" else ask)
    return "music: " + ", ".join(f"{s.mood} {s.energy} to {clock(s.end)}" for s in scenes)
