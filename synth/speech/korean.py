"""Korean text to the symbols the acoustic model reads, syllable by syllable, for the melody is made of syllables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from synth.speech.hangul import Block, block
from synth.speech.pronounce_ko import pronounce


@dataclass(frozen=True)
class Syllable:
    """One syllable in symbols of symbols.SYMBOLS: "" for no onset or coda, the nucleus with its glide: 왕 is
    Syllable("", ("w", "a"), "ŋ").
    """

    onset: str
    nucleus: tuple[str, ...]
    coda: str = ""

    @property
    def symbols(self) -> list[str]:
        return [symbol for symbol in (self.onset, *self.nucleus, self.coda) if symbol]


def words_ko(text: str) -> list[list[str]]:
    """Symbols of each word: "꽃잎이 없다" -> [["k͈", "o", "n", "n", "i", "pʰ", "i"], ["ʌ̹", "p̚", "t͈", "a"]].

    `text` is normalised: what is not a whole Hangul syllable is not said, and all but spaces ends the clause.
    """
    return [[symbol for syllable in word for symbol in syllable.symbols] for word in syllables_ko(text)]


def syllables_ko(text: str) -> list[list[Syllable]]:
    """The same words as lists of their syllables, one for each written one."""
    words: list[list[Syllable]] = []
    for clause in re.findall("[가-힣 ]+", pronounce(text)):
        before = None  # the syllable before in the clause, if any
        for word in clause.split():
            words.append([])
            for said in map(block, word):
                words[-1].append(_syllable(said, before))
                before = said
    return words


_VOICELESS = {"ㄱ": "ɡ̊", "ㄷ": "d̥", "ㅂ": "b̥", "ㅈ": "tɕ"}  # at the beginning and after a stop
_VOICED = {"ㄱ": "ɡ", "ㄷ": "d", "ㅂ": "b", "ㅈ": "dʑ"}  # between vowels and sonorants, across words too
_ONSETS = {
    "ㅇ": "", "ㄴ": "n", "ㄹ": "ɾ", "ㅁ": "m", "ㅎ": "h", "ㅅ": "s", "ㅆ": "s͈", "ㄲ": "k͈", "ㄸ": "t͈", "ㅃ": "p͈",
    "ㅉ": "tɕ͈", "ㅋ": "kʰ", "ㅌ": "tʰ", "ㅍ": "pʰ", "ㅊ": "tɕʰ",
}  # fmt: skip
_BEFORE_I = {"ㅅ": "ɕ", "ㅆ": "ɕ͈"}
_NUCLEI = {
    "ㅏ": "a", "ㅐ": "ɛ", "ㅑ": "j a", "ㅒ": "j ɛ", "ㅓ": "ʌ̹", "ㅔ": "ɛ", "ㅕ": "j ʌ̹", "ㅖ": "j ɛ", "ㅗ": "o",
    "ㅘ": "w a", "ㅙ": "w ɛ", "ㅚ": "w ɛ", "ㅛ": "j o", "ㅜ": "u", "ㅝ": "w ʌ̹", "ㅞ": "w ɛ", "ㅟ": "w i", "ㅠ": "j u",
    "ㅡ": "ɯ", "ㅢ": "ɰ i", "ㅣ": "i",
}  # fmt: skip
_CODAS = {"": "", "ㄱ": "k̚", "ㄴ": "n", "ㄷ": "t̚", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p̚", "ㅇ": "ŋ"}
_SONORANT = ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ")


def _syllable(said: Block, before: Block | None) -> Syllable:
    onset = said.onset
    if onset in _VOICED:
        symbol = (_VOICED if before and before.coda in _SONORANT else _VOICELESS)[onset]
    elif onset == "ㄹ" and before and before.coda == "ㄹ":
        symbol = "l"
    elif onset in _BEFORE_I and said.vowel in "ㅣㅟㅑㅒㅕㅖㅛㅠ":
        symbol = _BEFORE_I[onset]
    else:
        symbol = _ONSETS[onset]
    return Syllable(symbol, tuple(_NUCLEI[said.vowel].split()), _CODAS[said.coda])
