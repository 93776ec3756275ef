"""What Korean reads figure by figure or letter by letter: telephones, accounts, versions, e-mail and web addresses."""

from __future__ import annotations

import re

from synth.speech.latin_ko import spell, word
from synth.speech.numbers_ko import digits, say

_PHONE = re.compile(
    r"(?<![\d.,-])(?:(\+\d{1,3})[-. ]{1,2})?\(?(\d{2,4})(?:\)?[-. ]{1,2}|\))(\d{3,4})[-. ](\d{4})(?![-.]?\d)"
)
_UNBROKEN = re.compile(r"(?<![\d.,-])(0(?:1[016-9]|2|[3-6]\d|70))(\d{3,4})(\d{4})(?!\d)")
_SERVICE = re.compile(r"(?<![\d.,-])(1[5689]\d\d)-(\d{4})(?![\d-])")
_ACCOUNT = re.compile(r"(?<![\d.,-])\d{2,6}(?:-\d{2,8}){2,}(?![\d-])|(?<![\d.,-])\d{6}-\d{7}(?![\d-])")
_HOST = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{1,3}){3}(?![.\d])")
_VERSION = re.compile(
    r"(?<![\w.,])[vV](?:er)?\.? ?(\d+(?:\.\d+)*)(?![\w.]*\d)|((?:버전|[A-Za-z]) ?)(\d+(?:\.\d+){2,})(?!\w)|"
    r"(?<![\w.,])(\d(?:\.\d+){2,}|\d+\.0(?:\.\d+)+)(?![\w.]*\d)"
)
_ENDS = "com|net|org|kr|io|co|tv|me|gov|edu|info|jp|us|uk|de|fr|cn|app|dev|ai"
_MAIL_OR_WEB = re.compile(
    r"(?<![A-Za-z0-9@])(?:https?://)?(?:([A-Za-z0-9][\w.+-]*@)((?:[A-Za-z0-9-]+\.)+[a-z]{2,6})|"
    rf"((?:[A-Za-z0-9-]+\.)+(?:{_ENDS})))(?![A-Za-z0-9-])(/[\w%&=?.#/-]*\w|/)?",
    re.I | re.A,
)
_FILE = re.compile(
    r"(?<=\w)\.(?=(?:jpe?g|png|gif|pdf|docx?|xlsx?|pptx?|txt|mp[34]|wav|zip|exe|hwp|srt|html?|py|md)(?![A-Za-z\d]))",
    re.I,
)
_SIGNS = {
    ".": "점", "-": "하이픈", "_": "언더바", "/": "슬래시", "@": "골뱅이", "+": "플러스", "?": "물음표", "=": "이퀄",
    "&": "앤", "#": "샵", "%": "퍼센트",
}  # fmt: skip
_KNOWN_ENDS = {"com": "컴", "net": "넷", "info": "인포", "app": "앱"}


def speak_addresses(text: str) -> str:
    """Addresses, telephones and versions in words; the rest of the text untouched."""
    if "." in text:
        text = _MAIL_OR_WEB.sub(_address, text)
        text = _HOST.sub(lambda m: " 점 ".join(digits(part) for part in m[0].split(".")), text)
        text = _FILE.sub(" 점 ", text)
    text = _PHONE.sub(_phone, text)
    text = _UNBROKEN.sub(lambda m: " ".join(map(digits, m.groups())), text)
    text = _SERVICE.sub(lambda m: f"{digits(m[1])} {digits(m[2])}", text)
    return _VERSION.sub(_version, text)


def speak_accounts(text: str) -> str:
    """Figures in three or more groups; after the dates, which look alike."""
    return _ACCOUNT.sub(lambda m: " ".join(digits(part) for part in m[0].split("-")), text)


def _phone(match: re.Match[str]) -> str:
    """A country code, a bracket, a leading zero or three figures twice make a telephone number."""
    country, area, middle, last = match.groups()
    if not (country or ")" in match[0] or area.startswith("0") or len(area) == len(middle) == 3):
        return match[0]
    return ("플러스 " if country else "") + " ".join(map(digits, filter(None, (country, area, middle, last))))


def _version(match: re.Match[str]) -> str:
    before = "버전 " if match[1] else (match[2] or "")
    return before + " 점 ".join(say(part) for part in (match[1] or match[3] or match[4]).split("."))


def _address(match: re.Match[str]) -> str:
    mailbox, mail_host, host, path = match.groups()
    *names, end = (mail_host or host).split(".")
    parts = [_part(mailbox)] if mailbox else []
    parts += [f"{_part(name)} 점" for name in names[:-1]]
    parts.append(_part(names[-1]))
    end = end.lower()
    parts.append("닷컴" if end == "com" else f"점 {_KNOWN_ENDS.get(end) or spell(end)}")
    if path and path != "/":
        parts.append(_part(path))
    return " " + " ".join(parts)


def _part(text: str) -> str:
    """ "help@" -> "헬프 골뱅이", "a_b12" -> "에이 언더바 비 일이"."""
    words = []
    for piece in re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]", text):
        if piece.isdecimal():
            words.append(digits(piece))
        elif piece.isalpha():
            words.append(spell(piece) if len(piece) < 3 or piece.lower() == "www" else word(piece.lower()))
        else:
            words.append(_SIGNS.get(piece, " "))
    return " ".join(words)
