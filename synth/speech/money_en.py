"""English words for money, in any of the usual spellings: $3.50, €1.2 million, $5bn, 5,000 won, 50¢.

`CURRENCIES` maps a sign or code to (singular, plural, name of the hundredth). "wahn" is how espeak-ng must be told
Korea's currency: it reads "won" as the past of "win".
"""

from __future__ import annotations

import re

from synth.speech.numbers_en import NUMBER, alternatives, cardinal, is_one, say

CURRENCIES = {
    "US$": ("US dollar", "US dollars", "cent"), "C$": ("Canadian dollar", "Canadian dollars", "cent"),
    "A$": ("Australian dollar", "Australian dollars", "cent"), "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cent"),
    "$": ("dollar", "dollars", "cent"), "€": ("euro", "euros", "cent"), "£": ("pound", "pounds", "penny"),
    "¥": ("yen", "yen", ""), "₩": ("wahn", "wahn", ""), "₹": ("rupee", "rupees", ""), "₽": ("ruble", "rubles", ""),
    "₺": ("lira", "lira", ""), "₿": ("bitcoin", "bitcoins", ""), "USD": ("US dollar", "US dollars", "cent"),
    "EUR": ("euro", "euros", "cent"), "GBP": ("pound", "pounds", "penny"), "JPY": ("yen", "yen", ""),
    "KRW": ("wahn", "wahn", ""), "CHF": ("Swiss franc", "Swiss francs", ""), "won": ("wahn", "wahn", ""),
}  # fmt: skip
MAGNITUDES = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "t": "trillion",
              "tn": "trillion"}  # fmt: skip

_N = rf"({NUMBER})"
_MAGNITUDE = r"(?: ?(million|billion|trillion|thousand|hundred|bn|tn|mn)\b|([kKmMbBtT])\b)?"
_SIGNS = alternatives({key: value for key, value in CURRENCIES.items() if key != "won"})
_MONEY = re.compile(
    rf"(\b[aA]n? )?(?<![A-Za-z])([-−+]?)({_SIGNS}) ?{_N}(?:(?: ?(?:-|–|~) ?)(?:{_SIGNS})? ?{_N})?{_MAGNITUDE}"
    r"(?:(?:/|-per-| per )(?=[a-z])|-(?=\w))?"
)
_MONEY_AFTER = re.compile(rf"(?<![\w.,/]){_N}{_MAGNITUDE} ?(?:([€£₩¥$])(?!\d)|(USD|EUR|GBP|KRW|JPY|CHF)\b)")
_WON = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+(?= (?:million|billion|thousand)))( million| billion| thousand)? won\b"
)
_DECIMAL_COMMA = re.compile(r"(?<=[€£$]\d),(?=\d\d(?!\d))|(?<=[€£] \d),(?=\d\d(?!\d))|(?<=\d),(?=\d\d ?€)")  # €5,50
_CENTS = re.compile(rf"(?<![\w.,/]){_N} ?¢")


def speak_money(text: str) -> str:
    """Every amount of money in words; the rest of the text untouched."""
    text = _DECIMAL_COMMA.sub(".", text)
    text = _MONEY.sub(_money, text)
    text = _MONEY_AFTER.sub(lambda m: _amount(m[1], m[2] or m[3], m[4] or m[5]), text)
    text = _WON.sub(lambda m: f"{say(m[1])}{m[2] or ''} wahn", text)
    return _CENTS.sub(lambda m: f"{say(m[1])} cent{'' if is_one(m[1]) else 's'}", text)


def _money(match: re.Match[str]) -> str:
    article, sign, symbol, number, last, word, letter = match.groups()
    minus = {"-": "minus ", "−": "minus ", "+": "plus "}.get(sign, "")
    words = _amount(number, word or letter, symbol, last=last, single=bool(article) and "." not in number)
    tail = match[0][-1]
    per = " per " if tail == "/" or "per" in match[0][-5:] else " "
    return f"{article or ''}{minus}{words}{per if tail in '/ -' else ''}"


def _amount(number: str, magnitude: str | None, symbol: str, *, last: str | None = None, single: bool = False) -> str:
    one, many, hundredth = CURRENCIES[symbol]
    whole, _, fraction = number.replace(",", "").partition(".")
    if not magnitude and not last and hundredth and 1 <= len(fraction) <= 2:
        return _with_cents(int(whole or 0), int(fraction.ljust(2, "0")), one, many, hundredth)
    words = say(number) + (f" to {say(last)}" if last else "")
    if magnitude:
        words += " " + MAGNITUDES.get(magnitude.lower(), magnitude)
    return f"{words} {one if single or (is_one(number) and not magnitude and not last) else many}"


def _with_cents(whole: int, cents: int, one: str, many: str, hundredth: str) -> str:
    coins = f"{cardinal(cents)} {hundredth if cents == 1 else 'pence' if hundredth == 'penny' else hundredth + 's'}"
    bills = f"{cardinal(whole)} {one if whole == 1 else many}"
    return bills if not cents else coins if not whole else f"{bills} and {coins}"
