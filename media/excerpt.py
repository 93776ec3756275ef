"""Some pictures from the middle of a film, as a player that begins at a key frame shows them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import cast

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from media.demux import open_film, packets


def excerpt(
    path: Path, container: str, index: int, seconds: float, count: int | None = None
) -> Generator[av.VideoFrame]:
    """Pictures in the order shown: of `count` packets of stream `index`, or of all, from the key frame that is shown at
    `seconds` on. Nothing where there is none.
    """
    for seeking in (True, False):
        with open_film(path, container) as source:
            stream = cast(VideoStream, source.streams[index])
            stream.thread_type = "AUTO"
            found = 0
            for packet in _from(source, stream, seconds, seeking):
                yield from stream.decode(packet)
                found += 1
                if found == count:
                    break
            if found:
                yield from stream.decode(None)
                return


def _from(source: InputContainer, stream: VideoStream, seconds: float, seeking: bool) -> Iterator[av.Packet]:
    """Packets with content, from the wanted one on."""
    clock = stream.time_base
    assert clock
    wanted, near = round(seconds / clock), max(0, int(0.001 / clock))
    if seeking:
        try:
            source.seek(wanted, stream=stream)
        except av.error.FFmpegError:
            return
    inside = False
    for packet in packets(source, [stream]):
        if not packet.size:
            continue
        if not inside and packet.pts is not None:
            inside = packet.is_keyframe and abs(packet.pts - wanted) <= near
            if not inside and packet.pts > wanted + near:
                return
        if inside:
            yield packet
