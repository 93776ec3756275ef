"""Text to the tokens that the acoustic model reads: phones with stress and their place in the clause, and pauses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from synth.speech.espeak import ipa
from synth.speech.symbols import END, INDEX, PAUSES, SPLIT, SPLIT_DE, START

VOICES = {"en": "en-us", "de": "de"}  # language -> espeak-ng voice
_SPLITS = {"en": SPLIT, "de": SPLIT_DE}
LANGUAGES = ("en", "ko", "de")  # as the acoustic model counts them
CONTEXT = 12  # width of the per-token context vector


@dataclass(frozen=True)
class Phone:
    """One token: a phone or a pause. `clause` is the punctuation that ends its clause, `place` 0..1 how far into it
    it is.
    """

    symbol: str
    stress: int = 0  # 0 none, 1 primary, 2 secondary
    first: bool = False  # of its word
    last: bool = False
    clause: str = "."
    place: float = 0.0
    clause_phones: int = 1
    language: str = "en"

    @property
    def is_pause(self) -> bool:
        return self.symbol in PAUSES or self.symbol in (START, END)


def phones(text: str, language: str = "en") -> list[Phone]:
    """Tokens of normalised text, from START to END. Text without a letter gives only those two; unknown language:
    ValueError.
    """
    if language not in LANGUAGES:
        raise ValueError(f"No front end for language {language!r}: there is one for {', '.join(LANGUAGES)}.")
    tokens = [Phone(START, language=language)]
    clauses = _clauses(text)
    for i, (words, mark) in enumerate(clauses):
        spoken = _clause(words, mark, language)
        tokens += spoken
        if spoken and i < len(clauses) - 1:
            tokens.append(Phone(mark, clause=mark, place=1.0, clause_phones=len(spoken), language=language))
    final = clauses[-1][1] if clauses else "."
    return [*tokens, Phone(END, clause=final, place=1.0, language=language)]


def _clauses(text: str) -> list[tuple[str, str]]:
    """Text cut at its punctuation and line breaks: (words, one of PAUSES)."""
    clauses, words = [], ""
    for char, following in zip(text, text[1:] + " ", strict=False):
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
    for atoms in _korean(words) if language == "ko" else _foreign(words, language):
        for i, (symbol, stress) in enumerate(atoms):
            spoken.append(Phone(symbol, stress, first=i == 0, last=i == len(atoms) - 1, clause=mark, language=language))
    count = len(spoken)
    return [replace(p, place=(i + 0.5) / count, clause_phones=count) for i, p in enumerate(spoken)]


def _korean(words: str) -> list[list[tuple[str, int]]]:
    from synth.speech.korean import words_ko

    return [[(symbol, 0) for symbol in word] for word in words_ko(words)]


def _foreign(words: str, language: str) -> list[list[tuple[str, int]]]:
    split = _SPLITS[language]
    return [[atom for phoneme in word for atom in _atoms(phoneme, split)] for word in ipa(words, VOICES[language])]


def _atoms(phoneme: str, split: dict[str, str]) -> list[tuple[str, int]]:
    """Known symbols of one espeak phoneme with their stress; what no table knows is dropped letter by letter, not
    whole.
    """
    stress = 1 if "ˈ" in phoneme else 2 if "ˌ" in phoneme else 0
    bare = phoneme.strip("ˈˌ-")
    symbols = split.get(bare, bare).split()
    if len(symbols) == 1 and symbols[0] not in INDEX:
        parts = [split.get(c, c) for c in symbols[0]]
        symbols = [s for part in parts for s in part.split() if s in INDEX]
    return [(s, stress if i == 0 else 0) for i, s in enumerate(symbols)]


def encode(tokens: list[Phone]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Symbol ids int64 (n,), context float32 (n, 12): stress, word edges, clause type, place in and length of the
    clause; and languages int64 (n,).
    """
    ids = np.array([INDEX[t.symbol] for t in tokens], dtype=np.int64)
    context = np.zeros((len(tokens), CONTEXT), dtype=np.float32)
    for row, t in zip(context, tokens, strict=True):
        left = (1 - t.place) * t.clause_phones
        row[:4] = t.stress == 1, t.stress == 2, t.first, t.last
        row[4 + PAUSES.index(t.clause)] = 1
        row[8:] = t.place, 1 / (1 + t.place * t.clause_phones), 1 / (1 + left), np.log1p(t.clause_phones) / 4
    return ids, context, np.array([LANGUAGES.index(t.language) for t in tokens], dtype=np.int64)
