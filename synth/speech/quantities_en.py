"""English words for measures, fractions, percentages, ranges, scores and arithmetic.

The table `UNITS` is the whole vocabulary: a sign maps to (singular, plural). Money has gone before (money_en).
"""

from __future__ import annotations

import re

from synth.speech.numbers_en import NUMBER, alternatives, cardinal, is_one, ordinal, plural, say, say_count, year

_METRIC = {"k": "kilo", "c": "centi", "m": "milli", "": ""}
UNITS: dict[str, tuple[str, str]] = {
    "pt": ("point", "points"), "pts": ("point", "points"),
    "mi": ("mile", "miles"), "ft": ("foot", "feet"), "yd": ("yard", "yards"), "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "sq ft": ("square foot", "square feet"),
    "sq. ft.": ("square foot", "square feet"), "sq km": ("square kilometer", "square kilometers"),
    "sq mi": ("square mile", "square miles"), "mph": ("mile per hour", "miles per hour"),
    "kph": ("kilometer per hour", "kilometers per hour"), "kmh": ("kilometer per hour", "kilometers per hour"),
    "mpg": ("mile per gallon", "miles per gallon"), "µm": ("micrometer", "micrometers"),
    "μm": ("micrometer", "micrometers"), "nm": ("nanometer", "nanometers"), "µs": ("microsecond", "microseconds"),
    "μs": ("microsecond", "microseconds"), "ms": ("millisecond", "milliseconds"), "s": ("second", "seconds"),
    "sec": ("second", "seconds"), "secs": ("second", "seconds"), "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"), "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
    "yr": ("year", "years"), "yrs": ("year", "years"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"), "kWh": ("kilowatt hour", "kilowatt hours"),
    "mAh": ("milliamp hour", "milliamp hours"), "dB": ("decibel", "decibels"), "kcal": ("kilocalorie", "kilocalories"),
    "cal": ("calorie", "calories"), "kJ": ("kilojoule", "kilojoules"), "Pa": ("pascal", "pascals"),
    "hPa": ("hectopascal", "hectopascals"), "kPa": ("kilopascal", "kilopascals"), "px": ("pixel", "pixels"),
    "fps": ("frame per second", "frames per second"), "ha": ("hectare", "hectares"),
    "rpm": ("revolution per minute", "revolutions per minute"), "bpm": ("beat per minute", "beats per minute"),
    "psi": ("pound per square inch", "pounds per square inch"), "kbps": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"), "Gbps": ("gigabit per second", "gigabits per second"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"), "%": ("percent", "percent"), "‰": ("per mille", "per mille"),
    "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"), "GW": ("gigawatt", "gigawatts"),
    "W": ("watt", "watts"), "V": ("volt", "volts"), "kV": ("kilovolt", "kilovolts"), "mV": ("millivolt", "millivolts"),
    "mA": ("milliamp", "milliamps"), "Ω": ("ohm", "ohms"), "kN": ("kilonewton", "kilonewtons"),
    "Gb": ("gigabit", "gigabits"), "Mb": ("megabit", "megabits"), "μg": ("microgram", "micrograms"),
    "µg": ("microgram", "micrograms"), "L": ("liter", "liters"), "mL": ("milliliter", "milliliters"),
    "tsp": ("teaspoon", "teaspoons"), "tbsp": ("tablespoon", "tablespoons"), "gal": ("gallon", "gallons"),
    **{p + s: (_METRIC[p] + name, _METRIC[p] + name + "s")
       for s, name in (("m", "meter"), ("g", "gram"), ("l", "liter")) for p in _METRIC if p + s != "l"},
    **{p + "B": (name, name + "s") for p, name in zip(
        ("k", "K", "M", "G", "T", "P"), ("kilobyte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"),
        strict=True)},
}  # fmt: skip


