"""The original sound of a film as 48 kHz stereo, block by block, sample 0 at the film's time 0.

Times come from the container (start times, edit lists, encoder delay); where they jump or a packet is damaged, silence
keeps the place, so that what follows stays in sync.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import av
import numpy as np

from media.demux import open_film, packets
from media.finite import finite
from media.probe import Film
from media.samplerate import SAMPLE_RATE

BLOCK = SAMPLE_RATE  # samples per yielded block, except the last
JUMP = 0.010  # s; Matroska's clock rounds to 1 ms, so less than this is not a gap
MINUS_3_DB = 0.7071
# Left and right share of each speaker, after ITU-R BS.775-4 (surrounds and centre at -3 dB, no low-frequency effects).
SHARES = {
    "FL": (1.0, 0.0), "FR": (0.0, 1.0), "FC": (MINUS_3_DB, MINUS_3_DB), "LFE": (0.0, 0.0), "LFE2": (0.0, 0.0),
    "BL": (MINUS_3_DB, 0.0), "BR": (0.0, MINUS_3_DB), "SL": (MINUS_3_DB, 0.0), "SR": (0.0, MINUS_3_DB),
    "BC": (0.5, 0.5), "FLC": (MINUS_3_DB, 0.25), "FRC": (0.25, MINUS_3_DB), "DL": (1.0, 0.0), "DR": (0.0, 1.0),
}  # fmt: skip


class AudioError(ValueError):
    """The sound cannot be decoded at all; one sentence."""


def decode_audio(film: Film, stream_index: int | None = None) -> Iterator[np.ndarray]:
    """Blocks (n, 2) float32 at 48 kHz that add up to exactly round(film.duration * 48000) samples.

    stream_index: the container's index of an audio stream; None takes the default one. A film without sound yields
    nothing. Mono goes to both sides; more channels are folded down with gains that cannot clip.
    """
    chosen = film.audio if stream_index is None else next((s for s in film.streams if s.index == stream_index), None)
    if chosen is None and stream_index is None:
        return
    if chosen is None or chosen.kind != "audio":
        raise AudioError(f"{film.path.name} has no sound track number {stream_index}.")
    total = round(film.duration * SAMPLE_RATE)
    yield from _blocks(_placed(film, chosen.index), total)


def _blocks(placed: Iterator[tuple[int, np.ndarray]], total: int) -> Iterator[np.ndarray]:
    """Lay pieces at their positions (silence between, overlaps cut, nothing before 0 or after `total`)."""
    block, filled, base = np.zeros((min(BLOCK, total), 2), np.float32), 0, 0
    for position, piece in placed:
        skip = max(0, base + filled - position)
        piece, position = piece[skip:], position + skip
        while len(piece) and position < total:
            if position >= base + len(block):
                yield block
                base += len(block)
                block, filled = np.zeros((min(BLOCK, total - base), 2), np.float32), 0
                continue
            at = position - base
            count = min(len(piece), len(block) - at)
            block[at : at + count] = piece[:count]
            filled, position, piece = at + count, position + count, piece[count:]
        if position >= total:
            break
    while base < total:
        yield block
        base += len(block)
        block = np.zeros((min(BLOCK, max(0, total - base)), 2), np.float32)


def _placed(film: Film, index: int) -> Iterator[tuple[int, np.ndarray]]:
    """(position in samples at 48 kHz, (n, 2) samples): runs of unbroken sound, each through its own resampler."""
    run: _Run | None = None
    with open_film(film.path, film.format) as container:
        stream = container.streams[index]
        if stream.codec_context is None:
            raise AudioError(f"{film.path.name}: the codec of its sound is not known here.")
        for frame in _frames(container, cast(av.AudioStream, stream)):
            if run is None or not run.continues(frame):
                if run is not None:
                    yield run.end()
                run = _Run(frame, run.next if run is not None else 0)
            run.add(frame)
            if run.waiting >= BLOCK:
                yield run.sound()
        if run is not None:
            yield run.end()


def _frames(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    for packet in packets(container, [stream]):
        try:
            yield from stream.decode(packet)
        except (av.error.FFmpegError, EOFError):
            continue  # a damaged packet: the next frame's time says how much silence it leaves


class _Run:
    """Frames of one format that follow each other without a gap."""

    def __init__(self, frame: av.AudioFrame, otherwise: int) -> None:
        self.form = (frame.sample_rate, frame.format.name, frame.layout.name)
        start = frame.time if frame.pts is not None else None
        self.position = round(start * SAMPLE_RATE) if start is not None else otherwise
        self.start, self.samples = self.position / SAMPLE_RATE, 0
        self.matrix = downmix([c.name for c in frame.layout.channels])
        self.resampler = av.AudioResampler(format="fltp", layout=frame.layout, rate=SAMPLE_RATE)
        self.planes: list[np.ndarray] = []  # (channels, samples) that wait, `waiting` samples in all
        self.waiting = 0

    @property
    def next(self) -> int:
        """Position of the sample after the run."""
        return round((self.start + self.samples / self.form[0]) * SAMPLE_RATE)

    def continues(self, frame: av.AudioFrame) -> bool:
        if (frame.sample_rate, frame.format.name, frame.layout.name) != self.form:
            return False
        return frame.time is None or abs(frame.time - (self.start + self.samples / self.form[0])) < JUMP

    def add(self, frame: av.AudioFrame) -> None:
        self.samples += frame.samples
        frame.pts = None  # the run keeps the time
        self._take(frame)

    def end(self) -> tuple[int, np.ndarray]:
        self._take(None)
        return self.sound()

    def _take(self, frame: av.AudioFrame | None) -> None:
        for ready in self.resampler.resample(frame):
            if ready is not None:
                self.planes.append(ready.to_ndarray())
                self.waiting += ready.samples

    def sound(self) -> tuple[int, np.ndarray]:
        """What was added since the last time, with its position: folded down at once, for frames are small."""
        planes = np.concatenate([np.zeros((len(self.matrix), 0), np.float32), *self.planes], axis=1)
        at, self.position = self.position, self.position + self.waiting
        self.planes, self.waiting = [], 0
        return at, finite(planes.T @ self.matrix)


def downmix(channels: list[str]) -> np.ndarray:
    """(channels, 2) gains to stereo; each side's gains add up to 1 at most, so full scale in cannot clip."""
    if len(channels) == 1:
        return np.ones((1, 2), np.float32)
    gains = np.array([SHARES.get(name, (0.5, 0.5)) for name in channels], np.float32)
    return gains / max(1.0, float(gains.sum(axis=0).max()))
