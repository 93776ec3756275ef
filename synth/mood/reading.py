"""The mood of a text, and of all cues of a film, each heard in its context."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from synth.mood import lexicon
from synth.music.score import MOODS

CALM = 0.6  # what stands for calm before a word is read: explaining is no mood of its own
SHARPNESS = 1.1
NEAR = 0.35  # how much the line before and the line after say, at no distance
FADES = 4.0  # seconds of silence in which that falls to a third


@dataclass(frozen=True)
class Mood:
    """tag: one of MOODS. energy: 1 (still) to 3 (driving). confidence: 0 to 1, the share of belief in the tag."""

    tag: str
    energy: int
    confidence: float


class Cue(Protocol):
    """Times in seconds."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def text(self) -> str: ...


UNKNOWN = Mood("calm", 1, 0.0)


def mood_of(text: str, language: str) -> Mood:
    """The mood of a line or of the text of a scene, "en" or "ko". Of any other language: calm, with confidence 0."""
    if language not in lexicon.LANGUAGES or not text.strip():
        return UNKNOWN
    return _decide(text, _beliefs(text, language))


def moods(cues: Sequence[Cue], language: str) -> list[Mood]:
    """The mood of each cue, with what its neighbours say in mind."""
    if language not in lexicon.LANGUAGES:
        return [UNKNOWN] * len(cues)
    own = [_beliefs(cue.text, language) for cue in cues]
    heard = []
    for place, cue in enumerate(cues):
        total = list(own[place])
        for other in (place - 1, place + 1):
            if 0 <= other < len(cues):
                silence = max(0.0, cues[max(place, other)].start - cues[min(place, other)].end)
                total = [a + NEAR * math.exp(-silence / FADES) * b for a, b in zip(total, own[other], strict=True)]
        heard.append(_decide(cue.text, total) if cue.text.strip() else UNKNOWN)
    return heard


def _beliefs(text: str, language: str) -> list[float]:
    """One logit for each of MOODS."""
    scores = lexicon.scores(text, language)
    return [SHARPNESS * scores[mood] + (CALM if mood == "calm" else 0.0) for mood in MOODS]


def _decide(text: str, logits: list[float]) -> Mood:
    top = max(logits)
    shares = [math.exp(logit - top) for logit in logits]
    tag = MOODS[shares.index(max(shares))]
    return Mood(tag, lexicon.energy(text, tag), max(shares) / sum(shares))
