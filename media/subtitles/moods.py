"""What a subtitle file asks of the music: "[mood: tense]" or "[분위기: 긴장]" holds from its cue on, unspoken."""

import re

_ASKED = re.compile(r"[\[［【]\s*(?:mood|분위기)\s*[:：]\s*([^\[\]［］【】\n]{1,40}?)\s*[\]］】]", re.I)


def split_moods(text: str) -> tuple[str, tuple[str, ...]]:
    """What is left of a cue, and the words for moods that stood in it."""
    if "[" not in text and "［" not in text and "【" not in text:
        return text, ()
    asked = tuple(_ASKED.findall(text))
    if not asked:
        return text, ()
    lines = (" ".join(line.split()) for line in _ASKED.sub(" ", text).split("\n"))
    return "\n".join(line for line in lines if line), asked
