"""Korean words for numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.numbers_ko import DIGITS, LARGEST, ONES, SCALES, TENS, digits, final, native, say, say_amount, sino


@given(st.integers(min_value=0, max_value=LARGEST - 1))
def test_sino_korean_numbers_can_be_read_back(n: int) -> None:
    assert _read_back(sino(n)) == n


def _read_back(words: str) -> int:
    total = 0
    for group in words.split():
        scale = SCALES.index(group[-1]) if group[-1] in SCALES else 0
        value = figure = 0
        for ch in group[: len(group) - bool(scale)]:
            if ch in DIGITS:
                figure = DIGITS.index(ch)
            else:
                value, figure = value + (figure or 1) * 10 ** ("십백천".index(ch) + 1), 0
        total += ((value + figure) or 1) * 10_000**scale if group != "영" else 0
    return total


def test_beyond_the_scales_figures_are_read_one_by_one() -> None:
    assert sino(LARGEST) == "일" + "공" * 24


@given(st.integers(min_value=1, max_value=99))
def test_native_numbers_are_tens_and_ones(n: int) -> None:
    words = "스물" if native(n) == "스무" else native(n)
    assert words == TENS[n // 10] + ONES[n % 10]


@pytest.mark.parametrize(("n", "words"), [(20, "스무"), (21, "스물한"), (101, "백한"), (110, "백십"), (1001, "천일")])
def test_before_a_counter(n: int, words: str) -> None:
    assert native(n) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [("1,234.05", "천이백삼십사 점 영오"), ("007", "공공칠"), ("0", "영"), ("0.66", "영 점 육륙"), ("10000", "만")],
)
def test_written_numbers(number: str, words: str) -> None:
    assert say(number) == words


@given(st.text("0123456789", min_size=1, max_size=20))
def test_digits_give_a_syllable_each(figures: str) -> None:
    assert len(digits(figures)) == len(figures) and re.fullmatch("[가-힣]+", digits(figures))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1억 2,500만", "일억 이천오백만"),
        ("4천5백만", "사천오백만"),
        ("1만 2000", "만 이천"),
        ("1.5만", "일 점 오만"),
        ("1천", "천"),
    ],
)
def test_figures_with_scales(amount: str, words: str) -> None:
    assert say_amount(amount) == words


@pytest.mark.parametrize(("word", "consonant"), [("가", 0), ("달", 8), ("강", 21), ("", 0), ("a", 0)])
def test_final_consonant(word: str, consonant: int) -> None:
    assert final(word) == consonant
