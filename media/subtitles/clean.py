"""The text of a cue as it should be read: tags, entities, override codes and stray characters taken out."""

import html
import re

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_RUBY_READING = re.compile(r"<(rt|rp)\b[^<>]{0,99}>[^<>]{0,999}</\1\s{0,3}>", re.I)
_BREAK = re.compile(r"<\s{0,3}/?\s{0,3}(?:br|p)\s{0,3}/?\s{0,3}>", re.I)
_VOICE = re.compile(r"<v(?:\.[\w.]{1,99})?\s{1,9}([^<>\n]{1,99})>", re.I)
# A "<" that begins no tag stays: "<3", "a < b", "if x<y then". Known names may hold anything; unknown ones only
# attributes with "=", or nothing.
_TAG = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:font|span|v|lang|ruby|div)\b[^<>]{0,999}(?:>|$)"
    r"|<\s{0,3}/?\s{0,3}[A-Za-z][\w.:-]{0,40}\s{0,3}/?\s{0,3}>"
    r"|<[A-Za-z][\w-]{0,40}\s{1,9}[\w-]{1,40}\s{0,3}=[^<>]{0,999}>"
    r"|<\d{1,3}(?::\d\d){1,2}[.,]\d{1,3}>"
    r"|<!--[^<>]{0,999}-->",
    re.I,
)
_OVERRIDE = re.compile(r"\{\s{0,3}\\[^{}]{0,999}\}|\{[YyCcFfSsPpHoO]:[^{}]{0,99}\}|\{/?[bisu]\}")
_HARD_BREAK = re.compile(r"(?<!:)\\[Nn]")  # not in a path such as "C:\News"
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")
_PLAIN = re.compile(r"[<&{\\]|[^\S\n ]|  |[\x00-\x08\x0e-\x1f\x7f-\xad\u2000-\u206f\ufeff\ufffe\uffff]|^ | $", re.M)


def clean(text: str) -> tuple[str, str | None]:
    """Strip markup from the text of one cue: (lines joined by line breaks, speaker of a WebVTT voice tag or None)."""
    if not _PLAIN.search(text):
        return text, None
    speaker = None
    if "&" in text:
        text = _unescape(_unescape(text))  # twice: "&amp;lt;i&amp;gt;" comes of converters that escape again
    if "<" in text:
        voice = _VOICE.search(text)
        speaker = voice[1].strip() or None if voice else None
        text = _BREAK.sub("\n", _RUBY_READING.sub("", text))
        for _ in range(3):  # a tag may appear when another inside it goes: "<<i>b>"
            text, found = _TAG.subn("", text)
            if not found:
                break
    text = _OVERRIDE.sub("", text)
    text = _HARD_BREAK.sub("\n", text).replace(r"\h", " ")
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text.replace("\u2028", "\n").replace("\r", "\n")))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines)), speaker


def _unescape(text: str) -> str:
    """Entities that end in a semicolon only: html.unescape alone would read "&notes" as "¬es"."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)
