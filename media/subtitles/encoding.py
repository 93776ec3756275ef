"""Bytes to text, and why: marks first, then structure, then statistics; the choice is always reported.

Order: the caller's override; a byte-order mark; NUL parity (UTF-16/32 without a mark); ISO-2022 escapes; strict UTF-8;
the statistics of charset.guess.
"""

import codecs
import re
from dataclasses import dataclass

from media.subtitles.charset import guess
from media.subtitles.cue import SubtitleError

_MARKS = (  # UTF-32 before UTF-16: the little-endian marks share their first two bytes
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels in the wild name the small standard where the file uses the vendor's superset (the WHATWG encoding standard
# makes the same substitutions).
_SUPERSET = {
    "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "iso8859-1": "cp1252",
    "ascii": "utf-8", "utf-8-sig": "utf-8", "tis-620": "cp874", "iso8859-9": "cp1254",
}  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive: unpack it first"), (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"), (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video"), (b"\x00\x00\x01\xba", "picture subtitles (VobSub)"),
    (b"PG", "picture subtitles (PGS)"), (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"), (b"RIFF", "a RIFF sound or video file"), (b"ID3", "a sound file"),
)  # fmt: skip
_CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1c-\x1f\ufffd]")


@dataclass(frozen=True)
class Decoded:
    """The file's text without byte-order marks, the codec used, the reason in words, and what was mended."""

    text: str
    encoding: str
    reason: str
    repairs: tuple[str, ...] = ()


def decode(data: bytes, name: str, override: str | None = None) -> Decoded:
    """Decode a subtitle file. Raises SubtitleError for an empty or binary file and an override that does not fit."""
    if not data.strip(b"\x00 \t\r\n\x1a\xef\xbb\xbf\xfe\xff"):
        raise SubtitleError(f"{name}: the subtitle file is empty; check that it was saved or downloaded completely.")
    if override is not None:
        found = Decoded(_decode_as(data, name, override), _canonical(name, override), "as asked")
    else:
        _refuse_binary(data, name)
        found = _by_mark(data) or _by_structure(data.removeprefix(codecs.BOM_UTF8))
    text, repairs = _tidy(found.text)
    if len(_CONTROL.findall(text[:65536])) > max(3, 0.02 * min(len(text), 65536)):
        raise SubtitleError(f"{name}: this is not text in any encoding we can read; give an SRT, WebVTT or ASS file.")
    return Decoded(text, found.encoding, found.reason, found.repairs + repairs)


def _by_structure(data: bytes) -> Decoded:
    found = _by_nul_parity(data) or _by_escapes(data) or _by_utf8(data)
    if found is None:
        encoding, reason = guess(data)
        encoding = _SUPERSET.get(encoding, encoding)
        found = Decoded(data.decode(encoding, errors="replace"), encoding, reason)
    return found


def _canonical(name: str, encoding: str) -> str:
    try:
        codec = codecs.lookup(encoding.strip())
        "".encode(codec.name)  # refuses codecs that do not make text of bytes, such as base64
    except (LookupError, UnicodeError, ValueError):
        raise SubtitleError(
            f'{name}: there is no text encoding called "{encoding}"; use for example utf-8, cp949, utf-16 or cp1252.'
        ) from None
    return _SUPERSET.get(codec.name, codec.name)


def _decode_as(data: bytes, name: str, override: str) -> str:
    encoding = _canonical(name, override)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SubtitleError(
            f"{name}: line {line} is not {override} (byte 0x{data[error.start]:02x}); choose another encoding, or none "
            "to have it detected."
        ) from None


def _refuse_binary(data: bytes, name: str) -> None:
    what = next((what for magic, what in _MAGIC if data.startswith(magic)), None)
    if what is None and data[4:8] == b"ftyp":
        what = "an MP4 video"
    if what and b"-->" not in data[:4096]:
        raise SubtitleError(f"{name}: this is {what}, not a text subtitle file (SRT, WebVTT or ASS).")


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if encoding == "utf-8":
                return _by_utf8(body, "byte-order mark")
            body = body[: len(body) - len(body) % (4 if "32" in encoding else 2)]  # a file cut mid-character
            try:
                return Decoded(body.decode(encoding), encoding, "byte-order mark")
            except UnicodeDecodeError:
                return None
    return None


def _by_nul_parity(data: bytes) -> Decoded | None:
    """Digits, colons and line ends put NULs at every second (UTF-16) or on three of four (UTF-32) places."""
    head = data[:65536]
    if head.count(0) * 10 < len(head):
        return None
    nuls = [head[lane::4].count(0) for lane in range(4)]
    least = len(head) // 4 * 0.3  # a NUL on at least 3 places of 10 in its lane
    lanes = "".join("01"[count >= least] for count in nuls)
    encoding = {"0111": "utf-32-le", "1110": "utf-32-be", "0101": "utf-16-le", "1010": "utf-16-be"}.get(lanes)
    if encoding is None:
        return None
    try:
        text = data[: len(data) - len(data) % (4 if "32" in encoding else 2)].decode(encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(text, encoding, "no mark, but NUL bytes at every other place")


def _by_escapes(data: bytes) -> Decoded | None:
    for encoding, escape in (("iso2022_kr", b"\x1b$)C"), ("iso2022_jp", b"\x1b$B"), ("iso2022_jp", b"\x1b$@")):
        if escape in data:
            try:
                return Decoded(data.decode(encoding), encoding, "ISO-2022 escape sequences")
            except UnicodeDecodeError:
                continue
    return None


def _by_utf8(data: bytes, reason: str = "valid UTF-8") -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", reason)
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    sound = sum(character > "\x7f" for character in text) - broken
    if sound < 20 * broken:  # in another encoding hardly any byte pair is UTF-8 by chance
        return None
    mended = f"{broken} broken UTF-8 bytes dropped"
    return Decoded(text.replace("\ufffd", ""), "utf-8", f"{reason} but for {broken} bytes", (mended,))


def _tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """Drop byte-order marks wherever they are, NULs, and the end-of-file mark of DOS."""
    repairs = []
    body = text.lstrip("\ufeff")
    if len(text) - len(body) > 1:
        repairs.append("byte-order mark written more than once")
    if "\x00" in body:
        repairs.append(f"{body.count(chr(0))} NUL characters dropped")
    return body.replace("\x00", "").replace("\ufeff", "").rstrip("\x1a"), tuple(repairs)
