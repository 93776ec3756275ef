"""Syllables come apart and go together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.hangul import CODAS, SPOKEN_CODA, Block, block, is_hangul, syllables

HANGUL = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


@pytest.mark.parametrize(
    ("char", "parts"), [("가", Block("ㄱ", "ㅏ")), ("값", Block("ㄱ", "ㅏ", "ㅄ")), ("힣", Block("ㅎ", "ㅣ", "ㅎ"))]
)
def test_a_syllable_has_its_parts(char, parts):
    assert block(char) == parts


@given(HANGUL)
def test_taking_apart_and_putting_together_is_nothing(char):
    assert is_hangul(char) and str(block(char)) == char


@pytest.mark.parametrize("char", ["ㅋ", "a", "", "漢", "ᄀ"])
def test_what_is_no_syllable_is_refused(char):
    assert not is_hangul(char)
    with pytest.raises(ValueError, match="not a Hangul syllable"):
        block(char)


def test_every_coda_has_one_of_seven_sounds():
    assert set(SPOKEN_CODA) == set(CODAS) and set(SPOKEN_CODA.values()) == {"", *"ㄱㄴㄷㄹㅁㅂㅇ"}


def test_a_class_of_syllables_has_all_combinations():
    assert syllables("ㄱㄴ", "ㅏ", ("", "ㄹ")) == "[가갈나날]"
