"""A film's picture in another codec than its own: what it becomes where nothing can be joined to it or written like it.

H.264 for 8 bits a sample and HEVC for more, so that HDR stays HDR; VP9 in WebM, which holds neither. The size, the
times, the colours' meaning and the turn stay; colour of a finer grain than one sample for four pixels does not.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from media.encoders import ENCODERS, describe
from media.probe import Color, Stream
from media.raster import side_data

NAMES = {"h264": "H.264", "hevc": "HEVC with 10 bits", "vp9": "VP9"}
SRGB = Color(1, 13, 1, 1)  # what pictures of red, green and blue become: BT.709, limited


@dataclass(frozen=True)
class Remade:
    """The picture as written. `lost`: what of the source cannot be kept, in words, or nothing."""

    stream: Stream
    matrix: tuple[int, ...] = ()  # how it is turned for display, as the container tells
    lost: str = ""

    @classmethod
    def of(cls, frame: av.VideoFrame, source: Stream, container: str) -> Remade:
        """What pictures like `frame` become in `container` (libav's name)."""
        kind = frame.format
        deep = kind.components[0].bits > 8
        codec = "vp9" if container == "webm" else "hevc" if deep else "h264"
        full = source.color.range == 2 or kind.name.startswith("yuvj")
        plain = "yuvj420p" if full and codec == "h264" else "yuv420p"
        color = SRGB if _rgb(frame) else source.color
        color = replace(color, range=0) if color.range == 1 else color  # limited goes without saying, and may be unsaid
        stream = replace(
            source, codec=codec, pixel_format="yuv420p10le" if deep else plain, profile=None, color=color,
            width=frame.width // 2 * 2, height=frame.height // 2 * 2,
        )  # fmt: skip
        return cls(stream, _matrix(frame), _lost(frame))

    def named(self) -> str:
        return NAMES[self.stream.codec] + (f" ({self.lost})" if self.lost else "")

    def picture(self, frame: av.VideoFrame) -> av.VideoFrame:
        """`frame` as it is given to the encoder, with its time."""
        stream = self.stream
        made = frame
        if frame.format.name != stream.pixel_format:
            full = ColorRange.JPEG if stream.color.range == 2 or stream.pixel_format == "yuvj420p" else ColorRange.MPEG
            made = frame.reformat(
                format=stream.pixel_format,
                src_color_range=ColorRange.JPEG if _rgb(frame) else full,
                dst_color_range=full,
                dst_colorspace=Colorspace.ITU709 if _rgb(frame) else None,
            )
        if (made.width, made.height) != (stream.width, stream.height):
            made = _cropped(made, cast(int, stream.width), cast(int, stream.height))
        made.pts = frame.pts
        return made

    def add(self, sink: OutputContainer, source: VideoStream) -> VideoStream:
        """A stream of `sink` with these parameters, for packets that are encoded elsewhere."""
        with av.open(io.BytesIO(self._sample()), format="matroska") as sample:
            made = sink.add_stream_from_template(sample.streams.video[0], opaque=True)
        made.time_base = source.time_base
        if self.matrix:
            made.set_display_matrix(self.matrix)
        return made

    def _sample(self) -> bytes:
        """A film of one black picture: libav has no other way to describe a stream than a stream."""
        file, (name, options) = io.BytesIO(), ENCODERS[self.stream.codec]
        with av.open(file, "w", format="matroska") as sink:
            made = cast(VideoStream, sink.add_stream(name, rate=25, options=dict(options)))
            describe(made.codec_context, self.stream)
            context = made.codec_context
            frame = av.VideoFrame(context.width, context.height, cast(str, context.pix_fmt))
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.pts, frame.time_base = 0, Fraction(1, 25)
            sink.mux(made.encode(frame))
            sink.mux(made.encode(None))
        return file.getvalue()


def _rgb(frame: av.VideoFrame) -> bool:
    return frame.format.is_rgb or frame.format.name == "pal8"


def _lost(frame: av.VideoFrame) -> str:
    parts = frame.format.components
    lost = []
    if len(parts) > 1 and (parts[1].width, parts[1].height) != (-(-frame.width // 2), -(-frame.height // 2)):
        lost.append("colour at half the size")
    if parts[0].bits > 10:
        lost.append(f"10 bits instead of {parts[0].bits}")
    if any(part.is_alpha for part in parts):
        lost.append("without its transparency")
    return ", ".join(lost)


def _matrix(frame: av.VideoFrame) -> tuple[int, ...]:
    for data in side_data(frame):
        if data.type.name == "DISPLAYMATRIX":
            return struct.unpack("<9i", bytes(data)[:36])
    return ()


def _cropped(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """Without the last column or row of an odd size, which colour at half the size cannot have."""
    made = av.VideoFrame(width, height, frame.format.name)
    for source, target in zip(frame.planes, made.planes, strict=True):
        bytes_across = target.width * (2 if frame.format.components[0].bits > 8 else 1)
        rows = np.frombuffer(memoryview(source), np.uint8).reshape(source.height, -1)
        into = np.frombuffer(memoryview(target), np.uint8).reshape(target.height, -1)
        into.flags.writeable = True
        into[:, :bytes_across] = rows[: target.height, :bytes_across]
    return made
