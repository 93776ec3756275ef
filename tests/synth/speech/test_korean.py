"""Korean words become symbols of the acoustic model, with the allophones that their place calls for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.korean import Syllable, syllables_ko, words_ko
from synth.speech.symbols import END, INDEX, PAUSES, START

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from(" ,."), max_size=12)


def symbols(text: str) -> str:
    return " | ".join(" ".join(word) for word in words_ko(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("가 바다 자", "ɡ̊ a | b a d a | dʑ a"), ("가, 바다. 자", "ɡ̊ a | b̥ a d a | tɕ a"),
        ("감자 밥", "ɡ̊ a m dʑ a | b a p̚"),
        ("국밥", "ɡ̊ u k̚ p͈ a p̚"), ("옷 가게", "o t̚ | k͈ a ɡ ɛ"), ("좋다", "tɕ o tʰ a"), ("축하", "tɕʰ u kʰ a"),
    ],
)  # fmt: skip
def test_a_lenis_is_voiced_between_sonorants_of_one_clause(text, said):
    assert symbols(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("시", "ɕ i"),
        ("사", "s a"),
        ("쉬", "ɕ w i"),
        ("샤", "ɕ j a"),
        ("씨", "ɕ͈ i"),
        ("싸", "s͈ a"),
        ("세", "s ɛ"),
        ("스", "s ɯ"),
    ],
)
def test_s_is_palatal_before_i_and_y(text, said):
    assert symbols(text) == said


@pytest.mark.parametrize(
    ("text", "said"), [("나라", "n a ɾ a"), ("달라", "d̥ a l l a"), ("달", "d̥ a l"), ("신라", "ɕ i l l a")]
)
def test_a_single_l_is_a_tap_and_a_double_one_is_not(text, said):
    assert symbols(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("아애어에", "a ɛ ʌ̹ ɛ"), ("오우으이", "o u ɯ i"), ("야얘여예요유", "j a j ɛ j ʌ̹ j ɛ j o j u"), ("의", "ɰ i"),
        ("와왜외워웨위", "w a w ɛ w ɛ w ʌ̹ w ɛ w i"),
    ],
)  # fmt: skip
def test_vowels(text, said):
    assert symbols(text) == said


def test_codas_are_seven():
    assert symbols("각, 난, 닫, 랄, 맘, 밥, 앙") == "ɡ̊ a k̚ | n a n | d̥ a t̚ | ɾ a l | m a m | b̥ a p̚ | a ŋ"


def test_syllables_keep_their_structure():
    assert syllables_ko("꽃잎 왕") == [
        [Syllable("k͈", ("o",), "n"), Syllable("n", ("i",), "p̚")],
        [Syllable("", ("w", "a"), "ŋ")],
    ]


@given(HANGUL)
def test_any_hangul_gives_known_symbols(text):
    said = {symbol for word in words_ko(text) for symbol in word}
    assert said <= INDEX.keys() - {START, END, *PAUSES}


@given(HANGUL)
def test_every_written_syllable_is_said(text):
    words = text.replace(",", " ").replace(".", " ").split()
    assert [len(word) for word in syllables_ko(text)] == [len(word) for word in words]
    assert [[s for syllable in word for s in syllable.symbols] for word in syllables_ko(text)] == words_ko(text)


@pytest.mark.parametrize("text", ["", " ", "?!", "ㅋㅋㅋ", "OK"])
def test_without_hangul_there_is_nothing_to_say(text):
    assert words_ko(text) == []
