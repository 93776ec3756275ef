"""A recording of someone's voice, from whatever a browser, a phone or a camera makes of it, as mono samples.

The same two walls as for films (media/probe.py): the first bytes choose the demuxer, and a child process that may not
open files does the decoding (media/recording_child.py), under limits of memory and time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from media.probe import Film, Limits, ProbeError, TooLong, probe, reading

LONGEST = 600.0  # s; a voice is learnt from a minute, and nobody can judge an hour by hand
TOP_RATE = 48_000  # Hz; higher ones are brought down to it
DEADLINE = 30.0  # s of wall time for each look; ten minutes of the slowest codec take about two
DAMAGED = 0.02  # share of packets that may fail: a damaged start or end is nothing
SHORT = 0.9  # share of the declared length that must be there
CANCELLED = 0.1  # power of the mean of all channels, as a share of the strongest, below which they cancel each other
CHILD = Path(__file__).with_name("recording_child.py")


class RecordingError(ValueError):
    """The file is no sound, damaged, or too long. The message is one sentence for the person who gave it."""


@dataclass(frozen=True)
class Recording:
    """audio: float32 (n,) mono in [-1, 1] at sample_rate, that of the file up to 48 kHz."""

    audio: np.ndarray
    sample_rate: int
    container: str  # as in probe.Film.format
    codec: str

    @property
    def seconds(self) -> float:
        return len(self.audio) / self.sample_rate


def read_recording(path: Path | str, longest: float = LONGEST) -> Recording:
    """The sound of any recording, or of any film. Raises RecordingError; a file that is too long is not decoded."""
    path = Path(path)
    try:
        film = probe(path, Limits(duration=longest, deadline=DEADLINE), sound_alone=True)
    except TooLong:
        raise _too_long(path, longest) from None
    except ProbeError as error:
        raise RecordingError(str(error)) from None
    audio, told = _decode(film, longest)
    _check(film, audio, told)
    if len(audio) > (longest + 0.5) * told["rate"]:  # whatever its header said
        raise _too_long(path, longest)
    strongest = max(told["powers"])
    if told["power"] < CANCELLED * strongest:
        audio, told = _decode(film, longest, told["powers"].index(strongest))
    peak = max(1.0, float(np.abs(audio).max()))
    assert film.audio is not None
    return Recording(audio / np.float32(peak), told["rate"], film.format, film.audio.codec)


def _too_long(path: Path, longest: float) -> RecordingError:
    length = f"{longest / 60:g} minutes" if longest >= 60 else f"{longest:g} seconds"
    advice = "cut out the clearest minute of one person speaking and give that"
    return RecordingError(f"{path.name} is longer than {length}: {advice}.")


def _decode(film: Film, longest: float, channel: int | None = None) -> tuple[np.ndarray, dict[str, Any]]:
    """Samples of one channel, or of the mean of all, and what the child tells about them."""
    assert film.audio is not None
    order = reading(film.format) | {
        "stream": film.audio.index, "channel": channel, "seconds": longest + 1, "rate": TOP_RATE,
        "memory": Limits.memory, "cpu": int(DEADLINE) + 1}  # fmt: skip
    command = [sys.executable, "-I", str(CHILD), json.dumps(order)]
    try:
        with film.path.open("rb") as file:
            done = subprocess.run(command, stdin=file, capture_output=True, timeout=DEADLINE, check=False)
    except subprocess.TimeoutExpired:
        raise RecordingError(f"{film.path.name} took longer than {DEADLINE:g} s to decode: export it again.") from None
    except OSError as error:
        raise RecordingError(f"{film.path.name} cannot be read: {error.strerror}.") from None
    if done.returncode != 0 or len(done.stdout) < 4:
        raise RecordingError(f"{film.path.name} broke the reader that decoded it: it is damaged or hostile.")
    end = len(done.stdout) - 4
    start = end - int.from_bytes(done.stdout[end:], "little")
    return np.frombuffer(done.stdout, np.float32, start // 4), json.loads(done.stdout[start:end])


def _check(film: Film, audio: np.ndarray, told: dict[str, Any]) -> None:
    name = film.path.name
    if "error" in told or not len(audio):
        why = told.get("error", "none of its sound can be decoded")
        raise RecordingError(f"{name} is damaged ({why}): copy or export it again.")
    if told["damaged"] > max(1, DAMAGED * told["packets"]):
        raise RecordingError(
            f"{name} is damaged: {told['damaged']} of its {told['packets']} pieces of sound cannot be decoded; "
            "copy or export it again."
        )
    there = len(audio) / told["rate"]
    if there < SHORT * film.duration - 0.1:
        raise RecordingError(
            f"{name} is cut short: {there:.1f} of {film.duration:.1f} s are there; copy or export it again."
        )
