"""The title's own pictures, and those of the film up to the join, encoded to stand in front of copied packets."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
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
from media.encode import GLOBAL_HEADER
from media.probe import Film
from media.raster import FORMATS, Raster
from media.titlejoin import Join
from media.titles import Drawer, Opening

# Encoders of the codecs that we write, each fast and close to what it is given.
# superfast with a look ahead: half the work of veryfast, and hardly larger (measured on 1080p with grain).
X264 = {"preset": "superfast", "crf": "18", "rc-lookahead": "10", "mbtree": "1", "g": "48"}
ENCODERS = {
    "h264": ("libx264", X264),
    "hevc": ("libx265", {"preset": "superfast", "crf": "18", "x265-params": "log-level=none:repeat-headers=0"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "6", "crf": "18", "b": "0", "lag-in-frames": "0",
                           "row-mt": "1", "auto-alt-ref": "0"}),
    "vp8": ("libvpx", {"deadline": "realtime", "cpu-used": "4", "crf": "8", "b": "8M", "lag-in-frames": "0",
                       "auto-alt-ref": "0"}),
}  # fmt: skip
PROFILES = {66: "baseline", 77: "main", 100: "high", 110: "high10", 122: "high422", 244: "high444"}
SHORT_UNITS = "slice-max-size=60000"  # where a unit's length has two bytes


@dataclass
class Head:
    """What is written before the join.

    extradata: the stream's parameters with ours among them; shift in ticks; name: of a card, as a chapter. `packets` is
    lazy and can be read once; as it is, `times` (ticks, in the order shown) fills, and `keys` (numbers of key frames).
    """

    extradata: bytes | None
    join: Join | None
    shift: int
    time_base: Fraction
    packets: Iterator[av.Packet]
    name: str = ""
    times: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)


def head(film: Film, opening: Opening, join: Join | None, shift: float) -> Head:
    """Up to `join`, or without one, the whole film. shift: seconds by which a card moves the film, else 0.

    Raises ValueError with the reason if this film's pictures cannot be written by us.
    """
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        clock = cast(Fraction, stream.time_base)
        record = Record.read(bytes(stream.codec_context.extradata or b"")) if join and _avc(film) else None
        first = next(iter(_shown(source, stream, None)), None)
        if first is None or first.pts is None:
            raise ValueError("its pictures cannot be decoded here")
        raster = Raster.of(first, film.video)
    encoder = _encoder(film, raster, clock, record, join, first)
    extradata, length = _parameters(film, raster, bytes(encoder.extradata or b""), record, join)
    made = Head(extradata, join, round(shift / clock), clock, iter(()), opening.name)
    pictures = _pictures(film, opening, raster, made, first.pts)
    made.packets = _packets(pictures, encoder, made, length)
    return made


def _avc(film: Film) -> bool:
    return film.video.codec == "h264"


def _parameters(film: Film, raster: Raster, ours: bytes, record: Record | None,
                join: Join | None) -> tuple[bytes | None, int]:  # fmt: skip
    """The stream's extradata (None: the film's own), and the bytes of a unit's length (0: packets have no units)."""
    across, down, depth = FORMATS[raster.pixel_format]
    chroma = {(1, 1): 1, (1, 0): 2, (0, 0): 3}[across, down]
    if record:
        return record.joined(ours).write(), record.length
    if film.video.codec == "h264":
        return Record.made(ours, chroma, depth).write(), 4
    if film.video.codec == "hevc":
        return hevc.record(ours, chroma, depth), 4
    return (None if join else ours or None), 0


def _encoder(film: Film, raster: Raster, clock: Fraction, record: Record | None, join: Join | None,
             first: av.VideoFrame) -> VideoCodecContext:  # fmt: skip
    if film.video.codec not in ENCODERS:
        raise ValueError(f"{film.video.codec.upper()} pictures are not written here: convert the film to H.264")
    name, options = ENCODERS[film.video.codec]
    encoder = cast(VideoCodecContext, av.CodecContext.create(name, "w"))
    encoder.width, encoder.height, encoder.pix_fmt = raster.width, raster.height, raster.pixel_format
    encoder.time_base = clock
    encoder.framerate = Fraction(film.video.fps or 25).limit_denominator(100_000)
    encoder.sample_aspect_ratio = Fraction(raster.aspect).limit_denominator(1000)
    color = film.video.color
    encoder.color_primaries, encoder.color_trc = color.primaries, color.transfer
    encoder.colorspace, encoder.color_range = color.space, color.range
    encoder.flags |= GLOBAL_HEADER
    encoder.options = dict(options)
    if name == "libx264":
        encoder.options = options | _x264(record, join, first)
    encoder.open()
    return encoder


def _x264(record: Record | None, join: Join | None, first: av.VideoFrame) -> dict[str, str]:
    fields = ["tff=1"] if first.interlaced_frame else []
    if record is None or join is None:
        return {"x264-params": ":".join(fields)}
    free = next((number for number in range(32) if number not in join.taken), None)
    if free is None:
        raise ValueError("its H.264 parameter record is full")
    if record.length == 1:
        raise ValueError("its H.264 has no room for the length of a picture")
    # No B-frames: what is shown last must not wait in a decoder that is told of new parameters.
    params = [f"sps-id={free}", "bframes=0", f"level={record.head[2]}", *fields]
    params += [SHORT_UNITS] if record.length == 2 else []
    profile = PROFILES.get(record.head[0])
    return {"x264-params": ":".join(params)} | ({"profile": profile} if profile else {})


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
        beneath = [np.array(plane) for plane in raster.planes(next(_shown(source, stream, None)))]
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
    for number, packet in enumerate(_encoded(pictures, encoder, made)):
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


def _encoded(pictures: Generator[av.VideoFrame], encoder: VideoCodecContext, made: Head) -> Iterator[av.Packet]:
    with closing(pictures) as frames:
        for frame in frames:
            made.times.append(cast(int, frame.pts))
            frame.time_base = made.time_base
            yield from encoder.encode(frame)
        yield from encoder.encode(None)
