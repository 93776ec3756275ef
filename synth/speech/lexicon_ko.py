"""What has to be known of Korean words one by one: pronunciations that follow no rule, and lists for the rules.

data/ko_exceptions.txt has one word a line, as it is spelled and as it is said: "문법 문뻡". It holds at the beginning
of a word whatever follows; with "*" before it also further inside, with "$" after it only as a whole word or before a
particle. data/ko_lists.txt has named lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from synth.speech.hangul import SPOKEN_CODA, Block, block

_DATA = Path(__file__).parent / "data"
_PARTICLE = re.compile(
    r"$|[이가은는을를의에도만과와로나란들야요]|까지|부터|처럼|보다|라고|라는|마다|조차|마저|밖에|뿐|입니다|였|예요"
)


@dataclass(frozen=True)
class Said:
    """Syllables start <= i < end of a word are said as `blocks`, and nothing more happens between them."""

    start: int
    end: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class _Entry:
    spelled: str
    said: str
    inside: bool
    whole: bool


@lru_cache(maxsize=4096)
def exceptions(word: str) -> tuple[Said, ...]:
    """What the list of exceptions says about `word`, left to right, the longest entry first."""
    found, at = [], 0
    while at < len(word):
        entry = _longest(word, at)
        if entry is None:
            at += 1
            continue
        found.append(Said(at, at + len(entry.spelled), _open_end(entry)))
        at += len(entry.spelled)
    return tuple(found)


def _longest(word: str, at: int) -> _Entry | None:
    for entry in _entries().get(word[at : at + 2], ()):
        end = at + len(entry.spelled)
        fits = word.startswith(entry.spelled, at) and (at == 0 or entry.inside)
        if fits and (not entry.whole or _PARTICLE.match(word, end)):
            return entry
    return None


def _open_end(entry: _Entry) -> tuple[Block, ...]:
    """The said syllables with the last coda as it is spelled, so that it can move on: 꽃잎 [꼰닙], 꽃잎이 [꼰니피]."""
    blocks = [block(char) for char in entry.said]
    spelled = block(entry.spelled[-1]).coda
    if SPOKEN_CODA[spelled] == blocks[-1].coda:
        blocks[-1] = Block(blocks[-1].onset, blocks[-1].vowel, spelled)
    return tuple(blocks)


@lru_cache(maxsize=1)
def _entries() -> dict[str, list[_Entry]]:
    """By their first two syllables, the longest first."""
    entries: dict[str, list[_Entry]] = {}
    for line in _lines("ko_exceptions.txt"):
        spelled, said = line.split()
        bare = spelled.strip("*$")
        entries.setdefault(bare[:2], []).append(_Entry(bare, said, spelled[0] == "*", spelled[-1] == "$"))
    for same in entries.values():
        same.sort(key=lambda entry: -len(entry.spelled))
    return entries


@lru_cache(maxsize=1)
def lists() -> dict[str, tuple[str, ...]]:
    """The named lists: "[name]" on a line of its own, then words."""
    found: dict[str, list[str]] = {}
    for line in _lines("ko_lists.txt"):
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), [])
        else:
            words += line.split()
    return {name: tuple(words) for name, words in found.items()}


def _lines(name: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in (_DATA / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]
