"""The raw parts of a programme on disk: speech laid on the timeline, the original stepping back for it, the music."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from scipy.signal import firwin, resample_poly

from media.bell import Bell
from media.ducking import Ducking, Span
from media.finite import finite
from media.loudness import LoudnessMeter, speech_level
from media.samplerate import SAMPLE_RATE
from media.secondcore import one_behind
from media.stretch import fit

BLOCK = SAMPLE_RATE  # frames handled at once: a second stays in the cache
EDGE = 240  # samples: 5 ms fades, so that a take whose noise floor is not zero neither clicks in nor out
MOST_LIFT = 30.0  # dB: what is fainter than that against the target is breath, not speech
FRAME_BYTES = 4  # float32


class MixError(RuntimeError):
    """The programme cannot be made; the message says which take or block and what to do."""


@dataclass(frozen=True)
class Take:
    """One spoken cue, loaded only when its time comes.

    `start` in seconds of film time; `audio` a sound file or a function giving (mono float32 (n,), sample rate);
    `length` in seconds if the take is still to be time-stretched to it, None to use it as it is.
    """

    start: float
    audio: Path | Callable[[], tuple[np.ndarray, int]]
    length: float | None = None
    cue: int = 0


@dataclass(frozen=True)
class Stem:
    """Where somebody speaks (sample spans), the weighted power of every 100 ms, and cues cut off by the film's end."""

    hops: np.ndarray
    spans: tuple[Span, ...] = ()
    beyond: tuple[int, ...] = ()


def speech_stem(takes: Iterable[Take], frames: int, path: Path, level: float, tick: Callable[[float], None]) -> Stem:
    """Write mono float32 speech of `frames` samples to `path`, every take at `level` LUFS and centred later.

    Overlapping takes add up. Memory holds the takes that sound at one moment; silence becomes holes in the file.
    `tick` is called with the fraction done; what it raises ends the work.
    """
    meter = LoudnessMeter(1, sides=2)
    spans: list[Span] = []
    beyond: list[int] = []
    with path.open("wb") as file:
        with one_behind() as later:
            sounding, base = np.zeros(0, np.float32), 0  # what is still open, from sample `base` on
            for take in sorted(takes, key=lambda take: take.start):
                start = max(0, round(take.start * SAMPLE_RATE))
                tick(min(1.0, start / frames))
                if start >= frames:
                    beyond.append(take.cue)
                    continue
                audio = _levelled(_loaded(take), level)
                if len(audio) == 0:
                    continue
                if start + len(audio) > frames:
                    beyond.append(take.cue)
                    audio = audio[: frames - start]
                later(partial(_write, file, meter, sounding[: start - base], start - base))
                sounding, base = _add(sounding[start - base :], _faded(audio)), start
                spans.append((start, start + len(audio)))
            later(partial(_write, file, meter, sounding, frames - base))
        file.truncate(frames * FRAME_BYTES)
    return Stem(meter.hops(), tuple(spans), tuple(beyond))


def original_stem(
    blocks: Iterator[np.ndarray], frames: int, path: Path, ducking: Ducking | None, tick: Callable[[float], None]
) -> Stem:
    """Write the original as stereo float32 of `frames` frames to `path`, ducked if asked.

    `blocks` are (n, 2) at 48 kHz from film time 0, of any size, each an array of its own; a short original
    ends in silence, a long one is cut.
    """
    meter = LoudnessMeter(2)
    done = 0
    with path.open("wb") as file:
        with one_behind() as later:
            for block in _regular(_read_on(blocks)):
                piece = block[: frames - done]
                later(partial(_append, file, meter, piece, ducking.gain(done, len(piece)) if ducking else None))
                done += len(piece)
                tick(done / frames)
                if done >= frames:
                    break
        file.truncate(frames * 2 * FRAME_BYTES)
    return Stem(meter.hops())


def music_stem(
    blocks: Iterator[np.ndarray], frames: int, path: Path, bell: Bell, tick: Callable[[float], None]
) -> Stem:
    """Write the music as stereo float32 of `frames` frames to `path`, with room made in it for speech.

    `blocks` as for the original. Its level comes later, from what is measured here (media/bed.py).
    """
    return original_stem((bell.process(block) for block in _regular(blocks)), frames, path, None, tick)


