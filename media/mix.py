"""The finished programme: speech over original sound and music, 48 kHz stereo, on its loudness and under its peak."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from media.balance import balance
from media.bed import UNDER, Bed, Heard
from media.bell import Bell
from media.cancelled import Cancelled
from media.ducking import Ducking
from media.programme import Part, Summed, sum_up
from media.samplerate import SAMPLE_RATE
from media.stemfiles import NAMES, StemFiles
from media.stems import MixError, Stem, Take, music_stem, original_stem, speech_stem
from media.voiced import Voiced, stretches

__all__ = ["MixError", "MixOptions", "MixReport", "Take", "mix"]

CODEC_MARGIN = 1.0  # dB kept under the asked true peak: AAC at 192 kbit/s overshoots speech by 0.2 dB, drums by 0.6-1.7
CLOSE_ENOUGH = 0.2  # LU; when the limiter cost more than this, the gains are raised and the last pass repeated
ATTEMPTS = 3
ORIGINALS = ("duck", "keep", "replace")


@dataclass(frozen=True)
class MixOptions:
    """`original`: duck under speech, keep untouched, or replace (speech only). `music`: how far under speech, one of
    media.bed.UNDER. Levels in LUFS, dBTP, dB; times in s.
    """

    original: str = "duck"
    loudness: float = -16.0
    true_peak: float = -1.0
    duck_db: float = -12.0
    duck_lead: float = 0.2
    duck_tail: float = 0.4
    bridge: float = 1.0
    music: str = "balanced"


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
    music_under: Heard | None = None  # LU from speech down to music


def mix(
    takes: Iterable[Take],
    original: Iterator[np.ndarray] | None,
    duration: float,
    scratch: Path,
    options: MixOptions | None = None,
    *,
    music: Iterator[np.ndarray] | None = None,
    stems: Path | None = None,
    wanted: Sequence[str] = NAMES,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> MixReport:
    """Write the programme to `scratch`: raw little-endian float32, stereo interleaved, round(duration * 48000) frames.

    `original` and `music` yield (n, 2) float32 blocks at 48 kHz from film time 0. The original keeps its own level
    where nobody speaks and speech is set against it so that the whole lands on the target (media/balance.py says when
    that cannot be); music is set against the speech (media/bed.py). `stems`: a folder for those of stemfiles.NAMES that
    are `wanted`, FLAC of 24 bit; all but the programme add up to the programme. Everything streams: memory does not
    grow with the film, time is linear. While it works, more files beside `scratch` hold 20 bytes per frame. Raises
    MixError or Cancelled and then leaves no file.
    """
    options = options or MixOptions()
    frames = round(duration * SAMPLE_RATE)
    _check(options, frames)
    steps = _Steps(progress, cancelled)
    files = _Files.beside(scratch)
    names = [name for name in wanted if name != "music" or music is not None]
    try:
        with StemFiles(stems, names) if stems else contextlib.nullcontext() as flacs:
            speech = speech_stem(takes, frames, files.speech, options.loudness, steps.part(0.0, 0.3))
            beneath = _original(original, frames, files.original, speech, options, steps.part(0.3, 0.5))
            bed = _bed(music, frames, files.music, speech, beneath, options, steps.part(0.5, 0.6))
            parts = files.parts(bed)
            spoken = speech.hops if bed is None else speech.hops + bed.hops()
            gains = balance(spoken, _as_long(beneath, speech), options.loudness)

            def summed(gains: tuple[float, float]) -> Summed:
                each = [gains[part.name == "original"] for part in parts]
                ceiling = options.true_peak - CODEC_MARGIN
                return sum_up(parts, each, frames, files.programme, ceiling, flacs, steps.part(0.6, 1.0))

            result, gains = _on_target(summed, gains, options.loudness)
            if flacs:
                flacs.publish()
        return MixReport(frames, result.loudness, result.true_peak, gains[0],
                         gains[1] if beneath is not None and beneath.hops.any() else 0.0, result.limited_db,
                         speech.beyond, bed.heard() if bed else None)  # fmt: skip
    except OSError as error:
        files.discard()
        raise MixError(f"the mix cannot be written to {scratch} ({error.strerror or error}): make room.") from error
    except BaseException:
        files.discard()
        raise
    finally:
        files.tidy()


def _on_target(
    summed: Callable[[tuple[float, float]], Summed], gains: tuple[float, float], target: float
) -> tuple[Summed, tuple[float, float]]:
    """The last pass, repeated with other gains where the limiter took away what was aimed at."""
    result = summed(gains)
    for _ in range(ATTEMPTS - 1):
        missing = target - result.loudness
        if not CLOSE_ENOUGH < abs(missing) < np.inf:
            break
        gains = gains[0] + missing, gains[1] + missing
        result = summed(gains)
    return result, gains


def _check(options: MixOptions, frames: int) -> None:
    if frames <= 0:
        raise MixError("the film has no length: there is nothing to mix into.")
    if options.original not in ORIGINALS:
        raise MixError(f"unknown choice {options.original!r} for the original: use one of {', '.join(ORIGINALS)}.")
    if options.music not in UNDER:
        raise MixError(f"unknown level {options.music!r} for the music: use one of {', '.join(UNDER)}.")
    if not -70 < options.loudness < 0 or not -20 <= options.true_peak <= 0 or options.duck_db > 0:
        raise MixError("loudness must lie between -70 and 0 LUFS, true peak between -20 and 0 dBTP, duck_db at most 0.")


def _original(
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


def _bed(
    blocks: Iterator[np.ndarray] | None,
    frames: int,
    path: Path,
    speech: Stem,
    original: Stem | None,
    options: MixOptions,
    tick: Callable[[float], None],
) -> Bed | None:
    if blocks is None:
        return None
    music = music_stem(blocks, frames, path, Bell(Voiced(stretches(speech.spans))), tick)
    beside = _as_long(original, speech) if original is not None else None
    return Bed(_as_long(music, speech), speech.hops, beside, speech.spans, options.music, options.loudness)


def _as_long(stem: Stem | None, speech: Stem) -> np.ndarray:
    """Its power of every 100 ms, with silence to the end of the film."""
    hops = stem.hops if stem is not None else np.zeros(0)
    return np.pad(hops, (0, len(speech.hops) - len(hops)))


@dataclass(frozen=True)
class _Files:
    programme: Path
    speech: Path
    original: Path
    music: Path

    @classmethod
    def beside(cls, scratch: Path) -> _Files:
        return cls(scratch, *(scratch.with_name(f"{scratch.name}.{part}") for part in ("speech", "original", "music")))

    def parts(self, bed: Bed | None) -> list[Part]:
        """Those that were written, as the last pass takes them."""
        every = [Part("speech", self.speech, 1), Part("original", self.original, 2)]
        if bed is not None:
            every.append(Part("music", self.music, 2, bed.gain))
        return [part for part in every if part.path.exists()]

    def tidy(self) -> None:
        for path in (self.speech, self.original, self.music):
            path.unlink(missing_ok=True)

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
