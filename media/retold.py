"""The film's own text subtitles, for a container that cannot hold the form they have: what they show, and when."""

from __future__ import annotations

import re

import av
from av.subtitles.subtitle import AssSubtitle

from media.demux import open_film, packets, seconds
from media.probe import Film
from media.softsub import Text

TEXTS = ("subrip", "ass", "ssa", "webvtt", "mov_text", "text")  # codecs of words; those of pictures stay pictures
STYLES = re.compile(r"\{\\[^}]*\}")  # libav tells every text as ASS


def told(film: Film, streams: list[int]) -> dict[int, list[Text]]:
    """What each of these streams shows, by its index: words without styles or places, nothing of one that has none.

    Reads the film once.
    """
    texts: dict[int, list[Text]] = {index: [] for index in streams}
    if not streams:
        return texts
    with open_film(film.path, film.format) as container:
        for packet in packets(container, [container.streams[index] for index in streams]):
            if packet.size and packet.pts is not None:
                start = seconds(packet.pts, packet.time_base)
                end = start + seconds(packet.duration or 0, packet.time_base)
                texts[packet.stream_index].append(Text(start, end, _words(packet)))
    return {index: shown for index, shown in texts.items() if any(text.text.strip() for text in shown)}


def _words(packet: av.Packet) -> str:
    try:
        lines = [rect for rect in packet.decode() if isinstance(rect, AssSubtitle)]
    except (av.error.FFmpegError, EOFError):
        return ""  # a damaged packet shows nothing
    return "\n".join(STYLES.sub("", line.dialogue.decode("utf-8", "replace")) for line in lines)
