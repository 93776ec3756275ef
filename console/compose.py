"""`narrate compose --mood sad --seconds 240 -o a.wav`: music for a mood or a text, as sound and, if wanted, as MIDI."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.errors import ExitStatus
from console.numbers import number


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="narrate compose", description="Compose and play music for a mood.")
    parser.add_argument(
        "--mood",
        default="auto",
        help="happy, tense, sad, calm or epic; auto (default): that of the text, and calm without one",
    )
    parser.add_argument("--text", default="", metavar="WORDS", help="whose mood it is to have, English or Korean")
    parser.add_argument(
        "--energy", type=int, choices=(1, 2, 3), help="1 is still, 3 is driving (default: the text's, or 2)"
    )
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
    mood, energy = _mood(args.mood, args.text)
    scene = Scene(mood, args.energy or energy, 0.0, args.seconds)
    score = compose([scene], args.genre.lower(), asked, args.prime, args.seed)
    write_sound(args.output, render(score), RATE)
    if args.midi:
        midi.write(score, args.midi)
    section = score.plan.sections[0]
    band = ", ".join(part.instrument for part in score.parts)
    what = f"{scene.mood}, energy {scene.energy}, {section.tempo:.0f} beats a minute"
    print(f"{args.output}: {args.seconds:g} s and its echo, {what}, {band}")
    return ExitStatus.OK


def _mood(asked: str, text: str) -> tuple[str, int]:
    """The mood that was named, or that of the text; and an energy for it."""
    from synth.mood import mood_of
    from synth.music.names import mood_named
    from synth.speech.reading import language_of

    heard = mood_of(text, language_of(text)) if text.strip() else None
    if asked == "auto":
        return (heard.tag, heard.energy) if heard else ("calm", 2)
    return mood_named(asked), heard.energy if heard else 2


def notes(text: str) -> tuple[int, ...]:
    """ "E4 D#4 C4" as MIDI pitches (C4 is 60)."""
    from synth.music.errors import MusicError
    from synth.music.names import notes_named

    try:
        return notes_named(text)
    except MusicError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
