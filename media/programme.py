"""The last pass of a mix: its parts are read from disk, summed, limited, written and measured."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from media.limiter import Limiter
from media.loudness import LoudnessMeter, TruePeakMeter
from media.secondcore import one_behind
from media.stemfiles import StemFiles
from media.stems import BLOCK


@dataclass(frozen=True)
class Part:
    """A raw float32 file of the mix; one channel sounds from both sides. curve: linear gain of (start, count) beside
    the one that is given to `sum_up`.
    """

    name: str
    path: Path
    channels: int
    curve: Callable[[int, int], np.ndarray] | None = None


@dataclass(frozen=True)
class Summed:
    """Loudness in LUFS (-inf for silence), true peak in dBTP, and the deepest gain reduction of the limiter in dB."""

    loudness: float
    true_peak: float
    limited_db: float


def sum_up(
    parts: Sequence[Part],
    gains: Sequence[float],
    frames: int,
    programme: Path,
    ceiling: float,
    flacs: StemFiles | None,
    tick: Callable[[float], None],
) -> Summed:
    """Writes the programme, raw stereo float32. gains: dB of each part. Stems ride through the limiter with the sum
    that it hears, so that they add up to the result.
    """
    wanted = [part for part in parts if flacs and part.name in flacs.names]
    limiter = Limiter(ceiling, channels=2 + sum(part.channels for part in wanted))
    loudness, peak = LoudnessMeter(2), TruePeakMeter(2)
    if flacs:
        flacs.begin()
    with contextlib.ExitStack() as open_files:
        files = [open_files.enter_context(part.path.open("rb")) for part in parts]
        sink = open_files.enter_context(programme.open("wb"))

        def emit(audio: np.ndarray) -> None:
            loudness.add(audio[:, :2])
            peak.add(audio[:, :2])
            audio[:, :2].tofile(sink)
            if flacs:
                flacs.write(_columns(audio, wanted))

        with one_behind() as later:
            for position in range(0, frames, BLOCK):
                count = min(BLOCK, frames - position)
                sounds = [
                    _read(part, file, position, count, gain)
                    for part, file, gain in zip(parts, files, gains, strict=True)
                ]
                total = np.zeros((count, 2), np.float32)
                for sound in sounds:
                    total += sound
                stems = [sound for part, sound in zip(parts, sounds, strict=True) if part in wanted]
                later(partial(emit, limiter.process(np.concatenate([total, *stems], axis=1) if stems else total)))
                tick(position / frames)
            later(partial(emit, limiter.flush()))
    tick(1.0)
    return Summed(loudness.loudness(), peak.peak(), limiter.deepest)


def _read(part: Part, file: BinaryIO, position: int, count: int, gain: float) -> np.ndarray:
    """(count, channels) of a part at its level."""
    sound = np.fromfile(file, np.float32, part.channels * count).reshape(-1, part.channels)
    sound *= np.float32(10 ** (gain / 20))
    if part.curve:
        sound *= part.curve(position, count)[:, None]
    return sound


def _columns(audio: np.ndarray, stems: Sequence[Part]) -> dict[str, np.ndarray]:
    """The programme and each stem by its name."""
    columns, at = {"programme": audio[:, :2]}, 2
    for part in stems:
        columns[part.name] = audio[:, at : at + part.channels]
        at += part.channels
    return columns
