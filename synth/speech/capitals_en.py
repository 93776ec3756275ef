"""English capitals: initialisms told letter by letter, Roman numerals, and shouting brought down to words.

Which initialisms espeak-ng already spells was asked of espeak-ng 1.52 (en-us), one by one: those stay as they are,
because it stresses the last letter as people do. Those that it takes for a word are joined by hyphens (V-I-P).
Inside such a chain and before another word it reads a lone A as the article; "eh" gives the letter's name there.
"""

from __future__ import annotations

import re

from synth.speech.numbers_en import cardinal, ordinal

_SPELLED = """USA UK US EU UN USSR FBI CIA IRS FDA DOJ MIT UCLA LA LAPD NYPD ABC HBO ESPN NBA WWE IBM AMD ATM
SUV UFO DIY FYI ASAP RSVP CPU GPU TPU USB HDMI URL API UI AI IP UDP ISP OS ID CEO CFO CTO MBA MRI DNA RNA HIV
OCD ADHD UV AC BCE GDP WTO OECD LGBT LGBTQ CGI UTC EST AAA GPA IPA BMI OCR OMG ISBN MRSA KPI NDA NSA MIT"""
_MISREAD = """UAE DEA ATF EPA SEC DOD TSA NIH NYU NYC UFC FAQ VIP AKA SOS LED OLED IDE UX IQ EQ COO BA MA ER ICU
IV EKG ECG EEG IVF EV MIA AP EMT ETA DOA DUI PA PE PO OJ NGO IPO IOU IMF EDM IOT AA SAT GED AED ESA ISS OTC ALS
UTI AWS IRL UAV APC IED AMA ROI ICBM OST RIP POW GE EOD AD CE CO EPO"""
SPELLED_BY_ESPEAK, MISREAD_BY_ESPEAK = frozenset(_SPELLED.split()), frozenset(_MISREAD.split())
# Also words, or halves of names: letters only where the sentence is not in capitals.
_BOTH = """US IT WHO LA AD CO SEC MA PA RIP SAT POW LED PO CE AA ID OS ER"""
AMBIGUOUS = frozenset(_BOTH.split())
ACRONYMS = frozenset(("NASA", "NATO", "UNESCO", "UNICEF", "OPEC", "FIFA", "ASEAN", "SWAT", "COVID", "AIDS", "FEMA"))
_CONSONANT_WORDS = {
    "HMM": "hmm", "HM": "hmm", "MM": "hmm", "MHM": "hmm", "SHH": "shush", "SH": "shush", "SSH": "shush", "PSST": "psst",
    "GRR": "gurr", "BRR": "burr", "TSK": "tsk", "NTH": "nth", "AWW": "aw",
}  # fmt: skip

_RULERS = """Henry Louis Elizabeth Charles George Edward William Richard James Philip Ferdinand Napoleon
Nicholas Alexander Peter Catherine Frederick Francis John Paul Pius Benedict Gregory Leo Clement Urban Innocent
Otto Ramses Ramesses Thutmose Cleopatra Ptolemy Mary Robert David Leopold Gustav Christian Felipe Carlos Darius
Xerxes Constantine Theodosius Justinian Wilhelm Joseph Margaret Albert Alfonso Ivan Boniface Sixtus Julius"""
RULERS = frozenset(_RULERS.lower().split())
_DIVISIONS = (
    "Chapter|Part|Act|Scene|Volume|Book|Season|Episode|Phase|Type|Class|Level|Stage|Section|Article|Bowl|Wars|Figure|Table|"
    "Apollo|Mark|Title|Appendix|War|Unit|Lesson|Lecture|Step|Round|Episode|Track|Movement|Symphony|Opus|Canto|Division"
)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC]+\b)(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![IVXLC])"
_NUMBERED = re.compile(
    rf"\b((?i:{_DIVISIONS}))( )({_ROMAN})(?P<s>'s)?\b(?! (?:am|was|had|have|like|do|did|think|want|know|'))"
)
_RULER = re.compile(rf"\b([^\W\d_]+) ({_ROMAN})('s)?\b(?!'|-)")
_TITLED = re.compile(r"\b((?:King|Queen|Pope|Tsar|Czar|Emperor|Prince|Kaiser|Sultan|Pharaoh) [A-Z]\w+) (I)('s)?\b(?!')")
_LOOSE = re.compile(r"(?<![\w'-])(?:the )?(I{2,3}|VI{1,3}|IX|XI{1,3}|XIV|XVI{0,3}|XIX|XXI{0,3}|IV)(?![\w'-])")

_TOKEN = re.compile(r"(?<![^\W_])([^\W\d_]{2,}?)('?s)?(?![^\W_])")
_LETTER_A = re.compile(
    r"\b((?:[Pp]lan|[Vv]itamin|[Gg]rade|[Cc]lass|[Tt]ype|[Gg]roup|[Ss]ection|[Tt]eam|[Hh]epatitis|[Ee]xhibit|[Ll]etter|"
    r"[Oo]ption|[Pp]oint|[Aa]ppendix|[Cc]olumn|[Ii]nfluenza|[Bb]lock|[Gg]ate|an|straight)) A(?= [a-z])"
)


