"""Twelve finished titles on one page, docs/titles.jpg: `python -m bench.titles --sheet docs/titles.jpg`.

Every layout; Korean, English and both; one word to a sentence; painted scenes, a frame of the film, a picture of
one's own; lying, upright and square films. Each is made as for a film, by what people ask for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
STILL = str(ROOT / "server" / "static" / "img" / "sample.jpg")
LYING, UPRIGHT, SQUARE = (1920, 1080), (1080, 1920), (1080, 1080)
GAP, WIDTH = 8, 1480
ROWS: list[list[tuple[tuple[int, int], dict[str, Any]]]] = [
    [
        (LYING, {"title": "바다로 가는 가장 긴 하루", "subtitle": "어느 여름의 기록", "layout": "left", "seed": 7}),
        (LYING, {"title": "Quiet", "picture": "a calm lake at dawn in the fog", "layout": "centred", "seed": 4}),
        (LYING, {"title": "The Long and Winding Road to the Edge of the Sea", "subtitle": "A film in three parts",
                 "picture": "mountains at dawn", "layout": "lower", "seed": 14}),
        (LYING, {"title": "눈 내리는 밤의 기차역", "seed": 4}),
    ],
    [
        (LYING, {"title": "서울 Seoul 2088", "subtitle": "감독 김하나 · 음악 이두리",
                 "picture": "비 오는 서울의 밤거리", "layout": "upper", "seed": 12}),
        (LYING, {"title": "The Crab and the Boat", "subtitle": "A short film", "picture": "frame"}),
        (LYING, {"title": "An Incomplete History of Everything We Lost and Found Between Two Stations",
                 "picture": "desert dunes at sunset", "seed": 35}),
    ],
    [
        (UPRIGHT, {"title": "아무도 기다리지 않는 역에서 마지막 기차를 기다리던 겨울밤",
                   "picture": "설원의 새벽", "seed": 20}),
        (UPRIGHT, {"title": "Night Train", "subtitle": "Busan to Seoul", "picture": "mountains at night", "seed": 3}),
        (SQUARE, {"title": "할머니의 부엌", "subtitle": "Grandmother’s kitchen", "picture": "a room at sunset",
                  "seed": 1}),
        (UPRIGHT, {"title": "Dear 할머니, Love from Busan", "picture": STILL}),
        (SQUARE, {"title": "Salt, Smoke and Other Small Mercies", "picture": "above the clouds at sunrise",
                  "seed": 2}),
    ],
]  # fmt: skip


def write_sheet(path: Path) -> None:
    """The page, and for each title a line that says how it was made readable."""
    from PIL import Image

    rows = []
    for row in ROWS:
        made = [_poster(size, asked) for size, asked in row]
        room = WIDTH - GAP * (len(row) + 1)
        height = round(room / sum(size[0] / size[1] for size, _ in row))
        rows.append([image.resize((round(image.width * height / image.height), height)) for image in made])
    page = Image.new("RGB", (WIDTH, GAP + sum(row[0].height + GAP for row in rows)), (18, 18, 20))
    down = GAP
    for images in rows:
        across = GAP
        for image in images:
            page.paste(image, (across, down))
            across += image.width + GAP
        down += images[0].height + GAP
    page.save(path, quality=84, optimize=True)
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def _poster(size: tuple[int, int], asked: dict[str, Any]) -> Any:
    from PIL import Image

    from synth.title.opening import Titling, opening

    design = opening(Titling(**asked), size, "", _frame).made(size)
    print(f"{design.setting.layout:8} contrast {design.contrast:.1f}, shade {design.shade:.2f}: {asked['title']}")
    return Image.fromarray(design.poster())


def _frame() -> np.ndarray | None:
    from media.poster import poster
    from media.probe import probe

    return poster(probe(ROOT / "demo" / "film.mp4"))
