"""The sound of a film at a glance: the least and the greatest sample of every span, for a waveform to be drawn.

The same walls as for probing (media/probe.py): a child process that may not open files decodes (media/peaks_child.py),
under limits of memory and time. Time is linear in the length of the film, memory does not depend on it.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from media.cancelled import Cancelled
from media.probe import Film, Limits, ProbeError, reading

RATE = 16_000  # Hz of the mono sound behind the peaks
SPAN = 256  # samples of a peak
CHILD = Path(__file__).with_name("peaks_child.py")
PATIENCE, SLOWEST = 60.0, 0.2  # s of processor time that a film may take, and s more per second of it
LISTEN = 0.5  # s between two questions whether it is still wanted


def sound_peaks(film: Film, cancelled: Callable[[], bool] | None = None) -> Iterator[np.ndarray]:
    """Blocks (n, 2) int8: least and greatest sample of every span, full scale 127, from the film's time 0 to its end.

    Nothing for a film without sound, or whose sound no codec here knows. Damaged stretches are silence.
    Raises ProbeError if the decoder breaks down or takes too long, and Cancelled.
    """
    if film.audio is None or not film.audio.sample_rate:
        return
    limit = PATIENCE + SLOWEST * film.duration
    order = reading(film.format) | {
        "stream": film.audio.index, "rate": RATE, "span": SPAN, "samples": round(film.duration * RATE),
        "memory": Limits.memory, "cpu": int(limit) + 1}  # fmt: skip
    command = [sys.executable, "-I", str(CHILD), json.dumps(order)]
    with (
        film.path.open("rb") as file,
        subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child,
        _reading(child) as pieces,
    ):
        yield from _blocks(child, pieces, film, time.monotonic() + 2 * limit, cancelled)


def _blocks(
    child: subprocess.Popen[bytes],
    pieces: queue.Queue[bytes],
    film: Film,
    deadline: float,
    cancelled: Callable[[], bool] | None,
) -> Iterator[np.ndarray]:
    rest, points, whole = b"", 0, -(-round(film.duration * RATE) // SPAN)
    while True:
        if cancelled and cancelled():
            raise Cancelled("The film was not looked at: cancelled.")
        if time.monotonic() > deadline:
            raise ProbeError(f"{film.path.name} took too long to decode: export its sound again.")
        try:
            piece = pieces.get(timeout=LISTEN)
        except queue.Empty:
            continue
        if not piece:
            break
        rest += piece
        even = len(rest) // 2 * 2
        yield np.frombuffer(rest[:even], np.int8).reshape(-1, 2)
        points, rest = points + even // 2, rest[even:]
    if child.wait() != 0 or points != whole:
        raise ProbeError(f"{film.path.name} broke the reader that decoded its sound: it is damaged or hostile.")


@contextmanager
def _reading(child: subprocess.Popen[bytes]) -> Iterator[queue.Queue[bytes]]:
    """What the child writes, in pieces, an empty one at its end; few wait at a time. The child ends with the block."""
    pieces: queue.Queue[bytes] = queue.Queue(16)

    def pump() -> None:
        piece = b"more"
        while piece:
            piece = child.stdout.read1(1 << 16)  # type: ignore[union-attr]
            pieces.put(piece)

    reader = threading.Thread(target=pump, daemon=True)
    reader.start()
    try:
        yield pieces
    finally:
        child.kill()
        while reader.is_alive():  # it may wait for somebody to take a piece
            with suppress(queue.Empty):
                pieces.get(timeout=0.01)
