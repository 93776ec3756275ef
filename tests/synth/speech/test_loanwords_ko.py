"""English words in Hangul: the examples that the loanword orthography itself gives for its rules."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.loanwords_ko import hangul, transcribe

RULES = {
    "voiceless stops": """gap 갭 cat 캣 book 북 apt 앱트 setback 셋백 act 액트 stamp 스탬프 cape 케이프 nest 네스트
        part 파트 desk 데스크 make 메이크 apple 애플 mattress 매트리스 chipmunk 치프멍크 sickness 시크니스""",
    "voiced stops": "bulb 벌브 land 랜드 zigzag 지그재그 lobster 로브스터 kidnap 키드냅 signal 시그널",
    "fricatives": """jazz 재즈 graph 그래프 olive 올리브 thrill 스릴 bathe 베이드 flash 플래시 shrub 슈러브 shark 샤크
        shank 섕크 fashion 패션 sheriff 셰리프 shopping 쇼핑 shoe 슈 shim 심 mirage 미라지 vision 비전""",
    "affricates": """Keats 키츠 odds 오즈 switch 스위치 bridge 브리지 Pittsburgh 피츠버그 hitchhike 히치하이크
        chart 차트 virgin 버진""",
    "nasals": "steam 스팀 corn 콘 ring 링 lamp 램프 hint 힌트 ink 잉크 hanging 행잉 longing 롱잉",
    "liquids": "hotel 호텔 pulp 펄프 slide 슬라이드 film 필름 helm 헬름 Hamlet 햄릿 Henley 헨리",
    "long vowels": "team 팀 route 루트",
    "diphthongs": "time 타임 house 하우스 skate 스케이트 oil 오일 boat 보트 tower 타워",
    "semivowels": """word 워드 want 원트 woe 워 wag 왜그 west 웨스트 witch 위치 wool 울 swing 스윙 twist 트위스트
        penguin 펭귄 whistle 휘슬 quarter 쿼터 yard 야드 yank 얭크 yearn 연 yellow 옐로 yawn 욘 you 유 year 이어
        Indian 인디언 union 유니언""",
    "by the letters": "button 버튼 lesson 레슨 London 런던 pocket 포켓 Amanda 어맨다 table 테이블",
}
EXAMPLES = [
    (rule, *pair) for rule, words in RULES.items() for pair in zip(words.split()[::2], words.split()[1::2], strict=True)
]


@pytest.mark.parametrize(("rule", "word", "expected"), EXAMPLES)
def test_examples_of_the_orthography(rule: str, word: str, expected: str) -> None:
    assert transcribe(word) == expected


_PHONES = """p b t d k ɡ f v θ ð s z ʃ ʒ tʃ dʒ ts m n ŋ l ɹ h w j a ɛ ɪ iː ɒ ɔː ʊ uː ʌ ə ɜː ɑː eɪ aɪ ɔɪ əʊ aʊ iə eə"""


@given(st.lists(st.sampled_from(_PHONES.split()), max_size=12))
def test_any_phones_make_whole_syllables(phones: list[str]) -> None:
    assert re.fullmatch("[가-힣]*", hangul(phones))


def test_what_espeak_does_not_say_has_no_transcription() -> None:
    assert transcribe("") == ""
