"""`narrate speak TEXT -o OUT.wav`: a sentence or two as a sound file."""

from __future__ import annotations

import argparse
from pathlib import Path

from console import models
from console.errors import ExitStatus
from console.numbers import number, pace


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="narrate speak", description="Speak a sentence or two to a sound file.")
    parser.add_argument("text")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT.wav", help="WAV or FLAC, 22,050 Hz mono"
    )
    parser.add_argument(
        "--voice",
        default="",
        metavar="NAME",
        help="`narrate voices` lists them; default: the first; hf:MODEL is any text-to-speech model of transformers",
    )
    models.add_options(parser)
    parser.add_argument("--rate", type=pace, default=1.0, help="pace: 1 is the voice's own, 1.2 a fifth faster")
    parser.add_argument("--pitch", type=number(-12, 12, "a shift"), default=0.0, metavar="SEMITONES")
    parser.add_argument("--seconds", type=number(0.1, 600, "a length"), help="exactly this long")
    args = parser.parse_args(arguments)

    from media.artefacts import home, write_sound
    from media.stretch import fit
    from narrate import speaker
    from synth.speech.mel import SAMPLE_RATE
    from synth.speech.networks import Networks
    from synth.speech.reading import language_of
    from synth.voice.casting import provenance

    models.introduce([args.voice], args.download)
    speech = speaker(args.voice, Networks(home() / "cache", generator=args.vocoder))
    draft = speech.draft(args.text, language_of(args.text), rate=args.rate, pitch=args.pitch)
    audio = speech.speak(draft, args.seconds)
    audio = fit(audio, SAMPLE_RATE, max(args.seconds or draft.natural, draft.shortest))
    write_sound(args.output, audio, SAMPLE_RATE, comment=provenance([speech.voice.name]))
    print(f"{args.output}: {len(audio) / SAMPLE_RATE:.2f} s")
    return ExitStatus.OK
