"""Single Korean letters: chat shorthand (ㅇㅋ, ㅋㅋㅋ, ㅠㅠ) as it is meant, everything else by the letters' names."""

from __future__ import annotations

import re

_CONSONANTS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㄲㄸㅃㅆㅉㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ"
_CONSONANT_NAMES = """기역 니은 디귿 리을 미음 비읍 시옷 이응 지읒 치읓 키읔 티읕 피읖 히읗 쌍기역 쌍디귿 쌍비읍
쌍시옷 쌍지읒 기역시옷 니은지읒 니은히읗 리을기역 리을미음 리을비읍 리을시옷 리을티읕 리을피읖 리을히읗 비읍시옷"""
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_NAMES = dict(zip(_CONSONANTS, _CONSONANT_NAMES.split(), strict=True))
_NAMES |= {vowel: chr(0xAC00 + (11 * 21 + i) * 28) for i, vowel in enumerate(_VOWELS)}
_MEANT = {
    "ㅇㅋ": "오케이", "ㅇㅇ": "응", "ㄴㄴ": "노노", "ㄱㄱ": "고고", "ㄱㅅ": "감사", "ㄳ": "감사", "ㅊㅋ": "축하",
    "ㅂㅂ": "바이바이", "ㅃㅃ": "바이바이", "ㅂㅇ": "바이", "ㅎㅇ": "하이", "ㄷㄷ": "덜덜", "ㅅㄱ": "수고",
    "ㅈㅅ": "죄송", "ㅇㅈ": "인정", "ㄹㅇ": "레알", "ㅁㄹ": "몰라", "ㄱㅊ": "괜찮아", "ㅇㄷ": "어디",
    "ㄱㄷ": "기다려", "ㅇㅎ": "아하", "ㅂㄷㅂㄷ": "부들부들", "ㄱㄱㄱ": "고고", "ㅎㄷㄷ": "후덜덜", "ㄷㄷㄷ": "덜덜",
}  # fmt: skip
_LAUGHS = {"ㅋ": "크크", "ㅎ": "흐흐", "ㅠ": "흑흑", "ㅜ": "흑흑"}
_CHOSEONG = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_JONGSEONG = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_CONJOINING = (
    {0x1100 + i: ch for i, ch in enumerate(_CHOSEONG)}
    | {0x1161 + i: ch for i, ch in enumerate(_VOWELS)}
    | {0x11A8 + i: ch for i, ch in enumerate(_JONGSEONG)}
)

_ANY = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff]")
# letters of old Korean, fillers
_OLD = re.compile("[\u1100-\u11ff\u3164-\u318e\ua960-\ua97f\ud7b0-\ud7ff]")
_FACE = re.compile(r"(?<![ㄱ-ㅣ])(?:ㅇ[ㅅㅁㅂㅡㅗ]ㅇ|([ㅡㅠㅜㅇㅎ])[._,-]+\1)(?![ㄱ-ㅣ])|ㅡ{2,};*")
_LESSON = re.compile(r"(?:자음|모음|받침|글자|초성|중성|종성) $")
_RUN = re.compile("[ㄱ-ㅣ]+")


def speak_jamo(text: str) -> str:
    """Single letters in syllables; laughter and tears are dropped beside words, and sound where they are alone."""
    if not _ANY.search(text):
        return text
    text = text.translate(_CONJOINING)
    text = _OLD.sub(" ", text)
    text = _FACE.sub(" ", text)
    alone = not re.search(r"[^\W_ㄱ-ㅣ]", text)
    return _RUN.sub(lambda m: _spoken(m, alone), text)


def _spoken(match: re.Match[str], alone: bool) -> str:
    run = match[0]
    before = match.string[max(0, match.start() - 3) : match.start()]
    behind = match.string[match.end() : match.end() + 1]
    attached = "가" <= before[-1:] <= "힣"
    named = len(run) == 1 and not attached and (alone or "가" <= behind <= "힣" or _LESSON.search(before))
    if set(run) <= set("ㅋㅎㅠㅜㅡ") and not named:
        return f"{_LAUGHS.get(run[0], '')} " if alone else " "
    if attached and set(run) <= set(_VOWELS):
        return ""  # 아ㅏㅏ
    return _MEANT.get(run) or " ".join(_NAMES[letter] for letter in run)
