"""Any text as plain words that espeak-ng reads right: numbers, dates, money, addresses, abbreviations, signs.

Here is what no language owns: one form for every quote, dash, digit and full-width sign before the language's rules,
and after them the sweep that leaves only letters, apostrophes, hyphens inside words and the marks that make pauses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction

from synth.speech.english import speak_english
from synth.speech.korean_text import normalise_ko
from synth.speech.latin import latinise

PAUSES = ".,;:?!—…"  # a line break is the ninth
_RULES: dict[str, Callable[[str], str]] = {"en": speak_english, "ko": normalise_ko}
_PASSES = 4  # one is enough for prose; crafted input may need another until nothing changes


class UnsupportedLanguage(ValueError):
    """There are no rules for this language."""


def normalise(text: str, language: str = "en") -> str:
    """Plain words with pause marks (`PAUSES` and line breaks), "" if nothing in `text` can be spoken.

    `language` is a code such as "en" or "en-US"; one without rules raises UnsupportedLanguage (a ValueError).
    What comes out passes through unchanged a second time.
    """
    rules = _RULES.get(re.split(r"[-_]", language.lower())[0])
    if rules is None:
        raise UnsupportedLanguage(f"No rules to read {language!r} aloud: choose one of {', '.join(sorted(_RULES))}.")
    for _ in range(_PASSES):
        before, text = text, _tidy(rules(_plain(text)))
        if text == before:
            break
    return text


_SAME = {
    "'": "‘’‚‛`´ʼʹ′＇", '"': "“”„‟«»「」『』《》〈〉‹›″〝〞＂", "-": "‐‑‒﹣－⁃", "—": "―⸺﹘",
    "~": "〜～", "/": "⁄∕", ". ": "。｡।۔", ", ": "、，､،", "?": "؟‽", ";": "؛", " ": "™®©℠¡¿",
    "^2": "²", "^3": "³", "°C": "℃", "°F": "℉", "\n": "\r\u2028\u2029",
}  # fmt: skip
_SIGNS = str.maketrans({ch: sign for sign, others in _SAME.items() for ch in others})
_TIGHT_SPACE = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")  # 1 000 000 as print sets it
_SPACED_MILLIONS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?: \d{3}){2,}(?!\d)")


_NOT_JAMO = re.compile("[^\u3131-\u318e]+")  # NFKC would build syllables of ㅋㅏ
_UNSEEN = ("Cf", "Cn", "Co", "Cs", "Me")  # joiners, soft hyphens, keycap frames


def _plain(text: str) -> str:
    """One form for every sign: NFKC, straight quotes, ASCII digits, spaces; what cannot be seen is dropped."""
    text = _TIGHT_SPACE.sub("", text.replace("\r\n", "\n")).translate(_SIGNS)
    text = "".join(_digits(ch) for ch in text)
    text = _NOT_JAMO.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text).translate(_SIGNS)
    text = "".join(ch for ch in text if unicodedata.category(ch) not in _UNSEEN and not "\ufe00" <= ch <= "\ufe0f")
    text = re.sub(r"[^\S\n]+", " ", text)
    text = _SPACED_MILLIONS.sub(lambda m: m[0].replace(" ", ""), text)
    text = re.sub(r"-{2,}|(?<=[^\d\s]\s)-(?=\s)|(?<=\s)-(?=\s\D)|(?<=[^\W\d_])-(?=\s|$)", "—", text)
    text = re.sub(r"(?<=[^\W\d_])–(?=[^\W\d_])", "-", text)
    return re.sub(r"(?:\. ?){2,}\.?", "… ", text)


def _digits(ch: str) -> str:
    """½ -> " 1/2 ", ٣ -> "3", ⑫ -> " 12 "; letters that count (一, 〇 aside) stay letters."""
    if ch.isascii() or not ch.isnumeric() or ch.isalpha():
        return ch
    value = unicodedata.numeric(ch)
    if ch.isdecimal():
        return str(int(value))
    fraction = Fraction(value).limit_denominator(1000)
    words = f"{fraction.numerator}" if fraction.denominator == 1 else f"{fraction.numerator}/{fraction.denominator}"
    return f" {words} "


_ELISIONS = "'(?=(?:tis|twas|cause|em|til|bout|round|er|n|cos|ello|kay|fraid|neath)(?![^\\W_]))"
_MARK_RUN = re.compile(r"[.,;:?!—…](?: ?[.,;:?!—…])+")
_STRENGTH = "?!….—;:,"  # of several marks in a row the first of these remains


def _tidy(text: str) -> str:
    """Letters, inner apostrophes and hyphens, pause marks, single spaces, line breaks; "" if no letter is left."""
    text = re.sub(r" ?[)\]}]+(?=\s*(?:\n|$))", "", text)
    text = re.sub(r" ?[(\[{] ?| ?[)\]}]", ", ", text)
    text = re.sub(r"\s[–-]\s|–", " — ", text)
    text = "".join(_kept(ch) for ch in text)
    text = latinise(unicodedata.normalize("NFC", text))
    text = re.sub(r"(?<![^\W_])-+|-+(?![^\W_])", " ", text)
    text = re.sub(rf"(?<![^\W_])(?!{_ELISIONS})'+|'+(?![^\W_])", " ", text, flags=re.I)
    text = re.sub(r"''+", "'", text)
    lines = [_tidy_line(line) for line in text.split("\n")]
    text = "\n".join(line for line in lines if line)
    return text if any(ch.isalpha() for ch in text) else ""


def _tidy_line(line: str) -> str:
    line = re.sub(r"\s+", " ", line)
    line = _MARK_RUN.sub(lambda m: min(m[0].replace(" ", ""), key=_STRENGTH.index), line)
    line = re.sub(r" ?([.,;:?!…]) ?", r"\1 ", line)
    line = re.sub(r" ?— ?", " — ", line)
    return line.lstrip(" .,;:?!—…").strip()


def _kept(ch: str) -> str:
    if ch in PAUSES or ch in "'-\n" or unicodedata.category(ch)[0] in "LM":
        return ch
    return " "
