"""`narrate voices add`, `check` and `script`: from a recording to a voice, with consent."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.errors import ExitStatus
from console.progress import ProgressLine
from synth.voice.consent import SENTENCES

if TYPE_CHECKING:
    from media.recording import Recording
    from synth.voice.findings import Finding

HOW = f"""\
what to record
  One person, alone, in a quiet room with curtains or books, a hand's width from the microphone. Speak as you would to
  a friend across the table, not in a whisper and not in a hurry. Ten seconds of anything do; twenty to sixty are
  better. A phone's own recorder is good, a call or a video with music is not. `narrate voices check FILE` tells you
  whether a recording will do before you go on.

the melody, too
  `narrate voices script > script.txt` writes a minute of sentences. Read them word for word, with a short pause after
  each, and give the file with --text: pace, pauses and melody are then learnt as well, which takes some minutes.

consent
  A voice belongs to the person who speaks. Give the sentence in which that person agrees, in English or Korean:
    "{SENTENCES["en"]}"
    "{SENTENCES["ko"]}"
  It is kept with the voice, with the time and the recording's hash. `narrate voices remove NAME` deletes it all.
"""
VERDICTS = {
    "ok": "This recording will do.",
    "warn": "This recording can be used, but the voice will suffer from what is said above.",
    "refuse": "This recording will not do.",
}
Action = Callable[..., argparse.ArgumentParser]


def add_actions(action: Action) -> None:
    """Declares add, check and script. action: (name, what it does, about, more for its parser) -> its parser."""
    add = action(
        "add",
        _add,
        "Make a voice from a recording of yours: webm, mp4, m4a, wav, mp3, ogg, flac, amr and more.",
        epilog=HOW,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("name", metavar="NAME", help="letters, digits, - and _, for example mina or 미나")
    add.add_argument("recording", type=Path, metavar="RECORDING")
    add.add_argument("--consent", required=True, metavar="SENTENCE", help="in which the person who speaks agrees")
    add.add_argument("--text", type=Path, metavar="SCRIPT.txt", help="what is read in the recording, a sentence a line")
    add.add_argument("--language", choices=("en", "ko"), default="", help="of the script; default: that of its letters")
    check = action(
        "check", _check, "Say whether a voice can be learnt from a recording, and what would make it better."
    )
    check.add_argument("recording", type=Path, metavar="RECORDING")
    script = action("script", _script, "Sentences to read aloud for a voice, with every sound of the language.")
    script.add_argument("--language", choices=("en", "ko"), default="en", help="default: %(default)s")


def _add(args: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from media.artefacts import home
    from media.recording import read_recording
    from narrate import gallery
    from synth.speech.networks import Networks
    from synth.voice.consent import Consent
    from synth.voice.making import make

    voices = gallery()
    name = voices.free(args.name)  # the quick questions first
    consent = Consent(args.consent.strip(), datetime.now(UTC), _sha256(args.recording), _who())
    script = _read_script(args.text) if args.text else ""
    with ProgressLine() as progress:
        progress("listen", 0.0, args.recording.name)
        recording = read_recording(args.recording)
        made = make(name, recording.audio, recording.sample_rate, Networks(home() / "cache"),
                    script=script, language=args.language, progress=progress)  # fmt: skip
        entry = voices.add(made.voice, consent, made.previews, made.figures)
    _print_findings(made.findings)
    print(f"{entry.name} is made, {entry.about}. Hear it:", *entry.previews.values(), sep="\n  ")
    print(f"Use it: narrate film.mp4 film.srt --voice {entry.name}")
    return ExitStatus.OK


def _check(args: argparse.Namespace) -> int:
    from media.recording import read_recording
    from synth.voice.encoder import embed
    from synth.voice.sample import examine

    with ProgressLine() as progress:
        progress("listen", 0.0, args.recording.name)
        recording = read_recording(args.recording)
        found = examine(recording.audio, recording.sample_rate, embed)
    print(f"{args.recording.name}: {_format(recording)}, {found.measures.speech_seconds:.1f} s of speech")
    _print_findings(found.findings)
    print(VERDICTS[found.verdict])
    return ExitStatus.SPEECH if found.verdict == "refuse" else ExitStatus.OK


def _script(args: argparse.Namespace) -> int:
    from synth.voice.scripts import SCRIPTS

    print(*SCRIPTS[args.language], sep="\n")
    return ExitStatus.OK


def _format(recording: Recording) -> str:
    """wav (pcm_s16le), 44.1 kHz, 12.3 s"""
    kind = f"{recording.container} ({recording.codec})"
    return f"{kind}, {recording.sample_rate / 1000:g} kHz, {recording.seconds:.1f} s"


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        print(f"  {finding.sentence} {finding.advice}")


def _sha256(recording: Path) -> str:
    import hashlib

    from media.recording import RecordingError

    try:
        with recording.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RecordingError(f"{recording} cannot be read: {error.strerror}.") from None


def _read_script(path: Path) -> str:
    from media.subtitles.encoding import decode
    from synth.voice import VoiceError

    try:
        return decode(path.read_bytes(), path.name).text
    except OSError as error:
        raise VoiceError(f"The script {path} cannot be read: {error.strerror}.") from None


def _who() -> str:
    """The account that runs this, if it has a name."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
