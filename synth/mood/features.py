"""Text to hashed features: no vocabulary file, the same numbers on every machine.

Tokens carry a meaning learned from unlabelled text: English words; Korean words cut to their first syllables, where the
stem is. Grams are word 1-2-grams and the characters within words: 2 to 5 letters, 1 to 4 syllables, 3 to 5 jamo.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

STEM = 3  # syllables: what is left of a long Korean word; one less of a word of three


def tokens(text: str, language: str) -> list[str]:
    """The words that carry a meaning, in order."""
    found = _words(text, language)
    return found if language == "en" else [word[: max(2, min(STEM, len(word) - 1))] for word in found if word >= "가"]


def grams(text: str, language: str) -> tuple[set[int], set[int]]:
    """The distinct grams of words and of characters in a text, as 32-bit hashes."""
    words: set[int] = set()
    characters: set[int] = set()
    for gram in _grams(text, language):
        (words if gram[0] == "w" else characters).add(crc32(gram.encode()))
    return words, characters


def _grams(text: str, language: str) -> Iterator[str]:
    for line in re.split(r"(?<=[.!?…])\s+|\n+", text):
        words = ["^", *_words(line, language, marks=True), "$"]
        for first, second in pairwise(words):
            yield f"w {first}"
            yield f"w {first} {second}"
        for word in words[1:-1]:
            if word[0].isalnum():
                sizes = (2, 3, 4, 5) if language == "en" else (1, 2, 3, 4)
                yield from _pieces(f"<{word}>", sizes, "c")
                if language == "ko":
                    yield from _pieces(f"<{unicodedata.normalize('NFD', word)}>", (3, 4, 5), "j")


def _pieces(word: str, sizes: tuple[int, ...], kind: str) -> Iterator[str]:
    for size in sizes:
        for start in range(len(word) - size + 1):
            yield f"{kind} {word[start : start + size]}"


def _words(text: str, language: str, marks: bool = False) -> list[str]:
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    letters = r"[a-z]+(?:'[a-z]+)?" if language == "en" else r"[가-힣]+|[a-z]+"
    return re.findall(rf"{letters}|\d+|[!?.,:;\"…]" if marks else letters, text)