def _read_on(blocks: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """Tell a film that cannot be read from a disk that cannot be written."""
    try:
        yield from blocks
    except OSError as error:
        raise MixError(f"the film's sound cannot be read to its end ({error}): narrate without it instead.") from error


def _regular(blocks: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """The same sound in blocks of BLOCK frames: a decoder's 20 ms at a time would be all overhead."""
    room, filled = np.empty((BLOCK, 2), np.float32), 0
    for block in blocks:
        if block.ndim != 2 or block.shape[1] != 2:
            raise MixError(f"the original sound arrived shaped {block.shape}: blocks must be (n, 2).")
        if filled == 0 and len(block) == BLOCK:  # as our own decoder gives them
            yield block
            continue
        while len(block):
            piece, block = block[: BLOCK - filled], block[BLOCK - filled :]
            room[filled : filled + len(piece)] = piece
            filled += len(piece)
            if filled == BLOCK:
                yield room
                room, filled = np.empty((BLOCK, 2), np.float32), 0
    yield room[:filled]


def _append(file: BinaryIO, meter: LoudnessMeter, audio: np.ndarray, gain: np.ndarray | None) -> None:
    audio = finite(audio)
    if gain is not None:
        audio = audio * gain[:, None]
    meter.add(audio)
    audio.astype(np.float32, copy=False).tofile(file)


def _loaded(take: Take) -> np.ndarray:
    """The take as (n,) float32 at 48 kHz, stretched if asked."""
    try:
        audio, rate = _read(take.audio) if isinstance(take.audio, Path) else take.audio()
    except (OSError, RuntimeError, ValueError) as error:
        raise MixError(f"the take of cue {take.cue} cannot be read ({error}): delete it and run again.") from error
    if audio.ndim != 1:
        raise MixError(f"the take of cue {take.cue} is shaped {audio.shape}: takes must be mono (n,).")
    audio = finite(audio)
    if take.length is not None:
        audio = fit(audio, rate, take.length)
    return resampled(audio, rate)


def _read(path: Path) -> tuple[np.ndarray, int]:
    import soundfile

    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return audio.mean(axis=1), rate


def resampled(audio: np.ndarray, rate: int) -> np.ndarray:
    """(n,) at any rate -> (round(n * 48000 / rate),) at 48 kHz, float32; images 90 dB down, flat to 0.9 of its band."""
    if rate == SAMPLE_RATE or len(audio) == 0:
        return audio.astype(np.float32, copy=False)
    common = math.gcd(rate, SAMPLE_RATE)
    up, down = SAMPLE_RATE // common, rate // common
    audio48 = resample_poly(audio.astype(np.float32, copy=False), up, down, window=_low_pass(max(up, down)))
    return audio48[: round(len(audio) * SAMPLE_RATE / rate)]


@lru_cache(maxsize=8)
def _low_pass(factor: int) -> np.ndarray:
    """Designed once per rate: the design costs more than filtering a short take."""
    return firwin(2 * 16 * factor + 1, 1 / factor, window=("kaiser", 8.0)).astype(np.float32)


def _levelled(audio: np.ndarray, level: float) -> np.ndarray:
    """Every cue equally loud; a silent one stays out (empty)."""
    measured = speech_level(audio)
    if not math.isfinite(measured):
        return audio[:0]
    return audio * np.float32(10 ** (min(MOST_LIFT, level - measured) / 20))


def _faded(audio: np.ndarray) -> np.ndarray:
    count = min(EDGE, len(audio) // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / max(1, count))).astype(np.float32)
    audio = audio.copy()
    audio[:count] *= ramp
    audio[len(audio) - count :] *= ramp[::-1]
    return audio


def _add(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    total = np.zeros(max(len(first), len(second)), np.float32)
    total[: len(first)] = first
    total[: len(second)] += second
    return total


def _write(file: BinaryIO, meter: LoudnessMeter, audio: np.ndarray, count: int) -> None:
    """The audio, then silence up to `count` samples: a hole in the file, but heard by the meter."""
    meter.add(audio)
    audio.tofile(file)
    for first in range(len(audio), count, BLOCK):
        meter.add(np.zeros(min(BLOCK, count - first)))
    file.seek((count - len(audio)) * FRAME_BYTES, 1)
