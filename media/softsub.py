"""Cues as packets of a soft subtitle track: mov_text for mp4 and mov, SubRip for Matroska, WebVTT for WebM."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

BRIEFLY = 1_000  # ms
MOV_TEXT_LIMIT = 65_535  # bytes: its length field has 16 bits
# The encoder of mov_text derives its track header (font, colour, box) from an ASS style; the payloads are ours.
STYLE = (
    b"[Script Info]\nScriptType: v4.00+\nPlayResX: 384\nPlayResY: 288\n\n[V4+ Styles]\n"
    b"Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    b"Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, "
    b"MarginV, Encoding\n"
    b"Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1\n\n[Events]\n"
    b"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


class TimedText(Protocol):
    """What a cue must have: seconds and text."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Text:
    """The plainest TimedText."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class TextPacket:
    """One packet of the track; milliseconds."""

    start: int
    duration: int
    payload: bytes


def text_packets(cues: Iterable[TimedText], codec: str, end: float) -> list[TextPacket]:
    """Packets for `codec` (mov_text, subrip, webvtt), in time order, nothing after `end` seconds (the film's end).

    A cue that says no length of its own is spoken, and so shown too, for BRIEFLY.
    """
    stop = round(end * 1000)
    rows = [(max(0, round(c.start * 1000)), round(c.end * 1000), _lines(c.text)) for c in cues]
    rows = [(start, min(stop, until if until > start else start + BRIEFLY), text) for start, until, text in rows]
    rows = sorted((start, until, text) for start, until, text in rows if until > start and text)
    if codec == "mov_text":
        return [TextPacket(a, b - a, _mov_text(text)) for a, b, text in _without_overlap(rows)]
    escape = _webvtt if codec == "webvtt" else str.encode
    return [TextPacket(a, b - a, escape(text)) for a, b, text in rows]


def _lines(text: str) -> str:
    """A blank line would end the cue in SubRip and WebVTT."""
    return "\n".join(line for line in (part.strip() for part in text.splitlines()) if line)


def _webvtt(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def _mov_text(text: str) -> bytes:
    data = text.encode()[:MOV_TEXT_LIMIT].decode("utf-8", "ignore").encode()
    return struct.pack(">H", len(data)) + data


def _without_overlap(rows: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """mp4 shows one sample at a time: pieces of time with the text of all cues that are up, gaps as empty samples."""
    edges = sorted({0} | {edge for start, until, _ in rows for edge in (start, until)})
    pieces, waiting, showing = [], list(reversed(rows)), []
    for start, until in itertools.pairwise(edges):
        while waiting and waiting[-1][0] <= start:
            showing.append(waiting.pop())
        showing = [row for row in showing if row[1] > start]
        pieces.append((start, until, "\n".join(row[2] for row in showing)))
    return pieces
