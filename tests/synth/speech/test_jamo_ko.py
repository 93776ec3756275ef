"""Single Korean letters."""

import pytest

from synth.speech.jamo_ko import speak_jamo


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("ㄱ", "기역"), ("ㄳ", "감사"), ("ㄱㄴㄷ", "기역 니은 디귿"), ("ㅏ", "아"), ("ㅢ", "의"), ("ㅄ", "비읍시옷")],
)
def test_names(written: str, spoken: str) -> None:
    assert speak_jamo(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("그래ㅋㅋㅋ", "그래"), ("ㅠㅠ 가지 마", "가지 마"), ("아ㅏㅏ", "아"), ("그래ㅋ", "그래"), ("ㅇㅅㅇ 뭐", "뭐")],
)
def test_laughter_and_faces_beside_words_are_dropped(written: str, spoken: str) -> None:
    assert speak_jamo(written).strip() == spoken


@pytest.mark.parametrize(("written", "spoken"), [("ㅋㅋㅋㅋ", "크크"), ("ㅎㅎ", "흐흐"), ("ㅜㅜ", "흑흑")])
def test_laughter_alone_sounds(written: str, spoken: str) -> None:
    assert speak_jamo(written).strip() == spoken


def test_conjoining_letters_are_the_same_letters() -> None:
    assert speak_jamo("\u1100") == "기역" and speak_jamo("\u11ab") == "니은"


def test_letters_of_old_korean_and_fillers_are_not_spoken() -> None:
    assert speak_jamo("가\u3164나\u1140").split() == ["가", "나"]
