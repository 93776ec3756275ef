"""Is the written film what it ought to be? Read it again, as a stranger's file, and compare."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np

from media.demux import open_film, packets, seconds
from media.mux import MuxError
from media.probe import Color, Film, Limits, ProbeError, Stream, probe
from media.remux import TICK_EVERY, Written
from media.secondcore import one_behind
from media.tracks import Track

TIME_TOLERANCE = 0.001  # s: Matroska's clock has whole milliseconds
COMPARED = ("video", "audio", "subtitle")
DURATION_TOLERANCE = 0.1  # s: the last packet's own length is not always written
HASHED_AT_ONCE = 1 << 20  # bytes that the second core hashes while the first reads on
# Our own file is no stranger: it holds two streams more than the film, and a busy machine must not cost the work.
OURS = Limits(streams=Limits.streams + 2, deadline=120.0)


@dataclass
class Found:
    packets: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    times: array = field(default_factory=lambda: array("d"))


class Difference(Exception):
    """What is not as it ought to be."""


def verify(path: Path, written: Written, tick: Callable[[str, float], None]) -> None:
    """Raise MuxError unless `path` holds the tracks of `written`, the picture bit for bit and on time."""
    try:
        _compare(path, probe(path, OURS), written, tick)
    except ProbeError as error:
        raise MuxError(f"The narrated film could not be read back ({error}).") from error
    except Difference as error:
        other = ".mp4" if path.suffix == ".mkv" else ".mkv"
        raise MuxError(f"The narrated film was not kept: {error}; try {other} as the output's ending.") from error


def _compare(path: Path, result: Film, written: Written, tick: Callable[[str, float], None]) -> None:
    if len(result.chapters) != written.chapters:
        raise _wrong("number of chapters", written.chapters, len(result.chapters))
    # Matroska tells the end of the last packet of all streams, mp4 the end of each stream.
    excess = result.duration - written.duration if result.video.duration else 0.0
    if excess > DURATION_TOLERANCE or result.duration < written.duration - DURATION_TOLERANCE:
        raise _wrong("length in seconds", f"{written.duration:.3f}", f"{result.duration:.3f}")
    streams = [s for s in result.streams if s.kind in COMPARED]
    pairs = [(s, found) for s, found in zip(streams, _read(path, result, streams, tick), strict=True) if found.packets]
    tracks = [t for t in written.tracks if t.kind in COMPARED and t.packets]  # empty tracks may be left out
    if [s.kind for s, _ in pairs] != [t.kind for t in tracks]:
        raise _wrong("tracks", [t.kind for t in tracks], [s.kind for s, _ in pairs])
    for track, (stream, found) in zip(tracks, pairs, strict=True):
        _same_labels(track, stream)
        _same_packets(track, found)


def _same_labels(track: Track, stream: Stream) -> None:
    if track.source is None:
        ours = (track.language, track.title, track.default)
        if (stream.language, stream.title or track.title, stream.default) != ours and track.kind == "audio":
            raise _wrong("labels of the narration", ours, (stream.language, stream.title, stream.default))
        return
    names = ["codec"] + (["width", "height", "rotation", "color"] if track.kind == "video" else [])
    for name in names:
        before, after = getattr(track.source, name), getattr(stream, name)
        if before != after and not (name == "color" and _said_by(after, before)):
            raise _wrong(f"{name} of the {track.kind} stream", before, after)


def _said_by(after: Color, before: Color) -> bool:
    """All that the source says about its colour; what it leaves open a container may spell out."""
    pairs = zip(astuple(before), astuple(Color()), astuple(after), strict=True)
    return all(source in (unsaid, found) for source, unsaid, found in pairs)


def _read(path: Path, result: Film, streams: list[Stream], tick: Callable[[str, float], None]) -> list[Found]:
    found = {s.index: Found() for s in streams}
    with open_film(path, result.format) as container, one_behind() as later:
        read: list[tuple[Any, av.Packet]] = []
        size = 0
        for count, packet in enumerate(packets(container, [container.streams[s.index] for s in streams])):
            if packet.size == 0:
                continue
            entry = found[packet.stream_index]
            entry.packets += 1
            if packet.stream.type == "video" and not packet.is_discard and packet.pts is not None:
                entry.times.append(seconds(packet.pts, packet.time_base))
            read.append((entry.digest, packet))
            size += packet.size
            if size > HASHED_AT_ONCE:
                later(partial(_hash, read))
                read, size = [], 0
            if count % TICK_EVERY == 0 and packet.dts is not None:
                tick("verify", seconds(packet.dts, packet.time_base))
        later(partial(_hash, read))
    return list(found.values())


def _hash(read: list[tuple[Any, av.Packet]]) -> None:
    for digest, packet in read:
        digest.update(packet)


def _same_packets(track: Track, found: Found) -> None:
    """Sound is compared by bytes (some demuxers cut uncompressed sound anew), pictures by bytes, number and times."""
    if track.kind == "subtitle":
        return  # muxers write the gaps between subtitles in their own way
    name = f"{track.kind} packets" if track.source else "narration packets"
    if track.digest.digest() != found.digest.digest():
        raise _wrong(name, f"{track.packets} copied", f"{found.packets} that differ")
    if track.kind != "video":
        return
    if len(track.times) != len(found.times):
        raise _wrong("number of shown pictures", len(track.times), len(found.times))
    if len(track.times) and np.abs(np.asarray(track.times) - np.asarray(found.times)).max() > TIME_TOLERANCE:
        raise _wrong("times of the pictures", f"{track.times[0]:.3f} s first", f"{found.times[0]:.3f} s first")


def _wrong(what: str, expected: object, found: object) -> Difference:
    return Difference(f"its {what} should be {expected} but came out as {found}")
