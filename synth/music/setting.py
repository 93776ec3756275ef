"""One player in one phrase, and what every accompaniment asks: which notes the chord has, and where they lie."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from synth.music.instruments import Instrument
from synth.music.manner import Manner
from synth.music.score import Chord, Key, Metre, Phrase, Written

QUICK = {"happy": 0.85, "tense": 0.85, "epic": 0.8}  # share of themes
STRONG = {"happy": 0.2, "tense": 0.15, "epic": 0.25}  # from what intensity on
BITING = {"tense": 0.9}  # share of themes in which what goes on and on rubs against the note above
NEIGHBOUR = -1  # a rung: the half step above the lowest


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
    manner: Manner

    @property
    def length(self) -> float:
        return self.phrase.bars * self.metre.beats

    @property
    def last_bar(self) -> float:
        """Where the last chord of the piece or before a silence begins; beyond the phrase when there is none."""
        return self.chords[-1].beat if self.phrase.close == "final" else self.length

    def lift(self, beat: float) -> int:
        """Semitones by which the accompaniment stands above its usual place: each theme's own, and an arch over it.

        Here and there a theme returns an octave higher.
        """
        arch = math.sin(math.pi * min(max(beat / self.length, 0.0), 1.0))
        own = self.manner.register(self.phrase.letter) + round(self.manner.wave * arch)
        return own + 12 * self.manner.chance(self.manner.climb, "octave", self.phrase.letter, self.phrase.turn)

    @property
    def quick(self) -> bool:
        """Whether what moves does so in sixteenths in this theme."""
        strong = self.phrase.intensity > STRONG.get(self.mood, 1.0) and self.genre != "ambient"
        return strong and self.manner.chance(QUICK[self.mood], "quick", self.phrase.letter)

    @property
    def biting(self) -> bool:
        """Whether a pulse of this theme leans on the half step above."""
        return self.manner.chance(BITING.get(self.mood, 0.0), "biting", self.phrase.letter)

    @property
    def high(self) -> bool:
        """Whether the bass of this theme lies an octave up; never at the end."""
        theme = self.phrase.letter, self.phrase.turn
        return self.phrase.close != "final" and self.manner.chance(self.manner.high, "high", *theme)

    def holds(self, beat: float) -> bool:
        """Whether the accompaniment holds its breath in the bar of this beat, all players alike."""
        bar = int(beat / self.metre.beats + 1e-6)
        share = self.manner.still * (1.0 if bar == self.phrase.bars - 1 else 0.35)
        return self.phrase.kind == "theme" and self.manner.chance(share, "still", self.phrase.letter, bar)


def ladder(chord: Chord, low: int, high: int, open_low: bool = True, after: int | None = None) -> list[int]:
    """The chord's notes rising from its root, or from whichever of them is nearest to `after`, the last ladder's.

    With open_low no third in the lowest octave, where it would growl.
    """
    root = near(chord.tones[0], low, low + 11)
    if after is not None:
        steps = [p for p in range(low, low + 15) if p % 12 in chord.tones and (p >= 52 or p % 12 == chord.tones[0])]
        root = min(steps, key=lambda pitch: (abs(pitch - after), pitch), default=root)
    rungs = [pitch for pitch in range(root, max(high, root + 7) + 1) if pitch % 12 in chord.tones]
    if open_low and root < 55:
        rungs = [p for p in rungs if p - root >= 7 or p == root] or rungs
    return rungs if len(rungs) > 2 else [pitch for pitch in range(root, root + 25) if pitch % 12 in chord.tones][:4]


def rung_of(notes: list[int], rung: int) -> int:
    """A rung of a ladder: the highest when there are not so many, the half step above the lowest for NEIGHBOUR."""
    return notes[0] + 1 if rung == NEIGHBOUR else notes[min(rung, len(notes) - 1)]


def near(pitch_class: int, low: int, high: int, to: int | None = None) -> int:
    """The pitch of this class in the range that is nearest to another, or the lowest."""
    options = [pitch for pitch in range(low, max(high, low + 11) + 1) if pitch % 12 == pitch_class]
    return min(options, key=lambda pitch: (abs(pitch - to), pitch)) if to is not None else options[0]
