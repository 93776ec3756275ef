"""Dates and times in figures, rewritten as Korean says them: 2024-03-15 -> 2024년 3월 15일, 3:05 pm -> 오후 3시 5분.

The figures stay; figures_ko reads them. What is no valid date or time is left for the rules of plain numbers.
"""

from __future__ import annotations

import re

from synth.speech.arithmetic_ko import is_score
from synth.speech.counters_ko import counter_at
from synth.speech.numbers_ko import DIGITS, alternatives, sino

_DATE = re.compile(
    r"(?<![\d.,/-])'?([12]\d{3}|\d\d)([-/.])( ?)(\d{1,2})\2\3(\d{1,2})(?:\.(?= ?[^\s\d])|(?!\d|\.\d))(?![-/]\d)"
)
_FOREIGN_DATE = re.compile(r"(?<![\d.,/-])(\d{1,2})/(\d{1,2})/([12]\d{3})(?![\d/]|[.,]\d)")
_YEAR_MONTH = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)[-.](0[1-9]|1[0-2])(?![\d/-]|\.\d)")
_MONTH_DAY = re.compile(r"(?<![\d.,/의])(?<!의 )(?<!률 )(\d{1,2})/(\d{1,2})(?![\d/]|[.,]\d| ?분기)")
_WEEKDAY = re.compile(r"(?<=[\d일]) ?\(([월화수목금토일])(?:요일)?\)")
_WEEKDAY_RANGE = re.compile(r"(?<=[월화수목금토일]요일) ?[~–] ?(?=\d)")
_WEEKDAYS = re.compile(
    r"(?<![가-힣\d])([월화수목금토일])(?:요일)? ?[~–-] ?([월화수목금토일])(?:요일)?(?=[^가-힣]|$|까지|에|은|는|만|오)"
)
_SHORT_YEAR = re.compile(r"(?<!\w)'(?=\d\d년)")
_BEFORE_CHRIST = re.compile(r"\b(?:B\.?C\.?|(A\.?D\.?)) ?(?=\d)|(?<=년)\(B\.?C\.?\)")
# days known by their figures: 3·1운동, 6.25 전쟁
_EVENTS = (
    "전쟁 운동 절 혁명 항쟁 테러 사태 사건 선언 민주 광복 의거 참사 때 남침 동란 묘지 기념 정신 특사 합의 유공자 총선"
)
_EVENT = re.compile(
    rf"(?<![\d.,])(1[0-2]|[1-9]) ?(?:·|[./](?=\d{{1,2}} ?(?:{alternatives(_EVENTS)})))"
    r"(3[01]|[12]\d|[1-9])(?![\d.,]\d|\d)( ?운동|절)?"
)
_HALF_BEFORE = re.compile(r"\b([AaPp])\.?[Mm]\.?(?= ?\d{1,2}(?::\d\d|시))")
_CLOCK = re.compile(
    r"(?<![\d.,:])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])(?: ?([AaPp])\.?[Mm](?:\.|(?![A-Za-z])))?"
)
_HOUR = re.compile(r"(?<![\d.,:])(1[0-2]|0?[1-9])(?:시)? ?([AaPp])\.?[Mm](?:\.|(?![A-Za-z]))")
_OF_DAY = re.compile(r"(?:오전|오후|새벽|아침|낮|저녁|밤|시각|시간) ?$")
_CLOCK_RANGE = re.compile(r"(\d:\d\d) ?[~–-] ?(?=\d{1,2}:\d\d)")
_BOOKS = """복음 창세기 출애굽기 레위기 민수기 신명기 사사기 시편 잠언 계시록 행전 로마서 린도전서 린도후서 라디아서
베소서 립보서 로새서 니가전서 니가후서 모데전서 모데후서 히브리서 야고보서 드로전서 드로후서 이사야서 이사야 예레미야
다니엘"""
_VERSE = re.compile(rf"({alternatives(_BOOKS)}) ?(\d{{1,3}}):(\d{{1,3}})(?!\d)")


def speak_dates(text: str) -> str:
    """Every date and time of day in Korean order with its counters; the rest of the text untouched."""
    text = _DATE.sub(_date, text)
    text = _FOREIGN_DATE.sub(_foreign_date, text)
    text = _YEAR_MONTH.sub(lambda m: f"{m[1]}년 {int(m[2])}월", text)
    text = _EVENT.sub(_event, text)
    text = _MONTH_DAY.sub(_month_day, text)
    text = _WEEKDAY.sub(r", \1요일", text)
    text = _WEEKDAY_RANGE.sub("에서 ", text)
    text = _WEEKDAYS.sub(r"\1요일에서 \2요일", text)
    text = _SHORT_YEAR.sub("", text)
    text = _BEFORE_CHRIST.sub(lambda m: "서기 " if m[1] else "기원전 ", text)
    return _times(text)


def _date(match: re.Match[str]) -> str:
    year, month, day = match[1], int(match[4]), int(match[5])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return f"{int(year)}년 {month}월 {day}일"


def _foreign_date(match: re.Match[str]) -> str:
    """12/25/2024 and 25/12/2024: the month is the one that can be."""
    first, second, year = (int(figures) for figures in match.groups())
    month, day = (first, second) if first <= 12 else (second, first)
    return f"{year}년 {month}월 {day}일" if 1 <= month <= 12 and 1 <= day <= 31 else match[0]


def _month_day(match: re.Match[str]) -> str:
    month, day = int(match[1]), int(match[2])
    fraction = month < day <= 10 and not match[1].startswith("0")
    if fraction or not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return f"{month}월 {day}일"


def _event(match: re.Match[str]) -> str:
    """The month as a number, the day figure by figure: 4·19 -> 사일구, but 12·12 -> 십이십이."""
    month, day, noun = match.groups()
    if not noun and counter_at(match.string[match.end() : match.end() + 8]):  # 3·4호선
        return f"{month}, {day}"
    words = sino(int(day)) if day in ("10", "12", "20", "30") else "".join(DIGITS[int(ch)] for ch in day)
    return sino(int(month)) + words + (noun or "").lstrip()


def _times(text: str) -> str:
    text = _VERSE.sub(lambda m: f"{m[1]} {sino(int(m[2]))} 장 {sino(int(m[3]))} 절", text)
    text = _HALF_BEFORE.sub(lambda m: _half(m[1]), text)
    text = _CLOCK_RANGE.sub(r"\1에서 ", text)
    text = _CLOCK.sub(_clock, text)
    return _HOUR.sub(lambda m: f"{_half(m[2])}{int(m[1])}시", text)


def _half(letter: str) -> str:
    return "오전 " if letter in "aA" else "오후 "


def _clock(match: re.Match[str]) -> str:
    hour, minute, second, half = match.groups()
    before = match.string[max(0, match.start() - 12) : match.start()]
    if second and not _OF_DAY.search(before):
        parts = ((int(hour), "시간"), (int(minute), "분"), (int(second), "초"))
        return " ".join(f"{n}{unit}" for n, unit in parts if n) or "0초"
    if is_score(before, match.string[match.end() : match.end() + 12]):
        return match[0]
    words = f"{int(hour)}시" + (f" {int(minute)}분" if int(minute) else "") + (f" {int(second)}초" if second else "")
    return (_half(half) if half else "") + words
