"""H.264 as mp4 and Matroska hold it: parameter sets in one record (avcC), pictures as units with their length in front.

Two encodings can share a stream when their parameter sets have different numbers and the record lists both: every
picture names the set that it needs. Boxes and records: ISO/IEC 14496-15; syntax: ITU-T H.264, 7.3.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

IDR, SPS, PPS = 5, 7, 8  # types of units
MOST_SPS, MOST_PPS = 31, 255  # in one record
HIGH = (100, 110, 122, 144)  # profiles whose record ends with the chroma format and the depths
START_CODE = re.compile(b"\x00\x00\x00?\x01")


@dataclass(frozen=True)
class Record:
    """An avcC: profile, compatibility and level; bytes of a unit's length; the parameter sets; what follows them."""

    head: bytes
    length: int
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    rest: bytes = b""

    @classmethod
    def read(cls, data: bytes) -> Record:
        """Raises ValueError for anything but a whole record."""
        if len(data) < 7 or data[0] != 1:
            raise ValueError("its H.264 has no parameter record")
        length = (data[4] & 3) + 1
        sps, at = _sets(data, 6, data[5] & 31)
        if at >= len(data):
            raise ValueError("its H.264 parameter record is cut short")
        pps, at = _sets(data, at + 1, data[at])
        if not sps or not pps:
            raise ValueError("its H.264 parameters stand between the pictures")
        return cls(data[1:4], length, sps, pps, data[at:])

    @classmethod
    def made(cls, annexb: bytes, chroma: int, depth: int) -> Record:
        """For an encoder's parameter sets alone. chroma: its format (1: 4:2:0, 2: 4:2:2, 3: 4:4:4); depth in bits."""
        found = list(unframed(annexb))
        sps = tuple(unit for unit in found if kind(unit) == SPS)
        pps = tuple(unit for unit in found if kind(unit) == PPS)
        rest = bytes([0xFC | chroma, 0xF8 | (depth - 8), 0xF8 | (depth - 8), 0]) if sps[0][1] in HIGH else b""
        return cls(sps[0][1:4], 4, sps, pps, rest)

    def write(self) -> bytes:
        parts = [b"\x01", self.head, bytes([0xFC | (self.length - 1), 0xE0 | len(self.sps)])]
        parts += [len(unit).to_bytes(2, "big") + unit for unit in self.sps]
        parts += [bytes([len(self.pps)])]
        parts += [len(unit).to_bytes(2, "big") + unit for unit in self.pps]
        return b"".join([*parts, self.rest])

    def joined(self, annexb: bytes) -> Record:
        """With the parameter sets of a second encoder, as it gives them (units after start codes), behind ours."""
        units = list(unframed(annexb))
        sps = self.sps + tuple(unit for unit in units if kind(unit) == SPS)
        pps = self.pps + tuple(unit for unit in units if kind(unit) == PPS)
        if len(sps) > MOST_SPS or len(pps) > MOST_PPS:
            raise ValueError("its H.264 parameter record is full")
        return Record(self.head, self.length, sps, pps, self.rest)

    def numbers(self) -> set[int]:
        """Numbers of parameter sets, of either kind, that are taken."""
        return {number(unit) for unit in (*self.sps, *self.pps)}


def kind(unit: bytes) -> int:
    return unit[0] & 31


def number(unit: bytes) -> int:
    """The number that a parameter set gives itself."""
    return _golomb(unit[4:] if kind(unit) == SPS else unit[1:])


def units(payload: bytes | memoryview, length: int) -> Iterator[bytes]:
    """The units of a picture whose lengths take `length` bytes each. Raises ValueError if they do not add up.

    Of a view, they are views: nothing is copied.
    """
    at = 0
    while at < len(payload):
        size = int.from_bytes(payload[at : at + length], "big")
        at += length
        if not size or at + size > len(payload):
            raise ValueError("its H.264 pictures are damaged")
        yield cast(bytes, payload[at : at + size])
        at += size


def unframed(annexb: bytes) -> Iterator[bytes]:
    """The units between start codes (zeros before a start code belong to it)."""
    for part in START_CODE.split(annexb):
        if unit := part.rstrip(b"\x00"):
            yield unit


def framed(annexb: bytes, length: int) -> bytes:
    """A picture with start codes as one with lengths of `length` bytes. Raises ValueError if a unit is too long."""
    found = list(unframed(annexb))
    if any(len(unit) >> (8 * length) for unit in found):
        raise ValueError("its H.264 has no room for the length of a picture")
    return b"".join(len(unit).to_bytes(length, "big") + unit for unit in found)


def _sets(data: bytes, at: int, count: int) -> tuple[tuple[bytes, ...], int]:
    found = []
    for _ in range(count):
        size = int.from_bytes(data[at : at + 2], "big")
        if not size or at + 2 + size > len(data):
            raise ValueError("its H.264 parameter record is cut short")
        found.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    return tuple(found), at


def _golomb(data: bytes) -> int:
    """The Exp-Golomb number at the beginning (ITU-T H.264, 9.1)."""
    bits = "".join(f"{byte:08b}" for byte in data[:5])
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "1", 2) - 1
