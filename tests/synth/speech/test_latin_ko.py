"""Latin letters in Hangul."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.speech.latin_ko import LEXICON, speak_designations, spell, word
from synth.speech.normalise import normalise

ENTRIES = [line.split("\t") for line in LEXICON.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]


def test_the_lexicon_has_one_reading_in_hangul_for_each_word() -> None:
    assert len(ENTRIES) > 1000
    assert len({key for key, _ in ENTRIES}) == len(ENTRIES)
    for key, reading in ENTRIES:
        assert re.fullmatch(r"[가-힣]+(?: [가-힣]+)*", reading), key
        assert not re.search(r"[A-Z]", key) or key.isupper(), f"{key}: a key is in small letters or in capitals"


def test_every_entry_is_read_as_it_stands() -> None:
    assert {key: normalise(key, "ko") for key, _ in ENTRIES} == dict(ENTRIES)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("KBS", "케이비에스"), ("iPhone", "아이폰"), ("IPHONE", "아이폰"), ("IT", "아이티"), ("it", "잇"),
        ("TensorFlow", "텐서플로"), ("Mbps", "엠비피에스"), ("cameras", "카메라즈"),
        ("cats", "캣츠"), ("Tom's", "톰스"), ("loooove", "러브"),
    ],
)  # fmt: skip
def test_words(written: str, spoken: str) -> None:
    assert normalise(written, "ko") == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("A4", "에이포"),
        ("5G", "파이브지"),
        ("R&B", "알앤비"),
        ("Rocky II", "Rocky 투"),
        ("S01E02", "시즌 일 에피소드 이"),
    ],
)
def test_designations(written: str, spoken: str) -> None:
    assert speak_designations(written) == spoken


def test_a_shouted_sentence_is_no_row_of_initialisms() -> None:
    assert normalise("WHAT ARE YOU", "ko") == "왓 아 유"
    assert normalise("KBS MBC SBS", "ko") == "케이비에스 엠비씨 에스비에스"


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z]{1,12}('[A-Za-z]{1,3})?", fullmatch=True))
def test_any_word_has_a_reading(written: str) -> None:
    assert re.fullmatch(r"[가-힣]+(?: [가-힣]+)*", word(written))


@given(st.text("ABCXYZ", max_size=8))
def test_letters_are_spelled_one_by_one(letters: str) -> None:
    assert spell(letters) == "".join(spell(letter) for letter in letters)
