"""`narrate voices`: the voices there are; add, preview, remove, and what a recording must be like (recordings.py)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console import models, recordings
from console.errors import ExitStatus

if TYPE_CHECKING:
    from synth.voice.folder import Entry

LANGUAGES = {"en": "English", "ko": "Korean"}


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="narrate voices", description="The voices that can speak: list them, add your own, hear them, remove them."
    )
    actions = parser.add_subparsers(metavar="ACTION", title="actions (each has a --help; without one: list)")

    def action(name: str, do: Callable[[argparse.Namespace], int], about: str, **more) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=about, description=about, **more)
        added.set_defaults(do=do)
        return added

    parser.set_defaults(do=_list)
    action("list", _list, "Every voice: its name, what it is, the languages it speaks, where its previews lie.")
    recordings.add_actions(action)
    preview = action("preview", _preview, "Hear a voice: it says a sentence in each language, or a text of yours.")
    preview.add_argument("name", metavar="NAME")
    preview.add_argument(
        "-o", "--output", type=Path, metavar="OUT.wav", help="default: NAME.preview.wav; FLAC works too"
    )
    preview.add_argument("--text", default="", help="what it says; the language is that of its letters")
    remove = action("remove", _remove, "Delete a voice of yours, and everything that it has spoken.")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(arguments)
    return args.do(args)


def _list(args: argparse.Namespace) -> int:
    from narrate import gallery

    entries = gallery().entries()
    for entry in entries:
        print(*described(entry), sep="\n  ")
    if not any(entry.own for entry in entries):
        print("To add a voice of your own: narrate voices add --help")
    return ExitStatus.OK


def described(entry: Entry) -> list[str]:
    """A voice in words: a line about it, then one for each thing worth knowing."""
    from synth.speech.reading import SPOKEN

    if entry.damage:
        return [f"{entry.name} (damaged)", entry.damage]
    speaks = " and ".join(LANGUAGES[language] for language in SPOKEN)
    lines = [f"{entry.name} ({entry.kind}): {entry.about}; speaks {speaks}"]
    if "likeness" in entry.figures:
        figures = entry.figures
        lines.append(f"made on {entry.created[:10]} from {figures['speech_seconds']:.0f} s of speech, "
                     f"likeness {figures['likeness']:.2f}")  # fmt: skip
    return lines + [f"{language}: {path}" for language, path in entry.previews.items()]


def _preview(args: argparse.Namespace) -> int:
    import numpy as np

    from media.artefacts import home, write_sound
    from narrate import gallery
    from synth.speech.mel import SAMPLE_RATE
    from synth.speech.networks import Networks
    from synth.voice.casting import provenance
    from synth.voice.making import PREVIEWS, preview

    voice = gallery().get(args.name)
    networks = Networks(home() / "cache")
    texts = [args.text] if args.text else list(PREVIEWS.values())
    gap = np.zeros(SAMPLE_RATE // 2, np.float32)
    parts = [part for text in texts for part in (gap, preview(voice, networks, text))][1:]
    output = args.output or Path(f"{voice.name}.preview.wav")
    write_sound(output, np.concatenate(parts), SAMPLE_RATE, comment=provenance([voice.name]))
    print(f"{output}: {sum(map(len, parts)) / SAMPLE_RATE:.2f} s")
    return ExitStatus.OK


def _remove(args: argparse.Namespace) -> int:
    from narrate import forget, gallery

    if args.name.startswith("hf:"):
        models.remove(args.name, lambda name: args.yes or _agreed(name))
        return ExitStatus.OK
    voices = gallery()
    entry = voices.entry(args.name)
    if entry.own and not args.yes and not _agreed(entry.name):
        print("Nothing was removed.")
        return ExitStatus.OK
    takes, size = forget(entry.id) if entry.own and entry.id else (0, 0)
    voices.remove(entry.name)
    if entry.id:  # what a narration that was under way has spoken meanwhile
        more = forget(entry.id)
        takes, size = takes + more[0], size + more[1]
    print(f"{entry.name} is removed, and with it {takes} take{'s' * (takes != 1)} ({size / 1e6:.1f} MB).")
    if not entry.id:
        print("It was too damaged to tell which takes were its own: they stay, and nothing will find them again.")
    return ExitStatus.OK


def _agreed(name: str) -> bool:
    """Whether a person says yes; without a person to ask, nothing is removed."""
    if not sys.stdin.isatty():
        return False
    said = input(f"Remove {name}, and everything that it has spoken? [y/N] ")
    return said.strip().casefold() in ("y", "yes", "ㅛ", "예", "네")
