"""English words for numbers: cardinals, ordinals, years, decimals, digits one by one. Pure text, American reading."""

from __future__ import annotations

import re
from collections.abc import Iterable

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ("thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion")
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST = 10 ** (3 * (len(SCALES) + 1))

# A written number: 1,234,567.89 or 1234.5 or .5 (the caller adds what may stand around it).
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"


def cardinal(n: int) -> str:
    """105 -> "one hundred five"; a number beyond the scales is read digit by digit."""
    if n < 0:
        return "minus " + cardinal(-n)
    if n >= LARGEST:
        return digits(str(n))
    groups: list[str] = []
    scale = -1
    while n or not groups:
        n, group = divmod(n, 1000)
        if group or (n == 0 and not groups):
            groups.append(_below_thousand(group) + (" " + SCALES[scale] if scale >= 0 else ""))
        scale += 1
    return " ".join(reversed(groups))


def ordinal(n: int) -> str:
    """22 -> "twenty second"."""
    head, _, last = cardinal(n).rpartition(" ")
    return f"{head} {ordinal_word(last)}".strip()


def ordinal_word(word: str) -> str:
    if word in ORDINALS:
        return ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"


def year(n: int) -> str:
    """1984 -> "nineteen eighty four", 1905 -> "nineteen oh five", 2007 -> "two thousand seven"; others as cardinals."""
    if not 1000 <= n <= 9999 or 2000 <= n <= 2009 or n % 1000 == 0:
        return cardinal(n)
    return pairs(n)


def pairs(n: int) -> str:
    """Two digits at a time, as rooms, flights and years are read: 237 -> "two thirty seven", 105 -> "one oh five"."""
    high, low = divmod(n, 100)
    if low == 0:
        return cardinal(high) + " hundred"
    return f"{cardinal(high)} {'oh ' if low < 10 else ''}{cardinal(low)}"


def decade(n: int) -> str:
    """90 -> "nineties", 1990 -> "nineteen nineties", 2000 -> "two thousands", 1800 -> "eighteen hundreds"."""
    return plural(year(n))


def plural(words: str) -> str:
    """The last word in the plural: "six" -> "sixes", "twenty" -> "twenties"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("x", "s")) else "s")


def digits(text: str) -> str:
    """ "0199" -> "zero one nine nine"; anything that is not a digit is passed over."""
    return " ".join(ONES[int(ch)] for ch in text if ch.isdigit())


def say(number: str) -> str:
    """A NUMBER in words: "1,234.50" -> "one thousand two hundred thirty four point five zero", "007" digit by digit."""
    whole, _, fraction = number.replace(",", "").partition(".")
    words = _whole(whole) if whole else ""
    return f"{words} point {digits(fraction)}".strip() if fraction else words


def _whole(number: str) -> str:
    return digits(number) if len(number) > 1 and number.startswith("0") else cardinal(int(number))


def say_count(number: str) -> str:
    """`say`, but a bare four-digit number in the years' range is read as one: "1500" -> "fifteen hundred"."""
    if re.fullmatch(r"(1[1-9]|20)\d\d", number):
        return year(int(number))
    return say(number)


def is_one(number: str) -> bool:
    return number.replace(",", "") == "1"


def _below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    words = [ONES[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(TENS[rest // 10])
        rest %= 10
        if rest:
            words.append(ONES[rest])
    elif rest or not hundreds:
        words.append(ONES[rest])
    return " ".join(words)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
