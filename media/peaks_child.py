"""The process that draws the sound of an untrusted film: standard input is the film, standard output pairs of bytes.

Started by media/peaks.py and nothing else, under the rules of probe_child.py. Each pair of signed bytes is the least
and the greatest sample of a span of mono sound; the first span begins at the film's time 0, and silence keeps the place
of what is missing or damaged.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # an isolated process does not look beside its own file
from probe_child import give_up_rights, no_other_file

del sys.path[0]

JUMP = 0.010  # s; Matroska's clock rounds to 1 ms, so less than this is not a gap
BLOCK = 4096  # spans that are handed on at once: what is decoded waits no longer than about a minute of sound


def main() -> None:
    order = json.loads(sys.argv[1])
    import av

    # PyAV imports these late: they must be here before the door is closed.
    import av.audio.codeccontext
    import av.audio.frame
    import av.audio.resampler
    import av.audio.stream
    import av.filter.context
    import av.filter.graph
    import av.logging
    import av.subtitles.stream
    import av.video.codeccontext
    import av.video.stream
    import numpy  # noqa: F401

    film = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 (ours until the end)
    give_up_rights(order)
    av.logging.set_level(av.logging.PANIC)
    pen = _Pen(order, sys.stdout.buffer)
    with contextlib.suppress(av.error.FFmpegError):  # what comes after the damage is silence
        _decode(av, film, order, _Line(av, order["rate"], pen))
    pen.end()


def _decode(av: Any, film: Any, order: dict, line: Any) -> None:
    from av.stream import Discard

    with av.open(film, format=order["demuxer"], options=order["options"], io_open=no_other_file,
                 buffer_size=1 << 18, metadata_errors="replace") as container:  # fmt: skip
        stream = container.streams[order["stream"]]
        for other in container.streams:  # hours of picture stay on the disk where the file has an index
            other.discard = Discard.default if other.index == stream.index else Discard.all
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except (av.error.FFmpegError, EOFError):
                continue
            for frame in frames:
                line.add(frame)
            if line.pen.full:
                return
        line.break_off()


class _Line:
    """Lays frames where their times say: runs of one form without a gap, each through its own resampler."""

    def __init__(self, av: Any, rate: int, pen: _Pen) -> None:
        self.av, self.rate, self.pen = av, rate, pen
        self.form: tuple | None = None
        self.resampler: Any = None
        self.next = 0.0  # s; where the run ends
        self.position = 0  # samples at `rate`; where its next ones belong

    def add(self, frame: Any) -> None:
        form = (frame.sample_rate, frame.format.name, frame.layout.name)
        start = frame.time if frame.pts is not None else self.next
        if form != self.form or abs(start - self.next) >= JUMP:
            self.break_off()
            self.form, self.next, self.position = form, start, round(start * self.rate)
            self.resampler = self.av.AudioResampler(format="fltp", layout="mono", rate=self.rate)
        self.next += frame.samples / frame.sample_rate
        frame.pts = None  # the run keeps the time
        self._draw(frame)

    def break_off(self) -> None:
        if self.resampler is not None:
            self._draw(None)

    def _draw(self, frame: Any) -> None:
        for ready in self.resampler.resample(frame):
            samples = ready.to_ndarray()[0]
            self.pen.draw(self.position, samples)
            self.position += len(samples)


class _Pen:
    """Draws `samples` samples in all; silence between, overlaps cut, nothing before 0 or after the end."""

    def __init__(self, order: dict, sink: Any) -> None:
        import numpy as np

        self.np, self.sink = np, sink
        self.span, self.left = order["span"], order["samples"]
        self.at = 0  # samples that were drawn
        self.block = np.zeros(BLOCK * self.span, np.float32)
        self.filled = 0  # samples of the block

    @property
    def full(self) -> bool:
        return self.left == 0

    def draw(self, position: int, samples: Any) -> None:
        samples = samples[max(0, self.at - position) :]
        if len(samples):
            self._skip(max(0, position - self.at))
            self._take(samples)

    def end(self) -> None:
        self._skip(self.left)
        if self.filled:
            self.block[self.filled :] = 0
            self._write(-(-self.filled // self.span))

    def _skip(self, count: int) -> None:
        while count > 0 and not self.full:
            silence = self.np.zeros(min(count, len(self.block)), self.np.float32)
            self._take(silence)
            count -= len(silence)

    def _take(self, samples: Any) -> None:
        while len(samples) and not self.full:
            count = min(len(samples), len(self.block) - self.filled, self.left)
            self.block[self.filled : self.filled + count] = samples[:count]
            self.filled, self.at, self.left = self.filled + count, self.at + count, self.left - count
            samples = samples[count:]
            if self.filled == len(self.block):
                self._write(BLOCK)
                self.filled = 0

    def _write(self, spans: int) -> None:
        np = self.np
        rows = np.nan_to_num(self.block[: spans * self.span].reshape(spans, self.span), posinf=1, neginf=-1)
        pairs = np.stack([rows.min(1), rows.max(1)], 1).clip(-1, 1)
        self.sink.write(np.rint(pairs * 127).astype(np.int8).tobytes())
        self.sink.flush()


if __name__ == "__main__":
    main()
