"""Korean accentual phrases rise and fall where Seoul speakers' do."""

import numpy as np
import pytest

from synth.speech.melody_ko import melody
from synth.speech.phones import Phone
from synth.speech.symbols import END, START


def said(words: list[str], mark: str = ".") -> list[Phone]:
    """Tokens of words written as symbols with spaces."""
    out = [Phone(START, language="ko")]
    for word in words:
        symbols = word.split()
        out += [
            Phone(s, first=i == 0, last=i == len(symbols) - 1, clause=mark, language="ko")
            for i, s in enumerate(symbols)
        ]
    return [*out, Phone(END, clause=mark, language="ko")]


def peaks(tokens: list[Phone], vowels: str = "aiou") -> np.ndarray:
    """The melody in the middle of each vowel, every token lasting ten frames."""
    curve = melody(tokens, np.full(len(tokens), 10))
    assert curve.shape == (10 * len(tokens),) and curve.dtype == np.float32
    return np.array([curve[10 * i + 5] for i, t in enumerate(tokens) if t.symbol in vowels])


def test_a_phrase_of_four_syllables_goes_low_high_low_high():
    one, two, three, four, *_ = peaks(said(["n a n a n a n a", "m o m o m o m o"]))
    assert one < two > three < four


def test_a_tense_or_aspirated_beginning_is_high():
    assert peaks(said(["kʰ a n a n a n a", "n a n a"]))[0] > peaks(said(["n a n a n a n a", "n a n a"]))[0] + 0.2


def test_a_statement_ends_low_and_a_question_high():
    words = ["n a n a n a", "m o m o m o"]
    ends = {mark: melody(said(words, mark), np.full(14, 10))[-12] for mark in ".?"}
    assert ends["."] < -0.2 and ends["?"] > 0.2


def test_a_clause_falls_over_its_phrases():
    levels = peaks(said(["n a n a n a"] * 4)).reshape(4, 3).mean(1)
    assert levels[0] > levels[1] > levels[2] > levels[3]


@pytest.mark.parametrize("words", [[], ["m"], ["a"], ["a", "a", "a"]])
def test_anything_has_a_melody(words):
    tokens = said(words)
    assert np.isfinite(melody(tokens, np.full(len(tokens), 3))).all()
