"""The sounds of the band, cut out of FluidR3Mono_GM (MIT): only the presets we play, their waves copied byte for byte.

python -m training.samples FluidR3Mono_GM.sf3          (Debian package fluidr3mono-gm-soundfont 2.315-7)
"""

from __future__ import annotations

import argparse
import struct
from pathlib import Path

from synth.music.instruments import BAND, Instrument
from synth.music.sampler import BAND_FONT
from synth.music.soundfont import KEYS, SAMPLE, VELOCITIES, SoundFont, key_range

MODULATOR_END = bytes(10)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.samples", description=__doc__.splitlines()[0])
    parser.add_argument("font", type=Path, help="FluidR3Mono_GM.sf3")
    parser.add_argument("-o", "--output", type=Path, default=BAND_FONT)
    args = parser.parse_args()
    args.output.write_bytes(subset(SoundFont(args.font), list(BAND.values())))
    print(f"{args.output}: {args.output.stat().st_size / 1e6:.2f} MB, {len(BAND)} presets")


def subset(font: SoundFont, wanted: list[Instrument]) -> bytes:
    """A SoundFont of these presets alone. Each preset becomes one instrument with its numbers already added up."""
    numbers: dict[int, int] = {}  # wave in the old font: wave in the new one
    waves = bytearray()
    sample_headers: list[bytes] = []
    tables: dict[str, list[bytes]] = {name: [] for name in ("phdr", "pbag", "pgen", "inst", "ibag", "igen")}
    for number, each in enumerate(sorted(wanted, key=lambda one: (one.bank, one.program))):
        label = each.name.encode()
        tables["phdr"].append(struct.pack("<20s3H3I", label, each.program, each.bank, number, 0, 0, 0))
        tables["pbag"].append(struct.pack("<2H", number, 0))
        tables["pgen"].append(struct.pack("<2H", 41, number))
        tables["inst"].append(struct.pack("<20sH", label, len(tables["ibag"])))
        for zone in font.presets[each.bank, each.program]:
            low, high = key_range(zone.get(KEYS))
            if each.keys and not any(low <= key <= high for key in each.keys):
                continue
            if not each.keys and (low > each.high + 12 or high < each.low - 12):
                continue
            if zone[SAMPLE] not in numbers:
                numbers[zone[SAMPLE]] = len(sample_headers)
                name, *_, loop_start, loop_end, rate, pitch, correction, _, kind = font.headers[zone[SAMPLE]]
                raw = font.raw(zone[SAMPLE])
                place = (len(waves), len(waves) + len(raw))
                sample_headers.append(
                    struct.pack("<20s5IBbHH", name, *place, loop_start, loop_end, rate, pitch, correction, 0, kind)
                )
                waves += raw
            tables["ibag"].append(struct.pack("<2H", len(tables["igen"]), 0))
            tables["igen"] += _generators(zone, numbers[zone[SAMPLE]])
    return _file(tables, sample_headers, bytes(waves))


def _generators(zone: dict[int, int], wave: int) -> list[bytes]:
    """In the order that the specification asks for: keys, velocities, the rest, the wave last."""
    kinds = sorted(set(zone) - {KEYS, VELOCITIES, SAMPLE})
    ordered = [kind for kind in (KEYS, VELOCITIES) if kind in zone] + kinds
    return [struct.pack("<2H", kind, zone[kind] & 65535) for kind in ordered] + [struct.pack("<2H", SAMPLE, wave)]


def _file(tables: dict[str, list[bytes]], headers: list[bytes], waves: bytes) -> bytes:
    count = {name: len(rows) for name, rows in tables.items()}
    ends = {
        "phdr": struct.pack("<20s3H3I", b"EOP", 0, 0, count["pbag"], 0, 0, 0),
        "pbag": struct.pack("<2H", count["pgen"], 0),
        "pgen": bytes(4),
        "inst": struct.pack("<20sH", b"EOI", count["ibag"]),
        "ibag": struct.pack("<2H", count["igen"], 0),
        "igen": bytes(4),
    }
    body = {name: b"".join(rows) + ends[name] for name, rows in tables.items()}
    body |= {"pmod": MODULATOR_END, "imod": MODULATOR_END}
    body["shdr"] = b"".join(headers) + struct.pack("<20s5IBbHH", b"EOS", *[0] * 9)
    order = ("phdr", "pbag", "pmod", "pgen", "inst", "ibag", "imod", "igen", "shdr")
    about = {
        "ifil": struct.pack("<2H", 3, 1),
        "INAM": b"Narrascore band, out of FluidR3Mono_GM\0\0",
        "ICOP": b"MIT: (c) 2000-2002, 2008 Frank Wen; mono (c) 2014-2017 Michael Cowgill\0\0",
    }
    parts = [
        _list(b"INFO", [(name, data) for name, data in about.items()]),
        _list(b"sdta", [("smpl", waves)]),
        _list(b"pdta", [(name, body[name]) for name in order]),
    ]
    whole = b"sfbk" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _list(kind: bytes, chunks: list[tuple[str, bytes]]) -> bytes:
    inside = kind
    for name, data in chunks:
        inside += name.encode() + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
    return b"LIST" + struct.pack("<I", len(inside)) + inside


if __name__ == "__main__":
    main()
