"""Reads a SoundFont (.sf2, or .sf3 with Ogg Vorbis waves): which wave sounds for a key and a velocity, and its shape.

The layout and the generators' numbers and units are those of the SoundFont 2.04 specification (7 and 8); .sf3 is
MuseScore's extension of it: sample headers of type 0x10 point to Ogg bytes and count loops from the wave's start.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from synth.music.errors import MusicError

OGG = 0x10
HEADERS = {"phdr": "<20s3H3I", "inst": "<20sH", "shdr": "<20s5IBbHH", "bag": "<2H", "gen": "<2H"}
START, END, LOOP_START, LOOP_END, START_COARSE, END_COARSE = 0, 1, 2, 3, 4, 12
LOOP_START_COARSE, LOOP_END_COARSE = 45, 50
CUTOFF, PAN, DELAY, ATTACK, HOLD, DECAY, SUSTAIN, RELEASE = 8, 17, 33, 34, 35, 36, 37, 38
INSTRUMENT, KEYS, VELOCITIES, ATTENUATION, COARSE, FINE, SAMPLE = 41, 43, 44, 48, 51, 52, 53
MODES, SCALE, EXCLUSIVE, ROOT = 54, 56, 57, 58
DEFAULTS = {CUTOFF: 13500, DELAY: -12000, ATTACK: -12000, HOLD: -12000, DECAY: -12000, RELEASE: -12000, SCALE: 100}


@dataclass(frozen=True)
class Zone:
    """One wave and where it sounds. Times in seconds, levels in decibels below full, pitch in semitones (MIDI)."""

    wave: int  # for SoundFont.wave
    rate: int
    keys: tuple[int, int]
    velocities: tuple[int, int]
    root: float  # the key at which the wave sounds as it is recorded
    loop: tuple[int, int] | None  # in samples of the wave
    attenuation: float
    attack: float
    hold: float
    decay: float  # to 100 dB down
    sustain: float
    release: float  # to 100 dB down
    cutoff: float  # Hz
    group: int  # a new sound of a group stops the old one (open and closed hi-hat); 0: none


class SoundFont:
    """One file. Raises MusicError for what is not a SoundFont."""

    def __init__(self, path: Path):
        self.path = Path(path)
        try:
            data = self.path.read_bytes()
            chunks = dict(_chunks(data))
            self._waves = chunks["smpl"]
            tables = {name: _table(name, chunks[name]) for name in ("phdr", "pbag", "pgen", "inst", "ibag", "igen")}
            self.headers = _table("shdr", chunks["shdr"])[:-1]
            self.presets = _presets(tables)
        except (OSError, KeyError, struct.error, IndexError) as error:
            raise MusicError(f"{path} cannot be read as a SoundFont: choose an .sf2 or .sf3 file.") from error
        self.wave = lru_cache(maxsize=128)(self._wave)

    def zones(self, program: int, bank: int = 0) -> list[Zone]:
        """The zones of a preset (bank 128: drum kits), loudest-velocity last. MusicError if the file lacks it."""
        if (bank, program) not in self.presets:
            raise MusicError(
                f"{self.path.name} has no preset {program} in bank {bank}: choose a General MIDI SoundFont."
            )
        found = [self._zone(generators) for generators in self.presets[bank, program]]
        return sorted(found, key=lambda zone: (zone.velocities[1], zone.keys))

    def _zone(self, g: dict[int, int]) -> Zone:
        _, start, _, loop_start, loop_end, rate, pitch, correction, _, kind = self.headers[g[SAMPLE]]
        base = 0 if kind & OGG else start
        loop_start += g.get(LOOP_START, 0) + 32768 * g.get(LOOP_START_COARSE, 0) - base
        loop_end += g.get(LOOP_END, 0) + 32768 * g.get(LOOP_END_COARSE, 0) - base
        root = g.get(ROOT, -1)
        tuning = g.get(COARSE, 0) + (g.get(FINE, 0) + correction) / 100
        seconds = {name: 2.0 ** (g.get(name, DEFAULTS[name]) / 1200) for name in (ATTACK, HOLD, DECAY, RELEASE)}
        return Zone(
            wave=g[SAMPLE],
            rate=rate,
            keys=key_range(g.get(KEYS)),
            velocities=key_range(g.get(VELOCITIES)),
            root=(root if 0 <= root <= 127 else pitch) - tuning,
            loop=(loop_start, loop_end) if g.get(MODES, 0) & 1 and loop_end > loop_start + 8 else None,
            attenuation=0.4 * g.get(ATTENUATION, 0) / 10,  # 0.4: what the hardware that fonts are tuned by does with it
            attack=seconds[ATTACK],
            hold=seconds[HOLD],
            decay=seconds[DECAY],
            sustain=min(max(g.get(SUSTAIN, 0) / 10, 0.0), 100.0),
            release=seconds[RELEASE],
            cutoff=440 * 2.0 ** ((g.get(CUTOFF, DEFAULTS[CUTOFF]) - 6900) / 1200),
            group=g.get(EXCLUSIVE, 0),
        )

    def raw(self, number: int) -> bytes:
        """The bytes of a wave as they stand in the file."""
        _, start, end, *_, kind = self.headers[number]
        return self._waves[start:end] if kind & OGG else self._waves[2 * start : 2 * end]

    def _wave(self, number: int) -> np.ndarray:
        """(n,) float32 at the zone's rate."""
        raw = self.raw(number)
        if not self.headers[number][-1] & OGG:
            return np.frombuffer(raw, "<i2").astype(np.float32) / 32768
        import soundfile

        return soundfile.read(io.BytesIO(raw), dtype="float32")[0]


