"""Telephones, versions, addresses."""

import pytest

from synth.speech.addresses_ko import speak_accounts, speak_addresses


@pytest.mark.parametrize("written", ["010-1234-5678", "010.1234.5678", "010 1234 5678", "01012345678"])
def test_telephones_however_they_are_grouped(written: str) -> None:
    assert speak_addresses(written) == "공일공 일이삼사 오륙칠팔"


@pytest.mark.parametrize("written", ["0.5 1.234", "2024-03-15", "3.14", "02-12-2024", "1234-5678"])
def test_other_figures_are_left_to_other_rules(written: str) -> None:
    assert speak_addresses(written) == written


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a_b12@naver.com", "에이 언더바 비 일이 골뱅이 네이버 닷컴"),
        ("http://www.kbs.co.kr/news", "더블유더블유더블유 점 케이비에스 점 씨오 점 케이알 슬래시 뉴스"),
        ("10.0.0.1", "일공 점 공 점 공 점 일"),
        ("v2", "버전 이"),
    ],
)
def test_addresses(written: str, spoken: str) -> None:
    assert speak_addresses(written).strip() == spoken


def test_accounts() -> None:
    assert speak_accounts("110-123-456789") == "일일공 일이삼 사오륙칠팔구"
