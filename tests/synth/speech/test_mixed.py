"""Cues cut into Korean and English."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.mixed import spans


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요.", "TV를 켜", "iPhone 15 Pro Max 256GB 출시", "그냥 just do it 하면 돼", "La La Land 봤어?",
        "BTS, EXO, NCT, TWICE 노래", "Samsung, Apple, Google, Microsoft 같은 회사", "MBC KBS SBS JTBC 뉴스",
        "Hello 민수", "OK, 알았어", "119", "!?",
    ],
)  # fmt: skip
def test_korean_with_foreign_words_is_korean(text: str) -> None:
    assert spans(text) == [("ko", text)]


@pytest.mark.parametrize("text", ["Hello there.", "OK!", "It's 3:30."])
def test_text_in_latin_letters_is_english(text: str) -> None:
    assert spans(text) == [("en", text)]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("그는 “I will be back soon”이라고 말했다.", ["ko:그는 “", "en:I will be back soon”", "ko:이라고 말했다."]),
        ("I love you all이라고 외쳤다", ["en:I love you all", "ko:이라고 외쳤다"]),
        (
            "나는 생각한다. I think, therefore I am. 그래.",
            ["ko:나는 생각한다. ", "en:I think, therefore I am. ", "ko:그래."],
        ),
        ("오빠, what are you doing here?", ["ko:오빠, ", "en:what are you doing here?"]),
    ],
)
def test_a_clause_of_english_stays_english(text: str, runs: list[str]) -> None:
    assert [f"{language}:{run}" for language, run in spans(text)] == runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("I love 김민수 very much.", ["en:I love ", "ko:김민수 ", "en:very much."]),
        ("Where is 민수?", ["en:Where is ", "ko:민수?"]),
        ("My name is 이영희, not 박철수.", ["en:My name is ", "ko:이영희, ", "en:not ", "ko:박철수."]),
    ],
)
def test_a_korean_name_in_english_is_korean(text: str, runs: list[str]) -> None:
    assert [f"{language}:{run}" for language, run in spans(text)] == runs


def test_each_line_of_a_dialogue_is_judged_alone() -> None:
    assert spans("- Who are you?\n- 저는 김민수예요.") == [("en", "- Who are you?\n- "), ("ko", "저는 김민수예요.")]


def test_text_without_letters_is_in_the_language_around_it() -> None:
    assert spans("3.5", "en") == [("en", "3.5")] and spans("") == []


_TOKENS = """가나 다요 I love you TV KBS . , ! “ ” 3 12개 - 's the is 김 é 金"""
_CUE = st.lists(st.sampled_from([*_TOKENS.split(), "\n"]), max_size=14)


@given(st.one_of(st.text(max_size=40), _CUE.map(" ".join), _CUE.map("".join)))
def test_runs_are_the_text(text: str) -> None:
    runs = spans(text)
    assert "".join(run for _, run in runs) == text
    assert all(a[0] != b[0] for a, b in pairwise(runs))
    assert all(run for _, run in runs)
    for language, run in runs:
        if language == "en":
            assert not any("가" <= ch <= "힣" for ch in run)
