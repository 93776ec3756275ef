"""The finished programme: speech over the original sound, 48 kHz stereo, on its loudness target and under its peak."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from media.balance import balance
from media.cancelled import Cancelled
from media.ducking import Ducking
from media.limiter import Limiter
from media.loudness import LoudnessMeter, TruePeakMeter
from media.samplerate import SAMPLE_RATE
from media.secondcore import one_behind
from media.stemfiles import StemFiles
from media.stems import BLOCK, MixError, Stem, Take, original_stem, speech_stem

__all__ = ["MixError", "MixOptions", "MixReport", "Take", "mix"]

CODEC_MARGIN = 1.0  # dB kept under the asked true peak: AAC at 192 kbit/s overshoots speech by 0.2 dB, drums by 0.6-1.7
CLOSE_ENOUGH = 0.2  # LU; when the limiter cost more than this, the gains are raised and the last pass repeated
ATTEMPTS = 3
ORIGINALS = ("duck", "keep", "replace")


@dataclass(frozen=True)
class MixOptions:
    """`original`: duck under speech, keep untouched, or replace (speech only). Levels in LUFS, dBTP, dB; times in s."""

    original: str = "duck"
    loudness: float = -16.0
    true_peak: float = -1.0
    duck_db: float = -12.0
    duck_lead: float = 0.2
    duck_tail: float = 0.4
    bridge: float = 1.0


@dataclass(frozen=True)
class MixReport:
    """Measured on the finished programme; `original_gain_db` is 0 unless target and original could not both hold."""

    frames: int
    loudness: float  # LUFS integrated, -inf for silence
    true_peak: float  # dBTP
    speech_gain_db: float  # against cues that are each at the target
    original_gain_db: float
    limited_db: float  # deepest gain reduction of the limiter
    beyond_end: tuple[int, ...] = ()  # cues whose sound the film's end cut off


def mix(
    takes: Iterable[Take],
    original: Iterator[np.ndarray] | None,
    duration: float,
    scratch: Path,
    options: MixOptions | None = None,
    *,
    stems: Path | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> MixReport:
    """Write the programme to `scratch`: raw little-endian float32, stereo interleaved, round(duration * 48000) frames.

    `original` yields (n, 2) float32 blocks at 48 kHz from film time 0. The original keeps its own level where nobody
    speaks and speech is set against it so that the whole lands on the target (media/balance.py says when that cannot
    be). `stems`: a folder for speech.flac, original.flac and programme.flac, 24 bit; the first two add up to the third.
    Everything streams: memory does not grow with the film, time is linear. While it works, two more files beside
    `scratch` hold 12 bytes per frame. Raises MixError or Cancelled and then leaves no file.
    """
    options = options or MixOptions()
    frames = round(duration * SAMPLE_RATE)
    _check(options, frames)
    steps = _Steps(progress, cancelled)
    files = _Files(scratch, scratch.with_name(scratch.name + ".speech"), scratch.with_name(scratch.name + ".original"))
    try:
        with StemFiles(stems) if stems else contextlib.nullcontext() as flacs:
            speech = speech_stem(takes, frames, files.speech, options.loudness, steps.part(0.0, 0.3))
            bed = _bed(original, frames, files.original, speech, options, steps.part(0.3, 0.6))
            hops = bed.hops if bed is not None else np.zeros(0)
            gains = balance(speech.hops, np.pad(hops, (0, len(speech.hops) - len(hops))), options.loudness)
            report = _finish(files, frames, gains, options, flacs, steps.part(0.6, 1.0))
            for _ in range(ATTEMPTS - 1):
                missing = options.loudness - report.loudness
                if not CLOSE_ENOUGH < abs(missing) < np.inf:
                    break
                gains = gains[0] + missing, gains[1] + missing
                report = _finish(files, frames, gains, options, flacs, steps.part(0.6, 1.0))
            if flacs:
                flacs.publish()
        return replace(report, original_gain_db=gains[1] if hops.any() else 0.0, beyond_end=speech.beyond)
    except OSError as error:
        files.discard()
        raise MixError(f"the mix cannot be written to {scratch} ({error.strerror or error}): make room.") from error
    except BaseException:
        files.discard()
        raise
    finally:
        files.tidy()


def _check(options: MixOptions, frames: int) -> None:
    if frames <= 0:
        raise MixError("the film has no length: there is nothing to mix into.")
    if options.original not in ORIGINALS:
        raise MixError(f"unknown choice {options.original!r} for the original: use one of {', '.join(ORIGINALS)}.")
    if not -70 < options.loudness < 0 or not -20 <= options.true_peak <= 0 or options.duck_db > 0:
        raise MixError("loudness must lie between -70 and 0 LUFS, true peak between -20 and 0 dBTP, duck_db at most 0.")


def _bed(
    blocks: Iterator[np.ndarray] | None,
    frames: int,
    path: Path,
    speech: Stem,
    options: MixOptions,
    tick: Callable[[float], None],
) -> Stem | None:
    if blocks is None or options.original == "replace":
        return None
    ducking = None
    if options.original == "duck":
        ducking = Ducking(speech.spans, options.duck_db, options.duck_lead, options.duck_tail, options.bridge)
    return original_stem(blocks, frames, path, ducking, tick)


def _finish(
    files: _Files,
    frames: int,
    gains: tuple[float, float],
    options: MixOptions,
    flacs: StemFiles | None,
    tick: Callable[[float], None],
) -> MixReport:
    """Sum both halves, limit, write and measure. Stems ride through the limiter, so that they add up to the result."""
    speech_gain, original_gain = (np.float32(10 ** (gain / 20)) for gain in gains)
    limiter = Limiter(options.true_peak - CODEC_MARGIN, channels=5 if flacs else 2)
    loudness, peak = LoudnessMeter(2), TruePeakMeter(2)
    if flacs:
        flacs.begin()
    with contextlib.ExitStack() as open_files:
        speech = open_files.enter_context(files.speech.open("rb"))
        original = open_files.enter_context(files.original.open("rb")) if files.original.exists() else None
        programme = open_files.enter_context(files.programme.open("wb"))

        def emit(audio: np.ndarray) -> None:
            loudness.add(audio[:, :2])
            peak.add(audio[:, :2])
            audio[:, :2].tofile(programme)
            if flacs:
                flacs.write(audio)

        with one_behind() as later:
            for position in range(0, frames, BLOCK):
                count = min(BLOCK, frames - position)
                spoken = np.fromfile(speech, np.float32, count)[:, None]
                bed = np.fromfile(original, np.float32, 2 * count) if original else np.zeros(2 * count, np.float32)
                bed = bed.reshape(-1, 2)
                spoken *= speech_gain
                bed *= original_gain
                both = np.concatenate([bed + spoken, spoken, bed], axis=1) if flacs else np.add(bed, spoken, out=bed)
                later(partial(emit, limiter.process(both)))
                tick(position / frames)
            later(partial(emit, limiter.flush()))
    tick(1.0)
    return MixReport(frames, loudness.loudness(), peak.peak(), gains[0], gains[1], limiter.deepest)


@dataclass(frozen=True)
class _Files:
    programme: Path
    speech: Path
    original: Path

    def tidy(self) -> None:
        self.speech.unlink(missing_ok=True)
        self.original.unlink(missing_ok=True)

    def discard(self) -> None:
        self.programme.unlink(missing_ok=True)


class _Steps:
    """Hands each part of the work a `tick(fraction)` that reports overall progress and stops when asked to."""

    def __init__(self, progress: Callable[[float], None] | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress, self._cancelled, self._shown = progress, cancelled, 0.0

    def part(self, first: float, last: float) -> Callable[[float], None]:
        def tick(fraction: float) -> None:
            if self._cancelled and self._cancelled():
                raise Cancelled("The film was not mixed: cancelled.")
            self._shown = max(self._shown, first + (last - first) * fraction)
            if self._progress:
                self._progress(self._shown)

        return tick
