"""Which streams of a film go into the output, in which order, under which labels."""

from __future__ import annotations

import hashlib
import io
import math
from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.container import InputContainer, OutputContainer
from av.stream import Disposition
from av.stream import Stream as AvStream
from av.subtitles.codeccontext import SubtitleCodecContext
from av.video.codeccontext import VideoCodecContext

from media.encode import AAC, OPUS, configure
from media.mux import MuxError
from media.probe import Film, Stream
from media.remade import Remade
from media.retold import TEXTS, told
from media.samplerate import SAMPLE_RATE
from media.softsub import STYLE, Text

SOUND = {"mp4": AAC, "mov": AAC, "matroska": AAC, "webm": OPUS}
TEXT = {"mp4": "mov_text", "mov": "mov_text", "matroska": "subrip", "webm": "webvtt"}
# Per second, else 1000: no coarser than the picture's clock, or the muxer of mp4 puts empty samples between ours.
TEXT_CLOCK = {"mov_text": 90_000}
# ISO 639-2 codes, which containers want, for the ISO 639-1 codes that people give.
LANGUAGES = {"ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin",
             "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor",
             "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe", "th": "tha",
             "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho"}  # fmt: skip
HEVC_TAGS = ("hvc1", "hev1", "dvh1", "dvhe")
# What the muxer writes itself, or what is true of the old file only.
OWN_KEYS = {"major_brand", "minor_version", "compatible_brands", "encoder", "duration", "handler_name", "vendor_id",
            "bps", "number_of_frames", "number_of_bytes", "_statistics_writing_app", "_statistics_writing_date_utc",
            "_statistics_tags"}  # fmt: skip


@dataclass
class Track:
    """One stream of the output, and what went into it: for the verification."""

    kind: str
    source: Stream | None  # None: ours
    language: str | None = None
    title: str | None = None
    default: bool = False
    packets: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    times: array = field(default_factory=lambda: array("d"))  # s, of shown video packets
    hidden: float = -math.inf  # s, latest time of a video packet that an edit list hides


@dataclass
class Plan:
    """The output's streams: `tracks` in their order, the picture first; `copies` by index in the source.

    `retold`: text subtitles that the container holds in a form of its own only, and what they show.
    """

    tracks: list[Track]
    copies: dict[int, AvStream]
    retold: list[tuple[Stream, AvStream, list[Text]]]
    narration: AvStream
    text: AvStream | None
    dropped: list[str]  # a sentence for each stream that the container cannot hold


def lay_out(sink: OutputContainer, source: InputContainer, film: Film, container: str, language: str, title: str,
            with_text: bool, remade: Remade | None = None) -> Plan:  # fmt: skip
    """Add the streams to `sink`: picture, narration, original sound, cues, original subtitles, the rest.

    remade: the picture, if it does not stay in its own codec. Raises MuxError when `container` cannot hold the picture.
    """
    kept, foreign, dropped = _kept(source, film, container, remade is not None)
    language = LANGUAGES.get(language.lower()[:2], "und") if len(language) != 3 else language.lower()
    tracks: list[Track] = []
    copies: dict[int, AvStream] = {}
    retold: list[tuple[Stream, AvStream, list[Text]]] = []
    words = told(film, foreign)
    kept = [stream for stream in kept if stream.index in words or stream.index not in foreign]

    def copy(*kinds: str) -> None:
        for stream in sorted((s for s in kept if s.kind in kinds), key=lambda s: s != film.video):
            if stream.index in words:
                out = _add_text(sink, TEXT[container])
                _label(out, stream.language or "und", stream.title or "", source.streams[stream.index].disposition)
                retold.append((stream, out, words[stream.index]))
                tracks.append(Track(stream.kind, None, stream.language, stream.title))
                continue
            ours = remade if stream == film.video else None
            out = copies[stream.index] = _add_copy(sink, source.streams[stream.index], ours)
            if stream.kind == "audio":
                out.disposition = out.disposition & ~Disposition.default
            tracks.append(Track(stream.kind, ours.stream if ours else stream, stream.language, stream.title))

    copy("video")
    codec = SOUND[container]
    narration = sink.add_stream(codec.encoder, rate=SAMPLE_RATE)
    configure(cast(AudioCodecContext, narration.codec_context), codec)
    _label(narration, language, title, Disposition.default)
    tracks.append(Track("audio", None, language, title, default=True))
    copy("audio")
    text = _add_text(sink, TEXT[container]) if with_text else None
    if text is not None:
        _label(text, language, title, Disposition(0))
        tracks.append(Track("subtitle", None, language, title))
    copy("subtitle")
    copy("data", "attachment")
    return Plan(tracks, copies, retold, narration, text, dropped)


