"""Korean subtitles as Hangul words and pauses: the order in which the rules of dates, money, letters and figures run.

Order matters and is the only thing here: first what is no word (faces, quotes), then what is longest and surest
(addresses, dates), then Latin words, bare figures last of all: what stands around a figure tells how it is read.
"""

from __future__ import annotations

import re
import unicodedata

from synth.speech.addresses_ko import speak_accounts, speak_addresses
from synth.speech.arithmetic_ko import speak_arithmetic, speak_equals
from synth.speech.dates_ko import speak_dates
from synth.speech.figures_ko import speak_figures
from synth.speech.hanja_ko import speak_hanja
from synth.speech.jamo_ko import speak_jamo
from synth.speech.latin_ko import speak_designations, speak_latin
from synth.speech.money_ko import speak_money
from synth.speech.numbers_ko import digits, final
from synth.speech.quantities_ko import speak_quantities

_PLAIN = re.compile(r"[가-힣\s.,;:?!…—]*")
_FIGURE = re.compile(r"[\d~]")
_ENDLESS = re.compile(r"\d{25,}")  # beyond the names of numbers, and of what int() takes
_LATIN = re.compile(r"[^\W\d_가-힣]")
_MIDDLE_DOT = str.maketrans(dict.fromkeys("ㆍᆞ・•‧⋅∙", "·"))
_DIALOGUE = re.compile(r"(?m)^\s*[-–—]+(?: +|(?=[^\d\s-]))")
_SPEAKERS = re.compile(r"(?m)^\s*[-–—]\s*(?=.)")
_FACES = re.compile(
    r"(?<!\w)[:;=8][-'o]?[()\[\]|/\\DdPp]+(?!\w)|\^[_.oO-]?\^[;~]*|"
    r"[TㅠㅜOo>-][_.][TㅠㅜOo<-](?!\w)|>_?<|<3+(?!\d)|;{2,}"
)
_QUOTED = re.compile(r'"([^"\n]*)"|(?<![A-Za-z\d])\'([^\'\n]+)\'(?![A-Za-z])')
_PARTICLE = "은|는|이|가|을|를|와|과"
_EITHER = re.compile(
    rf"(?<=[가-힣])(?:({_PARTICLE})(?:\((?:{_PARTICLE})\)|/(?:{_PARTICLE})(?![가-힣]))|\((으|이)\)(?=[가-힣]))"
)
_PARTICLES = {p: pair for pair in ("은는", "이가", "을를", "과와") for p in pair}  # after a final, after a vowel
_GLOSSED = re.compile(rf"(?<=[가-힣]) ?\(([^()\n]*)\)({_PARTICLE}|의|에|도|만|로|으로|에서|에게|께서|씨|님)(?![가-힣])")
_LISTED = re.compile(r"(?<![가-힣])[가-힣](?:·[가-힣])*·(?=[가-힣])")
_LETTERED = re.compile(r"(?<![가-힣])[가-힣](?:-[가-힣](?![가-힣]))+")


def normalise_ko(text: str) -> str:
    """Text in Hangul words and pause marks; what has no reading (an unknown Hanja, another script) stays as it is.

    `text` is already NFKC but for single Korean letters, with ASCII digits and straight quotes (`normalise` does both).
    Hangul with pause marks alone comes back unchanged.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = speak_hanja(speak_jamo(_hush(text)))
    text = _ENDLESS.sub(lambda m: f" {digits(m[0])} ", text)
    if _FIGURE.search(text) or _LATIN.search(text):
        for step in (
            speak_addresses, speak_dates, speak_accounts, speak_money, speak_quantities, speak_arithmetic,
            speak_designations, speak_latin, speak_figures,
        ):  # fmt: skip
            text = step(text)
    return _signs(text)


def _hush(text: str) -> str:
    """Shapes that are neither words nor pauses: dialogue dashes, faces, quotation marks, undecided particles."""
    text = text.translate(_MIDDLE_DOT)
    dashes = _SPEAKERS if len(_SPEAKERS.findall(text)) > 1 else _DIALOGUE  # -3 on a single line is a figure
    text = dashes.sub("", text)
    text = _FACES.sub(" ", text)
    text = _QUOTED.sub(lambda m: f" {m[1] or m[2] or ''}", text)  # '사랑'이라고 stays one word
    text = re.sub(r"\(주\) ?|주식회사\(주\)", " 주식회사 ", text)
    text = _EITHER.sub(_particle, text)
    text = _LISTED.sub(lambda m: m[0].replace("·", ""), text)
    return _LETTERED.sub(lambda m: m[0].replace("-", ""), text)


def _particle(match: re.Match[str]) -> str:
    """을(를), (으)로: the one that fits the syllable before it."""
    closed = final(match.string[match.start() - 1])
    if match[2]:
        return match[2] if closed and not (closed == 8 and match[2] == "으") else ""
    return _PARTICLES[match[1]][0 if closed else 1]


_WORDS_OF_SIGNS = {
    "&": " 앤 ", "+": " 플러스 ", "%": " 퍼센트 ", "·": ", ", "°": "도 ", "→": ", ", "∞": "무한대", "×": " ", "÷": " ",
}  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _WORDS_OF_SIGNS)))


def _signs(text: str) -> str:
    """What is left between the words: sums, dots of lists, slashes, hyphens, marks on letters."""
    text = speak_equals(text)
    text = _GLOSSED.sub(r"\2, \1, ", text)  # 오늘(3일)은 -> 오늘은, 삼 일,
    text = _SIGN.sub(lambda m: _WORDS_OF_SIGNS[m[0]], text)
    text = re.sub(r"(?<=\w) ?/ ?(?=\w)", ", ", text)
    text = re.sub(r"['\"~^*_#@<>|\\/=`-]+", " ", text)
    if not text.isascii():
        text = "".join(ch for ch in text if "가" <= ch <= "힣" or unicodedata.category(ch)[0] != "M")
    return re.sub(r" +(?=[.,;:?!…])", "", text)
