"""Music made longer without a seam: back from a place near its end to one near its beginning that sounds like it.

Compared is what the ear does: the spectrum of three seconds around both, so that beat, chord and instruments agree. A
quiet place is preferred. Pure arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from media.samplerate import SAMPLE_RATE

STEP = 960  # samples between two looks: 20 ms
BANDS = np.array([0, 100, 200, 300, 450, 700, 1000, 1500, 2200, 3200, 5000, 8000, 12000])  # Hz
AROUND = 75  # looks compared on either side: 1.5 s
REACH = 60 * 50  # looks: places are sought in the first and the last minute
LEAST = 0.4  # of the music that is played again
CALM = 0.15  # how much a quiet place is worth beside a similar one
FADED = -9.0  # dB under the median of the music: from there on it is ending
CROSS = SAMPLE_RATE // 2  # samples of the crossfade
NUDGE = SAMPLE_RATE // 50  # samples by which the place is moved so that the waves agree
ENDING = 4.0  # seconds over which music that goes on is faded out with the film


@dataclass(frozen=True)
class Loop:
    """Samples: from `leave` the music goes back to `enter`."""

    enter: int
    leave: int


def find_loop(music: np.ndarray) -> Loop:
    """music: (n, 2). The two places that are most alike; for music too short to choose, its whole."""
    looks, energy = _looks(music)
    loud = np.convolve(energy, np.ones(100) / 100, "same") > np.median(energy) + FADED / 10 * np.log(10)
    end = int(np.flatnonzero(loud)[-1]) if loud.any() else len(looks)
    enters = np.arange(AROUND, max(AROUND + 1, min(REACH, int(end * (1 - LEAST)) - AROUND)))
    leaves = np.arange(max(int(end * LEAST) + AROUND, end - REACH), max(0, end - AROUND), 5)
    if len(enters) < 2 or len(leaves) < 2 or leaves[-1] + AROUND > len(looks):
        half = min(CROSS, len(music) // 4)
        return Loop(half, len(music) - half)
    there = _patches(looks, leaves)
    apart = (there**2).mean(axis=1)[:, None] - 2 * _products(there, looks, enters)
    apart += (_patches(looks, enters) ** 2).mean(axis=1)[None, :]
    apart += CALM * ((energy[leaves] - energy.mean()) / (energy.std() + 1e-9))[:, None]
    apart[enters[None, :] > leaves[:, None] - LEAST * end] = np.inf
    best = np.unravel_index(int(np.argmin(apart)), apart.shape)
    leave, enter = int(leaves[best[0]]) * STEP, int(enters[best[1]]) * STEP
    return Loop(enter + _nudge(music, enter, leave), leave)


def fitted(music: np.ndarray, loop: Loop | None, frames: int) -> Iterator[np.ndarray]:
    """Blocks of a second, `frames` samples in all: the music once, or again and again by the loop; faded at the end."""
    turns = _turns(len(music), loop, frames)
    fade = min(round(ENDING * SAMPLE_RATE), frames // 3)
    for start in range(0, frames, SAMPLE_RATE):
        count = min(SAMPLE_RATE, frames - start)
        out = np.zeros((count, 2), np.float32)
        for at, source, length, comes, goes in turns:
            first, last = max(start, at), min(start + count, at + length)
            if first >= last:
                continue
            place = np.arange(first - at, last - at)
            piece = np.array(music[source + first - at : source + last - at])
            if comes and first - at < CROSS:
                piece *= np.sin(np.clip(place / CROSS, 0, 1) * np.pi / 2).astype(np.float32)[:, None]
            if goes and last - at > length - CROSS:
                piece *= np.sin(np.clip((length - place) / CROSS, 0, 1) * np.pi / 2).astype(np.float32)[:, None]
            out[first - start : last - start] += piece
        left = np.clip((frames - start - np.arange(count)) / fade, 0, 1)
        if left[-1] < 1:
            out *= (0.5 - 0.5 * np.cos(np.pi * left)).astype(np.float32)[:, None]
        yield out


def _turns(length: int, loop: Loop | None, frames: int) -> list[tuple[int, int, int, bool, bool]]:
    """(film sample, music sample, samples, comes by a crossfade, goes by one) of each time round."""
    if loop is None or length >= frames:
        return [(0, 0, min(length, frames), False, False)]
    half = CROSS // 2
    turns = [(0, 0, loop.leave + half, False, True)]
    while turns[-1][0] + turns[-1][2] < frames:
        before = turns[-1]
        at = before[0] + before[2] - 2 * half
        turns.append((at, loop.enter - half, loop.leave - loop.enter + 2 * half, True, True))
    return turns


def _looks(music: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(looks, bands) in even units, and the log energy of each look; a second of music at a time."""
    window, size = np.hanning(2048).astype(np.float32), 2048
    edges = np.searchsorted(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), BANDS)
    found = []
    for start in range(0, len(music) - size, 50 * STEP):
        part = np.asarray(music[start : start + 49 * STEP + size]).mean(axis=1)
        count = (len(part) - size) // STEP + 1
        rows = np.lib.stride_tricks.sliding_window_view(part, size)[::STEP][:count]
        power = np.abs(np.fft.rfft(rows * window, axis=1)) ** 2
        found.append(np.add.reduceat(power, edges, axis=1)[:, :-1])
    powers = np.concatenate(found) if found else np.ones((1, len(BANDS) - 1))
    logs = np.log(powers + 1e-6)
    even = (logs - logs.mean(axis=0)) / (logs.std(axis=0) + 1e-6)
    return even.astype(np.float32), np.log(powers.sum(axis=1) + 1e-6)


def _patches(looks: np.ndarray, places: np.ndarray) -> np.ndarray:
    """What is around each place: (places, looks * bands)."""
    return np.stack([looks[place - AROUND : place + AROUND].ravel() for place in places])


def _products(there: np.ndarray, looks: np.ndarray, enters: np.ndarray) -> np.ndarray:
    """Mean product of every leaving patch with every entering one, a hundred at a time."""
    rows = [there @ _patches(looks, enters[at : at + 100]).T for at in range(0, len(enters), 100)]
    return np.concatenate(rows, axis=1) / there.shape[1]


def _nudge(music: np.ndarray, enter: int, leave: int) -> int:
    """By how many samples the entry moves so that the waves of both agree best."""
    half = CROSS // 2
    if enter - half - NUDGE < 0 or enter + half + NUDGE > len(music) or leave + half > len(music):
        return 0
    goes = np.asarray(music[leave - half : leave + half]).mean(axis=1)
    comes = np.asarray(music[enter - half - NUDGE : enter + half + NUDGE]).mean(axis=1)
    size = 1 << (len(comes) + len(goes)).bit_length()
    product = np.fft.irfft(np.fft.rfft(comes, size) * np.conj(np.fft.rfft(goes, size)), size)[: 2 * NUDGE + 1]
    return int(np.argmax(product)) - NUDGE
