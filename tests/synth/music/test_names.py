"""Moods by the words of people."""

import pytest

from synth.music.errors import MusicError
from synth.music.names import SAID, is_mood, mood_named
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
