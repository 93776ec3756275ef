"""HEVC's parameters as mp4 and Matroska hold them (hvcC), from what an encoder gives. ISO/IEC 14496-15, 8.3.3."""

from __future__ import annotations

from media.avc import unframed

VPS, SPS, PPS = 32, 33, 34  # types of units


def record(annexb: bytes, chroma: int, depth: int) -> bytes:
    """hvcC for one encoder's parameter sets (units after start codes). chroma: 1 is 4:2:0; depth in bits."""
    sets: dict[int, list[bytes]] = {VPS: [], SPS: [], PPS: []}
    for unit in unframed(annexb):
        if (kind := unit[0] >> 1 & 63) in sets:
            sets[kind].append(unit)
    if not all(sets.values()):
        raise ValueError("the HEVC encoder gave no parameters")
    plain = sets[SPS][0].replace(b"\x00\x00\x03", b"\x00\x00")
    layers = (plain[2] >> 1 & 7) + 1
    parts = [b"\x01", plain[3:15], b"\xf0\x00\xfc", bytes([0xFC | chroma, 0xF8 | (depth - 8), 0xF8 | (depth - 8)]),
             b"\x00\x00", bytes([layers << 3 | (plain[2] & 1) << 2 | 3, len(sets)])]  # fmt: skip
    for kind, units in sets.items():
        parts.append(bytes([0x80 | kind]) + len(units).to_bytes(2, "big"))
        parts += [len(unit).to_bytes(2, "big") + unit for unit in units]
    return b"".join(parts)
