"""One picture that stands for a film: bright, sharp, from near its start.

The same walls as for probing (media/probe.py): a child process that may not open files decodes (media/poster_child.py).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from media.probe import Film, Limits, reading

WIDTH = 640  # pixels, as shown
TALLEST = 2000
START, SHARE = 60.0, 0.5  # s, and share of the film, within which it is chosen
DEADLINE = 30.0  # s of wall time
CHILD = Path(__file__).with_name("poster_child.py")


def soon(film: Film) -> Callable[[], np.ndarray | None]:
    """As poster, begun now on another core; what is returned waits for it."""
    hands = ThreadPoolExecutor(1, "poster")
    taken = hands.submit(poster, film)
    hands.shutdown(wait=False)
    return taken.result


def poster(film: Film) -> np.ndarray | None:
    """(height, 640, 3) uint8 RGB as a player shows it, turned, pixels square; None if nothing can be decoded."""
    picture = film.video
    if not picture.width or not picture.height:
        return None
    turned = picture.rotation % 180 == 90
    shown = (picture.width * picture.sample_aspect, float(picture.height))
    across, down = shown[::-1] if turned else shown
    size = WIDTH, min(TALLEST, max(2, round(WIDTH * down / max(1.0, across))))
    width, height = size[::-1] if turned else size
    order = reading(film.format) | {
        "stream": picture.index, "width": width, "height": height, "until": min(START, SHARE * film.duration),
        "pixels": Limits.pixels, "memory": Limits.memory, "cpu": int(DEADLINE) + 1}  # fmt: skip
    command = [sys.executable, "-I", str(CHILD), json.dumps(order)]
    try:
        with film.path.open("rb") as file:
            done = subprocess.run(command, stdin=file, capture_output=True, timeout=DEADLINE, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0 or len(done.stdout) != width * height * 3:
        return None
    pixels = np.frombuffer(done.stdout, np.uint8).reshape(height, width, 3)
    return np.rot90(pixels, -(picture.rotation // 90))
