"""Fractions, scores, ratios and sums, rewritten as Korean says: 1/3 -> 3분의 1, 3:2 -> 삼 대 이, 2+2 -> 2 더하기 2.

The figures that stay are read by figures_ko.
"""

from __future__ import annotations

import re

from synth.speech.numbers_ko import LOANED, final, say, sino

_RESULT = r"이기|이겼|이긴|승|패|져|졌|지고|진 |앞[서섰]|끝[나난났]|역전|무승부|비[기겼]|동점|리드|[완대][승패]|우승|꺾"
_SCORED_AFTER = re.compile(rf" ?(?:으?로|의|이|가)? ?(?:{_RESULT}|화면|비율|스코어|매치|싸움)")
_SCORED_BEFORE = re.compile(r"(?:스코어|점수|비율|세트|전반|후반|결과|화면비|종횡비|비)[는은가이를을]? ?:? ?$")

_SCORE = re.compile(rf"(?<![\d.,-])\d{{1,3}} ?[-–] ?\d{{1,3}}(?=으?로 ?(?:{_RESULT}))")
_VERSUS = re.compile(
    r"(?<![\d.,])(\d+) ?대 ?(\d+)"
    r"(?=으?로|의|이|가|[^가-힣\w.,]|[.,](?!\d)|$| (?:상담|과외|무승부|승리|패배|대결|비율|상황))"
)
_RATIO = re.compile(r"(?<![\d.,:])(\d+(?:\.\d+)?)(?:(?::| : )\d+(?:\.\d+)?)+(?![\d:])")

_QUARTER = re.compile(r"([1-4])/4 ?분기")
_SEASON = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)[-–/](?=\d\d ?시즌)")
_FRACTION = re.compile(r"(?<![\d.,/])(\d+)/(\d+)(?![\d/]|[.,]\d)")
_BARE_POINT = re.compile(r"(?<![\w.,])\.(?=\d)")
_PRESSURE = re.compile(r"혈압\D{0,5}$")

_NEGATIVE = re.compile(r"(?<![\w)^=+×÷<>])([-−±])(?=\d)|(?<=[=+×÷<>] )[-−](?=\d)")
_DAYS_TO_GO = re.compile(r"\bD ?- ?(?=\d)")
_PLUS_ONE = re.compile(r"(?<![\d.+=])([1-3]) ?\+ ?1(?! ?[=+\d.은는이])")
_POWER = re.compile(r"(?<=[\w)])\^ ?(-?)(\d+)")
_COMPARED = re.compile(r"(\w) ?([<>≤≥]) ?(-?(?:\d+(?:\.\d+)?|[A-Za-z](?![A-Za-z])))")
_COMPARISONS = {"<": "보다 작다", ">": "보다 크다", "≤": "보다 작거나 같다", "≥": "보다 크거나 같다"}
_OPERATORS = {"×": " 곱하기 ", "÷": " 나누기 ", "±": "플러스마이너스 ", "√": "루트 ", "≒": " 약 ", "≈": " 약 "}


def speak_arithmetic(text: str) -> str:
    """Fractions and ratios, then the signs of sums, in words."""
    text = _DAYS_TO_GO.sub("디 마이너스 ", text)
    text = _fractions(text)
    for versus in (_SCORE, _VERSUS, _RATIO):
        text = versus.sub(_versus, text)
    return _sums(text)


def is_score(before: str, after: str) -> bool:
    """Whether what stands around 21:19 makes it a score or a ratio rather than a time of day."""
    return bool(_SCORED_AFTER.match(after) or _SCORED_BEFORE.search(before))


def _fractions(text: str) -> str:
    text = _SEASON.sub(r"\1, ", text)
    text = _QUARTER.sub(lambda m: f"{sino(int(m[1]))}사분기", text)
    text = text.replace("24/7", "이십사 시간 내내")
    return _FRACTION.sub(_fraction, _BARE_POINT.sub("0.", text))


def _fraction(match: re.Match[str]) -> str:
    """1/3 -> 3분의 1; 50/50 is no fraction, nor is a blood pressure of 120/80."""
    over, under = match.groups()
    if len(over) > 9 or len(under) > 9 or int(over) >= int(under) > 1:
        before = match.string[max(0, match.start() - 9) : match.start()]
        return f"{over}에 {under}" if _PRESSURE.search(before) else f"{over}, {under}"
    return f"{under}분의 {over}"


def _versus(match: re.Match[str]) -> str:
    """3:2 -> 삼 대 이; 일대일 is one word."""
    sides = re.findall(r"\d+(?:\.\d+)?", match[0])
    return "일대일" if sides == ["1", "1"] else " 대 ".join(map(say, sides))


def _sums(text: str) -> str:
    text = _PLUS_ONE.sub(lambda m: f"{LOANED[int(m[1])]} 플러스 원", text)
    text = _POWER.sub(_power, text)
    if "=" in text:
        text = re.sub(r"(?<=[\w)]) ?[-−–] ?(?=[\d(])", " 빼기 ", text)
        text = re.sub(r"(?<=[\w)]) ?\* ?(?=[\w(])", " 곱하기 ", text)
    text = re.sub(r"(?<=\d) ?[-−] (?=\d)", " 빼기 ", text)
    text = re.sub(r"(?<=[\d)]) ?\+ ?(?=[\d(])", " 더하기 ", text)
    text = re.sub(r"(?<=\d) ?[x*] ?(?=\d)", " 곱하기 ", text)
    text = _COMPARED.sub(lambda m: f"{m[1]}= {m[3]}{_COMPARISONS[m[2]]}", text)
    text = _NEGATIVE.sub(lambda m: "플러스마이너스 " if m[1] == "±" else "마이너스 ", text)
    for sign, words in _OPERATORS.items():
        text = text.replace(sign, words)
    return text


def _power(match: re.Match[str]) -> str:
    sign, exponent = match.groups()
    if not sign and exponent in ("2", "3"):
        return " 제곱 " if exponent == "2" else " 세제곱 "
    return f"의 {'마이너스 ' if sign else ''}{exponent}제곱 "


def speak_equals(text: str) -> str:
    """ "삼 = 이 더하기 일" -> "삼은 이 더하기 일": the sign becomes the topic particle that fits the word before it."""
    return re.sub(r"([가-힣]) *=+ *", lambda m: f"{m[1]}{'은' if final(m[1]) else '는'} ", text)
