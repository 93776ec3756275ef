"""How one piece goes about it: what makes two pieces of the same mood unlike each other. Drawn once, from the seed.

People's pieces differ from each other far more than one rule's do; the ranges follow what the bench measures in theirs.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import lru_cache

FORMS = (  # groups of four phrases; a long section goes round again
    ("ABAB", "CDCB", "ABAB", "EDEB"),
    ("ABAB", "CDCD", "ABAB", "CDCB"),
    ("ABAB", "ABAB", "CDCD", "ABAB"),
    ("ABCB", "ABDB", "ABCB", "AEDB"),
    ("AABA", "CCDC", "AABA", "EEBA"),
    ("ABAC", "DEDB", "ABAC", "EDBA"),
    ("ABCD", "EBCA", "ABCD", "DEBA"),
    ("AABC", "DDEA", "ABCA", "EEBA"),
)
LATER = "CDE"  # themes of the second group
# mood: how readily chords come between chords, and how readily notes are broken into shorter ones
WARMTH = {"happy": 1.0, "tense": 0.9, "sad": 1.0, "calm": 0.8, "epic": 0.9}
LIVELY = {"happy": 0.8, "tense": 0.65, "sad": 0.4, "calm": 0.4, "epic": 0.6}
DRIVE = {"happy": 0.5, "tense": 0.5, "epic": 0.5}  # in these, players rest and hold their breath more rarely
FIGURES = {
    "happy": ("broken", "offbeat", "repeated", "offbeat"),
    "tense": ("broken", "repeated", "repeated"),
    "sad": ("broken", "repeated", "broken", "broken", "blocks"),
    "calm": ("broken", "broken", "broken", "repeated", "blocks"),
    "epic": ("broken", "repeated"),
}


@dataclass(frozen=True)
class Manner:
    """Shares are from 0 to 1."""

    seed: str
    form: tuple[str, ...]
    colour: float  # share of bars in which a second chord leads to the next
    foreign: float  # share of those chords that are borrowed from other keys
    anew: float  # share of returning themes that get other chords
    fifths: int  # how much more often those of the key come by fifth
    linger: float  # share of bars that stay on the chord before
    lively: float  # share of melody notes broken into shorter ones; below nought, joined to longer ones
    breath: float  # share of bars at whose end the melody breathes
    repeats: float  # what a repeated note costs the melody
    reach: float  # semitones either way in which the melody feels at home
    contrast: float  # how far apart its themes lie
    faithful: float  # how closely a returning theme keeps to its pitches
    moved: int  # semitones by which it returns higher or lower
    still: float  # share of bars in which the accompaniment holds its breath
    walking: float  # share of chords from which the bass walks to the next
    registers: tuple[int, ...]  # semitones by which the accompaniment of each theme lies higher
    wave: float  # semitones by which it rises within a phrase
    figure: str  # how chords are played: "broken", "repeated", "offbeat" or "blocks"
    other: str  # and how in the later themes
    bite: float  # how much the melody shuns what is no chord tone, beside a rule's own measure
    leaps: float  # how much it shuns leaps
    seconds: float  # and what a step costs it
    sevenths: float  # share of triads that get a seventh
    plain: bool  # notes are broken evenly
    whim: float  # how far chance leads the melody astray
    thin: float  # share of themes in which a player who could be spared rests
    high: float  # share of themes over whose bass an octave is missing
    away: int  # semitones to the key in which the later themes stand
    astray: float  # share of contrasting themes before them that go to another key
    taste: float  # how gladly roots move by fifth; below nought, otherwise
    climb: float  # share of phrases whose accompaniment lies an octave higher
    alike: float  # share of returning themes whose chords between chords return, too
    dwell: float  # share of bars whose chords are those of the bar before
    flow: float  # share of half closes that a theme flows over
    rock: float  # share of themes that go to and fro between two bars
    dense: float  # share of chords between chords that come in pairs

    def chance(self, share: float, *of: object) -> bool:
        """The same answer for the same things, in `share` of all cases."""
        return random.Random(f"{self.seed} {of}").random() < share

    def own(self, share: float, *of: object) -> float:
        """That share as some theme has it: between none and twice as much."""
        return share * random.Random(f"{self.seed} own {of}").uniform(0.0, 2.0)

    def within(self, letter: str) -> Manner:
        """That of a theme: the later ones are accompanied in a way of their own."""
        return replace(self, figure=self.other) if letter in LATER else self

    def register(self, letter: str) -> int:
        return self.registers["ABCDE".index(letter)]


@lru_cache(maxsize=64)
def manner(seed: str, mood: str) -> Manner:
    """That of a piece: its seed as text, and the mood of the scene."""
    dice = random.Random(f"manner {seed} {mood}")
    spread = dice.uniform(4, 23)
    return Manner(
        f"{seed} {mood}",
        dice.choice(FORMS),
        min(dice.uniform(0.2, 1.8), 1.0) * WARMTH[mood],
        dice.uniform(0.4, 1.6),
        dice.uniform(-0.6, 0.8),
        dice.choice((0, 2, 9, 30)),
        dice.choice((0.0, 0.15, 0.35, 0.55)),
        dice.uniform(-0.5, 1.9) * LIVELY[mood] / 0.65,
        dice.uniform(-0.2, 1.2),
        dice.uniform(-0.1, 1.9),
        dice.uniform(6.0, 12.0),
        dice.uniform(0.0, 1.7),
        max(dice.uniform(-0.2, 1.5), 0.0),
        dice.choice((0, 0, 2, -2, 3, -3, 5, -4)),
        dice.betavariate(1.2, 3.0) * DRIVE.get(mood, 1.0),
        dice.uniform(0.4, 1.1),
        tuple(round(dice.uniform(-0.15, 0.85) * spread) for _ in "ABCDE"),
        dice.uniform(0, 5),
        dice.choice(FIGURES[mood]),
        dice.choice(FIGURES[mood]),
        dice.uniform(-0.2, 0.7),
        dice.uniform(0.1, 1.0),
        dice.uniform(-0.1, 1.2),
        dice.uniform(-0.2, 0.9),
        dice.random() < 0.35,
        dice.uniform(0.1, 1.5),
        dice.uniform(0.6, 1.1) * DRIVE.get(mood, 1.0),
        dice.uniform(0.2, 1.0),
        dice.choice((0, 5, 7, 7, 3)),
        dice.uniform(0.0, 1.0),
        dice.uniform(-1.5, 3.0),
        dice.uniform(0.1, 0.8),
        dice.uniform(0.2, 1.5),
        dice.choice((0.0, 0.15, 0.35)),
        dice.uniform(-0.2, 1.2),
        dice.choice((0.0, 0.3, 0.8)),
        max(dice.uniform(-0.6, 0.7), 0.0),
    )
