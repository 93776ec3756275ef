"""Money in any of the usual spellings, rewritten as Korean says it: ₩12,000 -> 12,000원, $3.50 -> 3달러 50센트.

The figures stay; figures_ko reads them.
"""

from __future__ import annotations

import re

from synth.speech.numbers_ko import AMOUNT

# sign or code: name, and name of the hundredth
CURRENCIES = {
    "HK$": ("홍콩 달러", "센트"), "₩": ("원", ""), "$": ("달러", "센트"), "€": ("유로", "센트"),
    "£": ("파운드", "펜스"), "¥": ("엔", ""), "₹": ("루피", ""), "₽": ("루블", ""), "₺": ("리라", ""), "₫": ("동", ""),
    "฿": ("바트", ""), "₿": ("비트코인", ""), "KRW": ("원", ""), "USD": ("달러", "센트"), "EUR": ("유로", "센트"),
    "GBP": ("파운드", "펜스"), "JPY": ("엔", ""), "CNY": ("위안", ""), "HKD": ("홍콩 달러", "센트"),
    "CAD": ("캐나다 달러", "센트"), "AUD": ("호주 달러", "센트"), "CHF": ("프랑", ""),
    "NZD": ("뉴질랜드 달러", "센트"),
}  # fmt: skip

_SIGN = "|".join(re.escape(sign) for sign in CURRENCIES if not sign.isalpha())
_CODE = "|".join(sign for sign in CURRENCIES if sign.isalpha())
_BEFORE = re.compile(
    rf"(?<![A-Za-z])([-−+]?)(?:US ?(?=\$))?({_SIGN}|{_CODE}) ?({AMOUNT})(?: ?[~–-] ?(?:{_SIGN})?({AMOUNT}))?"
)
_AFTER = re.compile(rf"(?<![\d.,])({AMOUNT}) ?(?:({_SIGN})(?!\d)|({_CODE})(?![A-Za-z]))")
_SIGNS = {"-": "마이너스 ", "−": "마이너스 ", "+": "플러스 ", "": ""}


def speak_money(text: str) -> str:
    """Every amount of money with the currency's name behind it; the rest of the text untouched."""
    text = _BEFORE.sub(_before, text)
    text = _AFTER.sub(lambda m: _amount(m[1], m[2] or m[3]), text)
    for sign, (name, _) in CURRENCIES.items():
        if sign in text and not sign.isalpha():
            text = text.replace(sign, name)
    return text


def _before(match: re.Match[str]) -> str:
    sign, currency, amount, last = match.groups()
    first = f"{amount}{CURRENCIES[currency][0]}에서 " if last else ""
    return _SIGNS[sign] + first + _amount(last or amount, currency)


def _amount(amount: str, currency: str) -> str:
    name, hundredth = CURRENCIES[currency]
    whole, _, fraction = amount.partition(".")
    if hundredth and len(fraction) == 2 and fraction.isdecimal() and len(whole) < 30:
        parts = ((int(whole.replace(",", "")), name), (int(fraction), hundredth))
        return " ".join(f"{n}{unit}" for n, unit in parts if n) or f"0{name}"
    return amount + (" " if amount[-1].isalpha() or " " in name else "") + name
