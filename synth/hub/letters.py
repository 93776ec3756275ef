"""Spelling for models whose own speller wants packages that are not here: espeak-ng's IPA instead of phonemizer,
Hangul in Latin letters instead of uroman, characters instead of sentencepiece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from synth.speech.espeak import ipa

_MARKS = re.compile(r"([;:,.!?¡¿—…\"«»“”(){}\[\]]+)")  # what phonemizer keeps, in its place
# how uroman writes the parts of a syllable (github.com/isi-nlp/uroman), in Unicode's order
_INITIALS = str.split("g gg n d dd r m b bb s ss - j jj c k t p h")
_VOWELS = str.split("a ae ya yae eo e yeo ye o wa wai oe yo u weo we wi yu eu yi i")
_FINALS = str.split("- g gg gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j c k t p h")
_FIRST, _LAST = 0xAC00, 0xD7A3
_SPACE = "▁"


def phonetic(text: str, voice: str = "en-us") -> str:
    """IPA with stress marks, words apart, punctuation kept: "Hello, you!" -> "həlˈoʊ, juː!"."""
    parts = []
    for i, part in enumerate(_MARKS.split(text)):
        if i % 2 == 0 and part.strip():
            spoken = " ".join("".join(word) for word in ipa(part, voice))
            part = " " * part[0].isspace() + spoken + " " * part[-1].isspace()
        parts.append(part)
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def romanised(text: str) -> str:
    """Hangul letter by letter in the Latin alphabet, the rest unchanged: "바다로" -> "badaro"."""
    return "".join(_syllable(char) for char in unicodedata.normalize("NFC", text))


def _syllable(char: str) -> str:
    if not _FIRST <= ord(char) <= _LAST:
        return char
    rest, final = divmod(ord(char) - _FIRST, len(_FINALS))
    initial, vowel = divmod(rest, len(_VOWELS))
    return (_INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]).replace("-", "")


class Characters:
    """A sentencepiece model of single characters, such as SpeechT5's: a list of them, each with its place."""

    def __init__(self, file: Path):
        """Raises OSError, ValueError or IndexError for a file that is missing or damaged."""
        pieces = [piece.decode("utf-8") for piece in _pieces(file.read_bytes())]
        self.index = {piece: i for i, piece in enumerate(pieces)}
        self.unknown, self.end = self.index["<unk>"], self.index["</s>"]

    def encode(self, text: str) -> list[int]:
        """A space goes before every word, the end of the sentence after the last; unknown ones in a row are one."""
        ids: list[int] = []
        for char in "".join(_SPACE + word for word in unicodedata.normalize("NFKC", text).split()):
            id = self.index.get(char, self.unknown)
            if id != self.unknown or ids[-1:] != [id]:
                ids.append(id)
        return [*ids, self.end]


def _pieces(message: bytes) -> Iterator[bytes]:
    """The texts of all pieces: in a protocol buffer, field 1 of every field 1 (sentencepiece_model.proto)."""
    for number, value in _fields(message):
        if number == 1 and isinstance(value, bytes):
            yield next(text for inner, text in _fields(value) if inner == 1 and isinstance(text, bytes))


def _fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Numbers and values of the fields of a protocol buffer (protobuf.dev/programming-guides/encoding)."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield tag >> 3, value
            continue
        size, at = (8, at) if kind == 1 else (4, at) if kind == 5 else _varint(message, at)
        if kind not in (1, 2, 5) or at + size > len(message):
            raise ValueError("it is no sentencepiece model")
        yield tag >> 3, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while message[at] & 0x80:
        value |= (message[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | message[at] << shift, at + 1
