"""Titles, measured: `python -m bench.titles` (`--parts type motion film`); twelve to look at: `--sheet OUT.jpg`.

type: 200 titles over 50 painted pictures; contrast on the rendered pixels, safe area, lines, missing glyphs.
motion: how evenly the picture moves, in pixels of 1080p. film: what a title costs on 30 s and 300 s of 1080p, and
whether what was copied is the source's, packet by packet and picture by picture. Other people's films: title_corpus.py.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.title_sheet import write_sheet

KOREAN = [
    "바다로 가는 가장 긴 하루",
    "눈 내리는 밤의 기차역",
    "우리가 알던 그 여름의 마지막 밤에 대하여",
    "바다",
    "할머니의 부엌",
    "아무도 기다리지 않는 역에서 마지막 기차를 기다리던 겨울밤",
    "숲",
    "고래를 찾아 떠난 아이들",
    "1988년, 부산행 막차",
    "그해 우리는 너무 빨리 어른이 되었다",
    "달의 뒷면",
    "빛이 머무는 자리: 등대지기의 사계절",
]
ENGLISH = [
    "The Long and Winding Road to the Edge of the Sea",
    "Night Train",
    "Quiet",
    "What the River Kept",
    "A Field Guide to Getting Lost in Winter",
    "Salt, Smoke and Other Small Mercies",
    "Unforgettable",
    "The Lord of the Mountains: A History in Four Seasons",
    "Every Summer After",
    "Nobody's Harbour",
    "An Incomplete History of Everything We Lost and Found Between Two Stations on a Single Winter Night",
    "Internationalization",
]
MIXED = [
    "Hello, 서울",
    "서울 Seoul 2088",
    "K-드라마의 밤",
    "바다 (The Sea)",
    "Dear 할머니, Love from Busan",
    "제3장 — The Return",
    "“사랑”이라는 말",
    "BLUE·블루",
]
EMOJI = ["여름 🌊 바다", "Night Train 🚂", "🎬", "행복한 하루 😀"]
SUBTITLES = ["", "어느 여름의 기록", "A film in three parts", "감독 김하나 · 음악 이두리"]
PLACES = [
    "여름 바다",
    "mountains at dawn",
    "city at night in the rain",
    "misty forest",
    "desert noon",
    "눈 내리는 들판",
    "clouds in a clear sky",
    "a road at sunset",
    "a quiet room",
    "lake in autumn",
]
SIZE = (640, 360)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.titles", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--parts", nargs="+", choices=("type", "motion", "film"), default=["type", "motion", "film"])
    parser.add_argument("--sheet", type=Path, help="only a page of twelve finished titles, to look at")
    parser.add_argument("--folder", type=Path, help="keeps the films there for the next time")
    parser.add_argument("--seconds", type=int, nargs="+", default=[30, 300], help="lengths of the films")
    parser.add_argument("--decode", type=int, default=300, help="copied pictures that are decoded and compared; 0: all")
    args = parser.parse_args()
    if args.sheet:
        return write_sheet(args.sheet)
    if "type" in args.parts:
        measure_type()
    if "motion" in args.parts:
        measure_motion()
    if "film" in args.parts:
        with tempfile.TemporaryDirectory() as temporary:
            measure_films(args.folder or Path(temporary), args.seconds, args.decode)


def measure_type(titles: int = 200, pictures: int = 50) -> None:
    from synth.image import picture
    from synth.title import TitleError
    from synth.title.design import design

    words = KOREAN + ENGLISH + MIXED + EMOJI
    rows, refused, silent = [], 0, 0
    for number in range(pictures):
        ground = picture(PLACES[number % len(PLACES)], None, SIZE, number)
        for k in range(number, titles, pictures):
            title, subtitle = words[k % len(words)], SUBTITLES[k % len(SUBTITLES)]
            try:
                made = design(ground, title, subtitle)
            except TitleError as error:
                named = any(character in str(error) for character in title if ord(character) > 0x1F000)
                refused, silent = refused + named, silent + (not named)
                continue
            rows.append(_judged(made, title))
    low = min(row["contrast"] for row in rows)
    print(f"{len(rows)} titles over {pictures} pictures; {refused} with emoji refused by name, {silent} otherwise")
    print(f"  contrast, 5th percentile         least {low:.2f}    bar: >= 4.5")
    print(f"  contrast while it moves          least {min(row['moving'] for row in rows):.2f}    bar: >= 4.5")
    for fault in ("outside the safe area", "orphan words", "words broken or lost", "missing glyphs"):
        print(f"  {fault:32} {sum(row[fault] for row in rows):5d}    bar: 0")
    shares = [row["size"] for row in rows]
    print(f"  size of the title by height      {min(shares):.3f} to {max(shares):.3f}, median {np.median(shares):.3f}")
    layouts = {name: sum(row["layout"] == name for row in rows) for name in sorted({row["layout"] for row in rows})}
    print("  layouts                          " + ", ".join(f"{count} {name}" for name, count in layouts.items()))


def _judged(made: Any, title: str) -> dict[str, Any]:
    from synth.title.clip import Rgb
    from synth.title.fonts import clean, missing
    from synth.title.lines import ORPHAN
    from synth.title.motion import Motion

    setting = made.setting
    rows, columns = np.nonzero(made.letters)
    width, height = setting.size
    safe = 0.1 * width - 1 <= columns.min() and columns.max() <= 0.9 * width and rows.min() >= 0.1 * height - 1
    lengths = [line.ink[2] - line.ink[0] for line in setting.title]
    last = setting.title[-1].text
    moving = Motion(title, 4.0, lambda size: made).drawer(Rgb(setting.size))
    nothing = [np.zeros((height, width), np.uint8)] * 3
    bare = replace(made, picture=np.zeros_like(made.picture), ink=(255, 255, 255))
    letters = Motion(title, 4.0, lambda size: bare).drawer(Rgb(setting.size))
    times = (0.8, 2.9)  # when the words have come, and before they go
    frames = [(np.stack(moving(at, nothing), axis=-1), letters(at, nothing)[0]) for at in times]
    return {
        "contrast": _contrast(made.poster(), made.letters),
        "moving": min(_contrast(frame, where) for frame, where in frames),
        "outside the safe area": not (safe and rows.max() <= 0.9 * height),
        "orphan words": len(lengths) > 1 and " " not in last and lengths[-1] < ORPHAN * max(lengths),
        "words broken or lost": " ".join(line.text for line in setting.title) != clean(title),
        "missing glyphs": bool(missing(clean(title), *setting.title[0].face)),
        "size": setting.title[0].size / height,
        "layout": setting.layout,
    }


def _contrast(frame: np.ndarray, letters: np.ndarray) -> float:
    """WCAG contrast, 5th percentile: the letters' own pixels against those up to 4 around them."""
    from scipy.ndimage import maximum_filter, minimum_filter

    def light(pixels: np.ndarray) -> np.ndarray:
        signal = pixels / 255
        linear = np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)
        return linear @ np.array([0.2126, 0.7152, 0.0722])

    core = minimum_filter(letters, 3) >= 250
    around = (maximum_filter(letters, 9) > 0) & (maximum_filter(letters, 3) == 0)
    ink = float(np.median(light(frame[core if core.any() else letters == letters.max()])))
    ground = light(frame[around])
    ratios = (np.maximum(ground, ink) + 0.05) / (np.minimum(ground, ink) + 0.05)
    return float(np.percentile(ratios, 5))


