"""One instrument's tones: a key struck so hard and held so long, as samples; each kind is computed once and kept."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from scipy import signal

from synth.music.instruments import Instrument
from synth.music.score import RATE
from synth.music.soundfont import SoundFont, Zone

CHUNK = 1 << 14  # samples that stay in a processor's cache
SILENT = -66.0  # dB: a decay that has come so far is over
SECTION_ATTACK = 0.09  # seconds: many bows or voices do not speak at once
DETUNE = 0.045  # semitones between the left and the right of a section
FADE = 0.0015  # seconds: no tone begins or ends with a jump
VIBRATO = {"violin": 0.11, "cello": 0.09, "flute": 0.06, "oboe": 0.06, "horn": 0.03, "trumpet": 0.05}  # semitones
VIBRATO_HZ, VIBRATO_DELAY = 5.3, 0.35
TREMOLO_HZ = 11.0
# Struck softly, an instrument is darker. Where the font does not say so itself: up to a velocity, the low-pass in Hz
TOUCHES = ((44, 4200.0), (62, 7000.0), (80, 10500.0), (98, 14000.0), (127, 18000.0))
DULLEST = 900.0  # Hz: presets that count on a modulator to open their filter would stay shut below


class Tones:
    """The sound of one instrument out of a SoundFont; at most `room` bytes of tones are kept."""

    def __init__(self, font: SoundFont, player: Instrument, room: int):
        self.font, self.player, self.room = font, player, room
        self._zones = font.zones(player.program, player.bank)
        self._chosen: dict[tuple[int, int], Zone] = {}
        self._kept: OrderedDict[tuple, np.ndarray] = OrderedDict()
        self._bytes = 0

    def zone(self, pitch: int, velocity: int) -> Zone:
        """The zone whose keys and velocities hold the note, or the nearest."""

        def away(zone: Zone) -> tuple[int, int]:
            keys, speeds = zone.keys, zone.velocities
            return max(keys[0] - pitch, pitch - keys[1], 0), max(speeds[0] - velocity, velocity - speeds[1], 0)

        if (pitch, velocity) not in self._chosen:
            self._chosen[pitch, velocity] = min(self._zones, key=away)
        return self._chosen[pitch, velocity]

    def tone(self, pitch: int, velocity: int, zone: Zone, seconds: float) -> np.ndarray:
        """(n,) float32 at 48 kHz, (n, 2) for a section; `seconds` long or more unless the sound is over before."""
        cutoff = max(min(zone.cutoff, next(hertz for most, hertz in TOUCHES if velocity <= most)), DULLEST)
        key = (pitch, zone.wave, round(cutoff))
        found = self._kept.get(key)
        if found is None or (zone.loop and len(found) < seconds * RATE):
            if found is not None:
                self._bytes -= found.nbytes
            found = self._render(pitch, zone, cutoff, seconds)
            self._kept[key] = found
            self._bytes += found.nbytes
        self._kept.move_to_end(key)
        while self._bytes > self.room and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return found

    def _render(self, pitch: int, zone: Zone, cutoff: float, seconds: float) -> np.ndarray:
        count = int(seconds * RATE) + 1
        fading = zone.attack + zone.hold - SILENT / 100 * zone.decay  # when the sound has died by itself
        if zone.sustain >= 60:
            count = min(count, int(fading * RATE))
        if zone.loop is None:
            ratio = zone.rate / RATE * 2 ** ((pitch - zone.root) / 12)
            count = int((len(self.font.wave(zone.wave)) - 4) / ratio)
        detunes = (-DETUNE, DETUNE) if self.player.section else (0.0,)
        sides = [self._side(pitch + detune, zone, count) for detune in detunes]
        envelope = _envelope(self.player, zone, min(len(side) for side in sides))
        sides = [side[: len(envelope)] * envelope for side in sides]
        if cutoff < 15000:
            sos = signal.butter(2, cutoff / (RATE / 2), output="sos").astype(np.float32)
            sides = [signal.sosfilt(sos, side).astype(np.float32) for side in sides]
        return np.stack(sides, axis=1) if self.player.section else sides[0]

    def _side(self, pitch: float, zone: Zone, count: int) -> np.ndarray:
        wave = self.font.wave(zone.wave)
        ratio = zone.rate / RATE * 2 ** ((pitch - zone.root) / 12)
        place = np.arange(count, dtype=np.float64) * ratio
        if self.player.name in VIBRATO:
            time = np.arange(count) / RATE
            depth = VIBRATO[self.player.name] * np.clip((time - VIBRATO_DELAY) / 0.5, 0, 1)
            bend = depth * np.sin(2 * np.pi * VIBRATO_HZ * time) * np.log(2) / 12
            place += np.cumsum(bend) * ratio
        if zone.loop:
            start, end = zone.loop
            needed = int(place[-1]) + 4 if count else 4
            turns = max(0, -(-(needed - end) // (end - start)))
            wave = np.concatenate([wave[:end], *[wave[start:end]] * turns, wave[start : start + 4]])
        place = place[: np.searchsorted(place, len(wave) - 3)]
        out = np.empty(len(place), np.float32)
        for begin in range(0, len(place), CHUNK):
            out[begin : begin + CHUNK] = _interpolated(wave, place[begin : begin + CHUNK])
        return out


def _interpolated(wave: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Cubic (Catmull-Rom) values between samples."""
    whole = place.astype(np.int32)
    part = (place - whole).astype(np.float32)
    before, here, after, later = (wave.take(whole + step, mode="clip") for step in (-1, 0, 1, 2))
    cubic = 0.5 * (later - before) + 1.5 * (here - after)
    square = before - 2.5 * here + 2 * after - 0.5 * later
    return ((cubic * part + square) * part + 0.5 * (after - before)) * part + here


def _envelope(player: Instrument, zone: Zone, count: int) -> np.ndarray:
    """Attack (linear), hold and decay (in decibels) to the sustain level, as in a SoundFont; sections breathe in."""
    time = np.arange(count, dtype=np.float32) / RATE
    attack = max(zone.attack, SECTION_ATTACK if player.section else FADE)
    level = np.minimum(time / attack, 1.0)
    level = level * level * (3 - 2 * level)
    fallen = np.clip((time - attack - zone.hold) / zone.decay * 100, 0.0, zone.sustain)
    level *= 10 ** (-fallen / 20)
    if player.name == "tremolo":
        level *= 0.72 + 0.28 * np.cos(2 * np.pi * TREMOLO_HZ * time + 0.9 * np.sin(2 * np.pi * 0.7 * time))
    tail = min(round(0.02 * RATE), count)
    level[count - tail :] *= np.linspace(1, 0, tail, dtype=np.float32)
    return level.astype(np.float32)
