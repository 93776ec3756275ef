"""Measures, degrees and percentages, rewritten as Korean says them: 5km -> 5킬로미터, 100km/h -> 시속 100킬로미터.

The figures stay; figures_ko reads them. `UNITS` is the whole vocabulary of signs.
"""

from __future__ import annotations

import re

from synth.speech.numbers_ko import AMOUNT, NUMBER

_PREFIXES = {
    "n": "나노", "μ": "마이크로", "m": "밀리", "c": "센티", "": "", "k": "킬로", "h": "헥토", "M": "메가", "G": "기가",
}  # fmt: skip
# sign: name, and the prefixes it takes
_BASES = {
    "m": ("미터", "nμmck"), "g": ("그램", "μmk"), "l": ("리터", "mck"), "L": ("리터", "mck"), "Hz": ("헤르츠", "kMG"),
    "W": ("와트", "mkMG"), "V": ("볼트", "mk"), "A": ("암페어", "m"), "Pa": ("파스칼", "khM"), "cal": ("칼로리", "k"),
    "Wh": ("와트시", "kM"), "Ah": ("암페어시", "m"), "bps": ("비피에스", "kMG"), "J": ("줄", "kM"),
}  # fmt: skip
_POWERS = {"2": "제곱", "3": "세제곱"}
UNITS = {
    "t": "톤", "cc": "씨씨", "ha": "헥타르", "mi": "마일", "ft": "피트", "yd": "야드", "lb": "파운드", "lbs": "파운드",
    "oz": "온스", "gal": "갤런", "inch": "인치", "ms": "밀리초", "sec": "초", "min": "분", "h": "시간", "hr": "시간",
    "hrs": "시간", "Ω": "옴", "dB": "데시벨", "px": "픽셀", "fps": "에프피에스", "rpm": "알피엠", "RPM": "알피엠",
    "ppm": "피피엠", "bpm": "비피엠", "%p": "퍼센트포인트", "%P": "퍼센트포인트", "%": "퍼센트", "‰": "퍼밀",
    "°C": "도", "°": "도", "Kg": "킬로그램", "KG": "킬로그램", "KM": "킬로미터", "Km": "킬로미터", "CM": "센티미터",
    "ML": "밀리리터", "KB": "킬로바이트", "kB": "킬로바이트", "MB": "메가바이트", "GB": "기가바이트",
    "TB": "테라바이트", "PB": "페타바이트",
}  # fmt: skip
UNITS |= {
    prefix + sign: _PREFIXES[prefix] + name
    for sign, (name, prefixes) in _BASES.items()
    for prefix in ("", *prefixes)
    if prefix + sign != "J"
}
UNITS |= {
    f"{prefix}m{caret}{exponent}": f"{power}{_PREFIXES[prefix]}미터"
    for exponent, power in _POWERS.items()
    for prefix in ("", "m", "c", "k")
    for caret in ("", "^")
}

_SPEED = re.compile(
    rf"(시속|초속|분속)? ?(?<!\d)((?:{NUMBER} ?[~–-] ?)?{AMOUNT}) ?"
    r"(?:(k?m|마일)/(h|s|min)(?![A-Za-z])|(?P<mph>[mk]ph)(?![A-Za-z]))"
)
_PACES = {"h": "시속", "s": "초속", "min": "분속", None: "시속"}
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![A-Za-z\d.,])(?<![A-Za-z]-)({AMOUNT}) ?({_UNIT})(?![A-Za-z\d^])")
_INCHES = re.compile(r'(\d)"(?= ?(?:T|모니터|화면|태블릿|티브이|디스플레이))')
_FAHRENHEIT = re.compile(rf"(?<![\d.,])({NUMBER}) ?°F")
_BELOW_ZERO = re.compile(rf"(?:영하 ?)?(?<![\w)\d])[-−–](?={NUMBER} ?(?:도|°C))")


def speak_quantities(text: str) -> str:
    """Signs of measure in words; figures stay."""
    text = _SPEED.sub(_speed, text)
    text = _FAHRENHEIT.sub(r"화씨 \1도", text)
    text = _INCHES.sub(r"\1인치", text)
    text = _BELOW_ZERO.sub("영하 ", text)
    text = _MEASURE.sub(lambda m: m[1] + (" " if m[1][-1].isalpha() else "") + UNITS[m[2]], text)
    return text.replace("°C", "도").replace("°F", "화씨")


def _speed(match: re.Match[str]) -> str:
    pace, amount, unit, per = match.groups()[:4]
    unit = {"mph": "마일", "kph": "킬로미터"}.get(match["mph"], UNITS.get(unit, unit))
    return f"{pace or _PACES[per]} {amount}{unit}"
