"""Korean words for numbers: Sino-Korean, native, digits one by one, and the few that Korean borrows from English."""

from __future__ import annotations

import re

DIGITS = "영일이삼사오육칠팔구"
TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")  # as they stand before a counter
LOANED = ("제로", "원", "투", "쓰리", "포", "파이브", "식스", "세븐", "에이트", "나인", "텐", "일레븐", "트웰브")
SMALL_SCALES = ("", "십", "백", "천")
SCALES = ("", "만", "억", "조", "경", "해")
LARGEST = 10 ** (4 * len(SCALES))

# A written number: 1,234,567.89 or 1234.5 (the caller adds what may stand around it).
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
# A scale written as a word after figures (5천만), unless it begins another word (2경기, 3조각).
SCALE = r"(?:[십백천]?(?:만(?!큼|두|화)|억|조(?!각|금|련)|경(?=[\s원\d.,]|$))|십(?!자)|백(?!화|신)|천(?!사|재|국))"
# A number with any scales: 1억 2,500만, 4천5백만, 1만 2000.
AMOUNT = rf"{NUMBER}(?:{SCALE}(?: ?{NUMBER}{SCALE}){{0,8}}(?:(?: ?(?:\d,\d{{3}}|\d{{4}})|\d{{1,3}})(?![\d,.]))?)?"


def sino(n: int) -> str:
    """35,021 -> "삼만 오천이십일", spaced at every 만; beyond the scales digit by digit."""
    if n >= LARGEST:
        return digits(str(n))
    groups: list[str] = []
    for scale in SCALES:
        n, group = divmod(n, 10_000)
        if group:
            words = "" if group == 1 and scale == "만" and not n else _below_ten_thousand(group)
            groups.append(words + scale)
    return " ".join(reversed(groups)) or DIGITS[0]


def _below_ten_thousand(n: int) -> str:
    words = ""
    for digit, scale in zip(f"{n:04}", reversed(SMALL_SCALES), strict=True):
        if digit != "0":
            words += ("" if digit == "1" and scale else DIGITS[int(digit)]) + scale
    return words


def native(n: int) -> str:
    """Before a counter: 3 -> "세", 20 -> "스무", 21 -> "스물한", 103 -> "백세"; from 110 on Sino-Korean."""
    if n == 20:
        return "스무"
    if 1 <= n <= 99:
        return TENS[n // 10] + ONES[n % 10]
    if 100 < n < 1000 and 1 <= n % 100 <= 9:
        return sino(n - n % 100) + ONES[n % 100]
    return sino(n)


def digits(text: str) -> str:
    """ "0164" -> "공일륙사": 6 is 륙 after another digit. What is not a digit is passed over."""
    return _one_by_one(text).replace("영", "공")


def say(number: str) -> str:
    """A NUMBER in Sino-Korean: "1,234.05" -> "천이백삼십사 점 영오"; "007" digit by digit."""
    whole, _, fraction = number.replace(",", "").partition(".")
    zeros = len(whole) > 1 and whole.startswith("0") and not fraction
    words = digits(whole) if zeros or len(whole) > len(str(LARGEST)) else sino(int(whole))
    return f"{words} 점 {_one_by_one(fraction)}" if fraction else words


def say_amount(amount: str) -> str:
    """An AMOUNT: "1억 2,500만" -> "일억 이천오백만", "4천5백만" -> "사천오백만", "1만 2000" -> "만 이천"."""
    words = ""
    for number, scale in _PIECE.findall(amount):
        alone = number == "1" and scale and scale[0] in "십백천만"  # 천 명, not 일천 명
        words += ("" if alone else say(number)) + scale + (" " if scale and scale[-1] in "만억조경" else "")
    return words.strip()


_PIECE = re.compile(rf"({NUMBER})({SCALE}|)")


def _one_by_one(text: str) -> str:
    words = "".join(DIGITS[int(ch)] for ch in text if ch.isdecimal())
    return words[:1] + words[1:].replace("육", "륙")


def final(word: str) -> int:
    """Which final consonant the last syllable has: 0 for none, 8 for ㄹ, as Unicode counts them."""
    return (ord(word[-1]) - 0xAC00) % 28 if word and "가" <= word[-1] <= "힣" else 0


def alternatives(words: str) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))