_N = rf"({NUMBER})"
_FREE = r"(?<![\w.,/])"
_UNIT = alternatives(UNITS)
_TO = r"(?: ?(?:-|–|~) ?)"
_HEIGHT = re.compile(r"(?<![\w.,'])(\d{1,2})' ?(\d{1,2})(?:\"|''|(?!\d))")
_INCHES = re.compile(rf"(?<![\w.,'/])(?:(?:(\d+) )?(\d+)/(\d+)|{_N})(?:\"|'')(?=[\w ,.;:!?)]|$)")
_MEASURE = re.compile(
    rf"(\b[aA]n? )?{_FREE}(?:(\d+) )?(?:(\d+)[/⁄](\d+)|{_N}(?:{_TO}([-−])?{_N})?)"
    rf"(?: ?({_UNIT})|-({_UNIT})(?=\.? [a-z]))(?:\^([23]))?"
    rf"(?:(?:/| per )({_UNIT})(?:\^([23]))?)?(?![\w°])(?:(?<=[a-z])\.(?= [a-z]))?"
)
_SHORTHAND = (
    (re.compile(r"(?<=°[CF]) ?/ ?(?=\d)"), ", "),
    (re.compile(r"(?<=\d)° ?N\b"), "° north"), (re.compile(r"(?<=\d)° ?S\b"), "° south"),
    (re.compile(r"(?<=\d)° ?E\b"), "° east"), (re.compile(r"(?<=\d)° ?W\b"), "° west"),
    (re.compile(r"(?<=\d)( ft\.? \d+) in\b\.?"), r"\1 inches"), (re.compile(r"(?<=\d)[ -]?in\.(?= [a-z])"), " inches"),
    (re.compile(r"(?<![\w.,'])(\d{1,3})'(?= (?:tall|high|wide|long|deep|by)\b)"), r"\1 feet"),
    (re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)[eE]([-+]?\d+)\b"), r"\1 times 10^\2"),
)  # fmt: skip
_MIXED = re.compile(r"(?<![\w.,/-])(?:(\d+)[ -])?(\d+)[/⁄](\d+)(?![\w/⁄]|[.,]\d)")
_RANGE = re.compile(rf"(?<![\w.,/-]){_N}(%?){_TO}{_N}(?![\w/]|[.,]\d|-\d)")
_RATIO = re.compile(r"(?<![\w.,:/])(\d+):(\d+)((?::\d+)*)(?![\w:])")
_DIMENSIONS = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?(?: ?[x×] ?\d+(?:\.\d+)?)+(?!\w)(?! ?=)")
_TIMES = re.compile(rf"{_FREE}{_N} ?[x×]\b(?! ?[-+=*/^])")
_POWER = re.compile(r"(?<=\w) ?\^ ?(-?)(\d+)")
_FRACTIONS = {2: "half", 4: "quarter"}
_LEADING_SIGN = re.compile(r"(?<![\w)^])([+±≈<>≤≥~−]|-(?![- ]))(?=\.?\d)")
_OPERATORS = {
    "+": "plus", "=": "equals", "×": "times", "·": "times", "÷": "divided by", "±": "plus or minus", "−": "minus",
    "<": "less than", ">": "greater than", "≤": "at most", "≥": "at least", "≈": "approximately", "≠": "is not",
    "*": "times",
}  # fmt: skip


def speak_quantities(text: str) -> str:
    """Measures, fractions, ranges, ratios and sums in words; bare numbers are left to the rules of numbers."""
    text = _HEIGHT.sub(lambda m: f"{cardinal(int(m[1]))} foot {cardinal(int(m[2]))} ", text)
    text = _INCHES.sub(_inches, text)
    for pattern, plain in _SHORTHAND:
        text = pattern.sub(plain, text)
    text = _LEADING_SIGN.sub(lambda m: f" {_SIGN[m[1]]} ", text)
    text = _DIMENSIONS.sub(_dimensions, text)
    text = _MEASURE.sub(_measure, text)
    text = _arithmetic(text)
    text = _RATIO.sub(lambda m: " to ".join(say(n) for n in m[0].split(":")), text)
    text = _MIXED.sub(_mixed, text)
    return _RANGE.sub(lambda m: f"{say_count(m[1])}{m[2]} to {say_count(m[3])}", text)


