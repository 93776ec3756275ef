"""The last rule of Korean numbers: whatever figures are left become words, each as the word behind it asks.

The rules before (dates, money, quantities) write figures with Korean words (5km -> 5킬로미터, 15:30 -> 15시 30분), so
that all counting is decided here, with the tables of counters_ko.
"""

from __future__ import annotations

import re

from synth.speech.counters_ko import counter_at, is_division, is_native, takes_native
from synth.speech.numbers_ko import AMOUNT, LOANED, NUMBER, SCALE, alternatives, digits, native, say, say_amount, sino

HOTLINES = frozenset(("119", "112", "114", "911", "1339"))
_MONTHS = {6: "유", 10: "시"}
_PAIRS = ("", "한두", "두세", "서너", "네댓", "대여섯", "예닐곱", "일고여덟", "여덟아홉")  # 1~2, 2~3, ...
_AMOUNTS = "일 년 개월 주 주일 분 초 인분 미터 킬로미터 센티미터 킬로 킬로그램 그램 리터 달러 퍼센트 프로"
_PAIRED = frozenset(_AMOUNTS.split())
_FAR = 24  # how many characters around a figure may tell how it is read

_DIVISION = re.compile(r"(?<![가-힣])제 ?(\d{1,9}) ?(?=[장절편권부회차조항호막과])")
_NUMERATOR = re.compile(r"분의 ?(\d{1,15})(?!\d|[.,]\d)")
_AGES = "세대 여성 남성 청년 여자 남자 직장인 콘서트 음악 가요 노래"
_GENERATIONS = re.compile(rf"(?<!\d)([1-9]0[1-9]0|[3-6]86)(?= ?(?:{alternatives(_AGES)}))")
_KEYS = "비밀번호 암호 인증번호 핀번호 우편번호 수험번호 차량번호 사번 코드 끝자리 뒷자리 네자리 4자리"
_SECRET = re.compile(rf"((?:{alternatives(_KEYS)})[는가은이를:]? ?)(\d{{3,}})(?![\d.,])")
_ADDRESSES = ("번지", "번길", "호")
_HALVES = alternatives("오전 오후 새벽 아침 낮 저녁 밤 영하 영상")
_UNITS_RANGE = re.compile(
    rf"(\d ?[가-힣]{{1,7}}) ?[~–] ?(?=(?:(?:{_HALVES}) ?)?\d)|(\d ?([가-힣]{{1,3}})) ?- ?(?=\d+ ?\3)"
)
_TENS_RANGE = re.compile(rf"(?<![\d.,])([1-8]) ?[~–-] ?([2-9])(?:(0{{1,3}})(?![\d.,])|({SCALE}))")
_RANGE = re.compile(rf"(?<![A-Za-z\d.,-])({NUMBER})(?: ?([~–-]) ?|(, ?))({NUMBER})(?![.,]?\d|-\d)")
_IN_LIST = re.compile(r"\d, ?$")
_MANY = re.compile(rf"(\d(?:{SCALE})?여)(?=([가-힣]{{1,6}}))")
_AMOUNT = re.compile(AMOUNT)
_RANKED = "톱 탑 넘버 시즌 파트 레벨 스테이지 챕터 스텝 볼륨 테이크 윈도우 윈도 플레이스테이션 엑스박스 타입 플랜"
_LOANING = re.compile(rf"(?:{alternatives(_RANKED)}) ?$")
_EPIDEMIC = re.compile(r"(?:코로나|코비드)(?: ?바이러스)?[ -]?$")
_NOT_EVEN_ONE = re.compile(r"도 ?(?:모르|몰|없|안|못)")


def speak_figures(text: str) -> str:
    """Every figure in words; the rest of the text untouched but for spaces around them."""
    text = _DIVISION.sub(lambda m: f"제{sino(int(m[1]))} ", text)
    text = _SECRET.sub(lambda m: m[1] + digits(m[2]), text)
    text = _GENERATIONS.sub(lambda m: digits(m[1]) + " ", text)
    text = _NUMERATOR.sub(_numerator, text)
    text = _UNITS_RANGE.sub(lambda m: f"{m[1] or m[2]}에서 ", text)
    text = _TENS_RANGE.sub(_tens_range, text)
    text = _RANGE.sub(_range, text)
    text = _MANY.sub(lambda m: m[1] + (" " if counter_at(m[2]) else ""), text)
    return _AMOUNT.sub(_figure, text)


