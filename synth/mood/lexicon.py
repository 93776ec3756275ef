"""Words and rules of narration: what a writer hears in a line before any model does.

The words stand in data/lexicon.LANGUAGE.tsv, with the mood they speak for and how loudly. Negation turns a word:
what is not merry is sad, what is not dangerous is calm. English entries are whole words (* for any ending); Korean
ones are beginnings of words, since endings and particles hang on them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from synth.music.score import MOODS

LANGUAGES = ("en", "ko")
TURNED = {"happy": "sad", "epic": "sad", "calm": "tense", "sad": "calm", "tense": "calm"}  # what a negated mood says
TURN = 0.5  # of a word's weight that goes to the opposite; the rest is lost
NOT_EN = re.compile(r"^(?:not|no|never|without|hardly|nobody|nothing|neither|nor|isn't|wasn't|.+n't|cannot)$")
NOT_KO = re.compile(r"^(?:않|못하|못했|못한|없이|없는|없고|없다|없습|없었|아니|아닌|아닙|말고|마세요|마라)")
BEFORE_KO = ("안", "못")
LONGEST = 4  # words of an entry


def words(text: str, language: str) -> list[str]:
    """Lower-case words; sentences begin with an element "^"."""
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    found: list[str] = []
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text):
        part = re.findall(r"[a-z]+(?:['-][a-z]+)*|[가-힣]+|\d+", sentence)
        if part:
            found += ["^", *part]
    return found


def scores(text: str, language: str) -> dict[str, float]:
    """How much the words of `text` speak for each of MOODS; 0 where nothing does."""
    total = dict.fromkeys(MOODS, 0.0)
    line = words(text, language)
    spoken = [word for word in line if word != "^"]
    for place in range(len(line)):
        for mood, weight, count in _entries_at(line, place, language):
            if mood and _negated(line, place, count, language):
                mood, weight = TURNED[mood], weight * TURN
            total[mood] += weight
    for mood, weight in _manner(text):
        total[mood] += weight
    return {mood: value / dilution(len(spoken)) for mood, value in total.items()}


def dilution(count: int) -> float:
    """What the scores of a text of so many words are divided by: among many, one says less."""
    return max(1.0, count / 12) ** 0.5


def energy(text: str, mood: str) -> int:
    """1 (still) to 3 (driving), from the mood and from how the text breathes."""
    level = {"calm": 1.0, "sad": 1.2, "happy": 2.1, "tense": 2.2, "epic": 2.4}[mood]
    level += 0.4 * min(2, text.count("!")) - 0.4 * min(2, text.count("...") + text.count("…"))
    sentences = [part for part in re.split(r"[.!?…\n]+", text) if part.strip()]
    if sentences and mood not in ("calm", "sad") and sum(len(part.split()) for part in sentences) / len(sentences) < 4:
        level += 0.4  # short breath
    return max(1, min(3, round(level)))


def _manner(text: str):
    """What punctuation says."""
    if re.search(r"\?!|!\?", text):
        yield "tense", 1.0
    if re.search(r"\.\.\.|…", text):
        yield "sad", 0.4
    exclamations = len(re.findall(r"!", text))
    if exclamations:
        yield "happy", 0.5 * min(exclamations, 3)
        yield "epic", 0.3 * min(exclamations, 3)


def _negated(line: list[str], place: int, count: int, language: str) -> bool:
    if language == "en":
        return any(NOT_EN.match(word) for word in line[max(0, place - 3) : place])
    after = line[place + count : place + count + 1]
    return bool(after and NOT_KO.match(after[0])) or (place > 0 and line[place - 1] in BEFORE_KO)


def _entries_at(line: list[str], place: int, language: str) -> list[tuple[str, float, int]]:
    """The longest entry that begins at a word, if any: its mood, weight and number of words, for each mood it has."""
    whole, begun = _lexicon(language)
    first = line[place]
    for count in range(min(LONGEST, len(line) - place), 0, -1):
        key = " ".join([first, *line[place + 1 : place + count]])
        if key in whole:
            return [(mood, weight, count) for mood, weight in whole[key]]
        for end in range(len(key), max(len(key) - len(line[place + count - 1]), 0), -1):
            if key[:end] in begun:
                return [(mood, weight, count) for mood, weight in begun[key[:end]]]
    return []


@cache
def _lexicon(language: str):
    """({entry: [(mood, weight)]} for whole words, the same for beginnings)."""
    whole: dict[str, list[tuple[str, float]]] = {}
    begun: dict[str, list[tuple[str, float]]] = {}
    path = Path(__file__).with_name("data") / f"lexicon.{language}.tsv"
    for row in path.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            mood, weight, entries = row.split("\t")
            for entry in entries.split():
                beginning = language == "ko" or entry.endswith("*")
                key = entry.rstrip("*").replace("^", "^ ").replace("_", " ").rstrip()
                (begun if beginning else whole).setdefault(key, []).append((mood, float(weight)))
    return whole, begun
