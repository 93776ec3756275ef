"""One timing line, however it was written, to milliseconds."""

import re
from dataclasses import dataclass

# One character for one character, so that positions in the narrowed line are positions in the original line.
_NARROW = str.maketrans("：；，．。﹕＃＞−－–—‐‑‒―⇒➔➜⟶➡", ":;,..:#>--------→→→→→")
_PLAIN_TIME = r"(\d{1,4}):(\d{1,2}):(\d{1,2})[,.](\d{3})"
_PLAIN = re.compile(rf"{_PLAIN_TIME}\s{{0,3}}(?:-{{1,3}}>|→)\s{{0,3}}{_PLAIN_TIME}$")  # most lines; the rest is slower
_DIGIT = r"[\dOoQlI]"  # optical character recognition reads O for 0 and l or I for 1
_TIME = rf"-?{_DIGIT}{{1,6}}(?:\s{{0,3}}[:;.,'’hm]\s{{0,3}}-?{_DIGIT}{{1,9}}){{1,3}}s?"
_HARD = r"(?:[-=](?:\s?[-=]){0,4}\s?(?:>{1,2}|&gt;)|→|>{1,2})"
_SOFT = r"(?:-{1,3}|~|to)"
_INDEX = r"\s{0,40}(?:(?P<index>#?\d{1,12}[.)\]]?)\s{1,8})?"
_LINE = re.compile(rf"{_INDEX}(?P<start>{_TIME})\s{{0,8}}(?:(?P<hard>{_HARD})|{_SOFT})\s{{0,8}}(?P<end>{_TIME})")
_HALF = re.compile(rf"{_INDEX}(?:(?P<start>{_TIME})\s{{0,8}}{_HARD}|{_HARD}\s{{0,8}}(?P<end>{_TIME}))\s{{0,8}}")
_UNREADABLE = re.compile(r"[\d\W]{0,16}\d\s?[:;.,]\S{1,16}\s{0,8}(?:-{1,3}>|→)")
# A cheap first look at a line, so that only few lines meet the expressions above.
may_be_timing = re.compile(r"[>→＞⇒➔➜⟶➡]|&gt;|^-?\d[\d\s]{0,4}[:;：；.,h]").search
_GROUP = re.compile(rf"{_DIGIT}+")
_DIGITS = str.maketrans("OoQlI", "00011")
_SETTINGS = re.compile(
    r"(?:\s*(?:[XY][12]\s?:\s?-?\d+|(?:position|line|align|size|vertical|region|[ATLSD]):\S+))+\s*$|[\W_]*$"
)


@dataclass(frozen=True)
class Timing:
    """A timing line: milliseconds (None: missing), an index on the same line, text after the times.

    `weak` times (no fraction, no hours) may be dialogue. The fractions are the digits after the decimal signs.
    """

    start: int | None
    end: int | None
    start_fraction: str = ""
    end_fraction: str = ""
    index: str = ""
    tail: str = ""
    weak: bool = False


def parse_timing(line: str) -> Timing | None:
    """Read a whole line as a timing line, or None. Never raises."""
    match = _PLAIN.match(line)
    if match:
        h1, m1, s1, f1, h2, m2, s2, f2 = match.groups()
        start = (int(h1) * 60 + int(m1)) * 60000 + int(s1) * 1000 + int(f1)
        end = (int(h2) * 60 + int(m2)) * 60000 + int(s2) * 1000 + int(f2)
        return Timing(start, end, f1, f2)
    narrow = line.translate(_NARROW)
    match = _LINE.match(narrow)
    if match is None or narrow[match.end() : match.end() + 1].isalnum():  # "00:00:05x" is not a time
        match = _HALF.match(narrow)
    if match is None:
        return None
    times = [_parse_time(match[side]) if match[side] else None for side in ("start", "end")]
    if any(match[side] and time is None for side, time in zip(("start", "end"), times, strict=True)):
        return None
    first, second = times
    weak = any(time is not None and time.groups < 3 for time in times)
    whole = first is not None and second is not None
    soft = match.re is _LINE and match["hard"] is None
    if (weak and (soft or not whole)) or (soft and not all(time and time.fraction for time in times)):
        return None
    tail = line[match.end() :]
    if first and second is None:  # what stands for the end time is no text
        tail = re.sub(r"^\S*\d\S*", "", tail)
    if _SETTINGS.match(tail.translate(_NARROW)):
        tail = ""
    return Timing(
        first.value if first else None,
        second.value if second else None,
        first.fraction if first else "",
        second.fraction if second else "",
        match["index"] or "",
        tail.strip(),
        weak=weak,
    )


def is_unreadable_timing(line: str) -> bool:
    """A line that was meant as a timing line (digits, then an arrow) although no time can be read from it."""
    return may_be_timing(line) is not None and bool(_UNREADABLE.match(line.translate(_NARROW)))


def milliseconds(token: str) -> int | None:
    """A single time such as "0:01:02.50" in milliseconds, or None."""
    token = token.strip().translate(_NARROW)
    parsed = _parse_time(token) if re.fullmatch(_TIME, token) else None
    return parsed.value if parsed else None


@dataclass(frozen=True)
class _Time:
    value: int
    groups: int
    fraction: str


def _parse_time(token: str) -> _Time | None:
    """Up to four digit groups: hours, minutes, seconds, decimal fraction of a second."""
    groups = _GROUP.findall(token)
    marks = [mark for mark in re.sub(rf"{_DIGIT}|[\s-]", "", token.rstrip("s"))]
    if not 2 <= len(groups) <= 4 or len(marks) != len(groups) - 1 or not re.search(r"\d", token):
        return None
    decimal = marks[-1] in ".,"
    if len(groups) == 3 and decimal and marks[0] in ".,":  # 00,00,01 against 00,01,500
        decimal = len(groups[-1]) == 3
    digits = [group.translate(_DIGITS) for group in groups]
    fraction = digits.pop() if len(groups) == 4 or decimal else ""
    value = 0
    for group in digits:
        value = value * 60 + int(group)
    value = value * 1000 + (int(fraction[:3].ljust(3, "0")) if fraction else 0)
    return _Time(-value if "-" in token else value, len(groups), fraction)