def measure_motion(frames: int = 60) -> None:
    """Soft spots in the corners of 1080p, whose middles are found to a thousandth of a pixel in every frame."""
    from synth.title.clip import Rgb
    from synth.title.design import design
    from synth.title.motion import Motion

    size = (1920, 1080)
    y, x = np.mgrid[: size[1], : size[0]].astype(np.float32)
    spots = [(cx, cy) for cx in (200, 1720) for cy in (140, 940)]
    ground = 200 * sum(np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 50) for cx, cy in spots)
    picture = np.repeat(ground[..., None], 3, 2).astype(np.uint8)
    ground_below = np.rint(255 * np.clip(2 * y / size[1] - 1, 0, 1)).astype(np.uint8)  # a sky, and a ground before it
    for name, nearness in (("motion", None), ("with parallax", ground_below)):
        made = replace(design(picture, "Sea", layout="centred"), nearness=nearness)
        _measure_motion(name, Motion("Sea", 4.0, lambda wanted, made=made: made).drawer(Rgb(size)), size, spots, frames)


def _measure_motion(name: str, draw: Any, size: tuple[int, int], spots: list[tuple[int, int]], frames: int) -> None:
    nothing = [np.zeros(size[::-1], np.uint8)] * 3
    began = time.process_time()
    planes = [draw(frame / 30, nothing)[0] for frame in range(frames)]
    work = (time.process_time() - began) / frames
    places = np.array([[_middle(plane, *spot) for spot in spots] for plane in planes])
    steps = np.diff(places, axis=0)
    way = np.abs(steps).mean(axis=(0, 2))
    far, near = (np.mean([part for part, spot in zip(way, spots, strict=True) if spot[1] == row]) for row in (140, 940))
    print(f"{name}: {far:.3f} px a frame in upper corners, {near:.3f} in the lower; {1000 * work:.0f} ms of work (RGB)")
    print(f"  jitter (deviation of the steps)  {steps.std(axis=0).max():.4f} px    bar: <= 0.03")


