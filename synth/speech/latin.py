"""Foreign letters that English espeak-ng would name one by one, in letters that it reads as a word.

Cyrillic and Greek words are transliterated (close to BGN/PCGN), Vietnamese and other rare Latin letters
lose their marks. Hangul stays (espeak-ng reads it by its Korean rules), as do lone Greek letters (pi, mu).
"""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяієїґў"
_CYRILLIC_SOUNDS = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i ye yi g w"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_SOUNDS = "a v g d e z i th i k l m n x o p r s s t y f kh ps o"
_SOUNDS = (_CYRILLIC_SOUNDS + " " + _GREEK_SOUNDS).replace("_", "").split(" ")
_LETTERS = dict(zip(_CYRILLIC + _GREEK, _SOUNDS, strict=True))
_FOREIGN = re.compile("[\u0400-\u045f\u0490\u0491]+|[\u0370-\u03ff\u1f00-\u1fff]{2,}")
_RARE = re.compile("[\u0180-\u024f\u1e00-\u1eff]")


def latinise(text: str) -> str:
    """ "Привет, Nguyễn" -> "Privet, Nguyen"; `text` is NFC, everything without a table is passed through."""
    return _RARE.sub(lambda m: unicodedata.normalize("NFD", m[0])[0], _FOREIGN.sub(_word, text))


def _word(match: re.Match[str]) -> str:
    word = "".join(_letter(ch) for ch in match[0])
    return word if word else match[0]


def _letter(ch: str) -> str:
    bare = ch if ch.lower() in _LETTERS else unicodedata.normalize("NFD", ch)[0]
    sound = _LETTERS.get(bare.lower(), ch)
    return sound.capitalize() if ch.isupper() else sound
