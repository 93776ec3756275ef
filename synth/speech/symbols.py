"""The phones we know: IPA symbols as espeak-ng writes them, split into atoms that recur, each with its articulation.

Beside a learned identity every symbol carries features (positions on the IPA chart), so that a sound which one language
has and another lacks starts close to its neighbours.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

START, END = "^", "$"
PAUSES = ",.?!"  # comma-like, full stop, question, exclamation: a pause token each
# phonemes of espeak-ng's English that are written as several of our symbols, or as their nearest one
SPLIT = {
    "ɑːɹ": "ɑː ɹ", "ɔːɹ": "ɔː ɹ", "oːɹ": "ɔː ɹ", "ɛɹ": "ɛ ɹ", "ɪɹ": "ɪ ɹ", "ʊɹ": "ʊ ɹ", "əl": "ə l",
    "iə": "i ə", "aɪɚ": "aɪ ɚ", "aɪə": "aɪ ə", "n̩": "ə n", "l̩": "ə l", "m̩": "ə m", "iːː": "iː", "o": "oʊ",
    "a": "ɑː", "r": "ɹ", "ɬ": "l", "x": "k", "ɡʲ": "ɡ", "nʲ": "n", "ɑ": "ɑː", "ɒ": "ɑː", "e": "ɛ", "ɜ": "ɜː",
    "ɔ̃": "ɔː", "ɑ̃": "ɑː",
}  # fmt: skip

# the same for its German
SPLIT_DE = {
    "ɑ": "a", "ɑː": "aː", "r": "ʁ", "ɾ": "ʁ", "ɹ": "ʁ", "ɐ̯": "ɐ", "ɛː": "eː", "e": "eː", "ø": "øː", "y": "yː",
    "ɔø": "ɔʏ", "ɔy": "ɔʏ", "ɔɪ": "ɔʏ", "n̩": "ə n", "l̩": "ə l", "m̩": "ə m", "ɜ": "ɐ", "ɛɾ": "ɛ ɐ", "ɡʲ": "ɡ",
    "œ̃": "œ", "ɔ̃": "ɔ ŋ", "ɑ̃": "a ŋ", "ɛ̃": "ɛ ŋ", "oʊ": "oː", "eɪ": "eː", "θ": "s", "ð": "z", "w": "v",
    "ɒ": "ɔ", "əʊ": "oː", "eə": "eː", "ɛɪ": "eː",
}  # fmt: skip

_PLACES = ("labial", "labiodental", "dental", "alveolar", "postalveolar", "palatal", "velar", "glottal")
_MANNERS = ("stop", "affricate", "fricative", "nasal", "lateral", "approximant", "tap")
# symbol: place, manner, voiced; then aspirated, tense, unreleased
_CONSONANTS = {
    "p": ("labial", "stop", 0), "b": ("labial", "stop", 1), "t": ("alveolar", "stop", 0), "d": ("alveolar", "stop", 1),
    "k": ("velar", "stop", 0), "ɡ": ("velar", "stop", 1), "ʔ": ("glottal", "stop", 0), "ɾ": ("alveolar", "tap", 1),
    "tʃ": ("postalveolar", "affricate", 0), "dʒ": ("postalveolar", "affricate", 1),
    "f": ("labiodental", "fricative", 0),
    "v": ("labiodental", "fricative", 1), "θ": ("dental", "fricative", 0), "ð": ("dental", "fricative", 1),
    "s": ("alveolar", "fricative", 0), "z": ("alveolar", "fricative", 1), "ʃ": ("postalveolar", "fricative", 0),
    "ʒ": ("postalveolar", "fricative", 1), "h": ("glottal", "fricative", 0), "m": ("labial", "nasal", 1),
    "n": ("alveolar", "nasal", 1), "ŋ": ("velar", "nasal", 1), "l": ("alveolar", "lateral", 1),
    "ɹ": ("postalveolar", "approximant", 1), "j": ("palatal", "approximant", 1), "w": ("labial", "approximant", 1),
    # German
    "ç": ("palatal", "fricative", 0), "x": ("velar", "fricative", 0), "ʁ": ("velar", "approximant", 1),
    "ts": ("alveolar", "affricate", 0), "pf": ("labiodental", "affricate", 0),
    # Korean: lenis without voice (ㅂ ㄷ ㄱ ㅈ at the beginning), aspirated, tense, unreleased at the end
    "b̥": ("labial", "stop", 0), "d̥": ("alveolar", "stop", 0), "ɡ̊": ("velar", "stop", 0),
    "tɕ": ("palatal", "affricate", 0), "dʑ": ("palatal", "affricate", 1), "pʰ": ("labial", "stop", 0, 1),
    "tʰ": ("alveolar", "stop", 0, 1),
    "kʰ": ("velar", "stop", 0, 1), "tɕʰ": ("palatal", "affricate", 0, 1), "p͈": ("labial", "stop", 0, 0, 1),
    "t͈": ("alveolar", "stop", 0, 0, 1), "k͈": ("velar", "stop", 0, 0, 1), "tɕ͈": ("palatal", "affricate", 0, 0, 1),
    "s͈": ("alveolar", "fricative", 0, 0, 1), "ɕ": ("palatal", "fricative", 0), "ɕ͈": ("palatal", "fricative", 0, 0, 1),
    "p̚": ("labial", "stop", 0, 0, 0, 1), "t̚": ("alveolar", "stop", 0, 0, 0, 1), "k̚": ("velar", "stop", 0, 0, 0, 1),
    "ɰ": ("velar", "approximant", 1),
}  # fmt: skip
_ASPIRATED = ("p", "t", "k", "tʃ")  # of English and German: most of the time, and more than any Korean lenis
# symbol: height 0 (open) .. 1 (close), backness 0 .. 1, rounded, long, r-coloured; height and backness of its glide
_VOWELS = {
    "i": (1, 0, 0, 0, 0), "iː": (1, 0, 0, 1, 0), "ɪ": (0.83, 0.2, 0, 0, 0), "ᵻ": (0.83, 0.4, 0, 0, 0),
    "ɛ": (0.33, 0.1, 0, 0, 0),
    "æ": (0.17, 0.1, 0, 0, 0), "ə": (0.5, 0.5, 0, 0, 0), "ɐ": (0.25, 0.5, 0, 0, 0), "ʌ": (0.33, 0.8, 0, 0, 0),
    "ɚ": (0.5, 0.5, 0, 0, 1), "ɜː": (0.4, 0.5, 0, 1, 1), "ɑː": (0, 0.9, 0, 1, 0), "ɔ": (0.33, 1, 1, 0, 0),
    "ɔː": (0.33, 1, 1, 1, 0), "ʊ": (0.83, 0.8, 1, 0, 0), "uː": (1, 1, 1, 1, 0), "u": (1, 1, 1, 0, 0),
    "eɪ": (0.6, 0.1, 0, 1, 0, 0.9, 0.1), "aɪ": (0, 0.4, 0, 1, 0, 0.9, 0.1), "aʊ": (0, 0.5, 0, 1, 0, 0.9, 0.9),
    "oʊ": (0.6, 0.9, 1, 1, 0, 0.9, 0.9), "ɔɪ": (0.33, 1, 1, 1, 0, 0.9, 0.1),
    # German, and those of Korean that it shares
    "a": (0, 0.4, 0, 0, 0), "aː": (0, 0.5, 0, 1, 0), "eː": (0.66, 0, 0, 1, 0), "o": (0.66, 1, 1, 0, 0),
    "oː": (0.66, 1, 1, 1, 0), "yː": (1, 0, 1, 1, 0), "ʏ": (0.83, 0.2, 1, 0, 0), "øː": (0.66, 0, 1, 1, 0),
    "œ": (0.33, 0.1, 1, 0, 0), "ɔʏ": (0.33, 1, 1, 1, 0, 0.83, 0.2),
    # Korean ㅓ and ㅡ
    "ʌ̹": (0.4, 0.9, 0.5, 0, 0), "ɯ": (1, 0.9, 0, 0, 0),
}  # fmt: skip
SYMBOLS = (START, END, *PAUSES, *_CONSONANTS, *_VOWELS)
INDEX = {symbol: i for i, symbol in enumerate(SYMBOLS)}


def is_vowel(symbol: str) -> bool:
    return symbol in _VOWELS


@lru_cache(maxsize=1)
def articulation() -> np.ndarray:
    """Features of every symbol, float32 (symbols, 28): pause, place, manner, voicing, then vowel position and glide,
    then aspiration, tension and missing release.
    """
    table = np.zeros((len(SYMBOLS), 1 + len(_PLACES) + len(_MANNERS) + 12), dtype=np.float32)
    for row, symbol in zip(table, SYMBOLS, strict=True):
        if symbol in _CONSONANTS:
            place, manner, voiced, *more = _CONSONANTS[symbol]
            row[1 + _PLACES.index(place)] = row[9 + _MANNERS.index(manner)] = 1
            row[16] = voiced
            row[25 : 25 + len(more)] = more
            row[25] = row[25] or symbol in _ASPIRATED
        elif symbol in _VOWELS:
            shape = _VOWELS[symbol]
            row[16:18] = 1
            row[18 : 18 + len(shape)] = shape
        else:
            row[0] = 1
    return table
