"""Hanja by their Korean reading."""

import re

import pytest

from synth.speech.hanja_ko import TABLE, speak_hanja


def test_the_table_has_one_reading_for_each_letter() -> None:
    rows = [line.split(" ") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    letters = "".join(chars for _, chars in rows)
    assert len(set(letters)) == len(letters) > 700
    assert all(re.fullmatch("[가-힣]", reading) for reading, _ in rows)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("女子", "여자"), ("男女", "남녀"), ("老人", "노인"), ("美 대통령", "미 대통령"), ("金", "김")],
)
def test_readings_with_the_law_of_initials(written: str, spoken: str) -> None:
    assert speak_hanja(written) == spoken


def test_a_gloss_in_hanja_is_not_said_twice() -> None:
    assert speak_hanja("대한민국(大韓民國)의 봄(春)") == "대한민국의 봄"


def test_a_word_with_an_unknown_letter_stays_whole() -> None:
    assert speak_hanja("大龘") == "大龘"
