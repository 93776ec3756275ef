"""The painter of opening pictures: how long every place takes, how much memory, how far seeds lie apart; and the
contact sheet of docs/.
"""

from __future__ import annotations

import time
from pathlib import Path

SHEET = Path(__file__).parents[1] / "docs" / "pictures.jpg"
SHOWN = [  # prompt, mood, seed
    ("웅장한 산맥의 노을", None, 14), ("mountains at night", None, 3), ("a calm lake at dawn in the fog", None, 4),
    ("a river in summer, day", None, 17), ("바다의 노을", None, 1), ("a storm at sea at night", None, 12),
    ("a beach at sunset", "happy", 22), ("desert dunes at sunset", None, 35), ("밤의 도시", None, 9),
    ("the city at dawn", None, 11), ("눈 내리는 밤의 기차역", "sad", 4), ("a village at sunset", None, 1),
    ("가을 숲", None, 16), ("a forest in fog", "tense", 14), ("벚꽃 피는 봄의 정원", "happy", 19),
    ("a road in summer, day", None, 8), ("설원의 새벽", None, 20), ("a room at sunset", None, 5),
    ("교실의 오후", None, 4), ("above the clouds at sunrise", None, 2), ("우주", "epic", 1),
    ("outer space", "calm", 4), ("a dream", None, 5), ("비 오는 서울의 밤거리", None, 12),
]  # fmt: skip


def main() -> None:
    """Prints the measures; with --sheet writes docs/pictures.jpg instead."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m bench.pictures", description=main.__doc__)
    parser.add_argument("--sheet", action="store_true")
    parser.add_argument("--seeds", type=int, default=20)
    args = parser.parse_args()
    if args.sheet:
        sheet()
    else:
        speed()
        apart(args.seeds)


def speed() -> None:
    """One thread; the bar is 1.5 s of one processor for a picture of 1920 x 1080 pixels."""
    import resource

    from synth.image.painting import painted
    from synth.image.stage import stage
    from synth.image.words import PLACES, SceneWords

    painted(stage(SceneWords("sea"), (64, 36), 0))
    print("1920 x 1080       processor s   wall s   memory MB")
    for place in PLACES:
        processor, wall = time.process_time(), time.perf_counter()
        painted(stage(SceneWords(place), (1920, 1080), 1))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        spent, waited = time.process_time() - processor, time.perf_counter() - wall
        print(f"{place:16} {spent:12.2f} {waited:8.2f} {memory:11.0f}")


def apart(seeds: int) -> None:
    """The two most alike of many seeds, in mean OKLab of a small print; grain alone makes less than 0.005."""
    from synth.image.painting import painted
    from synth.image.stage import stage
    from synth.image.words import PLACES, SceneWords
    from tests.synth.image.looks import distance

    print(f"\n{seeds} seeds         nearest two   middle")
    for place in PLACES:
        made = [painted(stage(SceneWords(place), (128, 72), seed)) for seed in range(seeds)]
        every = sorted(distance(made[i], made[j]) for i in range(seeds) for j in range(i))
        print(f"{place:16} {every[0]:12.3f} {every[len(every) // 2]:8.3f}")


def sheet(columns: int = 4, size: tuple[int, int] = (400, 225), gap: int = 8) -> None:
    """docs/pictures.jpg: what the painter makes of two dozen prompts."""
    import numpy as np
    from PIL import Image

    from synth.image import picture

    rows = -(-len(SHOWN) // columns)
    page = Image.new("RGB", (columns * (size[0] + gap) + gap, rows * (size[1] + gap) + gap), (18, 18, 20))
    for i, (prompt, mood, seed) in enumerate(SHOWN):
        large = Image.fromarray(np.asarray(picture(prompt, mood, (800, 450), seed)))
        at = (gap + i % columns * (size[0] + gap), gap + i // columns * (size[1] + gap))
        page.paste(large.resize(size, Image.Resampling.LANCZOS), at)
    SHEET.parent.mkdir(exist_ok=True)
    page.save(SHEET, quality=84, optimize=True)
    print(f"{SHEET}: {SHEET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
