"""`narrate picture "눈 내리는 밤의 기차역" -o a.png --mood sad`: a picture from words, as an image file."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from console.errors import ExitStatus
from console.numbers import number

ENDINGS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="narrate picture", description="Paint a picture from words.")
    parser.add_argument("prompt", help="what is to be seen, in English or Korean: place, time of day, weather, mood")
    parser.add_argument(
        "-o", "--output", type=_output, required=True, metavar="OUT.png", help="PNG, JPEG or WebP by its ending"
    )
    parser.add_argument(
        "--mood", choices=("happy", "tense", "sad", "calm", "epic"), help="default: read from the words"
    )
    parser.add_argument("--size", type=size, default=(1920, 1080), metavar="WxH", help="default: 1920x1080")
    parser.add_argument("--seed", type=int, default=0, help="another number, another picture")
    parser.add_argument(
        "--image",
        default="",
        metavar="WHAT",
        help="hf:MODEL paints with any text-to-image model of diffusers (a folder, or a "
        "name of the hub that was downloaded); an image file is cut to the size; default: our own painter",
    )
    parser.add_argument("--negative", metavar="WORDS", help="what a model of diffusers is to avoid")
    parser.add_argument("--steps", type=steps, help="of a model of diffusers; default: its own")
    args = parser.parse_args(arguments)

    image = _made(args)
    from PIL import Image

    try:
        Image.fromarray(image).save(args.output, ENDINGS[args.output.suffix.lower()], quality=92)
    except OSError as error:
        raise OSError(f"{args.output} cannot be written: {error.strerror or error}.") from None
    print(f"{args.output}: {image.shape[1]} x {image.shape[0]}")
    return ExitStatus.OK


def _made(args: argparse.Namespace):
    from synth.image import from_file, picture

    if not args.image:
        return picture(args.prompt, args.mood, args.size, args.seed)
    if not args.image.startswith("hf:"):
        return from_file(args.image, args.size)
    from console.progress import ProgressLine
    from synth.image.diffusion.pipeline import AVOID, Diffusion

    model = Diffusion(args.image)
    print(model.model, file=sys.stderr, flush=True)
    with ProgressLine() as line:
        return model.picture(
            args.prompt, args.mood, args.size, args.seed, steps=args.steps,
            negative=AVOID if args.negative is None else args.negative,
            progress=lambda done, step: line("paint", done, step),
            tell=lambda told: print(told, file=sys.stderr, flush=True),
        )  # fmt: skip


def size(text: str) -> tuple[int, int]:
    """ "1920x1080" """
    match = re.fullmatch(r"(\d{1,5})\s*[x×]\s*(\d{1,5})", text.strip().lower())
    if not match:
        raise argparse.ArgumentTypeError(f'"{text}" is no size: write width and height such as 1920x1080')
    return int(match[1]), int(match[2])


def steps(text: str) -> int:
    return int(number(1, 200, "a number of steps")(text))


def _output(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in ENDINGS:
        raise argparse.ArgumentTypeError(f'"{text}" has no ending of a picture: use .png, .jpg or .webp')
    return path
