"""What makes a sentence Korean, for tests."""

from __future__ import annotations

import re

from server.told import translated

HANGUL = re.compile("[가-힣]")
ENGLISH = re.compile(r"\b(?:the|is|are|of|with|give|again|cannot|which|or|and)\b")  # what no translation leaves
QUOTED = re.compile("“[^”]*”|«[^»]*»|\"[^\"]*\"|'[^']*'")


def in_korean(sentence: str) -> str:
    """The translation, which has been checked to be one."""
    korean = translated(sentence, "ko")
    assert HANGUL.search(korean), f"no Korean: {sentence}"
    assert not ENGLISH.search(QUOTED.sub("", korean)), korean
    return korean
