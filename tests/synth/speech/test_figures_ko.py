"""Bare figures, as the word behind them asks."""

import pytest

from synth.speech.figures_ko import speak_figures


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("3~5개", "세 개에서 다섯 개"),
        ("2~3일", "이삼 일"),
        ("3월 2~3일", "삼월 이 일에서 삼 일"),
        ("4, 5명", "네댓 명"),
        ("1, 2, 3개", "일, 이, 세 개"),
        ("20~30만 원", "이십만에서 삼십만 원"),
        ("2~300명", "이삼백 명"),
        ("10시~11시", "열 시에서 열한 시"),
        ("5-3번지", "오 다시 삼 번지"),
    ],
)
def test_ranges(written: str, spoken: str) -> None:
    assert speak_figures(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("제1장", "제일 장"), ("제 3 조", "제삼 조"), ("제2의", "제이의"), ("문제 3개", "문제 세 개")],
)
def test_divisions(written: str, spoken: str) -> None:
    assert speak_figures(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("방3개", "방 세 개"), ("종로3가", "종로삼가"), ("3자회담", "삼자회담"), ("7 players", "칠 players")],
)
def test_spaces_stand_where_words_meet(written: str, spoken: str) -> None:
    assert speak_figures(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"), [("119", "일일구"), ("119명", "백십구 명"), ("암호는 1357", "암호는 일삼오칠")]
)
def test_figures_that_are_no_amount(written: str, spoken: str) -> None:
    assert speak_figures(written) == spoken


def test_a_numerator_is_never_counted_natively() -> None:
    assert speak_figures("3분의 1개, 3분의 1만") == "삼 분의 일 개, 삼 분의 일만"
