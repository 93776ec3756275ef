"""Text to the tokens that the acoustic model reads: phones with their articulation, stress, place in the clause, and pauses.

A symbol is one IPA phoneme as espeak-ng writes it; r-coloured vowels and syllabic consonants are split into atoms that recur.
Beside a learned identity every symbol carries articulatory features (IPA chart positions), so that a sound which one language
has and another lacks starts close to its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from synth.speech.espeak import ipa

VOICES = {"en": "en-us"}  # language -> espeak-ng voice
START, END = "^", "$"
PAUSES = ",.?!"  # comma-like, full stop, question, exclamation: a pause token each
_SPLIT = {"ɑːɹ": "ɑː ɹ", "ɔːɹ": "ɔː ɹ", "oːɹ": "ɔː ɹ", "ɛɹ": "ɛ ɹ", "ɪɹ": "ɪ ɹ", "ʊɹ": "ʊ ɹ", "əl": "ə l", "iə": "i ə",
          "aɪɚ": "aɪ ɚ", "aɪə": "aɪ ə", "n̩": "ə n", "l̩": "ə l", "m̩": "ə m", "iːː": "iː", "o": "oʊ", "a": "ɑː", "r": "ɹ",
          "ɬ": "l", "x": "k", "ɡʲ": "ɡ", "nʲ": "n", "ɑ": "ɑː", "ɒ": "ɑː", "e": "ɛ", "ɜ": "ɜː", "ɔ̃": "ɔː", "ɑ̃": "ɑː"}  # fmt: skip

_PLACES = ("labial", "labiodental", "dental", "alveolar", "postalveolar", "palatal", "velar", "glottal")
_MANNERS = ("stop", "affricate", "fricative", "nasal", "lateral", "approximant", "tap")
# symbol: place, manner, voiced
_CONSONANTS = {
    "p": ("labial", "stop", 0), "b": ("labial", "stop", 1), "t": ("alveolar", "stop", 0), "d": ("alveolar", "stop", 1),
    "k": ("velar", "stop", 0), "ɡ": ("velar", "stop", 1), "ʔ": ("glottal", "stop", 0), "ɾ": ("alveolar", "tap", 1),
    "tʃ": ("postalveolar", "affricate", 0), "dʒ": ("postalveolar", "affricate", 1), "f": ("labiodental", "fricative", 0),
    "v": ("labiodental", "fricative", 1), "θ": ("dental", "fricative", 0), "ð": ("dental", "fricative", 1),
    "s": ("alveolar", "fricative", 0), "z": ("alveolar", "fricative", 1), "ʃ": ("postalveolar", "fricative", 0),
    "ʒ": ("postalveolar", "fricative", 1), "h": ("glottal", "fricative", 0), "m": ("labial", "nasal", 1),
    "n": ("alveolar", "nasal", 1), "ŋ": ("velar", "nasal", 1), "l": ("alveolar", "lateral", 1),
    "ɹ": ("postalveolar", "approximant", 1), "j": ("palatal", "approximant", 1), "w": ("labial", "approximant", 1),
}  # fmt: skip
# symbol: height 0 (open) .. 1 (close), backness 0 .. 1, rounded, long, r-coloured, then height and backness it glides to
_VOWELS = {
    "i": (1, 0, 0, 0, 0), "iː": (1, 0, 0, 1, 0), "ɪ": (0.83, 0.2, 0, 0, 0), "ᵻ": (0.83, 0.4, 0, 0, 0), "ɛ": (0.33, 0.1, 0, 0, 0),
    "æ": (0.17, 0.1, 0, 0, 0), "ə": (0.5, 0.5, 0, 0, 0), "ɐ": (0.25, 0.5, 0, 0, 0), "ʌ": (0.33, 0.8, 0, 0, 0),
    "ɚ": (0.5, 0.5, 0, 0, 1), "ɜː": (0.4, 0.5, 0, 1, 1), "ɑː": (0, 0.9, 0, 1, 0), "ɔ": (0.33, 1, 1, 0, 0),
    "ɔː": (0.33, 1, 1, 1, 0), "ʊ": (0.83, 0.8, 1, 0, 0), "uː": (1, 1, 1, 1, 0), "u": (1, 1, 1, 0, 0),
    "eɪ": (0.6, 0.1, 0, 1, 0, 0.9, 0.1), "aɪ": (0, 0.4, 0, 1, 0, 0.9, 0.1), "aʊ": (0, 0.5, 0, 1, 0, 0.9, 0.9),
    "oʊ": (0.6, 0.9, 1, 1, 0, 0.9, 0.9), "ɔɪ": (0.33, 1, 1, 1, 0, 0.9, 0.1),
}  # fmt: skip
SYMBOLS = (START, END, *PAUSES, *_CONSONANTS, *_VOWELS)
CONTEXT = 12  # width of the per-token context vector


@dataclass(frozen=True)
class Phone:
    """One token: a phone or a pause. `clause` is the punctuation that ends its clause, `place` 0..1 how far into it it is."""

    symbol: str
    stress: int = 0  # 0 none, 1 primary, 2 secondary
    first: bool = False  # of its word
    last: bool = False
    clause: str = "."
    place: float = 0.0
    clause_phones: int = 1

    @property
    def is_pause(self) -> bool:
        return self.symbol in PAUSES or self.symbol in (START, END)


def phones(text: str, language: str = "en") -> list[Phone]:
    """Tokens of normalised text, from START to END. Text without a letter gives only those two; unknown language: ValueError."""
    if language not in VOICES:
        raise ValueError(f"No front end for language {language!r}: there is one for {', '.join(VOICES)}.")
    tokens = [Phone(START)]
    clauses = _clauses(text)
    for i, (words, mark) in enumerate(clauses):
        spoken = _clause(words, mark, language)
        tokens += spoken
        if spoken and i < len(clauses) - 1:
            tokens.append(Phone(mark, clause=mark, place=1.0, clause_phones=len(spoken)))
    final = clauses[-1][1] if clauses else "."
    return [*tokens, Phone(END, clause=final, place=1.0)]


def _clauses(text: str) -> list[tuple[str, str]]:
    """Text cut at its punctuation and line breaks: (words, one of PAUSES)."""
    clauses, words = [], ""
    for char, following in zip(text, text[1:] + " ", strict=True):
        mark = _MARKS.get(char)
        if char == "\n" and following.islower():
            char, mark = " ", None  # the line wraps in mid-sentence
        if char == "-" and not (words.endswith(" ") and following == " "):
            mark = None  # a hyphen inside a word
        if mark is None:
            words += char
        elif any(c.isalnum() for c in words):
            clauses.append((words.strip(), mark))
            words = ""
        elif clauses and _STRENGTH[mark] > _STRENGTH[clauses[-1][1]]:  # "what?!", ", then a line break"
            clauses[-1] = (clauses[-1][0], mark)
    if any(c.isalnum() for c in words):
        clauses.append((words.strip(), "."))
    return clauses


_MARKS = {",": ",", ";": ",", ":": ",", "-": ",", "–": ",", "—": ",", "\n": ",", "…": ".", ".": ".", "?": "?", "!": "!"}
_STRENGTH = {",": 0, ".": 1, "!": 2, "?": 3}


def _clause(words: str, mark: str, language: str) -> list[Phone]:
    spoken = []
    for word in ipa(words, VOICES[language]):
        atoms = [atom for phoneme in word for atom in _atoms(phoneme)]
        for i, (symbol, stress) in enumerate(atoms):
            spoken.append(Phone(symbol, stress, first=i == 0, last=i == len(atoms) - 1, clause=mark))
    count = len(spoken)
    return [replace(p, place=(i + 0.5) / count, clause_phones=count) for i, p in enumerate(spoken)]


def _atoms(phoneme: str) -> list[tuple[str, int]]:
    """Known symbols of one espeak phoneme with their stress; what no table knows is dropped letter by letter, not whole."""
    stress = 1 if "ˈ" in phoneme else 2 if "ˌ" in phoneme else 0
    bare = phoneme.strip("ˈˌ-")
    symbols = _SPLIT.get(bare, bare).split()
    if len(symbols) == 1 and symbols[0] not in _INDEX:
        parts = [_SPLIT.get(c, c) for c in symbols[0]]
        symbols = [s for part in parts for s in part.split() if s in _INDEX]
    return [(s, stress if i == 0 else 0) for i, s in enumerate(symbols)]


_INDEX = {symbol: i for i, symbol in enumerate(SYMBOLS)}


def encode(tokens: list[Phone]) -> tuple[np.ndarray, np.ndarray]:
    """Symbol ids int64 (n,) and context float32 (n, 12): stress, word edges, clause type, place in and length of the clause."""
    ids = np.array([_INDEX[t.symbol] for t in tokens], dtype=np.int64)
    context = np.zeros((len(tokens), CONTEXT), dtype=np.float32)
    for row, t in zip(context, tokens, strict=True):
        left = (1 - t.place) * t.clause_phones
        row[:4] = t.stress == 1, t.stress == 2, t.first, t.last
        row[4 + PAUSES.index(t.clause)] = 1
        row[8:] = t.place, 1 / (1 + t.place * t.clause_phones), 1 / (1 + left), np.log1p(t.clause_phones) / 4
    return ids, context


@lru_cache(maxsize=1)
def articulation() -> np.ndarray:
    """Features of every symbol, float32 (symbols, 25): pause, place, manner, voicing, then vowel position and glide."""
    table = np.zeros((len(SYMBOLS), 1 + len(_PLACES) + len(_MANNERS) + 9), dtype=np.float32)
    for row, symbol in zip(table, SYMBOLS, strict=True):
        if symbol in _CONSONANTS:
            place, manner, voiced = _CONSONANTS[symbol]
            row[1 + _PLACES.index(place)] = row[9 + _MANNERS.index(manner)] = 1
            row[16] = voiced
        elif symbol in _VOWELS:
            shape = _VOWELS[symbol]
            row[16:18] = 1
            row[18 : 18 + len(shape)] = shape
        else:
            row[0] = 1
    return table
