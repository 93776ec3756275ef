"""One player in one phrase, and what every accompaniment asks: which notes the chord has, and where they lie."""

from __future__ import annotations

import random
from dataclasses import dataclass

from synth.music.instruments import Instrument
from synth.music.score import Chord, Key, Metre, Phrase, Written


@dataclass(frozen=True)
class Setting:
    """One player in one phrase. chords and melody count from the start of the phrase."""

    phrase: Phrase
    chords: tuple[Chord, ...]
    key: Key
    metre: Metre
    mood: str
    genre: str
    instrument: Instrument
    melody: tuple[Written, ...]
    grounded: bool  # somebody else plays the bass
    dice: random.Random

    @property
    def length(self) -> float:
        return self.phrase.bars * self.metre.beats

    @property
    def last_bar(self) -> float:
        """Where the last chord of the piece or before a silence begins; beyond the phrase when there is none."""
        return self.chords[-1].beat if self.phrase.close == "final" else self.length


def ladder(chord: Chord, low: int, high: int, open_low: bool = True) -> list[int]:
    """The chord's notes rising from its root; with open_low no third in the lowest octave, where it would growl."""
    root = near(chord.tones[0], low, low + 11)
    rungs = [pitch for pitch in range(root, max(high, root + 7) + 1) if pitch % 12 in chord.tones]
    if open_low and root < 55:
        rungs = [p for p in rungs if p - root >= 7 or p == root] or rungs
    return rungs if len(rungs) > 2 else [root, root + 7, root + 12]


def near(pitch_class: int, low: int, high: int, to: int | None = None) -> int:
    """The pitch of this class in the range that is nearest to another, or the lowest."""
    options = [pitch for pitch in range(low, max(high, low + 11) + 1) if pitch % 12 == pitch_class]
    return min(options, key=lambda pitch: (abs(pitch - to), pitch)) if to is not None else options[0]
