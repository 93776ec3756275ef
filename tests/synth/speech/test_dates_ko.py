"""Dates and times, still in figures."""

import pytest

from synth.speech.dates_ko import speak_dates


@pytest.mark.parametrize("written", ["2024-03-15", "2024.3.15", "2024/03/15", "2024. 3. 15"])
def test_dates_in_any_order_of_signs(written: str) -> None:
    assert speak_dates(written) == "2024년 3월 15일"


@pytest.mark.parametrize("written", ["2024-13-15", "2024.3.41", "1.2.3.4", "13/13", "1/3", "3.5", "25:10"])
def test_what_is_no_date_or_time_stays(written: str) -> None:
    assert speak_dates(written) == written


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("15:30", "15시 30분"),
        ("9:00", "9시"),
        ("3:05 p.m.", "오후 3시 5분"),
        ("AM 9:00", "오전  9시"),
        ("1:02:03", "1시간 2분 3초"),
    ],
)
def test_times(written: str, spoken: str) -> None:
    assert speak_dates(written) == spoken


@pytest.mark.parametrize("written", ["21:19로 이겼다", "스코어는 21:19", "16:10 화면"])
def test_scores_are_no_times(written: str) -> None:
    assert speak_dates(written) == written


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("4·19 혁명", "사일구 혁명"), ("12·12", "십이십이"), ("3·4호선", "3, 4호선"), ("6.25%", "6.25%")],
)
def test_days_known_by_their_figures(written: str, spoken: str) -> None:
    assert speak_dates(written) == spoken
