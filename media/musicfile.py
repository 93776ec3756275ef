"""Somebody's own music for a film: read safely, whatever holds it, and fitted to the film's length.

As for films, a child process looks into the file first (media/probe.py). Its sound lies on disk while it is used, so
that an hour of music needs no more memory than a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from media.audio import AudioError, decode_audio
from media.loop import find_loop, fitted
from media.probe import Film, Limits, ProbeError, probe
from media.samplerate import SAMPLE_RATE

LONGEST = 2 * 3600.0  # s
SHORTEST = 5.0  # s; a jingle is no bed
QUIET = 10 ** (-50 / 20)  # of the loudest sample: silence before the music begins and after it ends
BLOCK = SAMPLE_RATE


class MusicFileError(ValueError):
    """A file that cannot be a film's music. One sentence: what, and what to do."""


def look_at(path: Path) -> Film:
    """What is in the file; ask before long work. MusicFileError for what is no sound, or too short or too long."""
    try:
        found = probe(path, Limits(duration=LONGEST), sound_alone=True)
    except ProbeError as error:
        raise MusicFileError(f"The music cannot be used: {error}") from None
    if found.duration < SHORTEST:
        raise MusicFileError(
            f"{path.name} lasts {found.duration:.1f} s: music for a film needs {SHORTEST:g} s or more."
        )
    return found


def fitted_music(found: Film, frames: int, scratch: Path) -> Iterator[np.ndarray]:
    """Blocks (n, 2) float32 at 48 kHz, `frames` samples in all: looped where two places sound alike if the music is
    shorter, faded at the end if it is longer. scratch: a file for its decoded sound, 23 MB a minute, which is removed
    at the end.
    """
    try:
        sound = _decoded(found, scratch)
        first, last = _audible(sound)
        if last <= first:
            raise MusicFileError(f"{found.path.name} is silent: choose another file.")
        music = sound[first:last]
        loop = find_loop(music) if len(music) < frames else None
        yield from fitted(music, loop, frames)
    finally:
        scratch.unlink(missing_ok=True)


def _decoded(found: Film, scratch: Path) -> np.ndarray:
    """(n, 2), on disk."""
    try:
        with scratch.open("wb") as file:
            for block in decode_audio(found):
                block.tofile(file)
    except AudioError as error:
        raise MusicFileError(f"The music cannot be used: {error}") from None
    return np.memmap(scratch, np.float32, "r").reshape(-1, 2)


def _audible(sound: np.ndarray) -> tuple[int, int]:
    """The samples between which there is more than silence."""
    peaks = np.array([np.abs(sound[at : at + BLOCK // 20]).max() for at in range(0, len(sound), BLOCK // 20)])
    heard = np.flatnonzero(peaks > max(peaks.max() * QUIET, 1e-5))
    return (heard[0] * (BLOCK // 20), min((heard[-1] + 1) * (BLOCK // 20), len(sound))) if len(heard) else (0, 0)
