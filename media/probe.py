"""What is in a film, found out safely: streams, size, rotation, colour, chapters; hostile files are refused.

The file's first bytes choose the demuxer (media/signature.py); a child process without the right to open files does the
reading (media/probe_child.py), under limits of memory, processor time and wall time. Measured: 0.15 s for a film.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO

from media.signature import READABLE, NotAFilm, identify

# Only these two demuxers exist for us; neither opens a second file (external references of mov stay off).
SAFE_OPTIONS = {"format_whitelist": "mov,matroska", "protocol_whitelist": "file", "enable_drefs": "0"}
DEMUXERS = {"mp4": "mov", "mov": "mov", "matroska": "matroska", "webm": "matroska"}
# Where sound alone will do, these may be chosen too: each for its own files only.
SOUND_DEMUXERS = {name: name for name in ("wav", "mp3", "ogg", "flac", "aac", "amr", "aiff", "caf")}
UNTOLD = ("mp3", "aac", "amr")  # streams of frames whose length libraries guess: their packets are counted
CHILD = Path(__file__).with_name("probe_child.py")


class ProbeError(ValueError):
    """The file is missing, broken, hostile or no film. The message is one sentence for the person who gave it."""


class TooLong(ProbeError):
    """Whole, and longer than the limits allow."""


@dataclass(frozen=True)
class Limits:
    """What a film may ask of us."""

    pixels: int = 40_000_000  # 8K DCI is 35.4 million; a 37 kB file of 16384x8704 asked for 824 MB
    duration: float = 12 * 3600.0  # s; longer than any film, short of a corrupt header's centuries
    streams: int = 64  # many-language discs have about 40
    deadline: float = 10.0  # s of wall time for one look
    memory: int = 2 << 30  # bytes of address space: libraries (0.3 GB) and some 8K pictures
    packets: int = 60  # looked at to tell constant from variable frame rate


@dataclass(frozen=True)
class Color:
    """Code points of ITU-T H.273 (2 = unspecified); range: 0 unspecified, 1 limited, 2 full."""

    primaries: int = 2
    transfer: int = 2
    space: int = 2
    range: int = 0

    @property
    def hdr(self) -> bool:
        """PQ (16) or HLG (18) transfer."""
        return self.transfer in (16, 18)


@dataclass(frozen=True)
class Stream:
    """One stream; times in seconds on the film's own clock, None when the file does not say."""

    index: int
    kind: str  # video, audio, subtitle, data, attachment
    codec: str
    language: str | None = None
    title: str | None = None
    default: bool = False
    start: float | None = None
    duration: float | None = None
    frames: int = 0
    bit_rate: int | None = None
    profile: str | None = None
    attached_picture: bool = False  # a cover, not the film
    width: int | None = None  # as coded; `rotation` turns it
    height: int | None = None
    fps: float | None = None
    variable_fps: bool = False
    rotation: int = 0  # degrees clockwise that a player turns the picture: 0, 90, 180, 270
    sample_aspect: float = 1.0
    pixel_format: str | None = None
    color: Color = field(default_factory=Color)
    decodes: bool = True  # False: the first pictures cannot be decoded here (they can still be copied)
    sample_rate: int | None = None
    channels: int | None = None
    layout: str | None = None


@dataclass(frozen=True)
class Chapter:
    start: float
    end: float
    title: str