def _chunks(data: bytes):
    """(name, bytes) of every chunk inside the RIFF form and its lists."""
    if data[:4] != b"RIFF" or data[8:12] != b"sfbk":
        raise KeyError("sfbk")
    place = 12
    while place + 8 <= len(data):
        name, size = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        if name == b"LIST":
            place += 12
            continue
        yield name.decode("latin-1"), data[place + 8 : place + 8 + size]
        place += 8 + size
        if size % 2 and data[place : place + 4] != b"LIST":  # some writers of .sf3 forget the filling byte
            place += 1


def _table(name: str, data: bytes) -> list[tuple]:
    layout = HEADERS.get(name) or HEADERS[name[1:]]
    return list(struct.iter_unpack(layout, data))


def _presets(tables: dict[str, list[tuple]]) -> dict[tuple[int, int], list[dict[int, int]]]:
    """The generators of every zone of every preset: the instrument's own, with the preset's added to them."""
    instruments = [
        _bags(tables["ibag"], tables["igen"], here[1], after[1], SAMPLE)
        for here, after in zip(tables["inst"], tables["inst"][1:], strict=False)
    ]
    presets = {}
    for here, after in zip(tables["phdr"], tables["phdr"][1:], strict=False):
        _, program, bank, first, *_ = here
        zones = []
        for outer in _bags(tables["pbag"], tables["pgen"], first, after[3], INSTRUMENT):
            zones += [merged for inner in instruments[outer[INSTRUMENT]] if (merged := _merge(outer, inner))]
        presets[bank, program] = zones
    return presets


def _bags(bags: list[tuple], generators: list[tuple], first: int, last: int, aim: int) -> list[dict[int, int]]:
    """The zones from bag `first` to `last`; one without an aim is what all after it start from."""
    common: dict[int, int] = {}
    zones = []
    for bag in range(first, last):
        own = {}
        for kind, value in generators[bags[bag][0] : bags[bag + 1][0]]:
            signed = value - 65536 if value > 32767 and kind not in (KEYS, VELOCITIES, aim) else value
            own[kind] = signed
        if aim in own:
            zones.append(common | own)
        elif bag == first:
            common = own
    return zones


def _merge(outer: dict[int, int], inner: dict[int, int]) -> dict[int, int] | None:
    """The preset's numbers are offsets to the instrument's; ranges cut each other. None if nothing is left."""
    merged = dict(inner)
    for kind, value in outer.items():
        if kind in (KEYS, VELOCITIES):
            (low, high), (inner_low, inner_high) = key_range(value), key_range(inner.get(kind))
            low, high = max(low, inner_low), min(high, inner_high)
            if low > high:
                return None
            merged[kind] = low | high << 8
        elif kind != INSTRUMENT:
            merged[kind] = inner.get(kind, DEFAULTS.get(kind, 0)) + value
    return merged


def key_range(value: int | None) -> tuple[int, int]:
    return (0, 127) if value is None else (value & 255, value >> 8)
