"""Shorten the last edit of an mp4 or mov track, so that pictures after it stay hidden.

A phone's trimmed film keeps the pictures before and after the cut and hides them by an edit list. The muxer writes the
beginning of that list from negative times but shows everything to the end; this sets the end. Boxes: ISO/IEC 14496-12.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO


def end_first_track(path: Path, seconds: float) -> None:
    """Make the first track of the closed file at `path` end `seconds` after the film's time 0."""
    with path.open("r+b") as file:
        moov = _find(file, b"moov", 0, file.seek(0, 2))
        trak = _find(file, b"trak", *moov)
        file.seek(_find(file, b"mvhd", *moov)[0])
        head = file.read(24)
        clock = int.from_bytes(head[20:24] if head[0] else head[12:16], "big")
        start, _ = _find(file, b"elst", *_find(file, b"edts", *trak))
        file.seek(start)
        head = file.read(8)
        width = 8 if head[0] else 4  # version 1 has 64-bit times
        entry, count = 2 * width + 4, int.from_bytes(head[4:8], "big")
        lengths = []
        for number in range(count):
            file.seek(start + 8 + number * entry)
            lengths.append(int.from_bytes(file.read(width), "big"))
        last = round(seconds * clock) - sum(lengths[:-1])
        if not 0 < last <= lengths[-1]:
            return
        file.seek(start + 8 + (count - 1) * entry)
        file.write(last.to_bytes(width, "big"))


def _find(file: BinaryIO, kind: bytes, start: int, end: int) -> tuple[int, int]:
    """Content (first byte, end) of the first box of a kind within start .. end."""
    while start + 8 <= end:
        file.seek(start)
        head = file.read(16)
        length, content = int.from_bytes(head[:4], "big"), start + 8
        if length == 1:
            length, content = int.from_bytes(head[8:16], "big"), start + 16
        length = length or end - start
        if head[4:8] == kind:
            return content, start + length
        start += max(length, 8)
    raise ValueError(f"the written file has no {kind.decode()} box")
