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
# Fifths to go, by how the mode changes: at most two, or the same tonic (three signatures away, but one home).
STEPS = {(True, True): (0, 1, 2, -1), (False, False): (0, -1, 1, 2), (True, False): (-3, 0), (False, True): (3, 0)}


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
            bright = SCALES[mode][2] == 4
            fifths = dice.choice(STEPS[keys[-1].bright, bright])
            shift = fifths * 7 if keys[-1].bright == bright or fifths == 0 else (3 if bright else -3)
            keys.append(Key((keys[-1].tonic + shift) % 12, mode))
    return keys


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
