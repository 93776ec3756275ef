"""Opening a probed film for reading: one demuxer, no protocol but file, never a second file.

Only for films that media/probe.py has accepted. Imported lazily by the steps that read packets (PyAV costs 0.07 s).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer
from av.stream import Discard, Stream

from media.probe import reading

TOGETHER = "vp9_superframe"


def open_film(path: Path, container: str) -> InputContainer:
    """The film or sound at `path`, whose format (as `Film.format` has it) is `container`, as an open PyAV container.

    The prefix keeps names such as `concat:x.mp4` or `-i.mp4` plain file names. Bytes of metadata that are no UTF-8 pass
    through unharmed.
    """
    how = reading(container)
    return av.open(
        f"file:{path}", format=how["demuxer"], options=how["options"], metadata_errors="surrogateescape"
    )  # fmt: skip


def packets(container: InputContainer, streams: list[Stream]) -> Iterator[av.Packet]:
    """Packets of these streams in file order. The others are not even read where the file has an index: hours of
    picture stay on the disk while the sound is decoded.
    """
    wanted = {stream.index for stream in streams}
    for stream in container.streams:
        stream.discard = Discard.default if stream.index in wanted else Discard.all
    shown = {stream.index: BitStreamFilterContext(TOGETHER, stream) for stream in streams if _hides(stream)}
    for packet in container.demux(streams):
        if (together := shown.get(packet.stream_index)) is None:
            yield packet
            continue
        stream, ended = packet.stream, not packet.size
        for whole in together.filter(None if ended else packet):
            whole.stream = stream
            yield whole
        if ended:
            yield packet


def _hides(stream: Stream) -> bool:
    """VP9 has pictures that are never shown. In Matroska they may come as packets of their own, at the time of another
    one; every muxer would join them to the next that is shown, and so they are joined from the beginning.
    """
    return stream.type == "video" and stream.codec_context is not None and stream.codec_context.name == "vp9"


def seconds(ticks: int, time_base: Fraction) -> float:
    """What float(ticks * time_base) is, at a quarter of its price: a film has a hundred thousand packets an hour."""
    return ticks * time_base.numerator / time_base.denominator
