"""Hangul as arithmetic: a syllable block is an onset, a vowel and a coda, and every combination has its code point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST = ord("가")

LENIS = "ㄱㄷㅂㅅㅈ"
TENSE = dict(zip(LENIS, "ㄲㄸㅃㅆㅉ", strict=True))
# the seven sounds that a coda can have (제8–11항)
SPOKEN_CODA = {
    coda: sound
    for sound, codas in {
        "": ("",), "ㄱ": "ㄱㄲㅋㄳㄺ", "ㄴ": "ㄴㄵㄶ", "ㄷ": "ㄷㅌㅅㅆㅈㅊㅎ", "ㄹ": "ㄹㄼㄽㄾㅀ", "ㅁ": "ㅁㄻ",
        "ㅂ": "ㅂㅍㅄㄿ", "ㅇ": "ㅇ",
    }.items()
    for coda in codas
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """One syllable: 값 is Block("ㄱ", "ㅏ", "ㅄ"); a silent onset is "ㅇ", no coda is ""."""

    onset: str
    vowel: str
    coda: str = ""

    def __str__(self) -> str:
        index = (ONSETS.index(self.onset) * len(VOWELS) + VOWELS.index(self.vowel)) * len(CODAS)
        return chr(_FIRST + index + CODAS.index(self.coda))


def is_hangul(char: str) -> bool:
    """Whether it is a whole syllable; a letter by itself (ㅋ) is not."""
    return "가" <= char <= "힣"


@lru_cache(maxsize=len(ONSETS) * len(VOWELS) * len(CODAS))
def block(char: str) -> Block:
    """The parts of a syllable; anything else: ValueError."""
    if not is_hangul(char):
        raise ValueError(f"{char!r} is not a Hangul syllable.")
    rest, coda = divmod(ord(char) - _FIRST, len(CODAS))
    onset, vowel = divmod(rest, len(VOWELS))
    return Block(ONSETS[onset], VOWELS[vowel], CODAS[coda])


def syllables(onsets: str = ONSETS, vowels: str = VOWELS, codas: tuple[str, ...] | str = CODAS) -> str:
    """All syllables of these parts as a character class for regular expressions: syllables(codas="ㄹ") is [갈걀…]."""
    return "[" + "".join(str(Block(o, v, c)) for o in onsets for v in vowels for c in codas) + "]"
