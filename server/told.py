"""Sentences of the engine, in the language of who reads them.

What reads films, subtitles and recordings, and what speaks, says in one English sentence what is wrong. `told` gives
it in Korean where that is asked for and a pattern of translations/ko/engine.tsv knows it, else as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from flask import has_request_context
from flask_babel import get_locale

FOLDER = Path(__file__).parent / "translations"


def told(sentence: str) -> str:
    """The sentence for the person of this request."""
    locale = get_locale() if has_request_context() else None
    return translated(sentence, locale.language) if locale else sentence


def translated(sentence: str, language: str) -> str:
    for pattern, translation in _patterns(language):
        if found := pattern.fullmatch(sentence):
            return translation.format(**found.groupdict())
    return sentence


@lru_cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Rows of `English with {names}` and `translation with {names}`, tab between them; `#` begins a remark."""
    path = FOLDER / language / "engine.tsv"
    if not path.exists():
        return []
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(_pattern(english), translation) for english, translation in rows]


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    literal = [re.escape(part) if i % 2 == 0 else f"(?P<{part}>.+?)" for i, part in enumerate(parts)]
    return re.compile("".join(literal), re.DOTALL)
