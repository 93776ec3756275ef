"""English sentences for espeak-ng: the order in which the rules of numbers, dates, money, names and capitals run.

Order matters and is the only thing here: what is longest and surest first (addresses, dates), bare numbers late,
capitals last of all, because the earlier rules still read capitals and points as signs.
"""

from __future__ import annotations

import re
from itertools import product

from synth.speech.abbreviations_en import speak_abbreviations
from synth.speech.addresses_en import speak_addresses, speak_phones
from synth.speech.capitals_en import SPELLED_BY_ESPEAK, speak_capitals, speak_romans, spell_out
from synth.speech.dates_en import speak_dates
from synth.speech.money_en import speak_money
from synth.speech.numbers_en import NUMBER, cardinal, digits, ordinal, pairs, plural, say, say_count
from synth.speech.quantities_en import speak_quantities

_ENDLESS = re.compile(r"\d{1,3}(?:,\d{3}){8,}|\d{25,}")  # beyond the names of numbers, and of what int() takes
_EPISODE = re.compile(r"\bS(\d{1,2})E(\d{1,3})\b")
_VERSION = re.compile(r"(?<![\w.])(v ?)?(\d+(?:\.\d+){2,})(?!\w)", re.I)
_VERSION_WORD = re.compile(r"(?<!\w)v\.? ?(?=\d)")
_ROOM = re.compile(
    r"\b(room|flight|apartment|suite|highway|route|interstate|channel|bus|area|studio|extension) (\d{3})"
    r"(?![\w:/-]|[.,]\d)",
    re.I,
)
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)(s?)\b", re.I)
_ORDINAL_RANGE = re.compile(r"(?<=\d(?:st|nd|rd|th)) ?[-–] ?(?=\d+(?:st|nd|rd|th)\b)")
_PLURAL = re.compile(r"(?<![\w.,])(\d+)s\b")
_NUMBER = re.compile(rf"({NUMBER})('s\b)?")
_SECTION = re.compile(r"§+ ?(?=\d)")
_SHARP = re.compile(r"\b([A-G])(?:#|♯)(?!\w)")
_STUTTER = re.compile(r"(?<![\w'-])((?!I)[^\W\d_])(?:-\1)*-(?=\1[^\W\d_])", re.I)
_LONG = re.compile(r"([^\W\d_])\1{2,}", re.I)
_DOUBLES = """good look soon too see hell hello all well will kill cool food moon need feel free sleep keep feet
week been seen yell tell call fall ball wall full pull book took room boo moo zoo ooh aah eek hoo woo three tree
agree green queen sweet street meet deep speed bee school pool fool roof tooth wood off add odd egg miss kiss
boss less pass class grass press stuff hmm shh mm psst grr brr aww hooray wee gee whee goo yahoo ass"""
_DOUBLED = frozenset(_DOUBLES.split())
_SLASHED = {"and/or": "and or", "he/she": "he or she", "she/he": "she or he", "his/her": "his or her",
            "s/he": "she or he", "him/her": "him or her", "yes/no": "yes or no", "either/or": "either or",
            "n/a": "not applicable", "am/fm": "A-M FM"}  # fmt: skip


def speak_english(text: str) -> str:
    """Text in plain words. `text` is already NFKC with ASCII digits, straight quotes and one kind of each dash."""
    text = _hush(text)
    for step in (
        speak_addresses, speak_abbreviations, speak_dates, speak_phones, _labels, speak_money, speak_quantities,
        speak_romans, _numbers, _signs, _stretched, speak_capitals,
    ):  # fmt: skip
        text = step(text)
    return text


def _hush(text: str) -> str:
    """Shapes that are neither words nor pauses: emoticons, the hyphen of a dialogue line, stutters."""
    text = re.sub(r"(?<!\w)[:;=]'?-?[()\[\]|/\\]+(?!\w)|(?<=[^\W\d_]{2} )<3+(?!\w)", " ", text)
    text = re.sub(r"(?m)^\s*[-–—]+ +", "", text)
    text = re.sub(r"(?<=\w)\(e?s\)", "s", text)
    text = re.sub(r"\b([a-zA-Z])\(([^\W_])\)", r"\1 of \2", text)
    text = _ENDLESS.sub(lambda m: f" {digits(m[0])} ", text)
    text = re.sub(r"(?<!\w)'n'(?!\w)", "and", text)
    return _STUTTER.sub("", text)


