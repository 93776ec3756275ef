"""Which numerals a counter takes."""

import pytest

from synth.speech.counters_ko import counter_at, takes_native


@pytest.mark.parametrize(
    ("text", "counter"),
    [
        ("개월째", "개월"),
        ("개를", "개"),
        ("시간", "시간"),
        ("시즌", "시즌"),
        ("번째", "번째"),
        ("달러", "달러"),
        ("사과", ""),
        ("", ""),
    ],
)
def test_the_longest_counter_wins(text: str, counter: str) -> None:
    assert counter_at(text) == counter


@pytest.mark.parametrize(
    ("text", "counter"), [(" 개를", "개"), (" 개봉", ""), (" 장점", ""), (" 명", "명"), (" 명령", "")]
)
def test_a_counter_apart_from_its_figure_ends_where_the_word_does(text: str, counter: str) -> None:
    assert counter_at(text) == counter


@pytest.mark.parametrize("text", ["채널", "장군", "번호", "대통령", "명령"])
def test_a_word_that_begins_like_a_counter_is_none(text: str) -> None:
    assert counter_at(text) == ""


@pytest.mark.parametrize(
    ("counter", "n", "before", "after", "expected"),
    [
        ("번", 3, "", " 불렀어", True),
        ("번", 3, "", " 출구", False),
        ("번", 2, "기호 ", "", False),
        ("대", 20, "", " 여성", False),
        ("대", 20, "자동차 ", "", True),
        ("대", 16, "", " 대통령", False),
        ("시", 12, "", "", True),
        ("시", 13, "", "", False),
        ("분", 2, "", "이 오셨어요", True),
        ("분", 2, "", " 남았어", False),
        ("장", 1, "제", "", False),
        ("장", 3, "", " 16절", False),
        ("개", 0, "", "", False),
        ("층", 3, "", "", False),
    ],
)
def test_native_or_not(counter: str, n: int, before: str, after: str, expected: bool) -> None:
    assert takes_native(counter, n, before, after) is expected
