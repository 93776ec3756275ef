"""Sentences of the engine, in the language of who reads them.

What reads films, subtitles and recordings, and what speaks, says in English what is wrong, in one sentence or two.
`told` gives it in Korean where that is asked for and rows of translations/ko/engine.tsv know all of it, else as it is.

A row is `English with {names}`, a tab, `translation with {names}`; `#` begins a remark. Where a name stands for words
that have a row of their own, such as the reason that a system gives, the translation says {name:told}; rows that begin
with ~ are for those words alone. Where several rows fit, the one with the most letters of its own is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import has_request_context
from flask_babel import get_locale

FOLDER = Path(__file__).parent / "translations"
GAP = re.compile(r"(?<=[.?!]) |[;,] ")  # between what may be known part by part
WORDS = ("count", "number", "one", "other", "another")  # names that stand for figures or words without a space
LONGEST = 2000  # letters; what is longer is known whole or not at all


def told(sentence: str) -> str:
    """The sentence for the person of this request."""
    locale = get_locale() if has_request_context() else None
    return translated(sentence, locale.language) if locale else sentence


def translated(sentence: str, language: str) -> str:
    return _known(sentence, _tables(language)[0]) or sentence


@dataclass(frozen=True)
class _Row:
    english: tuple[str, ...]  # what stands before, between and after the names
    pattern: re.Pattern[str]
    translation: str
    language: str

    @property
    def letters(self) -> int:
        return sum(map(len, self.english))

    def read(self, text: str) -> str | None:
        if found := self.pattern.fullmatch(text):
            values = {name: _Value(value, self.language) for name, value in found.groupdict().items()}
            return self.translation.format_map(values)
        return None


@dataclass(frozen=True)
class _Value:
    """What stands for a name: as it is, or, as {name:told}, translated where it can be."""

    text: str
    language: str

    def __format__(self, how: str) -> str:
        return (how == "told" and _known(self.text, _tables(self.language)[1])) or self.text


class _Table:
    """Rows that are found fast: most sentences have none, and each is asked for whole and in parts."""

    def __init__(self, pairs: list[tuple[str, str]], language: str):
        self._plain = {english: said for english, said in pairs if "{" not in english}
        rows = [_row(english, said, language) for english, said in pairs if "{" in english]
        rows.sort(key=lambda row: -row.letters)
        self._rows = [(row.english[-1], max(row.english, key=len), row) for row in rows]

    def whole(self, text: str) -> str | None:
        if text in self._plain:
            return self._plain[text]
        likely = (row for end, longest, row in self._rows if text.endswith(end) and longest in text)
        return next((said for row in likely if (said := row.read(text))), None)


def _known(text: str, table: _Table) -> str | None:
    """Whole, or in parts of which every one is known."""
    if whole := table.whole(text):
        return whole
    for gap in GAP.finditer(text) if len(text) < LONGEST else ():
        if (first := table.whole(text[: gap.start()])) and (rest := _known(text[gap.end() :], table)):
            return first + gap[0] + rest
    return None


@lru_cache
def _tables(language: str) -> tuple[_Table, _Table]:
    """Of sentences, and of sentences and words."""
    path = FOLDER / language / "engine.tsv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = [line.split("\t") for line in lines if line and line[0] != "#"]
    whole = [(english, said) for english, said in pairs if english[0] != "~"]
    return _Table(whole, language), _Table([(english.removeprefix("~"), said) for english, said in pairs], language)


def _row(english: str, translation: str, language: str) -> _Row:
    parts = re.split(r"\{(\w+)\}", english)
    pattern = [re.escape(part) if i % 2 == 0 else f"(?P<{part}>{_any(part)})" for i, part in enumerate(parts)]
    return _Row(tuple(parts[::2]), re.compile("".join(pattern), re.DOTALL), translation, language)


def _any(name: str) -> str:
    return r"\S+" if name in WORDS else ".*?"
