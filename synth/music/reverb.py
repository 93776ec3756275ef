"""A room computed, not recorded: early reflections, then noise that dies away sooner the higher it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import fft, signal

from synth.music.score import RATE

BANDS = (
    (0, 250, 1.05),
    (250, 1000, 1.0),
    (1000, 3000, 0.85),
    (3000, 7000, 0.55),
    (7000, 16000, 0.3),
)  # Hz, Hz, share of RT60


@dataclass(frozen=True)
class Room:
    """seconds: the time in which sound falls by 60 dB; delay: before the first reflection; wet: in dB."""

    seconds: float
    delay: float
    wet: float


HALL = Room(2.3, 0.022, 0.0)
ROOMS = {
    "orchestral": HALL,
    "piano": Room(1.9, 0.016, -1.0),
    "ambient": Room(3.4, 0.03, 3.0),
    "folk": Room(1.1, 0.01, -2.5),
    "electronic": Room(1.7, 0.02, -2.0),
    "lo-fi": Room(0.8, 0.008, -3.5),
}


@lru_cache(maxsize=4)
def impulse(room: Room) -> np.ndarray:
    """(n, 2) float32: the two sides are different noise, so that the room is wide. Energy 1 a side."""
    noise = np.random.default_rng(20).standard_normal((int(room.seconds * 1.15 * RATE), 2)).astype(np.float32)
    time = np.arange(len(noise), dtype=np.float32) / RATE
    tail = np.zeros_like(noise)
    for low, high, share in BANDS:
        if low == 0:
            sos = signal.butter(2, high / (RATE / 2), output="sos")
        else:
            sos = signal.butter(2, [low / (RATE / 2), high / (RATE / 2)], "band", output="sos")
        band = signal.sosfilt(sos, noise, axis=0)
        tail += (band * np.exp(-6.91 * time / (room.seconds * share))[:, None]).astype(np.float32)
    tail *= np.minimum(time / 0.03, 1.0)[:, None]
    tail[-4800:] *= np.linspace(1, 0, 4800, dtype=np.float32)[:, None]
    tail *= 1 / np.sqrt((tail**2).sum(axis=0))
    dice = np.random.default_rng(7)
    for side in (0, 1):
        for _ in range(9):
            at = int((0.004 + dice.uniform(0, 0.055) ** 1.0) * RATE)
            tail[at, side] += dice.choice((-1, 1)) * dice.uniform(0.05, 0.16)
    whole = np.concatenate([np.zeros((int(room.delay * RATE), 2), np.float32), tail])
    return whole * 10 ** (room.wet / 20)


def reverberate(blocks: Iterable[tuple[np.ndarray, np.ndarray]], room: Room) -> Iterator[np.ndarray]:
    """(dry, send) blocks in, dry with its room out: overlap-add in the frequency domain, (n, 2) float32."""
    answer = impulse(room)
    tail = np.zeros((0, 2), np.float32)
    spectra: dict[int, np.ndarray] = {}
    for dry, send in blocks:
        count = len(dry)
        size = fft.next_fast_len(count + len(answer) - 1, real=True)
        if size not in spectra:
            spectra[size] = fft.rfft(answer, size, axis=0)
        wet = fft.irfft(fft.rfft(send, size, axis=0) * spectra[size], size, axis=0)[: count + len(answer) - 1]
        wet = wet.astype(np.float32)
        wet[: len(tail)] += tail[: len(wet)]
        tail = wet[count:].copy()
        yield dry + wet[:count]
