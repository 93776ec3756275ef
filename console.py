"""The command line: what people type, what they see while they wait, and the one place where errors become words."""

from __future__ import annotations

import argparse
import contextlib
import enum
import io
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate import Options, Prepared

STAGES = {"read": "Reading", "plan": "Planning", "speak": "Speaking", "mix": "Mixing", "write": "Writing"}
PRESETS = {"online": -16.0, "streaming": -14.0, "broadcast": -23.0}


class ExitStatus(enum.IntEnum):
    OK = 0
    ERROR = 1  # something nobody foresaw
    USAGE = 2
    FILM = 3  # the film is missing, damaged or not a film
    SUBTITLES = 4
    SPEECH = 5  # something in the text cannot be spoken
    OUTPUT = 6  # the result cannot be written
    INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its ExitStatus."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    commands = {"speak": _speak, "check": _check}
    command = commands.get(arguments[0]) if arguments else None
    _listen_to_signals()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still gets the rest
    try:
        if command:
            return command(arguments[1:])
        return _narrate(arguments)
    except KeyboardInterrupt:
        print("\nStopped. Nothing half-written is left; finished takes are kept for the next run.", file=sys.stderr)
        return ExitStatus.INTERRUPTED
    except (ValueError, RuntimeError, OSError) as error:
        status = _status(error)
        if status is ExitStatus.ERROR:
            raise
        print(f"\rnarrate: {error}", file=sys.stderr)
        return status


def _listen_to_signals() -> None:
    """One request to stop is enough: what comes while the work is being tidied up is ignored."""
    asked = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def stop(number: int, frame: object) -> None:
        for each in asked:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in asked:
        signal.signal(each, stop)


def _status(error: Exception) -> ExitStatus:
    """Which of our own errors this is, by the module that raised it."""
    home = {
        "probe": ExitStatus.FILM,
        "audio": ExitStatus.FILM,
        "subtitles": ExitStatus.SUBTITLES,
        "speech": ExitStatus.SPEECH,
    }
    for kind in type(error).__mro__:
        package, *rooms = kind.__module__.split(".")
        if package == "media":
            return home.get(rooms[0], ExitStatus.OUTPUT)
        if package == "synth":
            return home.get(rooms[0], ExitStatus.SPEECH)
    if isinstance(error, OSError):
        return ExitStatus.OUTPUT
    return ExitStatus.ERROR


def _narrate(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="narrate",
        description="Speak every subtitle of a film in its place and mix it with the original sound. "
        "The picture is copied, never re-encoded.",
        epilog="More commands: narrate speak TEXT -o a.wav, and narrate check FILM SUBTITLES; each has a --help.",
    )
    _files(parser)
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
        default="online",
        metavar="LUFS|PRESET",
        help="of the finished mix: online (-16, default), streaming (-14), broadcast (-23), or a number",
    )
    parser.add_argument(
        "--stems", type=Path, metavar="DIR", help="also write speech, original and programme there as FLAC"
    )
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="what became of every cue, for programs")
    parser.add_argument(
        "--plan", action="store_true", help="say what would be done and how long it will take, then stop"
    )
    args = parser.parse_args(arguments)
    options = _options(args, original=args.original, loudness=_loudness(parser, args.loudness), stems=args.stems)
    output = args.output or args.film.with_name(f"{args.film.stem}.narrated{args.film.suffix}")

    if args.plan:
        _print_plan(_prepared(args, options), output, options)
        return ExitStatus.OK
    if args.report:
        _check_report(parser, args.report, (args.film, args.subtitles, output))

    from narrate import narrate

    with ProgressLine() as progress:
        report = narrate(args.film, args.subtitles, output, options, progress)
    if args.report:
        report.write(args.report)
    _print_import(report.subtitles)
    print(*report.sentences(), report.outcome(), sep="\n")
    return ExitStatus.OK


def _check(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="narrate check", description="Read both files and say how every cue will fit. Writes nothing."
    )
    _files(parser)
    args = parser.parse_args(arguments)

    from media.report import Report, line, table

    ready = _prepared(args, _options(args))
    report = Report(ready.film, ready.subtitles, tuple(line(cue, placed) for cue, placed, _ in ready))
    _print_import(report.subtitles, every=True)
    print(*table(report.lines), *report.sentences(), sep="\n")
    return ExitStatus.OK


