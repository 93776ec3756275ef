"""English words for dates and times of day, wherever a text writes them in figures.

Works on text whose digits are ASCII and whose dashes may be "-" or "–". Rules run in order: whole dates first, then
month with day, then times; a string that is no valid date (2026-13-45) is left for the rules of plain numbers.
"""

from __future__ import annotations

import re

from synth.speech.abbreviations_en import closing
from synth.speech.numbers_en import cardinal, decade, ordinal, year

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SHORT_MONTHS = {m[:3]: m for m in MONTHS if m != "May"} | {"Sept": "September"}
SHORT_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday",
    "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip

_NAME = "|".join([*MONTHS, *sorted(SHORT_MONTHS, key=len, reverse=True)])
_NAME = rf"({_NAME}|{_NAME.upper()})"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"([12]\d{3})"
_END = r"(?![\w/]|[.,:]\d|-\d)"

_ISO = re.compile(rf"(?<![\w.,/-]){_YEAR}([-/.])(\d{{1,2}})\2(\d{{1,2}})(?:T(?=\d\d:))?(?![\w/-])")
_FIGURES = re.compile(rf"(?<![\w.,/-])(\d{{1,2}})([/.-])(\d{{1,2}})\2({_YEAR[1:-1]}|(?<=/)\d\d){_END}")
_ON_FIGURES = re.compile(rf"\b(on|by|since|until|before|after|due) (?!9/11)(\d{{1,2}})/(\d{{1,2}}){_END}", re.I)
_ZERO_FIGURES = re.compile(rf"(?<![\w/.,])(0[1-9])/(\d\d){_END}")
_MONTH_DAY = re.compile(rf"\b{_NAME}\.? {_DAY}(?: ?[-–] ?{_DAY})?(?:(,?) {_YEAR})?{_END}")
_DAY_MONTH = re.compile(
    rf"(?<![\w.,:/-])(the )?{_DAY}(?: ?[-–] ?{_DAY})? (?:of )?{_NAME}\b(?:\.(?= [\d(]))?(?:(,?) {_YEAR})?", re.I
)
_MONTH_YEAR = re.compile(rf"\b{_NAME}\.?(,?) (?={_YEAR}\b)")
_SHORT_MONTH = re.compile(rf"\b({'|'.join(SHORT_MONTHS)})\.")
_SHORT_DAY = re.compile(r"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|(?:Sat|Sun)(?=\.(?:,| \d)))\.")

_HALF = r"([ap])\.? ?m(?:\.|\b)"
_CLOCK = re.compile(
    r"(?<!atio )(?<!dds )(?<!atio of )(?<!dds of )"  # "a ratio of 1:10"
    rf"(?<![\w.,:/])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?: ?{_HALF}|(?![\w:]))",
    re.I,
)
_POINT_CLOCK = re.compile(rf"(?<![\w.,:/])(1[0-2]|0?[1-9])\.([0-5]\d)(?= ?{_HALF})", re.I)
_HALF_RANGE = re.compile(r"(\d ?[ap]\.?m\.?) ?[-–] ?(?=\d)", re.I)
_HOUR = re.compile(rf"(?<![\w.,:/])(1[0-2]|0?[1-9])(?: ?(?:-|–|to) ?(1[0-2]|0?[1-9]))? ?{_HALF}", re.I)
_CLOCK_RANGE = re.compile(r"(?<=\d:\d\d) ?[-–] ?(?=\d{1,2}:\d\d)")
_HOUR_TO_CLOCK = re.compile(r"(?<![\w.,:/])(1[0-2]|[1-9]) ?[-–] ?(?=(?:1[0-2]|\d):[0-5]\d)")
_HALF_ALONE = re.compile(r"\b(?:a\.m\b|A\.M\b|p\.m\b|P\.M\b)\.?")

_DECADE = re.compile(r"(?<![\w.,$€£])'?(\d{2}|[12]\d{2})(0)'?s\b")
_SHORT_DECADE = re.compile(r"(?<![\w.,$€£])'?([2-9]0)'?s\b")
_SHORT_YEAR = re.compile(r"(?<!\w)'(\d\d)(?![\w.,'\"]\w|['\"\d])")
_YEAR_RANGE = re.compile(r"(?<![\w.,])([12]\d{3}) ?[-–] ?((?:[12]\d)?\d\d)(?![\w/]|[.,]\d|-\d)")
_YEAR_WORD = re.compile(
    r"\b(in|of|year|since|by|from|until|till|to|AD|around|circa|before|after) (1[01]\d\d)(?![\w,.:/-]\d|\d)", re.I
)


