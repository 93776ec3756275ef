"""Plays a score: every note out of the sampled band, placed in stereo, part by part and block by block."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import repeat
from pathlib import Path

import numpy as np

from synth.music.instruments import BAND, Instrument
from synth.music.score import RATE, Note, Part, Score
from synth.music.soundfont import SoundFont
from synth.music.tones import SILENT, Tones

BAND_FONT = Path(__file__).parent / "samples" / "band.sf3"
BLOCK = 1 << 18  # samples: five and a half seconds
LOUDER = 1.7  # amplitude goes with velocity to this power
KEPT = 180_000_000  # bytes of tones, over all instruments
RINGS = 6.0  # seconds for which a drum or a bell may go on sounding after its note
SHORTEST_RELEASE, LONGEST_RELEASE = 0.12, 3.0  # seconds to 100 dB down
# What goes to the reverb, in dB under the direct sound
SENDS = {"kit": -15.0, "bass": -17.0, "section": -5.0, "other": -8.0}


@lru_cache(maxsize=2)
def font(path: Path = BAND_FONT) -> SoundFont:
    return SoundFont(path)


def blocks(score: Score, length: int, sounds: SoundFont | None = None) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(dry, send) of every block in turn, each (n, 2) float32 at 48 kHz; `length` samples in all."""
    room = KEPT // max(len(score.parts), 1)
    players = [_Playing(part, sounds or font(), room) for part in score.parts]
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, length, BLOCK):
            count = min(BLOCK, length - start)
            dry, send = np.zeros((count, 2), np.float32), np.zeros((count, 2), np.float32)
            sounding = pool.map(_Playing.block, players, repeat(start), repeat(count))
            for playing, sound in zip(players, sounding, strict=False):
                if sound is not None:
                    dry += sound
                    sound *= playing.send
                    send += sound
            yield dry, send


class _Playing:
    """One part on its way through the blocks."""

    def __init__(self, part: Part, sounds: SoundFont, room: int):
        self.player = BAND[part.instrument]
        self.part = part
        self.tones = Tones(sounds, self.player, room)
        self.spread = bool(self.player.width or self.player.keys)  # notes lie in different places
        self.gain = 10 ** ((self.player.gain + part.level) / 20)
        kind = "kit" if self.player.keys else "section" if self.player.section else "other"
        self.send = 10 ** (SENDS["bass" if self.player.roles[0] == "bass" else kind] / 20)
        self.notes = [(note, *_span(note, part, self.player)) for note in part.notes]

    def block(self, start: int, count: int) -> np.ndarray | None:
        """(count, 2), or None when the part is silent."""
        out = None
        wide = self.spread or self.player.section
        going = []
        for note, begin, end in self.notes:
            if begin >= start + count:
                going.append((note, begin, end))
                continue
            sound, over = self._note(note, begin, end, start, count)
            if sound is not None:
                place, wave = sound
                if out is None:
                    out = np.zeros((count, 2) if wide else count, np.float32)
                out[place : place + len(wave)] += wave
            if not over:
                going.append((note, begin, end))
        self.notes = going
        if out is None:
            return None
        if not self.spread:
            out = (out if wide else out[:, None]) * np.array(_pan(self.player, 60), np.float32)
        if self.part.swells:
            times, gains = zip(*self.part.swells, strict=True)
            marks = np.arange(0, count + 480, 480)
            coarse = np.interp((start + marks) / RATE, times, gains)
            out *= np.interp(np.arange(count), marks, coarse).astype(np.float32)[:, None]
        return out

    def _note(self, note: Note, begin: int, end: int, start: int, count: int):
        """What of a note sounds in a block: (place in it, (n, 2)) or None; and whether the note is over with it."""
        zone = self.tones.zone(note.pitch, note.velocity)
        release = min(max(zone.release, SHORTEST_RELEASE), LONGEST_RELEASE)
        fade = int(-SILENT / 100 * release * RATE)
        tone = self.tones.tone(note.pitch, note.velocity, zone, (end - begin + fade) / RATE)
        stop = min(begin + len(tone), end + fade)
        first, last = max(begin, start), min(stop, start + count)
        if last <= first:
            return None, stop <= start + count
        wave = tone[first - begin : last - begin]
        if last > end:  # let go: so many decibels a second
            time = np.arange(max(first, end), last) - end
            falling = np.exp(time.astype(np.float32) * np.float32(-100 / 20 * np.log(10) / release / RATE))
            falling *= np.minimum(1, (stop - end - time) / (0.1 * fade)).astype(
                np.float32
            )  # to nothing at the very end
            wave = wave.copy()
            wave[max(first, end) - first :] *= falling if wave.ndim == 1 else falling[:, None]
        loud = np.float32(self.gain * (note.velocity / 127) ** LOUDER * 10 ** (-zone.attenuation / 20))
        if self.spread:
            sides = np.array(_pan(self.player, note.pitch), np.float32)
            wave = (wave[:, None] if wave.ndim == 1 else wave) * (sides * loud)
        else:
            wave = wave * loud
        return (first - start, wave), stop <= start + count


def _span(note: Note, part: Part, player: Instrument) -> tuple[int, int]:
    """Samples at which a note begins and is let go: the pedal holds it, drums ring out."""
    end = note.end
    if player.keys or player.roles[0] in ("drum", "bell"):
        end = max(end, note.start + RINGS) if player.keys or player.roles[0] == "drum" else end
    for down, up in part.pedals:
        if down - 0.03 <= end <= up or (note.start < up and down <= note.start and end < up):
            end = max(end, up)
            break
        if down > end:
            break
    return round(note.start * RATE), round(end * RATE)


def _pan(player: Instrument, pitch: int) -> tuple[float, float]:
    """Gains of the two sides at equal power; wide instruments lie from low (left) to high (right)."""
    across = 0.0 if player.keys else player.width * np.clip((pitch - 60) / 30, -1, 1)
    if player.keys:
        across = {42: 0.3, 44: 0.3, 46: 0.3, 51: -0.3, 49: 0.25, 57: -0.3, 70: -0.35, 37: 0.05}.get(pitch, 0.0)
    angle = (np.clip(player.pan + across, -1, 1) + 1) * np.pi / 4
    return float(np.cos(angle) * np.sqrt(2)), float(np.sin(angle) * np.sqrt(2))
