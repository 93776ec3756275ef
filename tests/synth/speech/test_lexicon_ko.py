"""The list of exceptions is well formed and is found where it should be in a word."""

import re
from pathlib import Path

import pytest

import synth.speech.lexicon_ko as lexicon_ko
from synth.speech.hangul import SPOKEN_CODA, block
from synth.speech.lexicon_ko import exceptions, lists

DATA = Path(lexicon_ko.__file__).parent / "data" / "ko_exceptions.txt"
ENTRIES = [line.split() for line in DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def said(word: str) -> list[str]:
    return ["".join(map(str, found.blocks)) for found in exceptions(word)]


def test_every_entry_is_a_word_and_what_is_said():
    bad = [
        entry
        for entry in ENTRIES
        if len(entry) != 2
        or not re.fullmatch(r"\*?[가-힣]+\$?", entry[0])
        or len(entry[0].strip("*$")) != len(entry[1])
        or not all(block(char).coda in SPOKEN_CODA.values() for char in entry[1])
    ]
    assert not bad


def test_no_word_stands_twice():
    assert len({spelled for spelled, _ in ENTRIES}) == len(ENTRIES) >= 1000


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("문법책", ["문뻡"]), ("국문법", []), ("악조건", ["조껀"]), ("잠자리", []), ("잠자리에", ["잠짜리에"]),
        ("밤새", ["밤쌔"]), ("밤새워", []), ("재발전", ["발쩐"]), ("", []),
    ],
)  # fmt: skip
def test_an_entry_holds_where_its_marks_say(word, found):
    assert said(word) == found


def test_the_longest_entry_wins():
    assert said("손가락")[0] == "손까락" and said("장대한") == ["장대한"] and said("장대비")[0].startswith("장때")


def test_the_last_coda_stays_as_it_is_spelled():
    assert said("콩엿") == ["콩녓"] and said("꽃이끼") == ["꼰니끼"]


def test_the_lists_have_only_hangul():
    assert all(re.fullmatch("[가-힣]+", word) for words in lists().values() for word in words)
