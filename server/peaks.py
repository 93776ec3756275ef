"""What lies beside a film to show it at a glance: the peaks of its sound at three depths, and a poster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from media.peaks import RATE, SPAN, sound_peaks
from media.poster import WIDTH, poster
from media.probe import Film
from media.whole import whole

__all__ = ["DEPTHS", "PEAKS", "POSTER", "RATE", "write_peaks", "write_poster"]

DEPTHS = (SPAN, 4 * SPAN, 16 * SPAN)  # samples of a peak
PEAKS, POSTER = "peaks-{depth}.bin", "poster.jpg"
GATHERED = 16 * 256  # peaks that are written at once
BLANK = (32, 34, 38)  # RGB of a poster of nothing
QUALITY = 82


def write_peaks(
    film: Film,
    folder: Path,
    tell: Callable[[str, float, str], object] = lambda stage, done, detail: None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Writes peaks-256.bin, peaks-1024.bin and peaks-4096.bin into the folder of a film: pairs of signed bytes, the
    least and the greatest sample of each span of mono sound at 16 kHz. A film without sound gets empty files.

    Tells ("peaks", 0..1, ""). Raises ProbeError and Cancelled (media.peaks); then nothing is left.
    """
    points = max(1.0, film.duration * RATE / SPAN)
    done = 0
    with ExitStack() as stack:
        files = [stack.enter_context(whole(folder / PEAKS.format(depth=depth))) for depth in DEPTHS]
        sinks = [stack.enter_context(path.open("r+b")) for path in files]
        waiting = np.zeros((0, 2), np.int8)
        for block in sound_peaks(film, cancelled):
            waiting = np.concatenate([waiting, block])
            even = len(waiting) // GATHERED * GATHERED
            _write(waiting[:even], sinks)
            done, waiting = done + even, waiting[even:]
            tell("peaks", min(1.0, done / points), "")
        _write(waiting, sinks)
    tell("peaks", 1.0, "")


def write_poster(film: Film, folder: Path) -> None:
    """Writes poster.jpg, 640 pixels wide, into the folder of a film; a dark one where no picture can be decoded."""
    from PIL import Image

    pixels = poster(film)
    picture = Image.new("RGB", (WIDTH, WIDTH * 9 // 16), BLANK) if pixels is None else Image.fromarray(pixels)
    with whole(folder / POSTER) as path:
        picture.save(path, "JPEG", quality=QUALITY, optimize=True)


def _write(pairs: np.ndarray, sinks: list) -> None:
    """pairs: (n, 2); each further file holds those of four pairs of the one before."""
    for depth, sink in zip(DEPTHS, sinks, strict=True):
        sink.write(_joined(pairs, depth // SPAN).tobytes())


def _joined(pairs: np.ndarray, many: int) -> np.ndarray:
    """(ceil(n / many), 2): least and greatest of so many pairs each, the last of what is left."""
    starts = np.arange(0, len(pairs), many)
    if not len(starts):
        return pairs
    return np.stack([np.minimum.reduceat(pairs[:, 0], starts), np.maximum.reduceat(pairs[:, 1], starts)], 1)
