"""Korean is said by the Standard Pronunciation: a list made by hand from its articles, and properties of any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.hangul import SPOKEN_CODA, block, is_hangul
from synth.speech.lexicon_ko import exceptions
from synth.speech.pronounce_ko import pronounce


def _gold() -> list[tuple[str, tuple[str, ...]]]:
    lines = Path(__file__).with_name("korean_pronunciation.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(spelled, tuple(said.split("|"))) for spelled, said, _ in rows]


GOLD = _gold()
HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.just(" "), max_size=12)
WORDS = st.lists(st.sampled_from([spelled.strip(".?") for spelled, _ in GOLD]), min_size=1, max_size=4).map(" ".join)


def failures(items: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    said = [(spelled, pronounce(spelled), wanted) for spelled, wanted in items]
    return [
        f"{spelled} [{got}] instead of [{'/'.join(wanted)}]"
        for spelled, got, wanted in said
        if got.replace(" ", "") not in {w.replace(" ", "") for w in wanted}
    ]


def known(text: str) -> bool:
    """Whether a word of `text` is in the list of exceptions."""
    return any(exceptions(word) for word in re.findall("[가-힣]+", text))


def test_the_list_is_long_enough_and_has_nothing_twice():
    assert len(GOLD) >= 600 and len({spelled for spelled, _ in GOLD}) == len(GOLD)


def test_the_list_is_said_as_the_standard_has_it():
    wrong = failures(GOLD)
    assert len(wrong) <= 0.02 * len(GOLD), "\n".join(wrong)


def test_words_outside_the_list_of_exceptions_are_said_by_the_rules():
    by_rule = [item for item in GOLD if not known(item[0])]
    wrong = failures(by_rule)
    assert len(by_rule) >= 0.35 * len(GOLD) and len(wrong) <= 0.02 * len(by_rule), "\n".join(wrong)


@given(HANGUL | WORDS)
def test_as_many_syllables_come_out_as_go_in(text):
    assert [is_hangul(c) for c in pronounce(text).replace(" ", "")] == [True] * len(text.replace(" ", ""))


@given(HANGUL | WORDS)
def test_only_what_can_be_said_comes_out(text):
    for said in map(block, pronounce(text).replace(" ", "")):
        assert said.coda in SPOKEN_CODA.values()
        assert not (said.vowel == "ㅢ" and said.onset != "ㅇ")
        assert not (said.vowel in "ㅑㅒㅕㅖㅛㅠ" and said.onset in "ㅈㅉㅊ")


@given(st.text(st.sampled_from("가나다라마바사아자차카타파하고누리머보"), max_size=6))
def test_open_syllables_stay_as_they_are(word):
    assert exceptions(word) or pronounce(word) == word


@given(st.text(st.sampled_from("각난답들엄왕 가다 "), max_size=10))
def test_saying_what_is_said_again_changes_no_vowel(text):
    once = pronounce(text)
    assert [c.isspace() or block(c).vowel for c in pronounce(once)] == [c.isspace() or block(c).vowel for c in once]


@pytest.mark.parametrize(
    ("text", "said"), [("", ""), ("ㅋㅋ, yes 7!", "ㅋㅋ, yes 7!"), ("꽃. 없다\n좋아", "꼳. 업따\n조아")]
)
def test_what_is_not_hangul_stays(text, said):
    assert pronounce(text) == said


def test_punctuation_ends_the_breath():
    assert pronounce("밥 먹는다") == "밤 멍는다" and pronounce("밥, 먹는다") == "밥, 멍는다"


def test_decomposed_letters_are_the_same():
    assert pronounce("\u1101\u1169\u11be\u110b\u1175") == "꼬치"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("신발을 신고 갔다", "신바를 신꼬 갇따"), ("신고했다", "신고핻따"), ("참고 기다려", "참꼬 기다려"),
        ("참고하세요", "참고하세요"), ("숨지 마", "숨찌 마"), ("병원에서 숨졌다", "병워네서 숨젇따"),
        ("남고 싶다", "남꼬 십따"), ("남자도", "남자도"), ("감고", "감꼬"), ("감기고", "감기고"),
    ],
)  # fmt: skip
def test_a_verb_stem_is_told_from_a_noun(text, said):
    assert pronounce(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("할 것을", "할 꺼슬"), ("이를 갈며", "이를 갈며"), ("밥을 같이", "바블 가치"), ("오늘 저녁", "오늘 저녁"),
        ("알 수 없는", "알 쑤 엄는"), ("알게 되면", "알게 되면"), ("줄게", "줄께"), ("멀지 않은", "멀지 아는"),
        ("될지도", "될찌도"), ("열 개", "열 깨"), ("여덟 개", "여덜 깨"), ("여덟 살과", "여덜 쌀과"),
        ("남자를 두고", "남자를 두고"),
    ],
)  # fmt: skip
def test_only_a_future_makes_the_next_consonant_tense(text, said):
    assert pronounce(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("오백 원입니다", "오배 궈님니다"),
        ("이천이십일 년", "이처니시빌 련"),
        ("천육백", "천뉵빽"),
        ("칠 점 오", "칠 쩜 오"),
    ],
)
def test_numbers_are_said_with_what_they_count(text, said):
    assert pronounce(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("무슨 일이야", "무슨 니리야"), ("우리는 일을 해", "우리는 이를 해"), ("못 읽어", "몬 닐거"),
        ("못 알아", "모 다라"), ("좋은 이야기", "조은 니야기"), ("그럼요", "그럼뇨"), ("중요", "중요"),
        ("필요", "피료"), ("잘 있어", "자 리써"), ("아내는 여자와", "아내는 여자와"), ("또한 여자", "또한 여자"),
    ],
)  # fmt: skip
def test_nieun_is_put_in_where_one_word_describes_the_next(text, said):
    assert pronounce(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("나의 주의", "나에 주이"),
        ("민주주의의 의미", "민주주이에 의미"),
        ("의사의 의견", "의사에 의견"),
        ("무늬", "무니"),
    ],
)
def test_the_particle_is_told_from_the_syllable(text, said):
    assert pronounce(text) == said
