"""Writing a film with its title: the gentlest way that comes out right, checked around the join.

A way that cannot be gone, or whose result is not what it should be, gives way to the next, and its reason is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import cast

import av
from av.video.stream import VideoStream

from media.demux import open_film, packets
from media.mux import MuxError
from media.probe import Film, probe
from media.raster import digest
from media.remux import Written
from media.titlehead import Head
from media.titles import Opening, Titled, announcement, told_once, ways
from media.verify import OURS

BEHIND = 24  # pictures behind the join that are decoded and compared
MOST = 500  # of our own pictures that are looked at, all packets' bytes and times being verified before
CLOSE = 0.001  # s


def titled(film: Film, path: Path, container: str, opening: Opening, card: float,
           write: Callable[[Head | None], Written],
           announce: Callable[[str], None]) -> tuple[Written, Titled]:  # fmt: skip
    """Have `write` fill `path` once or more often, until it is right. Raises what `write` does without a title.

    announce: hears, before it begins, that the whole picture is going to be encoded.
    """
    mode = "card" if card else "overlay"
    reasons: list[str] = []
    for way, made in ways(film, opening, card, container):
        try:
            head = made()
            if way != "spliced":
                announce(announcement(film, head, reasons))
            written = write(head)
            _check(film, path, head)
        except (ValueError, MuxError, av.error.FFmpegError) as error:
            reasons.append(reason_of(error))
            continue
        return written, _became(mode, way, opening, head, written, told_once(reasons))
    if card:
        raise MuxError(f"No card can be put before {film.path.name}: {'; '.join(told_once(reasons))}.")
    return write(None), Titled(mode, "none", 0.0, reasons=told_once(reasons))


def reason_of(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text.rstrip(".").removeprefix("The narrated film was not kept: ").partition("; try .")[0]


def _became(mode: str, way: str, opening: Opening, head: Head, written: Written, reasons: tuple[str, ...]) -> Titled:
    encoded = len(head.times)
    copied = written.tracks[0].packets - encoded
    since = float((head.join.pts + head.shift) * head.time_base) if head.join else None
    length = float(head.shift * head.time_base) or opening.seconds
    return Titled(mode, way, length, encoded, copied, since, reasons, head.remade.named() if head.remade else "")


def _check(film: Film, path: Path, head: Head) -> None:
    """Decode from our last key frame across the join, as a player does. Raises ValueError with what is wrong."""
    result = probe(path, OURS)
    with open_film(path, result.format) as made:
        stream = cast(VideoStream, made.streams[result.video.index])
        stream.thread_type = "AUTO"
        first = head.keys[-1] if head.join and head.keys else 0
        times = [float(ticks * head.time_base) for ticks in head.times[first:]][:MOST]
        frames = islice(_pictures(made, stream, first), len(times) + BEHIND)
        pictures = [_seen(frame, number >= len(times)) for number, frame in enumerate(frames)]
    shown = [time for time, _ in pictures]
    if len(shown) < len(times) or any(abs(a - b) > CLOSE for a, b in zip(times, shown, strict=False)):
        raise ValueError("a player would not show all of the title's pictures in time")
    if head.join is None:
        return
    most = BEHIND if head.own is None else min(BEHIND, head.own)
    expected = list(islice(_joined(film, head), most))
    found = pictures[len(times) :]
    # A decoder gives out its last pictures late: at the end of the packets fed to it some are still missing.
    if len(found) < len(expected):
        raise ValueError("a player would not show all pictures behind the title")
    for (time, seen), (at, own) in zip(expected, found, strict=False):
        if seen != own:
            raise ValueError(f"the picture at {at:.2f} s, behind the title, would not be shown as it was")
        if abs(time - at) > CLOSE:
            raise ValueError(f"the picture at {at:.2f} s, behind the title, should be shown at {time:.2f} s")


def _joined(film: Film, head: Head) -> Iterator[tuple[float, str]]:
    """The source's pictures from the join on, as a fresh decoder shows them, at their times in the output."""
    assert head.join
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        stream.thread_type = "AUTO"
        for frame in _pictures(source, stream, head.join.number):
            time, seen = _seen(frame, True)
            yield time + float(head.shift * head.time_base), seen


def _pictures(source: av.container.InputContainer, stream: VideoStream, first: int = 0) -> Iterator[av.VideoFrame]:
    with_content = (packet for packet in packets(source, [stream]) if packet.size)
    for packet in islice(with_content, first, None):
        yield from stream.decode(packet)
    yield from stream.decode(None)


def _seen(frame: av.VideoFrame, closely: bool) -> tuple[float, str]:
    return frame.time or 0.0, digest(frame) if closely else ""