def _dimensions(match: re.Match[str]) -> str:
    sides = re.split(r" ?[x×] ?", match[0])
    return " by ".join(year(int(side)) if re.fullmatch(r"1\d{3}|[1-9]\d{3}", side) else say(side) for side in sides)


def _inches(match: re.Match[str]) -> str:
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    if line.count('"') % 2:  # a quotation that ends in a number
        return match[0]
    whole, over, under, number = match.groups()
    single = (
        (over and not whole)
        or (number and is_one(number))
        or (line.endswith(("a ", "an ", "A ")) and _NOUN_FOLLOWS.match(match.string, match.end()))
    )
    words = _fraction(int(over), int(under), whole) if over else say(number)
    return f"{words} inch{'' if single else 'es'} "


def _measure(match: re.Match[str]) -> str:
    article, whole, over, under, number, sign, last, unit, joined, power, per, per_power = match.groups()
    if over:
        words = _fraction(int(over), int(under), whole)
        single = not whole
    else:
        words = (say(whole) + " " if whole else "") + say_count(number)
        single = is_one(number) and not last and not whole
    if last:
        words += f" to {'minus ' if sign else ''}{say_count(last)}"
    adjective = joined or (article and _NOUN_FOLLOWS.match(match.string, match.end()))  # "a 5 km walk"
    name = _powered(UNITS[unit or joined][0 if single or adjective else 1], power)
    return f"{article or ''}{words} {name}" + (f" per {_powered(UNITS[per][0], per_power)}" if per else "")


_NOUN_FOLLOWS = re.compile(r" (?!(?:of|per|and|or|is|was|in|from|to|for|than)\b)[a-z]")


def _powered(name: str, power: str | None) -> str:
    if power and name in ("second", "minute", "hour"):
        return f"{name} {'squared' if power == '2' else 'cubed'}"
    return {"2": "square ", "3": "cubic "}.get(power or "", "") + name


def _mixed(match: re.Match[str]) -> str:
    whole, over, under = match[1], int(match[2]), int(match[3])
    if (over, under) in ((24, 7), (9, 11), (50, 50)):
        return f"{cardinal(over)} {cardinal(under)}"
    if not whole and (over == 0 or (over > 1 and (under == 10 or over == under))):
        return f"{cardinal(over)} out of {cardinal(under)}"
    return _fraction(over, under, whole)


def _fraction(over: int, under: int, whole: str | None) -> str:
    if under < 2 or (under > 20 and (under not in (32, 64, 100, 1000) or over >= under)):
        words = f"{cardinal(over)} over {cardinal(under)}"
    else:
        name = _FRACTIONS.get(under) or ordinal(under)
        top = "a" if over == 1 and whole else cardinal(over)
        words = f"{top} {name if over == 1 else 'halves' if under == 2 else plural(name)}"
    return f"{say(whole)} and {words}" if whole else words


def _arithmetic(text: str) -> str:
    text = _POWER.sub(lambda m: _power(m[1], m[2]), text)
    if "=" in text:
        text = re.sub(r"(?<=\w) - (?=\w)|(?<=\d)-(?=\d+ ?=)", " minus ", text)
    text = _TIMES.sub(lambda m: f"{say(m[1])} times", text)
    signs = re.escape("".join(_OPERATORS))
    return re.sub(rf"(?<=[\w)])( *)([{signs}])( *)(?=[\w(.]|[-−]\d)", _operator, text)


_SIGN = _OPERATORS | {"-": "minus", "~": "about"}


def _operator(match: re.Match[str]) -> str:
    sign = match[2]
    if sign in "<>" and not (match[1] and match[3]) and not match.string[match.end()].isdigit():
        return match[0]  # a stray tag, not a comparison
    if sign == "*" and not (match.string[match.start() - 1].isdigit() and match.string[match.end()].isdigit()):
        return match[0]  # *whispers* and **bold** are decoration, 2*3 is a product
    return f" {_OPERATORS[sign]} "


def _power(sign: str, exponent: str) -> str:
    named = {"2": " squared", "3": " cubed"} if not sign else {}
    return named.get(exponent, f" to the power of {'minus ' if sign else ''}{say(exponent)}") + " "
