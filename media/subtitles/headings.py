"""Where a subtitle file begins a chapter: "[title: The crab]" or "[제목: 게]" names it from its cue on, unspoken."""

import re

_ASKED = re.compile(r"[\[［【]\s*(?:title|제목)\s*[:：]\s*([^\[\]［］【】]{1,120}?)\s*[\]］】]", re.I)


def split_titles(text: str) -> tuple[str, tuple[str, ...]]:
    """What is left of a cue, and the titles that stood in it, each on one line."""
    if "[" not in text and "［" not in text and "【" not in text:
        return text, ()
    asked = tuple(" ".join(title.split()) for title in _ASKED.findall(text))
    if not asked:
        return text, ()
    lines = (" ".join(line.split()) for line in _ASKED.sub(" ", text).split("\n"))
    return "\n".join(line for line in lines if line), asked
