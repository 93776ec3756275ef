"""English words for what is an address rather than a sentence: URLs, e-mail, handles, hashtags, telephone numbers."""

from __future__ import annotations

import re

from synth.speech.numbers_en import cardinal, digits

# Endings after which a dot between letters means an address and not a missing space ("the end.So he left").
TOP_LEVELS = """com org net edu gov mil int info biz app dev io ai tv co kr uk de fr jp cn ru ca au eu nz se nl ch es
    html htm php pdf txt doc docx xlsx csv json xml zip exe mp3 mp4 wav srt vtt mkv avi jpg jpeg png gif svg py js"""
_WORDS = ("com", "org", "net", "info", "biz", "app", "dev", "int", "mil", "gov", "zip", "wav", "doc", "jpeg", "gif")
_SPOKEN = {
    ".": "dot", "/": "slash", ":": "colon", "-": "dash", "_": "underscore", "@": "at", "?": "question mark",
    "=": "equals", "&": "and", "#": "hash", "+": "plus", "%": "percent", "~": "tilde",
}  # fmt: skip

_TLD = "|".join(TOP_LEVELS.split())
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+"
_TAIL = r"(?::\d+)?(?:[/?#][\w\-./?=&#%+~:@]*)?"
_MAIL = re.compile(rf"\b[\w.+-]+@{_HOST}[A-Za-z]{{2,}}\b")
_URL = re.compile(
    rf"\b(?:https?|ftp)://([\w.-]+(?::\d+)?{_TAIL})|\b(www\.[\w.-]+{_TAIL})|(?<![\w@.])({_HOST}(?:{_TLD})\b{_TAIL})",
    re.I,
)
_IP = re.compile(r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)")
_HANDLE = re.compile(r"(?<![\w@])@(\w*[^\W_]\w*)")
_HASHTAG = re.compile(r"(?<![\w#])#(\w*[^\W\d_]\w*)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")

_TELEPHONES = (
    re.compile(r"(?<![\w.])\(\d{2,4}\) ?\d{3,4}[- ]\d{4}(?![\w-]|\.\d)"),
    re.compile(r"(?<![\w.+])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?![\w-]|\.\d)"),
    re.compile(r"(?<![\w.(])(?:1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?![\w-]|\.\d)"),
    re.compile(r"(?<![\w.-])0\d{1,3}[- ]\d{3,4}[- ]\d{4}(?![\w-]|\.\d)"),
    re.compile(r"(?<![\w.-])\d+(?:-\d+){2,}(?![\w-]|\.\d)"),
    re.compile(r"(?<![\w.,$€£₩-])(?:555-\d{4}|\d{3}-0\d{3}|(?!\d\d0-\d{3}0)[2-9]\d\d-\d{4})(?![\w-]|[.,]\d)"),
)
_SHORT_PHONE = re.compile(r"\b(call(?:ed|ing|s)?|dial(?:ed|ing|s)?|phone[ds]?) (\d{3})\b(?![.,:-]\d)", re.I)


def speak_addresses(text: str) -> str:
    """URLs, e-mail and IP addresses, @handles and #hashtags in words."""
    text = _MAIL.sub(lambda m: _spell(m[0]), text)
    text = _URL.sub(_url, text)
    text = _IP.sub(lambda m: " dot ".join(cardinal(int(part)) for part in m.groups()), text)
    text = _HANDLE.sub(lambda m: f" at {_split_words(m[1])} ", text)
    text = _HASHTAG.sub(lambda m: f" hashtag {_split_words(m[1])} ", text)
    return text


def speak_phones(text: str) -> str:
    """Telephone and other group-by-group numbers, digit by digit, groups apart by commas. Dates must be gone by now."""
    text = _SHORT_PHONE.sub(lambda m: f"{m[1]} {digits(m[2])}", text)
    for pattern in _TELEPHONES:
        text = pattern.sub(lambda m: _phone(m[0]), text)
    return text


def _url(match: re.Match[str]) -> str:
    address = match[1] or match[2] or match[3]
    body = address.rstrip("./?:#&-")
    closing = address[len(body) :].replace("/", "").strip("#&-")  # the stop after an address ends the sentence
    return f"{_spell(body)}{closing[:1]}"


def _spell(address: str) -> str:
    words = []
    for part in re.findall(r"[^\W\d_]+|\d+|[\W_]", address):
        if part.isdigit():
            words.append(digits(part) if len(part) > 4 or part.startswith("0") else cardinal(int(part)))
        elif part.isalpha():
            words.append(_part(part, after_dot=bool(words) and words[-1] == "dot"))
        else:
            words.append(_SPOKEN.get(part, ""))
    return " " + " ".join(filter(None, words)) + " "


def _part(part: str, *, after_dot: bool) -> str:
    low = part.lower()
    if low in ("www", "edu") or (after_dot and low in TOP_LEVELS.split() and low not in _WORDS):
        return part.upper()  # the rules of capitals decide how letters are told to espeak-ng
    return _CAMEL.sub(" ", part) if not part.isupper() else low


def _split_words(name: str) -> str:
    return _CAMEL.sub(" ", name.replace("_", " "))


def _phone(number: str) -> str:
    groups = re.findall(r"\d+", number)
    return ("plus " if number.startswith("+") else "") + ", ".join(digits(group) for group in groups) + " "
