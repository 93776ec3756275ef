"""Files that hold sound alone, told by their first bytes (the containers that may also hold a film: signature.py)."""

from __future__ import annotations

SOUNDS_READABLE = "Narrascore reads webm, mp4, m4a, mov, mkv, wav, mp3, ogg, flac, aac, amr, aiff and caf"
_MAGIC = (
    (b"ID3", "mp3"), (b"OggS", "ogg"), (b"fLaC", "flac"), (b"#!AMR\n", "amr"), (b"#!AMR-WB\n", "amr"), (b"caff", "caf"),
)  # fmt: skip
_CHUNKED = {(b"RIFF", b"WAVE"): "wav", (b"RF64", b"WAVE"): "wav", (b"BW64", b"WAVE"): "wav",
            (b"FORM", b"AIFF"): "aiff", (b"FORM", b"AIFC"): "aiff"}  # fmt: skip


def sound_container(head: bytes) -> str | None:
    """wav, aiff, mp3, aac, ogg, flac, amr or caf; None for everything else."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    return _CHUNKED.get((head[:4], head[8:12])) or _frame_header(head)


def _frame_header(head: bytes) -> str | None:
    """MPEG sound without a tag: the sync word and fields that no other value may have (ISO/IEC 11172-3, 13818-7)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return "aac" if head[2] >> 2 & 15 < 13 else None  # ADTS: layer 0, one of 13 sampling rates
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    known = version != 1 and layer in (1, 2) and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
    return "mp3" if known else None