def _tens_range(match: re.Match[str]) -> str:
    """3~40대, 2~300명, 3~4만 원: the scale is said once."""
    first, last, zeros, scale = match.groups()
    if int(last) != int(first) + 1:
        return match[0]
    words = digits(first + last) + (scale or ("", "십", "백", "천")[len(zeros)])
    return words + (" " if counter_at(_after(match).lstrip()) and _after(match)[0] != " " else "")


def _range(match: re.Match[str]) -> str:
    """3~5개 -> 3개에서 5(개); 2~3개 -> 두세 (개)."""
    first, dash, comma, last = match.groups()
    before, after = _before(match), _after(match)
    counter = counter_at(after)
    adjacent = first.isdecimal() and last.isdecimal() and int(last) == int(first) + 1 < 10
    if adjacent and counter and not (comma and _IN_LIST.search(before)):
        words = _pair(int(first), counter, before)
        if words:
            return words if after[0] == " " else f"{words} "
    if comma:
        return match[0]
    scale = re.match(SCALE, after)
    unit = scale[0] if scale and not counter else counter
    if dash == "-" and (not unit or counter in _ADDRESSES):
        return f"{first} 다시 {last}"
    return f"{first}{unit}에서 {last}"


def _numerator(match: re.Match[str]) -> str:
    """The figure behind 분의, which no counter behind it turns into a native one, nor 만 into 10,000."""
    after = _after(match)
    return f"분의 {sino(int(match[1]))}" + (" " if counter_at(after) and after[0] != " " else "")


def _pair(first: int, counter: str, before: str) -> str:
    """한두, 두세 ... or 이삼 for amounts; "" where both numbers are said in full, as of hours and floors."""
    if is_native(counter):
        return _PAIRS[first] if counter not in ("시", "대", "번째") else ""
    dated = counter == "일" and re.search(r"월 ?$", before)
    return digits(f"{first}{first + 1}") if first and counter in _PAIRED and not dated else ""


def _figure(match: re.Match[str]) -> str:
    before, after = _before(match), _after(match)
    counter = counter_at(after)
    words, joined = _words(match[0], counter, before, after)
    glued = is_division(before) or (before.endswith("로") and after.startswith("가"))  # 제1, 종로3가
    gap = " " if before and "가" <= before[-1] <= "힣" and not glued else ""
    behind = after[:1]
    apart = (counter and not joined and behind != " ") or (behind.isalnum() and not "가" <= behind <= "힣")
    return gap + words + (" " if apart else "")


def _words(amount: str, counter: str, before: str, after: str) -> tuple[str, bool]:
    """The amount in words, and whether the counter is written together with it."""
    whole = amount.replace(",", "")
    if not whole.isdecimal():
        return say_amount(amount), False
    n = int(whole) if len(whole) < 30 else -1
    if counter == "월" and n in _MONTHS:
        return _MONTHS[n], True
    if counter == "번째" and n == 1:
        return "첫", False
    if counter and n >= 0:
        rest = after.lstrip(" ")[len(counter) :]
        if amount.startswith("0") and len(amount) == 2 and counter.startswith("년"):  # 02년, 08년생
            return digits(amount), False
        words = native(n) if takes_native(counter, n, before, rest) else sino(n)
        one = n == 1 and (counter == "주일" or (counter == "도" and _NOT_EVEN_ONE.match(after)))
        return words, bool(counter == "월" or one)
    if amount in HOTLINES or (amount == "19" and _EPIDEMIC.search(before)):
        return digits(amount), False
    if 0 <= n < len(LOANED) and not amount.startswith("0") and _LOANING.search(before):
        return LOANED[n], False
    return say(amount), False


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _FAR) : match.start()]


def _after(match: re.Match[str]) -> str:
    return match.string[match.end() : match.end() + _FAR]
