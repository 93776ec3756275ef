"""English abbreviations with a point, in full: titles, places, Latin, initials. Runs while the points are there.

A point that also ends the sentence stays: "apples, etc. Then" keeps it, "Dr. Smith" does not.
"""

from __future__ import annotations

import re

from synth.speech.capitals_en import SPELLED_BY_ESPEAK, spell_out
from synth.speech.numbers_en import alternatives

# Before a name or a number: the point never ends a sentence.
TITLES = {
    "Dr": "Doctor", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Messrs": "Messers", "Prof": "Professor",
    "Rev": "Reverend", "Hon": "Honorable", "Gen": "General", "Col": "Colonel", "Maj": "Major", "Capt": "Captain",
    "Cpt": "Captain", "Cmdr": "Commander", "Lt": "Lieutenant", "Sgt": "Sergeant", "Cpl": "Corporal", "Pvt": "Private",
    "Adm": "Admiral", "Gov": "Governor", "Sen": "Senator", "Rep": "Representative", "Pres": "President",
    "Supt": "Superintendent", "Det": "Detective", "Insp": "Inspector", "Fr": "Father", "Mt": "Mount", "Ft": "Fort",
    "St": "Saint", "Ste": "Saint",
}  # fmt: skip
# After a name: "Main St.", "Martin Luther King Jr."
PLACES = {
    "St": "Street", "Dr": "Drive", "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road", "Ln": "Lane", "Hwy": "Highway",
    "Jr": "Junior", "Sr": "Senior", "Esq": "Esquire", "Inc": "Incorporated", "Ltd": "Limited", "Corp": "Corporation",
    "Bros": "Brothers", "Co": "Company",
}  # fmt: skip
BEFORE_NUMBERS = {
    "No": "number", "no": "number", "Nos": "numbers", "nos": "numbers", "p": "page", "pp": "pages", "Vol": "volume",
    "vol": "volume", "Ch": "chapter", "ch": "chapter", "Fig": "figure", "fig": "figure", "Figs": "figures",
    "figs": "figures", "Ep": "episode", "ep": "episode", "Apt": "apartment", "apt": "apartment", "Sec": "section",
    "sec": "section", "Eq": "equation", "eq": "equation", "Art": "article", "c": "circa", "Rm": "room", "Pt": "part",
    "pt": "part", "ca": "circa", "Ext": "extension", "ext": "extension",
}  # fmt: skip
ANYWHERE = {
    "vs": "versus", "etc": "et cetera", "approx": "approximately", "dept": "department", "est": "established",
    "govt": "government", "avg": "average", "max": "maximum", "min": "minimum", "misc": "miscellaneous",
    "cf": "compare", "al": "al", "incl": "including", "esp": "especially", "resp": "respectively",
    "viz": "namely", "ca": "circa",
    "univ": "university", "assn": "association", "tel": "telephone", "ave": "avenue", "blvd": "boulevard",
    "inc": "incorporated", "ltd": "limited", "corp": "corporation", "bros": "brothers", "jr": "junior", "sr": "senior",
    "prof": "professor", "gov": "governor", "esq": "esquire",
}  # fmt: skip
LATIN = {"e.g": "for example", "i.e": "that is", "n.b": "note well", "p.a": "per year", "w/o": "without", "w/": "with"}
PLAIN = {"vs": "versus", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Dr": "Doctor"}  # written without the point

_OPENERS = (
    "(?:I|The|A|An|He|She|It|We|They|You|And|But|In|On|Then|Go|What|Why|How|That|This|There|So|No|Yes|Not|If|When|Who|Where|"
    "My|Your|His|Her|Our|Their|Is|Are|Do|Let|Now|Well|Oh|For|To|At|After|Because|Please|Come|Get)"
)
_NAME = r"[A-Z][\w'’-]*"
_LATIN = re.compile(r"(?<![\w.])(e\.\s?g|i\.\s?e|n\.\s?b|p\.\s?a)\b\.?|(?<![\w/])(w/o|w/)(?=[\s\w])", re.I)
_BEFORE_NUMBER = re.compile(rf"\b({alternatives(BEFORE_NUMBERS)})\. ?(?=\d)")
_NUMBER_SIGN = re.compile(r"(?:№|(?<![\w#&])#) ?(?=\d)")
_PLACE = re.compile(rf"((?:{_NAME}|\d+(?:st|nd|rd|th)),? )({alternatives(PLACES)})\.(?!\w)(?! {_NAME} (?:St|Ave|Rd))")
_TITLE = re.compile(rf"\b({alternatives(TITLES)})\. ?(?=[^\W\d_])", re.I)
_BARE_SAINT = re.compile(r"(?:(?<=^)|(?<=[a-z,;:.!?\n\"'] )|(?<=\n))St (?=[A-Z][a-z])")
_BARE_STREET = re.compile(r"(?<=[a-z]) St(?=[,;:.!?]|$)", re.M)
_ANYWHERE = re.compile(rf"(?<!\d )\b({alternatives(ANYWHERE)})\.", re.I)
_PLAIN = re.compile(rf"\b({alternatives(PLAIN)}|VS|MR|MRS|MS|DR)\b(?!['’.-])")
_DEGREE = re.compile(r"\b(Ph\.? ?D|PhD|M\.D|B\.A|M\.A|B\.Sc|M\.Sc)\b(\.?)")
_INITIALS = re.compile(r"(?<![\w.'’-])((?:[A-Za-z]\.){2,})(?:([A-Za-z])\b)?('s\b)?")
_INITIAL = re.compile(
    rf"(?<![\w.'’-])(?<!lan )(?<!min )(?<!\ban )(?<!rade )(?<!ype )([A-Z])\.(?= ?[A-Z][\w.])(?! (?:{_OPENERS})\b)"
)
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SENTENCE_OPENS = re.compile(rf"\s*[\"')\]]*(?:\s*$|\s*\n| +[\"'(]?(?!(?:{_DAYS}|I|[A-Z]{{{{2,}}}})\b)[A-Z])")


def speak_abbreviations(text: str) -> str:
    """Abbreviations in full. Capital initials come out joined ("U.S.A." -> "USA") for the rules of capitals."""
    text = _LATIN.sub(lambda m: _latin(m), text)
    text = _NUMBER_SIGN.sub("number ", text)
    text = _BEFORE_NUMBER.sub(lambda m: BEFORE_NUMBERS[m[1]] + " ", text)
    text = _DEGREE.sub(lambda m: re.sub(r"[. ]", "", m[1]).upper() + closing(m), text)
    text = _PLACE.sub(_place, text)
    text = _TITLE.sub(_title, text)
    text = _BARE_SAINT.sub("Saint ", text)
    text = _BARE_STREET.sub(" Street", text)
    text = _ANYWHERE.sub(lambda m: _lookup(ANYWHERE, m[1]) + closing(m), text)
    text = _PLAIN.sub(lambda m: _lookup(PLAIN, m[1]), text)
    text = _INITIALS.sub(_initials, text)
    return _INITIAL.sub(lambda m: "eh " if m[1] == "A" else f"{m[1]} ", text)


def _lookup(table: dict[str, str], word: str) -> str:
    return table.get(word) or table.get(word.capitalize()) or table[word.lower()]


def _latin(match: re.Match[str]) -> str:
    return LATIN[re.sub(r"\s", "", match[0]).rstrip(".").lower()] + " "


def _place(match: re.Match[str]) -> str:
    name, word = match[1], match[2]
    rest = match.string[match.end() :]
    # "Visit St. Paul": the capital before it is a verb or a sentence's first word, and a name follows.
    if word in ("St", "Dr") and re.match(rf" (?!{_OPENERS}\b){_NAME}", rest):
        return match[0]
    return f"{name}{PLACES[word]}{closing(match)}"


def _title(match: re.Match[str]) -> str:
    word = match[1]
    if word.islower() and word not in ("dr", "mr", "mrs", "prof", "sgt", "lt", "capt"):
        return match[0]  # "the rep. He left"
    return _lookup(TITLES, word) + " "


def _initials(match: re.Match[str]) -> str:
    letters = match[1].replace(".", "") + (match[2] or "")
    if not letters.isupper() and not letters.islower():
        return match[0]
    word = letters.upper() + (match[3] or "")
    follows = re.match(rf" (?!{_OPENERS}\b){_NAME}", match.string[match.end() :])
    goes_on = follows and (letters.islower() or word in ("US", "UN", "UK", "JRR", "JK", "DC", "AKA"))
    known = word in SPELLED_BY_ESPEAK or word in ("AM", "PM") or not set(letters.upper()) & set("AEIOUY")
    word = word if known else spell_out(letters.upper()) + (match[3] or "")
    return word if goes_on else word + closing(match)


def closing(match: re.Match[str]) -> str:
    """The point that a match swallowed, if it also ended its sentence: nothing or a new sentence follows."""
    return "." if match[0].endswith(".") and _SENTENCE_OPENS.match(match.string, match.end()) else ""