def _labels(text: str) -> str:
    text = _EPISODE.sub(lambda m: f"season {cardinal(int(m[1]))} episode {cardinal(int(m[2]))}", text)
    text = _VERSION.sub(lambda m: ("version " if m[1] else "") + " point ".join(map(say, m[2].split("."))), text)
    text = _VERSION_WORD.sub("version ", text)
    text = _SECTION.sub("section ", text)
    text = re.sub(r"(?<![\w.,])(\d{3})s\b", lambda m: plural(pairs(int(m[1]))), text)  # 747s
    text = _SHARP.sub(r"\1 sharp", text)
    return _ROOM.sub(lambda m: f"{m[1]} {pairs(int(m[2])) if m[2][0] != '0' else digits(m[2])}", text)


def _numbers(text: str) -> str:
    text = _ORDINAL_RANGE.sub(" to ", text)
    text = _ORDINAL.sub(lambda m: ordinal(int(m[1].replace(",", ""))) + m[2], text)
    text = re.sub(r"\b(\d{3,4})([pPi])\b", lambda m: f"{pairs(int(m[1]))} {m[2].upper()}", text)
    text = _PLURAL.sub(lambda m: plural(say_count(m[1])), text)
    text = re.sub(
        r"(?<![^\W_])(?![^AEIOUY]{2})[A-Z]{2}(?=-?\d)",
        lambda m: m[0] if m[0] in SPELLED_BY_ESPEAK else spell_out(m[0]),
        text,
    )
    text = re.sub(r"(?<![\w.,])(\d+(?:\.\d+)?)M\b|(?<![\w.,])(\d+\.\d+)B\b", _millions, text)
    text = re.sub(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])", " ", text)
    text = re.sub(r"(?<![^\W_])A(?=\d)", "eh", text)  # "A4": not the article
    text = re.sub(r"(?<=[^\W\d_])(?=\d)", " ", text)
    return _NUMBER.sub(lambda m: f" {say_count(m[1])}{m[2] or ''} ", text)


def _millions(match: re.Match[str]) -> str:
    return f"{say(match[1])} million" if match[1] else f"{say(match[2])} billion"


def _signs(text: str) -> str:
    text = re.sub(r"\bAT&T\b", "A-T and T", text)
    text = re.sub(r" ?& ?(?=\w)|(?<=\w) ?& ?", " and ", text)
    text = re.sub(r"\b([A-Za-z])\+\+(?!\w)", r"\1 plus plus", text)
    text = re.sub(r"(?<=\w)\+(?!\w)", " plus", text)
    text = re.sub(r"\bC#", "C sharp", text)
    text = re.sub(r"(?<!\S)@(?= ?\w)|(?<=\w) ?@ ?(?=\w)", " at ", text)
    text = re.sub(r"(?<=\w) ?% ?", " percent ", text)
    text = re.sub(r"(?<=\w) *= *(?=\w)", " equals ", text)
    text = re.sub(r"\bmc (?=squared)", "M C ", text)
    return re.sub(r"\b\w+/\w+\b", lambda m: _SLASHED.get(m[0].lower(), m[0].replace("/", " ")), text)


def _stretched(text: str) -> str:
    """ "Nooooo" -> "No", "Goooood" -> "Good": three letters alike are one, or two where a word is written so."""
    if not _LONG.search(text):
        return text
    return re.sub(r"[^\W\d_]*([^\W\d_])\1{2,}[^\W\d_]*", _shorten, text, flags=re.I)


def _shorten(match: re.Match[str]) -> str:
    word = match[0]
    if word.isupper() and len(set(word)) == 1 and len(word) == 3 and word[0] not in "AEIOUHMSZ":
        return word  # WWW, XXX
    parts = _LONG.split(word)  # the text between runs, and the letter of each run
    runs = [m[0] for m in _LONG.finditer(word)]
    for lengths in product((1, 2), repeat=min(len(runs), 4)):
        lengths += (1,) * (len(runs) - len(lengths))
        best = "".join(text + run[:n] for text, run, n in zip(parts[::2], [*runs, ""], [*lengths, 0], strict=True))
        if best.lower() in _DOUBLED:
            return best
    single = _LONG.sub(lambda m: m[0][0], word)
    return single if len(single) > 1 else word[:2]
