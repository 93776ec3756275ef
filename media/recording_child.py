"""The process that decodes an untrusted recording: standard input is the file, standard output its samples.

Started by media/recording.py and nothing else, under the rules of probe_child.py. What it writes are mono float32
samples and then, in the last four bytes and the JSON text whose length they give, what became of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # an isolated process does not look beside its own file
from probe_child import give_up_rights, no_other_file

del sys.path[0]

SPAN = 48_000  # samples that are handed on at once
LOUDEST = 1e3  # files of floats may hold anything: full scale is 1


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

    file = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 (ours until the end)
    give_up_rights(order)
    av.logging.set_level(av.logging.PANIC)
    listener = _Listener(av, order, sys.stdout.buffer)
    try:
        listener.listen(file)
    except av.error.FFmpegError as error:
        listener.told["error"] = str(error.strerror)
    except MemoryError:
        listener.told["error"] = "it asks for too much memory"
    text = json.dumps(listener.told).encode()
    sys.stdout.buffer.write(text + len(text).to_bytes(4, "little"))


class _Listener:
    """Decodes one stream to mono at one rate. `told`: the rate, packets seen and damaged, the power of each channel."""

    def __init__(self, av: Any, order: dict, sink: Any) -> None:
        self.av, self.order, self.sink = av, order, sink
        self.told: dict = {"rate": 0, "samples": 0, "packets": 0, "damaged": 0, "powers": [], "power": 0.0}
        self.form: tuple[int, str, str] | None = None
        self.resampler: Any = None
        self.pieces: list = []
        self.pending = 0  # samples in the pieces

    def listen(self, file) -> None:
        order = self.order
        with self.av.open(file, format=order["demuxer"], options=order["options"], io_open=no_other_file,
                          buffer_size=1 << 16, metadata_errors="replace") as container:  # fmt: skip
            stream = container.streams[order["stream"]]
            if stream.codec_context is None:
                self.told["error"] = "its codec is not known here"
                return
            for packet in container.demux(stream):
                self.told["packets"] += 1
                try:
                    frames = packet.decode()
                except (self.av.error.FFmpegError, EOFError):
                    self.told["damaged"] += bool(packet.size)
                    continue
                for frame in frames:
                    self._add(frame)
                if self.told["samples"] > order["seconds"] * max(self.told["rate"], 1):
                    break
            self._change()

    def _add(self, frame) -> None:
        form = (frame.sample_rate, frame.format.name, frame.layout.name)
        if form != self.form:
            self._change()
            self.told["rate"] = self.told["rate"] or min(frame.sample_rate, self.order["rate"])
            self.form = form
            self.resampler = self.av.AudioResampler(format="fltp", layout=frame.layout, rate=self.told["rate"])
        frame.pts = None
        self._collect(self.resampler.resample(frame))
        if self.pending > SPAN:
            self._write()

    def _change(self) -> None:
        """The sound ends, or goes on with another rate or other channels."""
        if self.resampler is not None:
            self._collect(self.resampler.resample(None))
            self._write()

    def _collect(self, frames) -> None:
        self.pieces += [frame.to_ndarray() for frame in frames]
        self.pending += sum(frame.samples for frame in frames)

    def _write(self) -> None:
        import numpy as np

        if not self.pieces:
            return
        planes = np.nan_to_num(np.concatenate(self.pieces, 1), copy=False).clip(-LOUDEST, LOUDEST)  # (channels, n)
        self.pieces, self.pending = [], 0
        channel = self.order["channel"]
        mono = planes.mean(0, dtype=np.float32) if channel is None else planes[min(channel, len(planes) - 1)]
        powers = np.einsum("cn,cn->c", planes, planes, dtype=np.float64).tolist()
        before = self.told["powers"] or [0.0] * len(powers)
        self.told["powers"] = [a + b for a, b in zip(powers, before, strict=False)]
        self.told["power"] += float(np.einsum("n,n->", mono, mono, dtype=np.float64))
        self.told["samples"] += len(mono)
        self.sink.write(np.ascontiguousarray(mono, np.float32).tobytes())


if __name__ == "__main__":
    main()
