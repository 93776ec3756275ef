"""What the first bytes of a file say it is, and whether all of it is there.

Read before any demuxer sees the file: the answer fixes the demuxer, so that a playlist or a script under a film's name
is never probed. Layouts: ISO/IEC 14496-12 (boxes), RFC 8794 and RFC 9559 (EBML, Matroska).
"""

from __future__ import annotations

import os
from typing import BinaryIO

from media.sound_signature import SOUNDS_READABLE, sound_container

MAX_BOXES = 200_000  # a fragmented file has two per second or so: this is a day of it
QUICKTIME_FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
EBML_MAGIC, SEGMENT_ID, DOCTYPE_ID = b"\x1aE\xdf\xa3", 0x18538067, 0x4282
STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
OTHERS = (
    (b"#EXTM3U", "a playlist"), (b"ffconcat", "a list of other files"), (b"v=0", "a stream description"),
    (b"<?xml", "an XML document"), (b"<MPD", "a DASH manifest"), (b"<", "a web or XML document"),
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"RIFF", "an AVI or WAV file"), (b"ID3", "an MP3 file"), (b"OggS", "an Ogg file"), (b"fLaC", "a FLAC file"),
    (b"FLV", "a Flash video"), (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive"),
    (b"\x47", "an MPEG transport stream"),
    (b"\x00\x00\x01\xba", "an MPEG programme stream"), (b"\x30\x26\xb2\x75", "a Windows Media file"),
)  # fmt: skip
READABLE = "Narrascore reads mp4, mov, mkv and webm"


class NotAFilm(ValueError):
    """The file cannot be a film; the message is the end of a sentence that begins with its name."""


def identify(file: BinaryIO, sound_alone: bool = False) -> str:
    """Container of an open file: mp4, mov, matroska or webm. Raises NotAFilm, also for a file that is cut short.

    sound_alone: what can only hold sound will do as well (sound_signature.py).
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise NotAFilm("is empty (0 bytes): copy or export it again")
    if head.startswith(EBML_MAGIC):
        return _matroska(head, size)
    if head[4:8] in QUICKTIME_FIRST_BOXES:
        _whole_boxes(file, size)
        return _brand(head)
    if not sound_alone:
        raise NotAFilm(f"is not a film but {_other(head)}: {READABLE}")
    if sound := sound_container(head):
        return sound
    raise NotAFilm(f"is not a recording but {_other(head)}: {SOUNDS_READABLE}")


def _other(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in OTHERS:
        if head.startswith(magic) or text.startswith(magic):
            return what
    return "a text file" if b"\0" not in head else "data of a kind it does not know"


def _brand(head: bytes) -> str:
    if head[4:8] != b"ftyp":
        return "mov"  # QuickTime files older than ftyp
    brand = head[8:12]
    if brand in STILL_BRANDS:
        raise NotAFilm(f"is a still picture (HEIF or AVIF), not a film: {READABLE}")
    return "mov" if brand == b"qt  " else "mp4"


def _whole_boxes(file: BinaryIO, size: int) -> None:
    """Walk the top-level boxes: the index (moov) must be there, and all boxes must end inside the file.

    Except the media data of an indexed file: some writers overstate it, and the index will tell what is really missing.
    """
    position, indexed, fragmented = 0, False, False
    for _ in range(MAX_BOXES):
        file.seek(position)
        header = file.read(16)
        if len(header) < 8:
            break
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1 and len(header) == 16:
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:
            length = size - position  # "to the end of the file"
        if length < 8 or not all(32 <= byte < 127 or byte == 0xA9 for byte in kind):
            break  # trailing bytes that are no box: harmless after the index, fatal before it
        if position + length > size and (kind != b"mdat" or fragmented or not indexed):
            raise NotAFilm(f"is cut short: {size:,} of at least {position + length:,} bytes are there; copy it again")
        indexed |= kind == b"moov"
        fragmented |= kind == b"moof"
        position += length
    if not indexed:
        raise NotAFilm("has no index (moov box): its recording or copy did not finish")


def _matroska(head: bytes, size: int) -> str:
    doctype = "matroska"
    _, position, end = _element(head, 0)
    while end is not None and position < end <= len(head):
        identifier, start, stop = _element(head, position)
        position = stop or end
        if identifier == DOCTYPE_ID:
            doctype = head[start:position].rstrip(b"\0").decode("ascii", "replace")
    if doctype not in ("matroska", "webm"):
        raise NotAFilm(f"is an EBML file of the kind {doctype!r}, not a film: {READABLE}")
    identifier, start, stop = _element(head, end or 0)
    if identifier != SEGMENT_ID:
        raise NotAFilm("has a damaged Matroska header: copy or export it again")
    if stop is not None and stop > size:
        raise NotAFilm(f"is cut short: {size:,} of {stop:,} bytes are there; copy it again")
    return doctype


def _element(data: bytes, position: int) -> tuple[int, int, int | None]:
    """(id, first byte of the content, end or None when the size is unknown) of the EBML element at `position`."""
    identifier, start = _vint(data, position, keep_marker=True)
    length, content = _vint(data, start, keep_marker=False)
    unknown = length == (1 << 7 * (content - start)) - 1
    return identifier, content, None if unknown else content + length


def _vint(data: bytes, position: int, keep_marker: bool) -> tuple[int, int]:
    first = data[position] if position < len(data) else 0
    width = 9 - first.bit_length()
    if width > 8 or position + width > len(data):
        raise NotAFilm("has a damaged Matroska header: copy or export it again")
    value = int.from_bytes(data[position : position + width], "big")
    return (value if keep_marker else value & ((1 << 7 * width) - 1)), position + width
