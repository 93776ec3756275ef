"""Moods by the words of people."""

import pytest

from synth.music.errors import MusicError
from synth.music.names import SAID, is_mood, mood_named, notes_named
from synth.music.score import MOODS


def test_every_mood_has_its_own_words():
    assert tuple(SAID) == MOODS
    words = [word for own in SAID.values() for word in own]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("word", "mood"), [("Tense", "tense"), (" 슬픔 ", "sad"), ("웅장한", "epic"), ("neutral", "calm")]
)
def test_english_and_korean_words_name_a_mood(word, mood):
    assert is_mood(word) and mood_named(word) == mood


def test_another_word_is_refused_with_those_there_are():
    assert not is_mood("purple")
    with pytest.raises(MusicError, match='no mood "purple": choose among happy'):
        mood_named("purple")


def test_notes_are_read_by_name():
    assert notes_named("E4 D#4, Bb3 C-1 g9") == (64, 63, 58, 0, 127)


@pytest.mark.parametrize("words", ["", "C4", "H4 C4", "C4 D", "A9 A9", "C4 " * 13])
def test_what_is_no_beginning_is_said(words):
    with pytest.raises(MusicError, match=r"\.$"):
        notes_named(words)
