"""The mood of a text, and of all cues of a film, each heard in its context."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from synth.mood import lexicon
from synth.mood.model import model
from synth.music.score import MOODS

CALM = 0.6  # what stands for calm before a word is read: explaining is no mood of its own
SHARPNESS = 1.1
CERTAINTY = 1.0  # so that the confidences are as often right as they say
PARTS = ("lexicon", "model")
NEAR = 0.35  # how much the line before and the line after say, at no distance
FADES = 4.0  # seconds of silence in which that falls to a third
PASSAGE = 0.5  # how much the lines around it say, read as one text: a short line alone leaves much open
AROUND = 2  # lines on either side that belong to the passage
APART = 2.0  # seconds: a longer silence ends it


@dataclass(frozen=True)
class Mood:
    """tag: one of MOODS. energy: 1 (still) to 3 (driving). confidence: 0 to 1, the share of belief in the tag.

    shares: of belief in each of MOODS; none where only the tag is known.
    """

    tag: str
    energy: int
    confidence: float
    shares: tuple[float, ...] = ()


class Cue(Protocol):
    """Times in seconds."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def text(self) -> str: ...


UNKNOWN = Mood("calm", 1, 0.0)


def mood_of(text: str, language: str, parts: tuple[str, ...] = PARTS) -> Mood:
    """The mood of a line or of the text of a scene, "en" or "ko". Of any other language: calm, with confidence 0."""
    if language not in lexicon.LANGUAGES or not text.strip():
        return UNKNOWN
    return _decide(text, _beliefs(text, language, parts))


def moods(cues: Sequence[Cue], language: str) -> list[Mood]:
    """The mood of each cue, with what its neighbours say in mind."""
    if language not in lexicon.LANGUAGES:
        return [UNKNOWN] * len(cues)
    lines = [_line(cue.text, language) for cue in cues]
    own = [_believed([line], language) for line in lines]
    heard = []
    for place, cue in enumerate(cues):
        total = own[place] + PASSAGE * _believed(lines[_passage(cues, place)], language)
        for other in (place - 1, place + 1):
            if 0 <= other < len(cues):
                silence = max(0.0, cues[max(place, other)].start - cues[min(place, other)].end)
                total = total + NEAR * math.exp(-silence / FADES) * own[other]
        heard.append(_decide(cue.text, total) if cue.text.strip() else UNKNOWN)
    return heard


def _passage(cues: Sequence[Cue], place: int) -> slice:
    """The cue and those around it, as far as no long silence lies between."""
    first = last = place
    while first > max(0, place - AROUND) and cues[first].start - cues[first - 1].end < APART:
        first -= 1
    while last < min(len(cues) - 1, place + AROUND) and cues[last + 1].start - cues[last].end < APART:
        last += 1
    return slice(first, last + 1)


def _beliefs(text: str, language: str, parts: tuple[str, ...] = PARTS) -> np.ndarray:
    """One logit for each of MOODS, (5,)."""
    scores = lexicon.scores(text, language)
    if "model" not in parts:
        return np.array([SHARPNESS * scores[mood] + (CALM if mood == "calm" else 0.0) for mood in MOODS])
    heard = scores if "lexicon" in parts else dict.fromkeys(MOODS, 0.0)
    return CERTAINTY * model(language).logits(text, language, heard)


class _Line(NamedTuple):
    """What a line says: to the model, by the lexicon's words, at which length."""

    evidence: np.ndarray
    scores: dict[str, float]
    words: int


def _line(text: str, language: str) -> _Line:
    return _Line(model(language).evidence(text, language), lexicon.scores(text, language), len(text.split()))


def _believed(lines: Sequence[_Line], language: str) -> np.ndarray:
    """One logit for each of MOODS, (5,): the lines read as one text."""
    whole = lexicon.dilution(sum(line.words for line in lines))
    spoken = {mood: sum(line.scores[mood] * lexicon.dilution(line.words) for line in lines) / whole for mood in MOODS}
    return CERTAINTY * model(language).weighed(np.sum([line.evidence for line in lines], axis=0), spoken)


def _decide(text: str, logits: np.ndarray) -> Mood:
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    tag = MOODS[int(shares.argmax())]
    return Mood(tag, lexicon.energy(text, tag), float(shares.max()), tuple(shares.tolist()))
