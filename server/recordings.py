"""From uploads to an examined recording: sentences joined in order, a verdict, and what to do about it.

ears = Ears()
recording = ears.hear([Heard(path, "mine.webm")])
told = examined(recording)
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.told import told

if TYPE_CHECKING:
    from media.recording import Recording
    from synth.voice.measures import Measures

READERS = 3  # recordings decoded at the same time, a process each
KEPT = 64_000_000  # bytes of decoded sound that wait for the next question about them
SILENT = 1e-3  # peak below which nothing is anyone's speech
LOOKED_AT = 45.0  # s of cleaned speech by which two recordings are compared


@dataclass(frozen=True)
class Given:
    """A recording as it was uploaded. name: what the person calls it, for sentences only."""

    path: Path
    name: str


class Ears:
    """Reads recordings, and keeps the last ones at hand: what was checked is then asked for again. Thread-safe."""

    def __init__(self, kept: int = KEPT):
        self._kept, self._size = kept, 0
        self._known: OrderedDict[tuple[Path, int, int], Recording] = OrderedDict()
        self._lock = threading.Lock()

    def hear(self, given: Sequence[Given]) -> Recording:
        """All of them as one, in their order. RecordingError names the one that cannot be read."""
        with ThreadPoolExecutor(READERS) as pool:
            return joined(list(pool.map(self._one, given)))

    def _one(self, given: Given) -> Recording:
        stat = given.path.stat()
        key = (given.path, stat.st_mtime_ns, stat.st_size)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        recording = _read(given)
        with self._lock:
            if key not in self._known and recording.audio.nbytes <= self._kept:
                self._known[key] = recording
                self._size += recording.audio.nbytes
            while self._size > self._kept:
                self._size -= self._known.popitem(last=False)[1].audio.nbytes
        return recording


def joined(recordings: Sequence[Recording]) -> Recording:
    """One after the other, at the highest of their rates."""
    import numpy as np
    from scipy.signal import resample_poly

    rate = max(each.sample_rate for each in recordings)
    audio = [
        each.audio if each.sample_rate == rate else resample_poly(each.audio, rate, each.sample_rate).astype(np.float32)
        for each in recordings
    ]
    return replace(recordings[0], audio=np.concatenate(audio), sample_rate=rate)


def examined(recording: Recording) -> dict[str, Any]:
    """What the API says of a recording: verdict (ok, warn, refuse), findings worst first, and levels.

    A minute takes a second or two. Sentences are for whoever asks (told.py).
    """
    from synth.voice.encoder import embed
    from synth.voice.sample import examine

    found = examine(recording.audio, recording.sample_rate, embed)
    findings = [
        {"code": each.code, "severity": each.severity, "sentence": told(each.sentence), "advice": told(each.advice)}
        for each in found.findings
    ]
    return {"verdict": found.verdict, "findings": findings, "levels": levels(found.measures)}


def levels(m: Measures) -> dict[str, float]:
    """Figures as people read them: s, minutes, dBFS, dB, % and kHz."""
    return {
        "seconds": round(m.seconds, 1),
        "minutes": round(m.seconds / 60),
        "speech": round(m.speech_seconds, 1),
        "level": round(m.level_db),
        "noise": round(m.noise_db),
        "snr": max(0, round(m.snr_db)),
        "clipped": round(100 * m.clipped, 1),
        "voiced": round(100 * m.voiced),
        "kilohertz": round(m.bandwidth_hz / 1000, 1),
    }


def wake() -> None:
    """Loads what listens, in the background, so that the first who asks does not wait for it."""

    def listen() -> None:
        import numpy as np

        from media.recording import Recording

        noise = np.random.default_rng(0).normal(0, 0.1, 5 * 48_000).astype(np.float32)
        examined(Recording(noise, 48_000, "wav", "pcm_s16le"))

    threading.Thread(target=listen, daemon=True).start()


def likeness(one: Recording, other: Recording) -> float:
    """How alike the two voices are to our speaker encoder: a cosine, about 0.8 for one person, 0.25 for two."""
    from synth.voice.encoder import embed

    return float(embed(_speech(one)) @ embed(_speech(other)))


def speech_seconds(recording: Recording) -> float:
    """Of the recording without its pauses."""
    from synth.speech.mel import SAMPLE_RATE

    if abs(recording.audio).max() < SILENT:
        return 0.0
    return len(_speech(recording, longest=None)) / SAMPLE_RATE


def sha256(given: Sequence[Given]) -> str:
    """Of all their bytes, in order: of one recording it is the file's own."""
    total = hashlib.sha256()
    for each in given:
        with each.path.open("rb") as file:
            while block := file.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def _speech(recording: Recording, longest: float | None = LOOKED_AT) -> Any:
    from synth.speech.mel import SAMPLE_RATE
    from synth.voice.sample import clean

    speech = clean(recording.audio, recording.sample_rate)
    return speech if longest is None else speech[: round(longest * SAMPLE_RATE)]


def _read(given: Given) -> Recording:
    from media.recording import RecordingError, read_recording

    try:
        return read_recording(given.path)
    except RecordingError as error:  # its sentences begin with the name of the file, which is an id of ours
        raise RecordingError(str(error).replace(given.path.name, given.name)) from None
