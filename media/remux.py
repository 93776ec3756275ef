"""Packets from one container to another, with the programme and the cues woven in by time.

No packet's content or presentation time changes: no shift to zero, no shortest stream. Edit lists, rotation, colour,
HDR and sample aspect travel in the stream parameters (media/tracks.py).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import av
from av.container import InputContainer, OutputContainer
from av.stream import Stream as AvStream

from media.chapterlist import listed
from media.chapters import Section
from media.decode_times import DecodeClock, sounds_before_zero
from media.demux import open_film, packets, seconds
from media.editlist import end_first_track
from media.encode import Programme, encoded
from media.mux import MuxError
from media.probe import Film
from media.samplerate import SAMPLE_RATE
from media.softsub import Text, TextPacket, TimedText, text_packets
from media.titlehead import Head
from media.tracks import OWN_KEYS, SOUND, TEXT, Plan, Track, lay_out, line

if TYPE_CHECKING:
    from media.titlemiddle import Middle

Tick = Callable[[str, float], None]
Item = tuple[float, int, AvStream, av.Packet]  # seconds, the source's number (for equal times), where to, what
TICK_EVERY = 500  # packets between two looks at progress and cancellation
TICK_WITHIN = 0.5  # s between them, where pictures are encoded
FASTSTART_LIMIT = 4 << 30  # bytes; moving the index to the front reads and writes the file again
MOVIE_TIMESCALE = SAMPLE_RATE  # edit lists are written on this clock: 21 µs instead of the usual 1 ms


@dataclass
class Written:
    """The written file as it ought to be found again. The picture is the first track."""

    tracks: list[Track]
    copied: list[str]
    dropped: list[str]
    duration: float
    chapters: int


def remux(film: Film, programme: Programme, target: Path, container: str, cues: list[TimedText], language: str,
          title: str, tick: Tick, comment: str = "", head: Head | None = None, sections: Sequence[Section] = (),
          middle: Middle | None = None) -> Written:  # fmt: skip
    """Write the narrated film to `target` (a name of our own making). Raises MuxError, or OSError from the disk.

    head: its opening, which may move all of the film, its cues and chapters, but not the programme; sections: chapters
    in place of its own; middle: pictures in place of some of its own.
    """
    shift = float(head.shift * head.time_base) if head else 0.0
    duration = max(film.duration + shift, len(programme) / SAMPLE_RATE)
    texts = text_packets(_later(cues, shift), TEXT[container], duration)
    with (
        open_film(film.path, film.format) as source,
        av.open(f"file:{target}", "w", format=container, options=_options(container, film),
                metadata_errors="surrogateescape") as sink,
    ):  # fmt: skip
        remade = head.remade if head else None
        plan = lay_out(sink, source, film, container, language, title, bool(texts), remade)
        sink.metadata.update(_tags(source.metadata, comment))
        card = head.shift * head.time_base if head else Fraction(0)
        name = head.name if head else film.metadata.get("title") or film.path.stem
        chapters = listed(source.chapters(), sections, film.duration, card, name)
        if chapters:
            sink.set_chapters(chapters)
        delay_hidden = film.format in ("mp4", "mov") and container in ("matroska", "webm")
        copied = _copied(source, plan.copies, delay_hidden)
        picture = plan.copies[film.video.index]
        copied = middle.replaced(copied, picture) if middle else copied
        sources = [_behind(copied, picture, head) if head else copied]
        sources.append(_narration(programme, container, plan.narration))
        shown = [(out, text_packets(_later(words, shift), TEXT[container], duration)) for _, out, words in plan.retold]
        if plan.text is not None:
            shown.append((plan.text, texts))
        sources += [_texts(*track, number) for number, track in enumerate(shown, len(sources))]
        parameters = (middle and middle.extradata) or (head and head.extradata)
        if parameters:
            picture.codec_context.extradata = parameters
        if head:
            sources.append(_opening(head, picture, len(sources)))
        _weave(sink, sources, plan.tracks, tick)
    if container in ("mp4", "mov"):
        _hide_end(film, target, plan, shift)
    kept = [line(track.source) for track in plan.tracks if track.source]
    kept += [f"{line(stream)}: as {TEXT[container]}" for stream, _, _ in plan.retold]
    return Written(plan.tracks, kept, plan.dropped, duration, len(chapters))


def _tags(film: Mapping[str, str], comment: str) -> dict[str, str]:
    """The tags of the film, its comment followed by ours."""
    tags = {key: text for key, text in film.items() if key.lower() not in OWN_KEYS}
    key = next((key for key in tags if key.lower() == "comment"), "comment")
    said = [part for part in tags.get(key, "").split("; ") if part]
    return tags | ({key: "; ".join([*said, comment])} if comment and comment not in said else {})


def _options(container: str, film: Film) -> dict[str, str]:
    if container in ("matroska", "webm"):
        return {"default_mode": "passthrough"}
    fast = film.path.stat().st_size < FASTSTART_LIMIT
    return {"movie_timescale": str(MOVIE_TIMESCALE)} | ({"movflags": "+faststart"} if fast else {})


def _hide_end(film: Film, target: Path, plan: Plan, shift: float) -> None:
    picture = plan.tracks[0]
    if film.video.duration and picture.hidden > max(picture.times, default=0.0):
        end_first_track(target, (film.video.start or 0.0) + film.video.duration + shift)


def _weave(sink: OutputContainer, sources: list[Iterator[Item]], tracks: list[Track], tick: Tick) -> None:
    told = monotonic()
    for count, (time, _, stream, packet) in enumerate(heapq.merge(*sources)):
        track = tracks[stream.index]
        track.packets += 1
        track.digest.update(packet)
        if track.kind == "video" and packet.pts is not None:
            shown_at = seconds(packet.pts, packet.time_base)
            if packet.is_discard:
                track.hidden = max(track.hidden, shown_at)
            else:
                track.times.append(shown_at)
        packet.stream = stream
        sink.mux_one(packet)
        if count % TICK_EVERY == 0 or monotonic() - told > TICK_WITHIN:
            tick("copy", time)
            told = monotonic()


def _copied(source: InputContainer, targets: dict[int, AvStream], delay_hidden: bool) -> Iterator[Item]:
    """Packets of the copied streams in file order."""
    streams = [source.streams[index] for index in targets if source.streams[index].type != "attachment"]
    clocks = {stream.index: DecodeClock(stream) for stream in streams}
    time = 0.0
    for packet in _read(source, streams):
        index = packet.stream.index
        clock = clocks[index]
        ended = packet.size == 0 and packet.pts is None and packet.dts is None
        if delay_hidden and packet.stream.type == "audio" and sounds_before_zero(packet):
            continue
        for ticks, ready in clock.flush() if ended else clock.push(packet):
            time = max(time, ticks * clock.seconds)
            yield time, 0, targets[index], ready


def _behind(items: Iterator[Item], picture: AvStream, head: Head) -> Iterator[Item]:
    """What is copied behind an opening: pictures from the join on, and everything as much later as a card is long."""
    number, shift = 0, float(head.shift * head.time_base)
    for time, order, stream, packet in items:
        if stream is picture:
            number += 1
            if head.join is None or number <= head.join.number:
                continue
        elif head.shift and packet.pts is not None and packet.stream.type == "audio" and _unheard(packet):
            continue
        base = packet.time_base
        moved = round(head.shift * head.time_base / base) if head.shift else 0
        packet.dts = (packet.dts or 0) + moved
        if packet.pts is not None:
            packet.pts += moved
        yield time + shift, order, stream, packet


def _unheard(packet: av.Packet) -> bool:
    """Sound that an edit list hid before the film would be heard under its card."""
    return (packet.pts or 0) + (packet.duration or 0) <= 0


def _opening(head: Head, picture: AvStream, number: int) -> Iterator[Item]:
    for packet in head.packets:
        yield seconds(packet.dts or 0, head.time_base), number, picture, packet


def _later(texts: list[TimedText] | list[Text], shift: float) -> list[TimedText]:
    return [Text(text.start + shift, text.end + shift, text.text) for text in texts]


def _read(source: InputContainer, streams: list[AvStream]) -> Iterator[av.Packet]:
    try:
        yield from packets(source, streams)
    except av.error.FFmpegError as error:
        raise MuxError(f"The film is damaged and cannot be read to its end: {error.strerror}.") from error


def _narration(programme: Programme, container: str, stream: AvStream) -> Iterator[Item]:
    for packet in encoded(programme, SOUND[container]):
        yield (packet.pts or 0) / SAMPLE_RATE, 1, stream, packet


def _texts(stream: AvStream, texts: list[TextPacket], number: int) -> Iterator[Item]:
    for text in texts:
        packet = av.Packet(text.payload)
        packet.time_base = Fraction(1, 1000)
        packet.pts = packet.dts = text.start
        packet.duration = text.duration
        yield text.start / 1000, number, stream, packet