@dataclass(frozen=True)
class Film:
    """A probed film. `duration` is where its picture and sound end, in seconds from the container's time 0."""

    path: Path
    format: str  # mp4, mov, matroska, webm; where sound alone will do, also wav, mp3, ogg, flac, aac, amr, aiff, caf
    duration: float
    streams: tuple[Stream, ...]
    chapters: tuple[Chapter, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def video(self) -> Stream:
        """The picture: the first video stream that is not a cover."""
        return next(s for s in self.streams if s.kind == "video" and not s.attached_picture)

    @property
    def audio(self) -> Stream | None:
        """The original sound: the default audio stream, else the first, else None."""
        tracks = [s for s in self.streams if s.kind == "audio"]
        return next((s for s in tracks if s.default), tracks[0] if tracks else None)


def probe(path: Path | str, limits: Limits = Limits(), sound_alone: bool = False) -> Film:
    """Look into the film at `path`. Raises ProbeError for whatever is not a readable film within `limits`.

    sound_alone: sound is wanted and a picture is not: files without one are read, files without sound refused, and
    a film has no `video`. Where the file does not tell its length, its packets are counted, up to the limit.
    """
    path = Path(path)
    if path.exists() and not path.is_file() and not path.is_dir():
        raise ProbeError(f"{path} is a pipe or a device, not a file.")  # opening one could wait for ever
    try:
        with path.open("rb") as file:
            container = identify(file, sound_alone)
            file.seek(0)
            told = _ask_child(file, container, limits, sound_alone)
    except NotAFilm as error:
        raise ProbeError(f"{path.name} {error}.") from error
    except FileNotFoundError as error:
        raise ProbeError(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        what = "recording" if sound_alone else "film"
        raise ProbeError(f"{path} is a folder: name the {what} inside it.") from error
    except OSError as error:
        raise ProbeError(f"{path} cannot be read: {error.strerror}.") from error
    _check(path, told, limits, path.stat().st_size)
    if not sound_alone:
        _check_picture(path, told, limits)
    elif not any(s["kind"] == "audio" for s in told["streams"]):
        raise ProbeError(f"{path.name} has no sound: record or export it again, with sound.")
    return _film(path, container, told, limits, sound_alone)


def reading(container: str) -> dict[str, Any]:
    """The demuxer for a container, and options that leave it and nothing else in existence."""
    if container in DEMUXERS:
        return {"demuxer": DEMUXERS[container], "options": SAFE_OPTIONS}
    demuxer = SOUND_DEMUXERS[container]
    return {"demuxer": demuxer, "options": {"format_whitelist": demuxer, "protocol_whitelist": "file"}}


def _ask_child(file: BinaryIO, container: str, limits: Limits, sound_alone: bool) -> dict[str, Any]:
    order = reading(container) | {
        "pixels": limits.pixels, "streams": limits.streams, "memory": limits.memory, "cpu": int(limits.deadline) + 1,
        "packets": limits.packets, "pictures": not sound_alone, "count": container in UNTOLD,
        "until": limits.duration + 1 if sound_alone else None}  # fmt: skip
    # -I: neither the environment nor the current folder can change what the child imports.
    command = [sys.executable, "-I", str(CHILD), json.dumps(order)]
    try:
        done = subprocess.run(command, stdin=file, capture_output=True, timeout=limits.deadline, check=False)
    except subprocess.TimeoutExpired:
        raise NotAFilm(f"took longer than {limits.deadline:g} s to look into: it is damaged or hostile") from None
    if done.returncode != 0 or not done.stdout:
        raise NotAFilm("broke the reader that looked into it: it is damaged or hostile")
    return json.loads(done.stdout)


def _check(path: Path, told: dict[str, Any], limits: Limits, size: int) -> None:
    problem = told.get("error")
    if problem == "streams":
        raise ProbeError(f"{path.name} holds {told['count']} streams; at most {limits.streams} are read.")
    if problem == "memory":
        raise ProbeError(f"{path.name} asks for more than {limits.memory >> 20} MiB just to be looked at.")
    if problem:
        raise ProbeError(f"{path.name} is damaged ({told.get('detail', problem)}): copy or export it again.")
    if told["indexed"] > size:
        raise ProbeError(f"{path.name} is cut short: {size:,} of {told['indexed']:,} bytes are there; copy it again.")


def _check_picture(path: Path, told: dict[str, Any], limits: Limits) -> None:
    pictures = [s for s in told["streams"] if s["kind"] == "video" and not s["attached_picture"]]
    if not pictures:
        raise ProbeError(f"{path.name} has no picture: narration needs a film ({READABLE}).")
    for stream in pictures:
        area = (stream.get("width") or 0) * (stream.get("height") or 0)
        if stream.get("too_large") or area > limits.pixels:
            raise ProbeError(f"{path.name} has a picture of more than {limits.pixels // 10**6} million pixels.")
    if not pictures[0].get("width"):
        raise ProbeError(f"{path.name} has a picture without a size: it is damaged, or its codec is unknown here.")


def _film(path: Path, container: str, told: dict[str, Any], limits: Limits, sound_alone: bool) -> Film:
    streams = tuple(_stream(row) for row in told["streams"])
    pictures = [s for s in streams if s.kind == "video" and not s.attached_picture and not sound_alone]
    heard = [*pictures[:1], *(s for s in streams if s.kind == "audio")]
    ends = [(s.start or 0.0) + s.duration for s in heard if s.duration]
    duration = told["counted"] or (max(ends) if ends else _whole_end(told))
    if sound_alone and duration <= 0:
        raise ProbeError(f"{path.name} is empty: record or export it again.")
    if not 0 < duration <= limits.duration:
        length = f"lasts {duration / 3600:,.1f} h" if duration > 0 else "does not say how long it is"
        refusal = TooLong if duration > 0 else ProbeError
        raise refusal(f"{path.name} {length}; films of up to {limits.duration / 3600:g} h are read.")
    chapters = tuple(Chapter(**row) for row in told["chapters"])
    return Film(path, container, duration, streams, chapters, told["metadata"])


def _whole_end(told: dict[str, Any]) -> float:
    """Where a film ends whose container alone tells a length: from 0 or from its start, as its packets have it."""
    length, start = told["duration"] or 0.0, told["start"]
    if told["end"] is None:
        return start + length
    return min(length, start + length, key=lambda end: abs(end - told["end"]))


def _stream(row: dict[str, Any]) -> Stream:
    known = {f.name for f in fields(Stream)}
    values = {key: value for key, value in row.items() if key in known}
    if "color" in values:
        values["color"] = Color(*(int(code) for code in values["color"]))
    return Stream(**values)