def speak_dates(text: str) -> str:
    """Every date, decade and time of day in words; the rest of the text untouched."""
    text = _ISO.sub(lambda m: _date(m, int(m[1]), int(m[3]), int(m[4])), text)
    text = _FIGURES.sub(_figures, text)
    text = _ZERO_FIGURES.sub(lambda m: _date(m, None, int(m[1]), int(m[2])), text)
    text = _ON_FIGURES.sub(lambda m: f"{m[1]} {_date(m, None, int(m[2]), int(m[3]))}", text)
    text = _DAY_MONTH.sub(_day_month, text)
    text = _MONTH_DAY.sub(_month_day, text)
    text = _MONTH_YEAR.sub(lambda m: f"{_month(m[1])}{m[2]} ", text)
    text = _SHORT_MONTH.sub(lambda m: _month(m[1]) + closing(m), text)
    text = _SHORT_DAY.sub(lambda m: SHORT_DAYS[m[1]] + closing(m), text)
    text = _times(text)
    text = _YEAR_RANGE.sub(_year_range, text)
    text = _SHORT_DECADE.sub(lambda m: decade(int(m[1])), text)
    text = _DECADE.sub(lambda m: decade(int(m[1] + m[2])), text)
    text = _SHORT_YEAR.sub(lambda m: _short_year(int(m[1])), text)
    return _YEAR_WORD.sub(lambda m: f"{m[1]} {year(int(m[2]))}", text)


def _date(match: re.Match[str], y: int | None, month: int, day: int) -> str:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    words = f"{MONTHS[month - 1]} {ordinal(day)}"
    return words if y is None else f"{words} {year(y) if y > 99 else _short_year(y)} "


def _figures(match: re.Match[str]) -> str:
    first, second, y = int(match[1]), int(match[3]), int(match[4])
    month_first = match[2] != "." and first <= 12  # 11/21/2026 is American, 21.11.2026 German
    month, day = (first, second) if month_first else (second, first)
    return _date(match, y, month, day)


def _month_day(match: re.Match[str]) -> str:
    name, day, last, comma, y = match.groups()
    if not 1 <= int(day) <= 31:
        return match[0]
    words = f"{_month(name)} {ordinal(int(day))}"
    words += f" to {ordinal(int(last))}" if last else ""
    return words + (f"{comma} {year(int(y))}" if y else "")


def _day_month(match: re.Match[str]) -> str:
    the, day, last, name, comma, y = match.groups()
    if not 1 <= int(day) <= 31 or not name[0].isupper():  # "they march", "5 may come"
        return match[0]
    words = f"{the or 'the '}{ordinal(int(day))}" + (f" to {ordinal(int(last))}" if last else "")
    return f"{words} of {_month(name)}" + (f"{comma} {year(int(y))}" if y else "")


def _month(name: str) -> str:
    name = name.capitalize()
    return SHORT_MONTHS.get(name, name)


def _times(text: str) -> str:
    text = _POINT_CLOCK.sub(r"\1:\2", text)
    text = _HALF_RANGE.sub(r"\1 to ", text)
    text = _CLOCK_RANGE.sub(" to ", text)
    text = _HOUR_TO_CLOCK.sub(lambda m: f"{cardinal(int(m[1]))} to ", text)
    text = _CLOCK.sub(_clock, text)
    text = _HOUR.sub(_hour, text)
    return _HALF_ALONE.sub(lambda m: f"{m[0][0].upper()}-M{closing(m)}", text)


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        parts = ((hour, "hour"), (minute, "minute"), (int(match[3]), "second"))
        words = " ".join(f"{cardinal(n)} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n)
        return words or "zero seconds"
    half = _half(match, 4)
    if minute:
        return f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}{half}"
    if half:
        return cardinal(hour) + half
    if hour in (0, 24):
        return "midnight"
    if hour <= 12 and re.match(r" to [a-z0-9]", match.string[match.end() :]):
        return cardinal(hour)
    return f"{cardinal(hour)} o'clock" if hour <= 12 else f"{cardinal(hour)} hundred"


def _hour(match: re.Match[str]) -> str:
    to = f" to {cardinal(int(match[2]))}" if match[2] else ""
    return cardinal(int(match[1])) + to + _half(match, 3)


def _half(match: re.Match[str], group: int) -> str:
    return f" {match[group].upper()}-M{closing(match)}" if match[group] else ""


def _year_range(match: re.Match[str]) -> str:
    first, last = int(match[1]), match[2]
    if int(last) <= (first % 100 if len(last) == 2 else first):
        return match[0]
    return f"{year(first)} to {year(int(last)) if len(last) == 4 else _short_year(int(last))}"


def _short_year(n: int) -> str:
    return f"oh {cardinal(n)}" if n < 10 else cardinal(n)
