"""A cue cut into runs of Korean and English text, so that each is read by the rules, and with the phones, of its own.

An English word or name in a Korean sentence stays Korean (it is said the Korean way); a clause of English does not.
"""

from __future__ import annotations

import re

CLAUSE = 4  # this many Latin words in a row are English even in a Korean cue

_LATIN = "A-Za-z\u00c0-\u024f"
_KOREAN = "가-힣\u1100-\u11ff\u3131-\u318e\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_LATIN}]+(?:['’-][{_LATIN}]+)*")
_HANGUL = re.compile(rf"[{_KOREAN}]+")
# Latin words with what may stand between them: no Korean letter, no line break after a finished sentence
_STRETCH = re.compile(rf"[{_LATIN}](?:[^{_KOREAN}]*[{_LATIN}])?(?:[ -]?\d+(?![\d{_KOREAN}]))?")
# the end of a Korean sentence: 좋아요, 봤어, 있었다
_PREDICATE = re.compile(r"(?:[가-힣](?:요|니다|니까|죠)|[았었했였갔왔봤됐겠있없][가-힣]{1,2})[.?!…]*\s*$")
_GRAMMAR = """the a an i i'm you he she it we they me him her us them my your his its our their this that these those
is am are was were be been being do does did don't doesn't didn't have has had will would can could can't won't should
shall may might must not no yes of to in on at for from with by about into over under after before and or but if so
because as than then there here what who why when where how which all some any every very really just too also please
let let's go get got know think want need like love see say said tell come came make made take it's that's i've i'll
you're we're they're isn't aren't wasn't what's hello good thank thanks sorry up out back now never"""
_COMMON = frozenset(_GRAMMAR.split())


def spans(text: str, otherwise: str = "ko") -> list[tuple[str, str]]:
    """Runs of ("ko" | "en", text) that together are `text`; punctuation and spaces go with the run before them.

    A cue in English with a Korean name or two is English around them. Text with neither Latin nor Korean letters is
    one run in the language `otherwise`; empty text has none.
    """
    if not _WORD.search(text):
        return [("ko" if _HANGUL.search(text) else otherwise, text)] if text else []
    if not _HANGUL.search(text):
        return [("en", text)]
    labels: list[str] = []
    for line in text.splitlines(keepends=True):
        here = ["ko"] * len(line)
        for start, end in _english(line):
            here[start:end] = ["en"] * (end - start)
        labels += here
    return _runs(text, labels)


def _english(line: str) -> list[tuple[int, int]]:
    """Where a line of a cue that has both scripts is English."""
    if not _WORD.search(line):
        return []
    if _is_english(line):
        edges = [0, *(edge for match in _HANGUL.finditer(line) for edge in match.span()), len(line)]
        return list(zip(edges[::2], edges[1::2], strict=True))  # everywhere but in its Hangul words
    return [m.span() for m in _STRETCH.finditer(line) if _is_clause(m[0])]


def _is_english(line: str) -> bool:
    """Whether the line is English but for names: words of English grammar, and Hangul too short to be a clause."""
    latin = [word[0].lower() for word in _WORD.finditer(line)]
    hangul = len(_HANGUL.findall(line))
    grammar = sum(word.replace("’", "'") in _COMMON for word in latin)
    if not hangul:
        return len(latin) > 1 and grammar > 0
    if _PREDICATE.search(line):
        return False
    return len(latin) >= 2 * hangul and grammar >= (1 if len(latin) >= 3 * hangul else 2)


def _is_clause(stretch: str) -> bool:
    """CLAUSE words or more, unless a list (Samsung, Apple, New York), initialisms, or a product with figures."""
    words = _WORD.findall(stretch)
    if len(words) < CLAUSE:
        return False
    if any(word.lower().replace("’", "'") in _COMMON for word in words):
        return True
    listed = len(re.split(r"[,/·&]", stretch)) * 2 >= len(words)
    lower = any(word.islower() and len(word) > 2 for word in words)
    product = any(ch.isdigit() for ch in stretch) and not lower
    return not (listed or product or all(word.isupper() and len(word) <= 5 for word in words))


def _runs(text: str, labels: list[str]) -> list[tuple[str, str]]:
    """Characters of one label together; what is neither letter nor figure takes the label before it."""
    first = next((label for ch, label in zip(text, labels, strict=True) if ch.isalnum()), "ko")
    runs: list[tuple[str, str]] = []
    current = first
    for ch, label in zip(text, labels, strict=True):
        current = label if ch.isalnum() else current
        if runs and runs[-1][0] == current:
            runs[-1] = (current, runs[-1][1] + ch)
        else:
            runs.append((current, ch))
    return runs
