"""Moods as people write them, in English and Korean; and notes."""

from __future__ import annotations

import re

from synth.music.errors import MusicError
from synth.music.score import MOODS

SAID = {
    "happy": ("joyful", "cheerful", "bright", "행복", "행복한", "기쁨", "기쁜", "즐거움", "즐거운", "밝은", "신나는"),
    "tense": ("tension", "dark", "scary", "긴장", "긴장감", "긴장된", "불안", "불안한", "무서운", "어두운"),
    "sad": ("sorrowful", "melancholy", "슬픔", "슬픈", "쓸쓸한", "애잔한", "그리움", "그리운"),
    "calm": ("peaceful", "quiet", "neutral", "평온", "평온한", "잔잔한", "차분한", "고요한", "편안한"),
    "epic": ("inspiring", "heroic", "grand", "웅장", "웅장한", "장엄한", "비장한", "감동", "감동적인", "벅찬"),
}
LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
NOTE = re.compile(r"([A-Ga-g])([#b♯♭]?)(-?\d)")
FEWEST, MOST = 2, 12  # notes that a piece can begin with
_MOOD_OF = {word: mood for mood, words in SAID.items() for word in (mood, *words)}


def is_mood(words: str) -> bool:
    return words.strip().casefold() in _MOOD_OF


def mood_named(words: str) -> str:
    """One of MOODS. MusicError for a word that is none."""
    mood = _MOOD_OF.get(words.strip().casefold())
    if mood is None:
        raise MusicError(f'There is no mood "{words}": choose among {", ".join(MOODS)}.')
    return mood


def notes_named(words: str) -> tuple[int, ...]:
    """ "E4 D#4 C4" as MIDI pitches (C4 is 60). MusicError for what is no note, and for too few or too many."""
    found = []
    for word in words.replace(",", " ").split():
        match = NOTE.fullmatch(word)
        pitch = 12 * (int(match[3]) + 1) + LETTERS[match[1].upper()] if match else -1
        pitch += {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(match[2], 0) if match else 0
        if not match or not 0 <= pitch <= 127:
            raise MusicError(f'There is no note "{word}": write notes like C4, F#3 or Bb5.')
        found.append(pitch)
    if not FEWEST <= len(found) <= MOST:
        raise MusicError(f"{len(found)} notes were given: {FEWEST} to {MOST} make a beginning, six are best.")
    return tuple(found)
