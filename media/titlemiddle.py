"""Titles over the film's own pictures, in its middle: between two key frames pictures are encoded anew, one for one.

Each takes the place of one packet of the film, with that packet's decoding time and length; so nothing before it and
nothing behind it moves, and neither does anything beside it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, cast

import av
from av.stream import Stream as AvStream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.stream import VideoStream

from media.avc import Record, framed
from media.beneath import beneath
from media.demux import open_film
from media.encoders import picture_encoder
from media.excerpt import excerpt
from media.gaps import Gap, Walked
from media.probe import Film
from media.raster import Raster
from media.titlehead import beside, encoded
from media.titles import Canvas, Drawer

if TYPE_CHECKING:
    import numpy as np

    from media.remux import Item

BOTTOM_FIRST = (3, 4)  # AV_FIELD_BB, AV_FIELD_TB


class Inset(Protocol):
    """A title that stands on the film's pictures. drawer: for so many seconds, on pictures such as those given."""

    @property
    def name(self) -> str: ...
    @property
    def seconds(self) -> float: ...
    def drawer(self, canvas: Canvas, seconds: float, beneath: Iterable[np.ndarray], /) -> Drawer: ...


@dataclass(frozen=True)
class Placed:
    """An inset and when it is seen: from `start` on (s, of the film), for `seconds`."""

    inset: Inset
    start: float
    seconds: float

    @property
    def end(self) -> float:
        return self.start + self.seconds

    def drawer(self, film: Film, raster: Raster) -> Drawer:
        return self.inset.drawer(raster, self.seconds, beneath(film, raster, self.start, self.end))


@dataclass
class Middle:
    """What is put into the gaps of a film. extradata: the stream's parameters with ours among them (None: as they are).

    times: of the pictures of each gap, in ticks, as they are encoded.
    """

    film: Film
    clock: Fraction
    gaps: Sequence[Gap]
    placed: Sequence[Placed]
    raster: Raster
    options: dict[str, str]
    parameters: bytes
    extradata: bytes | None
    length: int  # bytes of a unit's length; 0: packets have no units
    times: list[list[int]] = field(default_factory=list)

    @property
    def encoded(self) -> int:
        return sum(map(len, self.times))

    def replaced(self, items: Iterator[Item], picture: AvStream) -> Iterator[Item]:
        """The copied packets, those of gaps replaced by ours. Raises ValueError where they are not one for one."""
        waiting = iter(self.gaps)
        gap, ours, left = next(waiting, None), None, 0
        for item in items:
            time, order, stream, packet = item
            if stream is not picture or (ours is None and (gap is None or packet.pts != gap.start.pts)):
                yield item
                continue
            if ours is None:
                assert gap
                ours, left = self._packets(gap), gap.count
            made = next(ours, None)
            if made is None:
                raise ValueError("its pictures do not come one to a packet")
            made.dts, made.duration = packet.dts, packet.duration
            yield time, order, stream, made
            left -= 1
            if not left:
                if next(ours, None) is not None:
                    raise ValueError("its pictures do not come one to a packet")
                gap, ours = next(waiting, None), None
        if gap is not None:
            raise ValueError("its pictures do not come where they should")

    def _packets(self, gap: Gap) -> Iterator[av.Packet]:
        encoder = _encoder(self.film, self.raster, self.clock, self.options)
        if bytes(encoder.extradata or b"") != self.parameters:
            raise ValueError("its pictures cannot be encoded alike twice")
        times: list[int] = []
        self.times.append(times)
        for packet in encoded(self._pictures(gap), encoder, times):
            made = av.Packet(framed(bytes(packet), self.length)) if self.length else packet
            made.pts, made.time_base, made.is_keyframe = packet.pts, self.clock, packet.is_keyframe
            yield made

    def _pictures(self, gap: Gap) -> Generator[av.VideoFrame]:
        raster, film = self.raster, self.film
        drawers = [(self.placed[place], self.placed[place].drawer(film, raster)) for place in gap.spans]
        start = float(gap.start.pts * self.clock)
        for frame in excerpt(film.path, film.format, film.video.index, start, gap.count):
            if frame.pts is None or (frame.width, frame.height) != (raster.width, raster.height):
                raise ValueError("its pictures change their size or do not say when they are shown")
            if frame.format.name != raster.pixel_format:
                raise ValueError("its pictures change the way they are stored")
            now = float(frame.pts * self.clock)
            made = frame
            for placed, draw in drawers:
                if placed.start <= now < placed.end:
                    made = raster.frame(draw(now - placed.start, raster.planes(made)))
            made.pts, made.pict_type = frame.pts, PictureType.NONE
            yield made


def middle(
    film: Film, walked: Walked, gaps: Sequence[Gap], placed: Sequence[Placed], extradata: bytes | None
) -> Middle:
    """extradata: the stream's parameters as they will be written without us, None for the film's own.

    Raises ValueError with the reason if this film's pictures cannot be written by us.
    """
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        own = bytes(stream.codec_context.extradata or b"")
        bottom_first = stream.codec_context.field_order in BOTTOM_FIRST
    start = float(gaps[0].start.pts * walked.clock)
    with closing(excerpt(film.path, film.format, film.video.index, start, gaps[0].count)) as frames:
        first = next(frames, None)
        if first is None:
            raise ValueError("its pictures cannot be decoded here")
        raster = Raster.of(first, film.video)
        fields = [] if not first.interlaced_frame else ["bff=1" if bottom_first else "tff=1"]
    record = Record.read(extradata or own) if film.video.codec == "h264" else None
    options = beside(record, walked.taken | record.numbers(), fields) if record else {}
    parameters = bytes(_encoder(film, raster, walked.clock, options).extradata or b"")
    whole = record.joined(parameters).write() if record else None
    return Middle(film, walked.clock, gaps, placed, raster, options, parameters, whole,
                  record.length if record else 0)  # fmt: skip


def _encoder(film: Film, raster: Raster, clock: Fraction, options: dict[str, str]) -> VideoCodecContext:
    picture = replace(film.video, width=raster.width, height=raster.height, pixel_format=raster.pixel_format)
    return picture_encoder(picture, clock, options)
