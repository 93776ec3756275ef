"""Latin letters in a Korean sentence, in Hangul: initialisms by their letters, known words from data/ko_loanwords.txt,
every other word by the rules of loanwords_ko; designations such as A4, 5G, S24 with their figures.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from synth.speech.latin import latinise
from synth.speech.loanwords_ko import transcribe
from synth.speech.numbers_ko import LOANED, final, sino

LEXICON = Path(__file__).parent / "data" / "ko_loanwords.txt"
_NAMES = "에이 비 씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 알 에스 티 유 브이 더블유 엑스 와이 제트"
LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _NAMES.split(), strict=True))
_GREEK_NAMES = """알파 베타 감마 델타 엡실론 제타 에타 세타 이오타 카파 람다 뮤 뉴 크시 오미크론 파이 로 시그마 시그마
타우 입실론 파이 카이 프시 오메가"""
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", _GREEK_NAMES.split(), strict=True))
_UNSPLIT = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L",
     "þ": "th", "Þ": "Th", "ð": "d", "ı": "i", "ŋ": "ng", "ħ": "h"}
)  # fmt: skip
_LONGEST = 32  # a longer "word" is no word: its letters are named

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_STRETCHED = re.compile(r"([A-Za-z])\1{2,}")
_INITIALS = re.compile(r"(?<![A-Za-z.])(?:[A-Za-z]\.){2,}|(?<![A-Za-z.])[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z])")
_ROMAN = re.compile(r"(?<=[A-Za-z가-힣] )(I{2,3}|IV|VI{1,3}|IX|XI{1,2})(?![\w'.-])")
_ROMANS = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12}
_EPISODE = re.compile(r"(?<![A-Za-z])(?:S0*(\d{1,2}) ?E0*(\d{1,3})|[Ee][Pp]\.? ?0*(\d{1,3}))(?!\d)")
_NUMBER_SIGN = re.compile(r"(?<![A-Za-z])[Nn]o\.? ?(?=\d)")
_LINES = re.compile(r"(?<!\d)(\d{3,4})([pPiI])(?![A-Za-z])")
_LETTER_FIGURE = re.compile(r"(?<![A-Za-z\d])([A-Z]{1,4}|[a-z])-?([1-9])(?![\d.,]\d|[A-Za-z\d]|[층월일번개명시호])")
_FIGURE_LETTER = re.compile(r"(?<![\d.,A-Za-z])([1-9])-?([A-Z]{1,3}|[dgk])(?![A-Za-z\d])")


def speak_designations(text: str) -> str:
    """Entries of the lexicon with signs or figures (R&B, MP3), letters with figures (A4, 5G), Roman numbers (II)."""
    text = latinise(text).translate(_UNSPLIT)
    if not text.isascii():
        text = "".join(_plain_letter(ch) for ch in text)
    text = _phrases()[0].sub(lambda m: _phrases()[1][m[0].lower()], text)
    text = _EPISODE.sub(_episode, text)
    text = _INITIALS.sub(lambda m: spell(m[0]) + (" " if m[0][-1] == "." else ""), text)
    text = _NUMBER_SIGN.sub("넘버 ", text)
    text = _ROMAN.sub(lambda m: LOANED[_ROMANS[m[1]]], text)
    text = _LINES.sub(lambda m: m[1] + LETTERS[m[2].upper()], text)
    text = _LETTER_FIGURE.sub(lambda m: spell(m[1]) + LOANED[int(m[2])], text)
    return _FIGURE_LETTER.sub(lambda m: LOANED[int(m[1])] + spell(m[2]), text)


def _episode(match: re.Match[str]) -> str:
    season, episode, alone = match.groups()
    return f"에피소드 {alone}" if alone else f"시즌 {sino(int(season))} 에피소드 {sino(int(episode))}"


def _plain_letter(ch: str) -> str:
    """é -> e; a Greek letter by its name; an exotic Latin letter is dropped."""
    if ch.isascii() or "가" <= ch <= "힣" or not ch.isalpha():
        return ch
    base = unicodedata.normalize("NFD", ch)[0]
    if base.lower() in _GREEK:
        return _GREEK[base.lower()]
    if not unicodedata.name(ch, "").startswith("LATIN"):
        return ch
    return base if base.isascii() else " "


def speak_latin(text: str) -> str:
    """Every Latin word in Hangul; the rest of the text untouched."""
    words = _WORD.findall(text)
    if len(words) > 2 and all(w.isupper() for w in words):
        known = sum(w.lower() in _lexicon() for w in words)
        text = text.lower() if known * 2 > len(words) else text  # a shouted English sentence, not initialisms
    text = re.sub(r"(?<![A-Za-z])([A-Za-z])-(?=[A-Za-z가-힣])", lambda m: spell(m[1]), text)  # K-컬처
    text = re.sub(r"(?<![A-Za-z'])[aA](?= [A-Za-z]{2})", "어", text)  # the article
    return _WORD.sub(lambda m: word(m[0]), text)


def spell(letters: str) -> str:
    """ "KBS" -> "케이비에스"."""
    return "".join(LETTERS.get(ch.upper(), "") for ch in letters)


@lru_cache(maxsize=16384)
def word(written: str) -> str:
    """One word of ASCII letters and inner apostrophes in Hangul; never empty for a word with a letter."""
    for shorter in (written, _STRETCHED.sub(r"\1\1", written), _STRETCHED.sub(r"\1", written)):  # gooood, looove
        if known := _known(shorter):
            return known
    if "'" in written:
        return _with_tail(*written.split("'", 1))
    if len(written) == 1 or len(written) > _LONGEST:
        return spell(written)
    if written.isupper():
        readable = len(written) > 4 and re.search("[AEIOUY]", written)
        return (transcribe(written.lower()) if readable else "") or spell(written)
    parts = _PARTS.findall(written)
    if len(parts) > 1 and not re.match(r"(?:Mc|Mac|De|La|Le)[A-Z]", written):
        return "".join(word(part) for part in parts)
    if not re.search("[aeiouy]", written.lower()):
        return spell(written)
    return transcribe(written.lower()) or spell(written)


def _known(written: str) -> str:
    """What the lexicon has for the word or for its singular."""
    lexicon = _lexicon()
    if written in lexicon:
        return lexicon[written]
    lower = written.lower()
    if written.isupper() and len(written) <= 3:
        return ""
    if lower in lexicon:
        return lexicon[lower]
    singular = lexicon.get(lower[:-1], "") if lower.endswith("s") and len(lower) > 3 else ""
    return _plural(singular, lower[-2]) if singular else ""


def _plural(singular: str, letter: str) -> str:
    """캣 -> 캣츠, 카드 -> 카즈, 북 -> 북스, 카메라 -> 카메라즈."""
    if singular[-1] in "트드":
        return singular[:-1] + ("츠" if singular[-1] == "트" else "즈")
    if final(singular) == 19:  # ㅅ
        return singular + "츠"
    return singular + ("스" if letter in "ptkfe" else "즈")


def _with_tail(stem: str, tail: str) -> str:
    """Tom's -> 톰스; any other tail is read behind its stem."""
    if tail.lower() == "s":
        return word(stem) + "스"
    return word(stem) + word(tail.replace("'", "") or stem)


@lru_cache(maxsize=1)
def _entries() -> dict[str, str]:
    lines = LEXICON.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("# "))


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, str]:
    return {key: value for key, value in _entries().items() if _WORD.fullmatch(key)}


@lru_cache(maxsize=1)
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    phrases = {key.lower(): value for key, value in _entries().items() if not _WORD.fullmatch(key)}
    pattern = "|".join(re.escape(key) for key in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])", re.I | re.A), phrases
