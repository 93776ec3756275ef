"""SAMI (.smi), the format of Korean players: texts that stand from one SYNC to the next, a class to each language.

Read by a scan of its own: files in the wild close no tag, quote nothing and end anywhere.
"""

import html
import re

from media.subtitles.cue import RawCue

LAST = 4000  # ms given to a text that nothing ends
_FILE = re.compile(
    r"\s*(?:<!--.{0,999}?-->\s*)?(?:<!doctype[^<>]{0,99}>\s*|<\?xml[^<>]{0,99}>\s*)?<sami\b", re.I | re.S
)
_SYNC = re.compile(r"<sync\b[^<>]{0,99}?\bstart\s{0,3}=[\s\"']{0,5}(-?\d{1,12})[^<>]{0,99}>", re.I)
_PARAGRAPH = re.compile(r"<p\b(?:[^<>]{0,99}?\bclass\s{0,3}=\s{0,3}[\"']?\s{0,3}(\w{1,32}))?[^<>]{0,99}>", re.I)
_COMMENT = re.compile(r"<!--[^<>]{0,999}-->")
_TAG = re.compile(r"<[^<>]{0,999}>")
_SPACE = re.compile(r"[ \t\r\n]+")


def is_sami(text: str) -> bool:
    return bool(_FILE.match(text[:4000]))


def read_sami(text: str) -> list[RawCue]:
    """The cues of the language that has most of them, the first of equals; their markup is still in the text."""
    languages: dict[str, list[tuple[int, str]]] = {}
    parts = _SYNC.split(text)[1:]
    for start, body in zip(parts[::2], parts[1::2], strict=True):
        pieces = _PARAGRAPH.split(_COMMENT.sub("", body))
        said = list(zip(pieces[1::2], pieces[2::2], strict=True)) or [(None, pieces[0])]
        for name, words in said:
            languages.setdefault((name or "").upper(), []).append((int(start), _SPACE.sub(" ", words).strip()))
    found = [_cues(texts) for texts in languages.values()]
    return max(found, key=len, default=[])


def _cues(texts: list[tuple[int, str]]) -> list[RawCue]:
    texts = sorted(texts, key=lambda text: text[0])
    ends: list[int | None] = [None] * len(texts)
    for at in range(len(texts) - 2, -1, -1):  # when the next one comes that starts later
        ends[at] = texts[at + 1][0] if texts[at + 1][0] > texts[at][0] else ends[at + 1]
    cues: list[RawCue] = []
    for (start, words), end in zip(texts, ends, strict=True):
        if not _is_blank(words):
            repairs = () if end is not None else ("has no end; given four seconds",)
            cues.append(RawCue(len(cues) + 1, start, start + LAST if end is None else end, words, None, repairs))
    return cues


def _is_blank(words: str) -> bool:
    return not html.unescape(_TAG.sub("", words)).strip()
