"""Where the film goes on untouched after its title: the first packet that needs nothing of what stands before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import cast

import av
from av.video.stream import VideoStream

from media.avc import IDR, PPS, SPS, Record, kind, number, units
from media.decode_times import DecodeClock
from media.demux import open_film, packets
from media.probe import Film

LATER = 64  # packets looked at behind a join: none of them may be shown before it
SELF_CONTAINED = ("vp8", "vp9")  # every key frame of theirs carries all that its followers need


@dataclass(frozen=True)
class Join:
    """The first copied packet: its place among the picture's, its times in ticks; `taken`: numbers of sets in use."""

    number: int
    pts: int
    dts: int
    taken: frozenset[int] = frozenset()


def find_join(film: Film, after: float) -> Join:
    """The first place at or after `after` seconds where copying can begin.

    Raises ValueError with the reason when there is none.
    """
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        record = record_of(film, stream)
        taken: set[int] = set(record.numbers()) if record else set()
        latest, found = None, None
        walk = _walk(source, stream)
        for place, (dts, packet) in enumerate(walk):
            if packet.has_sidedata("new_extradata"):
                raise ValueError("its pictures change their parameters on the way")
            taken |= numbers(packet, record)
            if packet.pts is None:
                raise ValueError("its pictures do not say when they are shown")
            early = latest is None or packet.pts > latest
            if early and float(packet.pts * (stream.time_base or 0)) >= after and opens(packet, record):
                behind = list(islice(walk, LATER))
                if all(p.pts is not None and p.pts > packet.pts for _, p in behind):
                    found = Join(place, packet.pts, dts)
                    taken = taken.union(*(numbers(p, record) for _, p in behind))
                break
            latest = packet.pts if latest is None else max(latest, packet.pts)
        if found is None:
            raise ValueError("no key frame after the title lets the rest be copied")
        return Join(found.number, found.pts, found.dts, frozenset(taken))


def _walk(source: av.container.InputContainer, stream: VideoStream) -> Iterator[tuple[int, av.Packet]]:
    """(decoding time, packet) of the picture, as they will be copied."""
    clock = DecodeClock(stream)
    for packet in packets(source, [stream]):
        ended = packet.size == 0 and packet.pts is None and packet.dts is None
        yield from clock.flush() if ended else clock.push(packet)


def record_of(film: Film, stream: VideoStream) -> Record | None:
    if film.video.codec in SELF_CONTAINED:
        return None
    if film.video.codec != "h264":
        raise ValueError(f"{film.video.codec.upper()} pictures cannot be joined to others")
    return Record.read(bytes(stream.codec_context.extradata or b""))


def opens(packet: av.Packet, record: Record | None) -> bool:
    """Is this a true beginning? A key frame's flag alone does not say so in H.264."""
    if not packet.is_keyframe or packet.is_discard or packet.is_corrupt:
        return False
    return record is None or any(kind(unit) == IDR for unit in units(memoryview(packet), record.length))


def numbers(packet: av.Packet, record: Record | None) -> set[int]:
    """Numbers of the parameter sets that travel inside this packet."""
    if record is None:
        return set()
    return {number(unit) for unit in units(memoryview(packet), record.length) if kind(unit) in (SPS, PPS)}


def ticks(seconds: float, time_base: Fraction | None) -> int:
    return round(seconds / time_base) if time_base else 0
