"""`narrate compose --mood sad --seconds 240 -o a.wav`: music for a mood, as a sound file and, if wanted, as MIDI."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from console.errors import ExitStatus
from console.numbers import number

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
NOTE = re.compile(r"([A-Ga-g])([#b♯♭]?)(-?\d)")


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="narrate compose", description="Compose and play music for a mood.")
    parser.add_argument("--mood", default="calm", help="happy, tense, sad, calm or epic")
    parser.add_argument("--energy", type=int, default=2, choices=(1, 2, 3), help="1 is still, 3 is driving")
    parser.add_argument("--seconds", type=number(10, 600, "a length"), default=60.0, help="when the last chord ends")
    parser.add_argument("--genre", default="orchestral", help="orchestral, piano, ambient, folk, electronic or lo-fi")
    parser.add_argument("--instruments", default="", metavar="A,B", help="exactly these, ten at most")
    parser.add_argument(
        "--prime", type=notes, default=(), metavar="NOTES", help='what it begins with: "E4 D4 C4 D4 E4 E4"'
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another piece")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT.wav", help="WAV or FLAC, 48 kHz stereo"
    )
    parser.add_argument("--midi", type=Path, metavar="OUT.mid", help="the score as well")
    args = parser.parse_args(arguments)

    from media.artefacts import write_sound
    from synth.music import midi
    from synth.music.engine import compose, render
    from synth.music.score import RATE, Scene

    asked = [name.strip() for name in args.instruments.split(",") if name.strip()]
    scene = Scene(args.mood, args.energy, 0.0, args.seconds)
    score = compose([scene], args.genre.lower(), asked, args.prime, args.seed)
    write_sound(args.output, render(score), RATE)
    if args.midi:
        midi.write(score, args.midi)
    section = score.plan.sections[0]
    band = ", ".join(part.instrument for part in score.parts)
    print(f"{args.output}: {args.seconds:g} s and its echo, {section.tempo:.0f} beats a minute, {band}")
    return ExitStatus.OK


def notes(text: str) -> tuple[int, ...]:
    """ "E4 D#4 C4" as MIDI pitches (C4 is 60)."""
    found = []
    for word in text.replace(",", " ").split():
        match = NOTE.fullmatch(word)
        pitch = 12 * (int(match[3]) + 1) + LETTERS[match[1].upper()] if match else -1
        pitch += {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(match[2], 0) if match else 0
        if not match or not 0 <= pitch <= 127:
            raise argparse.ArgumentTypeError(f'"{word}" is no note: write notes like C4, F#3 or Bb5')
        found.append(pitch)
    if not 2 <= len(found) <= 12:
        raise argparse.ArgumentTypeError(f"{len(found)} notes were given: 2 to 12 make a beginning, six are best")
    return tuple(found)
