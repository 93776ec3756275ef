"""The title's own pictures, and those of the film up to the join, encoded to stand in front of copied packets."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Set
from contextlib import closing
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice
from typing import cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.stream import VideoStream

from media import hevc
from media.avc import Record, framed
from media.demux import open_film, packets
from media.encoders import picture_encoder
from media.probe import Film
from media.raster import FORMATS, Raster
from media.remade import Remade
from media.secondcore import ahead
from media.titlejoin import Join
from media.titles import Drawer, Opening

PROFILES = {66: "baseline", 77: "main", 100: "high", 110: "high10", 122: "high422", 244: "high444"}
BOTTOM_FIRST = (3, 4)  # AV_FIELD_BB, AV_FIELD_TB: whatever was coded first
SHORT_UNITS = "slice-max-size=60000"  # where a unit's length has two bytes


@dataclass
class Head:
    """What is written before the join.

    extradata: the stream's parameters with ours among them; shift in ticks; name: of a card, as a chapter. `packets` is
    lazy and can be read once; as it is, `times` (ticks, in the order shown) fills, and `keys` (numbers of key frames).
    remade: what the picture becomes, where it does not stay in its own codec; own: how many pictures behind the join
    are the film's, before something is drawn in its middle (None: all).
    """

    extradata: bytes | None
    join: Join | None
    shift: int
    time_base: Fraction
    packets: Iterator[av.Packet]
    name: str = ""
    times: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    remade: Remade | None = None
    own: int | None = None


def head(film: Film, opening: Opening, join: Join | None, shift: float, into: str = "") -> Head:
    """Up to `join`, or without one, the whole film. shift: seconds by which a card moves the film, else 0.

    into: the container (libav's name) for which the picture is put into another codec; else it stays in its own.
    Raises ValueError with the reason if this film's pictures cannot be written by us.
    """
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        clock = cast(Fraction, stream.time_base)
        record = Record.read(bytes(stream.codec_context.extradata or b"")) if join and _avc(film) else None
        first = next(iter(_shown(source, stream, None)), None)
        if first is None or first.pts is None:
            raise ValueError("its pictures cannot be decoded here")
        remade = Remade.of(first, film.video, into) if into else None
        picture = remade.stream if remade else film.video
        raster = Raster.of(remade.picture(first) if remade else first, picture)
        fields = _fields(first, stream)
    picture = replace(picture, width=raster.width, height=raster.height, pixel_format=raster.pixel_format)
    more = _x264(record, join, fields) if picture.codec == "h264" else {}
    encoder = picture_encoder(picture, clock, more)
    extradata, length = _parameters(picture.codec, raster, bytes(encoder.extradata or b""), record, join)
    made = Head(extradata, join, round(shift / clock), clock, iter(()), opening.name, remade=remade)
    pictures = _pictures(film, opening, raster, made, first.pts)
    made.packets = _packets(pictures, encoder, made, length)
    return made


def _avc(film: Film) -> bool:
    return film.video.codec == "h264"


def _fields(frame: av.VideoFrame, stream: VideoStream) -> list[str]:
    """For x264, of pictures that are two fields in one: which is shown first."""
    if not frame.interlaced_frame:
        return []
    return ["bff=1" if stream.codec_context.field_order in BOTTOM_FIRST else "tff=1"]


def _parameters(codec: str, raster: Raster, ours: bytes, record: Record | None,
                join: Join | None) -> tuple[bytes | None, int]:  # fmt: skip
    """The stream's extradata (None: the film's own), and the bytes of a unit's length (0: packets have no units)."""
    across, down, depth = FORMATS[raster.pixel_format]
    chroma = {(1, 1): 1, (1, 0): 2, (0, 0): 3}[across, down]
    if record:
        return record.joined(ours).write(), record.length
    if codec == "h264":
        return Record.made(ours, chroma, depth).write(), 4
    if codec == "hevc":
        return hevc.record(ours, chroma, depth), 4
    return (None if join else ours or None), 0


def beside(record: Record, taken: Set[int], fields: list[str]) -> dict[str, str]:
    """For x264, pictures between others of a stream: of its level and profile, with parameters under a free number.

    taken: numbers of parameter sets. Raises ValueError with the reason if its record has no room for ours.
    """
    free = next((number for number in range(32) if number not in taken), None)
    if free is None:
        raise ValueError("its H.264 parameter record is full")
    if record.length == 1:
        raise ValueError("its H.264 has no room for the length of a picture")
    # No B-frames: what is shown last must not wait in a decoder that is told of new parameters.
    params = [f"sps-id={free}", "bframes=0", f"level={record.head[2]}", *fields]
    params += [SHORT_UNITS] if record.length == 2 else []
    profile = PROFILES.get(record.head[0])
    return {"x264-params": ":".join(params)} | ({"profile": profile} if profile else {})


