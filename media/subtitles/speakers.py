"""Speaker labels: "ANNA: Hello" is Anna saying "Hello"; "Remember this: ..." and "12:30" are speech.

A label stands at the start of a line (after a dash or ">>") and ends in a colon; a name in brackets counts as well.
After a Latin name the colon needs a space, so times, scores and addresses never qualify. Then:

1. An ordinary opening (lexicon.OPENINGS: note, question, 준비물 ...) is never a label, however often it comes.
2. CAPITALS are a label, unless the whole file is in capitals.
3. A capitalised word, a Korean word of up to four syllables or another name needs evidence: it labels two cues or
   more, is a common given name or role (a Korean surname with two name syllables too), or at least a quarter of the
   cues (and four) carry labels. A word that the file elsewhere writes in lower case is no name.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from media.subtitles.lexicon import GIVEN_NAMES, GIVEN_SYLLABLES, OPENINGS, ROLES, SURNAMES

_DASH = re.compile(r"^(?:>{2,3}\s{0,2}|[-–—―‐−]{1,2}\s{1,3}|[-–—―‐−]{1,2}(?=[^\W\d]|[\"'“‘¿¡\[(…]))")
_INNER_DASH = re.compile(r"(?<=[.?!…\"”])\s[-–—]\s(?=\S)")
_NAME = r"[^\W\d_][\w.'’#&-]{0,24}(?:\s[\w.'’#&-]{1,24}){0,3}"
_COLON = re.compile(
    rf"(?P<name>{_NAME})\s?(?:[(\[（][^()\[\]（）\n]{{1,40}}[)\]）])?\s?"
    r"(?:[:：](?=\s|$)|：|(?<=[가-힣\u3040-\u9fff\d]):(?=[^\W\da-zA-Z]))\s{0,3}"
)
_BRACKET = re.compile(rf"[\[(【（](?P<name>{_NAME})[\])】）]\s?(?P<colon>[:：])?\s{{0,3}}")
_SOUND_FIRST = re.compile(r"^(?:[\[(（][^\[\]()（）]{0,80}[\])）]\s{0,3}){1,3}")
_MAY_LABEL = re.compile(r"[:：\[(【（]")
_HANGUL = re.compile(r"[가-힣]{1,5}(?:\s?\d{1,2})?$|[가-힣]{1,4}\s[가-힣]{1,4}$")


@dataclass(frozen=True)
class Cast:
    """The labels a file uses: casefolded name -> the name as first written; and whether the file is in capitals."""

    names: dict[str, str] = field(default_factory=dict)
    capitals: bool = False


def find_cast(texts: list[str]) -> Cast:
    """Collect the evidence over all cues, then decide which labels are speakers."""
    candidates: list[str] = []
    labelled = 0
    for text in texts:
        if not _MAY_LABEL.search(text):
            continue
        found = [name for line in text.split("\n") if (name := _candidate(line))]
        candidates += found
        labelled += bool(found)
    capitals = _mostly_capitals(texts)
    if not candidates:
        return Cast({}, capitals)
    counts = Counter(map(str.casefold, candidates))
    style = labelled >= 4 and labelled * 4 >= len(texts)
    plain = set(re.findall(r"[^\W\d_]+", " ".join(texts)))
    names: dict[str, str] = {}
    for name in candidates:
        evidence = counts[name.casefold()] > 1 or style or _known(name)
        if name.isupper() and not capitals and len(name) > 1:
            evidence = True
        elif not _known(name) and name[0].isupper() and plain.issuperset(re.findall(r"[^\W\d_]+", name.lower())):
            evidence = False
        if evidence:
            names.setdefault(name.casefold(), name)
    return Cast(names, capitals)


def split_speakers(text: str, cast: Cast) -> tuple[str, tuple[str, ...]]:
    """Take labels and dialogue dashes off the lines of a cue: (text, speakers in their order, without repeats)."""
    speakers: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        bare = _DASH.sub("", line)
        for part in _INNER_DASH.split(bare) if bare != line else (line,):
            name, rest = _label(part, cast)
            if name and name not in speakers:
                speakers.append(name)
            if rest:
                lines.append(rest)
    return "\n".join(lines), tuple(speakers)


def _label(line: str, cast: Cast) -> tuple[str | None, str]:
    if ":" in line or "：" in line:
        match = _COLON.match(line)
        if match and match["name"].casefold() in cast.names:
            return cast.names[match["name"].casefold()], line[match.end() :]
    if line[:1] in "[(【（":
        match = _BRACKET.match(line)
        if match and match["name"].casefold() in cast.names:
            return cast.names[match["name"].casefold()], line[match.end() :]
    return None, line


def _candidate(line: str) -> str | None:
    """The name in front of a line's colon (or in brackets) if it is shaped like one and is no ordinary opening."""
    if not _MAY_LABEL.search(line):
        return None
    line = _DASH.sub("", line)
    match = _COLON.match(line) or _COLON.match(_SOUND_FIRST.sub("", line))
    if match:
        return match["name"] if _is_name(match["name"]) else None
    match = _BRACKET.match(line)
    if match is None or not line[match.end() :] or not _is_name(match["name"]):
        return None
    return match["name"] if match["colon"] or match["name"].isupper() or _known(match["name"]) else None


def _is_name(name: str) -> bool:
    """Shaped like a name (capitalised words, or a short word of a script without capitals), and no opening."""
    words = name.split()
    unnumbered = re.sub(r"[\s\d]+$", "", name)
    if not OPENINGS.isdisjoint((words[0].casefold().rstrip("."), name.casefold(), unnumbered.casefold())):
        return False
    if name.upper() == name.lower():
        return bool(_HANGUL.match(name)) or len(name) <= 6
    return name[0].isupper() and all(
        word[0].isupper() or word[0].isdigit() or word[0] in "&#" or word in _LINKS for word in words
    )


_LINKS = frozenset(("the", "of", "de", "da", "von", "van", "and", "und", "et", "y"))


def _known(name: str) -> bool:
    """A common given name or role, perhaps with a number or a title; or a Korean full name."""
    words = [word for word in re.findall(r"[^\W\d_]+", name.casefold()) if word not in _LINKS]
    if any(word in ROLES or word in GIVEN_NAMES for word in words):
        return True
    korean = re.fullmatch(r"[가-힣]{3}", name)
    return bool(korean) and name[0] in SURNAMES and GIVEN_SYLLABLES.issuperset(name[1:])


def _mostly_capitals(texts: list[str]) -> bool:
    sample = " ".join(texts[:400])
    upper = sum(map(str.isupper, sample))
    return upper > 100 and upper > 2 * sum(map(str.islower, sample))
