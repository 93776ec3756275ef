"""Fractions, scores and sums."""

import pytest

from synth.speech.arithmetic_ko import is_score, speak_arithmetic, speak_equals


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("1/3", "3분의 1"), ("50/50", "50, 50"), ("혈압 120/80", "혈압 120에 80"), ("1/4분기", "일사분기")],
)
def test_fractions(written: str, spoken: str) -> None:
    assert speak_arithmetic(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("3:2", "삼 대 이"), ("1:1", "일대일"), ("3-2로 승리", "삼 대 이로 승리"), ("2대1로", "이 대 일로")],
)
def test_scores(written: str, spoken: str) -> None:
    assert speak_arithmetic(written) == spoken


@pytest.mark.parametrize(
    ("before", "after", "expected"), [("", "로 이겼다", True), ("점수는 ", "", True), ("오후 ", "에 만나", False)]
)
def test_what_makes_a_colon_a_score(before: str, after: str, expected: bool) -> None:
    assert is_score(before, after) is expected


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("1+1=2", "1 더하기 1=2"), ("2+1 행사", "투 플러스 원 행사"), ("-3", "마이너스 3"), ("a>3", "a= 3보다 크다")],
)
def test_sums(written: str, spoken: str) -> None:
    assert speak_arithmetic(written) == spoken


@pytest.mark.parametrize(("written", "spoken"), [("삼 = 삼", "삼은 삼"), ("이=이", "이는 이"), ("가", "가")])
def test_equals_is_the_topic_particle(written: str, spoken: str) -> None:
    assert speak_equals(written) == spoken