def line(stream: Stream) -> str:
    """`#1 audio aac kor Commentary`"""
    words = [f"#{stream.index}", stream.kind, stream.codec, stream.language or "", stream.title or ""]
    return " ".join(word for word in words if word)


def _kept(source: InputContainer, film: Film, container: str,
          remade: bool) -> tuple[list[Stream], list[int], list[str]]:  # fmt: skip
    """What is written, which of it (by index) is text in a form unknown to `container`, a line for each of the rest."""
    kept, foreign, dropped = [], [], []
    for stream in film.streams:
        if stream.kind == "data" and film.chapters and stream.codec in ("bin_data", "unknown", "text"):
            continue  # the chapters of mp4 and mov show up as a stream too; they are written anew
        if (remade and stream == film.video) or _holds(container, source.streams[stream.index]):
            kept.append(stream)
        elif stream.codec in TEXTS:
            kept.append(stream)
            foreign.append(stream.index)
        elif stream == film.video and _holds("matroska", source.streams[stream.index]):
            raise MuxError(f"A .{container} file cannot hold {stream.codec} video: choose .mkv as the output's ending.")
        elif stream == film.video:
            raise MuxError(
                f"The {stream.codec} picture of {film.path.name} cannot be copied: convert the film to H.264."
            )
        else:
            dropped.append(f"{line(stream)}: not kept, {container} cannot hold it")
    return kept, foreign, dropped


def _holds(container: str, stream: AvStream) -> bool:
    """Can `container` hold `stream`? Found out by writing a header with it alone."""
    try:
        with av.open(io.BytesIO(), "w", format=container, metadata_errors="surrogateescape") as trial:
            _add_copy(trial, stream)
            trial.start_encoding()
    except (av.error.FFmpegError, ValueError):
        return False
    return True


def _add_copy(sink: OutputContainer, stream: AvStream, remade: Remade | None = None) -> AvStream:
    """Codec parameters (or those of `remade`) with all side data (rotation, colour, HDR), labels, flags of `stream`."""
    if remade:
        copy: AvStream = remade.add(sink, cast(av.VideoStream, stream))
    else:
        copy = sink.add_stream_from_template(stream, opaque=True)
    if isinstance(stream, av.VideoStream) and stream.codec_context is not None:
        if sink.format.name in ("mp4", "mov") and copy.codec_context.codec.canonical_name == "hevc":
            copy.codec_context.codec_tag = HEVC_TAGS[0] if remade else _hevc_tag(stream)
        cast(VideoCodecContext, copy.codec_context).framerate = stream.average_rate or Fraction(0)
    copy.metadata.update({key: value for key, value in stream.metadata.items() if key.lower() not in OWN_KEYS})
    if "name" in stream.metadata:  # mp4 and mov read a track's title as its name, but write the name from its title
        copy.metadata["title"] = copy.metadata.pop("name")
    copy.disposition = stream.disposition
    return copy


def _hevc_tag(stream: AvStream) -> str:
    """The file's own tag, else hvc1: under the muxer's choice, hev1, Apple's players stay black."""
    try:
        tag = stream.codec_context.codec_tag
    except UnicodeDecodeError:
        return HEVC_TAGS[0]
    return tag if tag in HEVC_TAGS else HEVC_TAGS[0]


def _label(stream: AvStream, language: str, title: str, disposition: Disposition) -> None:
    stream.metadata.update(language=language, title=title, handler_name=title)  # players of mp4 show the handler
    stream.disposition = disposition


def _add_text(sink: OutputContainer, codec: str) -> AvStream:
    clock = Fraction(1, TEXT_CLOCK.get(codec, 1000))
    if codec != "mov_text":
        return sink.add_mux_stream(codec, time_base=clock)
    stream = sink.add_stream(codec)
    context = cast(SubtitleCodecContext, stream.codec_context)
    context.subtitle_header = STYLE
    context.time_base = stream.time_base = clock
    return stream