def _x264(record: Record | None, join: Join | None, fields: list[str]) -> dict[str, str]:
    if record is None or join is None:
        return {"x264-params": ":".join(fields)}
    return beside(record, join.taken, fields)


def _shown(source: av.container.InputContainer, stream: VideoStream, count: int | None) -> Iterator[av.VideoFrame]:
    """Pictures of the first `count` packets, in the order shown."""
    stream.thread_type = "AUTO"
    for packet in islice(packets(source, [stream]), count):
        if packet.size:
            yield from stream.decode(packet)
    yield from stream.decode(None)


def _pictures(film: Film, opening: Opening, raster: Raster, made: Head, start: int) -> Generator[av.VideoFrame]:
    """Every picture before the join, its time in ticks of the output."""
    draw = opening.drawer(raster)
    seconds = float(made.time_base)
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        frames = _shown(source, stream, made.join.number if made.join else None)
        frames = (made.remade.picture(frame) for frame in frames) if made.remade else frames
        if made.shift:
            with closing(_card(film, raster, made, draw)) as card:
                yield from card
        for frame in frames:
            if frame.pts is None or (frame.width, frame.height) != (raster.width, raster.height):
                raise ValueError("its pictures change their size or do not say when they are shown")
            if frame.format.name != raster.pixel_format:
                raise ValueError("its pictures change the way they are stored")
            at = (frame.pts - start) * seconds
            if not made.shift and at < opening.seconds:
                drawn = raster.frame(draw(at, raster.planes(frame)))
                drawn.pts = frame.pts
                yield drawn
                continue
            frame.pict_type = PictureType.NONE
            frame.pts += made.shift
            yield frame


def _card(film: Film, raster: Raster, made: Head, draw: Drawer) -> Generator[av.VideoFrame]:
    """A card's pictures, evenly, until the film begins: over its first picture at the end."""
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        first = next(_shown(source, stream, None))
        beneath = [np.array(plane) for plane in raster.planes(made.remade.picture(first) if made.remade else first)]
    count = max(1, round(made.shift * made.time_base * card_rate(film)))
    for number in range(count):
        pts = round(Fraction(made.shift * number, count))
        frame = raster.frame(draw(float(pts * made.time_base), beneath))
        frame.pts = pts
        yield frame


def card_rate(film: Film) -> Fraction:
    """Pictures per second of a card: the film's, within reason."""
    rate = Fraction(film.video.fps or 25).limit_denominator(1001)
    return rate if 20 <= rate <= 62 else Fraction(25)


def _packets(pictures: Generator[av.VideoFrame], encoder: VideoCodecContext, made: Head,
             length: int) -> Iterator[av.Packet]:  # fmt: skip
    """Encoded, with decoding times that stay before the join's, each as long as the next one is away."""
    lag = made.join.pts - made.join.dts if made.join else None
    waiting: av.Packet | None = None
    for number, packet in enumerate(encoded(pictures, encoder, made.times)):
        if packet.is_keyframe:
            made.keys.append(number)
        ready = av.Packet(framed(bytes(packet), length)) if length else packet
        ready.pts, ready.dts, ready.time_base = packet.pts, packet.dts, made.time_base
        ready.is_keyframe = packet.is_keyframe
        if lag is not None:
            ready.dts = (packet.pts or 0) - lag
        if waiting is not None:
            waiting.duration = (ready.dts or 0) - (waiting.dts or 0)
            yield waiting
        waiting = ready
    if waiting is not None:
        if made.join:
            waiting.duration = made.join.dts + made.shift - (waiting.dts or 0)
        yield waiting


def encoded(pictures: Generator[av.VideoFrame], encoder: VideoCodecContext, times: list[int]) -> Iterator[av.Packet]:
    """The packets of all pictures, whose times in ticks of the encoder come to stand in `times`."""
    with closing(ahead(pictures)) as frames:
        for frame in frames:
            times.append(cast(int, frame.pts))
            frame.time_base = encoder.time_base
            yield from encoder.encode(frame)
        yield from encoder.encode(None)
