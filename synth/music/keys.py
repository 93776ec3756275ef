"""Which key each scene is in: near its neighbour, of the mode its mood asks for, and so that given notes fit."""

from __future__ import annotations

import random
from collections.abc import Sequence

from synth.music.score import SCALES, Key

MODES = {  # mood: modes, the more likely ones more often
    "happy": ("ionian", "ionian", "ionian", "mixolydian"),
    "tense": ("aeolian", "aeolian", "phrygian"),
    "sad": ("aeolian", "aeolian", "dorian"),
    "calm": ("ionian", "ionian", "lydian"),
    "epic": ("aeolian", "aeolian", "dorian"),
}
BRIGHT_HOMES = (0, 2, 3, 5, 7, 9, 10)  # keys in which the sampled strings and winds speak well
DARK_HOMES = (9, 2, 4, 7, 0, 11, 5)
# Where a mode's signature lies beside that of the major key on its tonic, in fifths
SIGNATURES = {"lydian": 1, "ionian": 0, "mixolydian": -1, "dorian": -2, "aeolian": -3, "phrygian": -4}
NEAR, PARALLEL = 2, 4  # fifths to a neighbour; and to another mode of the same tonic, which is near in its own way


def key_path(moods: Sequence[str], dice: random.Random, prime: Sequence[int] = ()) -> list[Key]:
    """One key per mood. prime: MIDI pitches that the first theme begins with."""
    keys: list[Key] = []
    for number, mood in enumerate(moods):
        mode = dice.choice(MODES[mood])
        if not keys:
            homes = BRIGHT_HOMES if SCALES[mode][2] == 4 else DARK_HOMES
            keys.append(_key_of(prime, mode) if prime else Key(dice.choice(homes), mode))
        elif moods[number - 1] == mood:
            keys.append(keys[-1])
        else:
            keys.append(dice.choice(_neighbours(keys[-1], mode)))
    return keys


def _neighbours(key: Key, mode: str) -> list[Key]:
    """The keys of a mode that lie near a key; the nearest ones twice."""
    found = []
    for tonic in range(12):
        away = (_signature(Key(tonic, mode)) - _signature(key) + 6) % 12 - 6
        if abs(away) <= NEAR or (tonic == key.tonic and abs(away) <= PARALLEL):
            found += [Key(tonic, mode)] * (2 if abs(away) < NEAR else 1)
    return found


def _signature(key: Key) -> int:
    """Sharps (or, below nought, flats), counted round the circle of fifths."""
    return key.tonic * 7 % 12 + SIGNATURES[key.mode]


def _key_of(prime: Sequence[int], mode: str) -> Key:
    """The key of this mode in which the notes are most at home: in its scale, from and to its tonic's chord."""

    def fit(tonic: int) -> float:
        key = Key(tonic, mode)
        chord = {key.scale[0], key.scale[2], key.scale[4]}
        inside = sum(3.0 for pitch in prime if pitch % 12 in key.scale)
        on_chord = sum(0.5 for pitch in prime if pitch % 12 in chord)
        ends = (prime[0] % 12 in chord) + (prime[-1] % 12 in chord) + 0.5 * (prime[-1] % 12 == tonic)
        return inside + on_chord + ends

    return Key(max(range(12), key=fit), mode)
