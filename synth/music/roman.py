"""Roman numerals as pitch classes: "bVImaj7", "V7/3", "iiø7", "IV/T"."""

from __future__ import annotations

import re

NUMERALS = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}
SHAPE = re.compile(r"(b|#)?([iv]+|[IV]+)(maj7|add9|sus4|sus2|ø7|o7|o|7|6|5)?(?:/([357T]))?")
EXTRAS = {"maj7": (11,), "7": (10,), "ø7": (10,), "o7": (9,), "6": (9,), "add9": (14,)}


def spell(roman: str, tonic: int) -> tuple[tuple[int, ...], int]:
    """The chord's pitch classes from the root up, and its bass. ValueError for what is no numeral."""
    found = SHAPE.fullmatch(roman)
    if not found or found[2].upper() not in NUMERALS:
        raise ValueError(f'"{roman}" is no Roman numeral')
    accidental, numeral, suffix, slash = found.groups()
    root = NUMERALS[numeral.upper()] + {"b": -1, "#": 1, None: 0}[accidental]
    third, fifth = (4 if numeral.isupper() else 3), 7
    if suffix in ("o", "o7", "ø7"):
        third, fifth = 3, 6
    third = {"sus4": 5, "sus2": 2}.get(suffix or "", third)
    steps = (0, fifth) if suffix == "5" else (0, third, fifth, *EXTRAS.get(suffix or "", ()))
    tones = tuple((tonic + root + step) % 12 for step in steps)
    if slash == "T":
        return tones, tonic % 12
    return tones, tones[{None: 0, "3": 1, "5": -1 if suffix == "5" else 2, "7": -1}[slash]]