def speak_romans(text: str) -> str:
    """Chapter IV -> "Chapter four", Henry VIII -> "Henry the eighth", World War II -> "World War two"."""
    text = _NUMBERED.sub(lambda m: f"{m[1]} {cardinal(_value(m[3]))}{m['s'] or ''}", text)
    text = _TITLED.sub(lambda m: f"{m[1]} the first{m[3] or ''}", text)
    text = _RULER.sub(_ruler, text)
    return _LOOSE.sub(_loose, text)


def _ruler(match: re.Match[str]) -> str:
    name, roman, tail = match[1], match[2], match[3] or ""
    if name.lower() not in RULERS or not name[0].isupper() or roman in ("C", "L"):
        return match[0]
    if roman == "I" and not re.match(r"\s*(?:[.,;:!?)\n]|$)", match.string[match.end() :]):
        return match[0]  # "I told George I would"
    return f"{name} the {ordinal(_value(roman))}{tail}"


def _loose(match: re.Match[str]) -> str:
    before = match.string[: match.start()].rstrip()
    if match[1] == "IV" and re.search(r"\b(?:an|the|her|his|my|your|this)$", before, re.I):
        return match[0]  # a drip, not a four
    number = cardinal if not re.match(r" [Cc]entur", match.string[match.end() :]) else ordinal
    return ("the " if match[0].startswith("the ") else "") + number(_value(match[1]))


def _value(roman: str) -> int:
    total = 0
    for here, following in zip(roman, roman[1:] + "I", strict=True):
        total += -_VALUES[here] if _VALUES[here] < _VALUES[following] else _VALUES[here]
    return total


def speak_capitals(text: str) -> str:
    """Initialisms as espeak-ng will spell them; every other word in capitals in lower case. Sentence by sentence."""
    text = re.sub(r"(?<![^\W_])([A-Z]+)'([A-Z]{1,2})(?![^\W_])", _contraction, text)
    sentences = re.split(r"(?<=[.!?…\n])", text)
    text = "".join(_sentence(sentence) for sentence in sentences)
    text = re.sub(r"(?<![\w'-])A(?= [B-Z]\b(?!'))", "eh", text)
    return _LETTER_A.sub(lambda m: f"{m[1]} eh", text)


def _contraction(match: re.Match[str]) -> str:
    word = match[1] if match[1] == "I" or _is_initialism(match[1]) else match[1].lower()
    return f"{word}'{match[2].lower()}"


def _sentence(sentence: str) -> str:
    sentence = re.sub(r"\bthe WHO\b", "the W-H-O", sentence) if re.search(r"[a-z]{2}", sentence) else sentence
    words = [m[1] for m in _TOKEN.finditer(sentence) if not _is_initialism(m[1]) or m[1] in AMBIGUOUS]
    loud = sum(word.isupper() for word in words)
    shouted = loud * 2 > len(words) and not (len(words) == 1 and _is_initialism(words[0]))
    spoken = _TOKEN.sub(lambda m: _word(m, shouted), sentence)
    return re.sub(r"(?<![\w'-])A(?=\s+[a-z])", "a", spoken) if shouted and len(words) > 1 else spoken


def _word(match: re.Match[str], shouted: bool) -> str:
    word, tail = match[1], match[2] or ""
    if word.upper() in _CONSONANT_WORDS and not tail and (word.islower() or word[1:].islower() or word.isupper()):
        return _CONSONANT_WORDS[word.upper()]
    if not word.isupper():
        return match[0]
    if word == "OK":
        return "okay" + ("'s" if tail else "")
    if not _is_initialism(word) or (shouted and word in AMBIGUOUS):
        return (word + tail).lower()
    if word == "IT" and not _is_information_technology(match):
        return word.lower() + tail
    if word in MISREAD_BY_ESPEAK or word == "IT":
        return spell_out(word) + ("'s" if tail else "")
    return word + tail


def _is_initialism(word: str) -> bool:
    if not word.isupper() or not word.isascii() or word in ACRONYMS or word in _CONSONANT_WORDS:
        return False
    return word in SPELLED_BY_ESPEAK or word in MISREAD_BY_ESPEAK or word == "IT" or not set(word) & set("AEIOUY")


def _is_information_technology(match: re.Match[str]) -> bool:
    after = match.string[match.end() :]
    before = match.string[: match.start()]
    nouns = (
        r" (?:department|guy|support|team|staff|manager|specialist|systems?|industry|consultant|security|company|job)\b"
    )
    return bool(re.match(nouns, after) or (re.search(r"\b(?:in|our|the|of) $", before) and not re.match(r" \w", after)))


def spell_out(word: str) -> str:
    """ "FAQ" -> "F-eh-Q"."""
    return word[0] + "".join("-eh" if letter == "A" else "-" + letter for letter in word[1:])
