"""Moods as people write them, in English and Korean."""

from __future__ import annotations

from synth.music.errors import MusicError
from synth.music.score import MOODS

SAID = {
    "happy": ("joyful", "cheerful", "bright", "행복", "행복한", "기쁨", "기쁜", "즐거움", "즐거운", "밝은", "신나는"),
    "tense": ("tension", "dark", "scary", "긴장", "긴장감", "긴장된", "불안", "불안한", "무서운", "어두운"),
    "sad": ("sorrowful", "melancholy", "슬픔", "슬픈", "쓸쓸한", "애잔한", "그리움", "그리운"),
    "calm": ("peaceful", "quiet", "neutral", "평온", "평온한", "잔잔한", "차분한", "고요한", "편안한"),
    "epic": ("inspiring", "heroic", "grand", "웅장", "웅장한", "장엄한", "비장한", "감동", "감동적인", "벅찬"),
}
_MOOD_OF = {word: mood for mood, words in SAID.items() for word in (mood, *words)}


def is_mood(words: str) -> bool:
    return words.strip().casefold() in _MOOD_OF


def mood_named(words: str) -> str:
    """One of MOODS. MusicError for a word that is none."""
    mood = _MOOD_OF.get(words.strip().casefold())
    if mood is None:
        raise MusicError(f'There is no mood "{words}": choose among {", ".join(MOODS)}.')
    return mood