def _middle(plane: np.ndarray, cx: int, cy: int) -> tuple[float, float]:
    part = plane[cy - 70 : cy + 71, cx - 70 : cx + 71].astype(float)
    y, x = np.mgrid[: part.shape[0], : part.shape[1]]
    return float((part * x).sum() / part.sum()), float((part * y).sum() / part.sum())


def measure_films(folder: Path, lengths: list[int], decode: int) -> None:
    from bench.samples.film import draw

    folder.mkdir(parents=True, exist_ok=True)
    for seconds in lengths:
        path = folder / f"film-{seconds}.mp4"
        if not path.exists():
            draw(str(path), "1080p", str(seconds))
        for mode in ("overlay", "card"):
            _measure_film(path, seconds, mode, decode)


def _measure_film(path: Path, seconds: int, mode: str, decode: int) -> None:
    from media.mux import mux
    from media.poster import soon
    from media.probe import probe
    from media.titles import card_seconds, shown_size
    from synth.title.opening import Titling, opening

    film = probe(path)
    sound = np.zeros((round(film.duration * 48_000), 2), np.float32)
    plain, output = path.with_name("plain.mp4"), path.with_name(f"{mode}.mp4")
    before, before_work = _timed(lambda: mux(film, sound, plain))[1:]
    asked = Titling("바다로 가는 가장 긴 하루", "어느 여름밤의 이야기", mode=mode)
    made, designing, designing_work = _timed(lambda: opening(asked, shown_size(film), "", soon(film)))
    card = card_seconds(film, made.seconds) if mode == "card" else 0.0
    longer = np.zeros((round((film.duration + card) * 48_000), 2), np.float32)
    report, wall, work = _timed(lambda: mux(film, longer, output, opening=made, card=card))
    titled = report.titled
    print(f"{seconds} s of 1080p, {mode}: {titled.sentence()}")
    print(f"  extra                            {designing + wall - before:5.1f} s wall    bar: <= 8, the same for both")
    print(f"  extra work                       {designing_work + work - before_work:5.1f} s of processor")
    print(f"  of which the design              {designing:5.1f} s wall, {designing_work:.1f} s of processor")
    source, result = _packets(path), _packets(output)
    same = [a[0] == b[0] for a, b in zip(source[-titled.copied :], result[-titled.copied :], strict=True)]
    late = [abs(b[1] - a[1] - card) for a, b in zip(source[-titled.copied :], result[-titled.copied :], strict=True)]
    print(f"  copied packets, identical        {sum(same)} of {titled.copied}")
    print(f"  their times                      {1000 * max(late):.2f} ms off    bar: <= 1")
    a = _pictures(path, titled.copied_from - card, decode)
    b = _pictures(output, titled.copied_from, decode)
    print(f"  their pictures, identical        {sum(x == y for x, y in zip(a, b, strict=True))} of {len(a)} decoded")


def _timed(step: Any) -> tuple[Any, float, float]:
    wall, work = time.perf_counter(), time.process_time()
    result = step()
    return result, time.perf_counter() - wall, time.process_time() - work


def _packets(path: Path) -> list[tuple[bytes, float]]:
    import av

    with av.open(str(path)) as source:
        packets = source.demux(source.streams.video[0])
        return [(hashlib.md5(bytes(p)).digest(), float(p.pts * p.time_base)) for p in packets if p.size]


def _pictures(path: Path, start: float, most: int) -> list[str]:
    """Digests of what a player shows from `start` on, having played from the beginning."""
    import av

    from media.raster import digest

    found = []
    with av.open(str(path)) as source:
        for frame in source.decode(video=0):
            if frame.time >= start - 0.001:
                found.append(digest(frame))
            if most and len(found) == most:
                break
    return found


if __name__ == "__main__":
    main()
