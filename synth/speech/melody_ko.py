"""The melody of Seoul Korean by rule, as K-ToBI describes it (Jun 2000): accentual phrases of a few syllables that go
low-high-low-high, high from the start after a tense or aspirated consonant; a slow fall over the clause; and a
boundary tone at its end.

There is no openly licensed Korean speech to learn it from, and what a formant synthesiser does is no example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from synth.speech.phones import Phone
from synth.speech.symbols import is_vowel

# octaves from the speaker's mean F0
LOW, HIGH = -0.10, 0.13
STRONG = 0.19  # the first syllable after a tense or aspirated consonant
FALL = 0.16  # from the first to the last phrase of a clause
FINAL = {".": -0.30, "!": -0.20, ",": 0.12, "?": 0.42}  # the boundary tone on the last syllable
MOST = 5  # syllables in a phrase before a new one begins
RAISING = frozenset("pʰ tʰ kʰ tɕʰ p͈ t͈ k͈ tɕ͈ s͈ ɕ͈ s ɕ h".split())  # noqa: SIM905


@dataclass(frozen=True)
class Target:
    at: float  # frames
    octaves: float


def melody(tokens: Sequence[Phone], durations: np.ndarray) -> np.ndarray:
    """Octaves from the mean F0 for every frame of tokens that last so many frames (n,): float32 (sum,)."""
    ends = np.cumsum(durations)
    middles = ends - np.asarray(durations) / 2
    targets: list[Target] = []
    for clause in _clauses(tokens):
        targets += _clause(tokens, clause, middles, ends)
    total = int(ends[-1]) if len(ends) else 0
    if not targets:
        return np.zeros(total, np.float32)
    frames = np.arange(total) + 0.5
    curve = np.interp(frames, [t.at for t in targets], [t.octaves for t in targets])
    window = np.hanning(11 + 2)[1:-1]  # 120 ms: pitch glides, it does not turn corners
    return np.convolve(np.pad(curve, 5, mode="edge"), window / window.sum(), "valid").astype(np.float32)


def _clauses(tokens: Sequence[Phone]) -> list[list[int]]:
    """Runs of tokens between pauses."""
    runs: list[list[int]] = [[]]
    for i, token in enumerate(tokens):
        if token.is_pause:
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if run]


def _clause(tokens: Sequence[Phone], run: list[int], middles: np.ndarray, ends: np.ndarray) -> list[Target]:
    phrases = _phrases(tokens, run)
    out = []
    for k, phrase in enumerate(phrases):
        down = FALL * (0.5 - k / max(1, len(phrases) - 1)) if len(phrases) > 1 else 0.0
        nuclei = [i for i in phrase if is_vowel(tokens[i].symbol)]
        tones = _tones(len(nuclei), tokens[phrase[0]].symbol in RAISING)
        out += [Target(float(middles[i]), tone + down) for i, tone in zip(nuclei, tones, strict=True)]
    if out:
        mark = tokens[run[-1]].clause
        out[-1] = Target(out[-1].at, FINAL[mark] if mark != "," else out[-1].octaves)
        if mark in "?,":  # the rise is at the very end of the syllable
            before = LOW if mark == "?" else out[-1].octaves - 0.1
            out[-1:] = [Target(out[-1].at, before), Target(float(ends[run[-1]]), out[-1].octaves + (mark == ",") * 0.1)]
    return out


def _phrases(tokens: Sequence[Phone], run: list[int]) -> list[list[int]]:
    """Accentual phrases: a word each, short words joined to the one before while that stays short."""
    words: list[list[int]] = []
    for i in run:
        if tokens[i].first or not words:
            words.append([])
        words[-1].append(i)
    count = [sum(is_vowel(tokens[i].symbol) for i in word) for word in words]
    phrases, length = [words[0]], count[0]
    for (_, word), more in zip(pairwise(words), count[1:], strict=True):
        if length + more <= MOST and min(length, more) <= 2:
            phrases[-1], length = phrases[-1] + word, length + more
        else:
            phrases.append(word)
            length = more
    return phrases


def _tones(syllables: int, raised: bool) -> list[float]:
    """T-H ... L-H over so many syllables."""
    first = STRONG if raised else LOW
    if syllables <= 1:
        return [(first + HIGH) / 2] * syllables
    if syllables == 2:
        return [first, HIGH]
    if syllables == 3:
        return [first, (HIGH + LOW) / 2 if raised else 0.05, HIGH]
    middle = np.linspace(HIGH, LOW, syllables - 2).tolist()
    return [first, *middle, HIGH]