def _speak(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="narrate speak", description="Speak a sentence or two to a sound file.")
    parser.add_argument("text")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT.wav", help="WAV or FLAC, 22,050 Hz mono"
    )
    parser.add_argument("--voice", default="kathleen")
    parser.add_argument(
        "--vocoder", type=Path, help="another HiFi-GAN: an official generator file, or a transformers folder"
    )
    parser.add_argument("--rate", type=_rate, default=1.0, help="pace: 1 is the voice's own, 1.2 a fifth faster")
    parser.add_argument("--pitch", type=_number(-12, 12, "a shift"), default=0.0, metavar="SEMITONES")
    parser.add_argument("--seconds", type=_number(0.1, 600, "a length"), help="exactly this long")
    args = parser.parse_args(arguments)

    from media.artefacts import home, write_sound
    from synth.speech.speech import SAMPLE_RATE, Speech, language_of

    speech = Speech(args.voice, cache=home() / "cache", generator=args.vocoder)
    draft = speech.draft(args.text, language_of(args.text), rate=args.rate, pitch=args.pitch)
    audio = speech.speak(draft, args.seconds)
    write_sound(args.output, audio, SAMPLE_RATE)
    print(f"{args.output}: {len(audio) / SAMPLE_RATE:.2f} s")
    return ExitStatus.OK


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", type=Path, metavar="FILM", help="mp4, mov, mkv or webm")
    parser.add_argument("subtitles", type=Path, metavar="SUBTITLES", help="SubRip (.srt), WebVTT (.vtt) or ASS (.ass)")
    parser.add_argument("--voice", default="kathleen", help="the voice that speaks (default: %(default)s)")
    parser.add_argument("--rate", type=_rate, default=1.0, help="pace: 1 is the voice's own, 1.2 a fifth faster")
    parser.add_argument(
        "--overlap",
        choices=("queue", "mix", "clip"),
        default="queue",
        help="cues that overlap: the later waits (default), both sound, or the earlier is hurried",
    )
    parser.add_argument("--subtitles-encoding", metavar="NAME", help="if the one found is wrong, e.g. cp949")
    parser.add_argument("--sound-cues", action="store_true", help="speak [music] and the like too")


def _options(args: argparse.Namespace, **more) -> Options:
    from narrate import Options

    return Options(voice=args.voice, rate=args.rate, overlap=args.overlap, encoding=args.subtitles_encoding,
                   sound_cues=args.sound_cues, **more)  # fmt: skip


def _check_report(parser: argparse.ArgumentParser, report: Path, others: Sequence[Path]) -> None:
    """The report must not take the place of a file that was given or is made."""
    if report.is_dir() or not report.absolute().parent.is_dir():
        parser.error(f"argument --report: {report} is not a file in a folder that exists")
    for other in others:
        if report.resolve() == other.resolve() or (report.exists() and other.exists() and report.samefile(other)):
            parser.error(f"argument --report: {report} is {other.name}; give the report a name of its own")


def _prepared(args: argparse.Namespace, options: Options) -> Prepared:
    from media.probe import probe
    from narrate import prepare

    with ProgressLine() as progress:
        progress("read", 0, args.film.name)
        return prepare(probe(args.film), args.subtitles, options, progress)


def _number(low: float, high: float, what: str) -> Callable[[str], float]:
    """An argparse type: a number within bounds, or a sentence."""

    def read(text: str) -> float:
        with contextlib.suppress(ValueError):
            if low <= float(text) <= high:
                return float(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not {what} between {low:g} and {high:g}")

    return read


_rate = _number(0.5, 2, "a pace")


def _loudness(parser: argparse.ArgumentParser, text: str) -> float:
    if text in PRESETS:
        return PRESETS[text]
    try:
        return _number(-40, -5, "a loudness in LUFS")(text)
    except argparse.ArgumentTypeError as error:
        parser.error(f"argument --loudness: {error}, nor one of {', '.join(PRESETS)}")


def _print_import(subtitles, every: bool = False) -> None:
    print(subtitles.summary())
    notes = (
        subtitles.notes
        if every
        else [n for n in subtitles.notes if n.kind in ("past-the-end", "untimed", "skipped")][:5]
    )
    for note in notes:
        print(f"  cue {note.cue}: {note.kind}, {note.detail}" if note.cue else f"  {note.kind}: {note.detail}")


def _print_plan(ready, output: Path, options) -> None:
    from media.artefacts import Takes, home
    from narrate import estimate

    takes = Takes(home() / "takes")
    new = [placed.length for _, placed, name in ready if name not in takes]
    _print_import(ready.subtitles, every=True)
    work = estimate(sum(new), ready.film.duration)
    print(f"{len(new)} of {len(ready.names)} cues to speak, {sum(new):.0f} s of speech; original: {options.original}")
    print(f"{ready.film.duration:.0f} s of film, its picture copied, to {output}: about {work:.0f} s of work")


class ProgressLine:
    """One line on a terminal that follows the work, with the time left; a line per stage where there is no terminal."""

    def __init__(self) -> None:
        self.stage, self.began, self.shown, self.width = "", 0.0, 0.0, 0
        self.live = sys.stderr.isatty()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self.live and self.width:
            print("\r" + " " * self.width + "\r", end="", file=sys.stderr, flush=True)

    def __call__(self, stage: str, done: float, detail: str) -> None:
        now = time.monotonic()
        if stage != self.stage:
            self.stage, self.began, self.shown = stage, now, 0.0
            if not self.live:
                print(STAGES[stage], file=sys.stderr, flush=True)
        if not self.live or (now - self.shown < 0.1 and done < 1):
            return
        left = (now - self.began) * (1 - done) / done if done > 0.02 else None
        text = f"{STAGES[stage]:9} {done:4.0%}  {detail}" + (
            f"  {left:.0f} s left" if left is not None and left >= 1 else ""
        )
        print("\r" + text.ljust(self.width), end="", file=sys.stderr, flush=True)
        self.width, self.shown = len(text), now
