"""Where the music changes: the moods of cues cut into scenes by Viterbi's algorithm over segments.

A scene costs a fixed price, so that one strange line does not turn the music; less where the talk pauses longest, more
when it is shorter than a listener needs to take a mood in. What a person set outweighs everything.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol

from synth.music.score import MOODS, SHORTEST, Scene

LEAST = 8.0  # seconds: no scene is shorter, but where a person wants it
AIM = 12.0  # seconds: shorter ones cost more
SWITCH = 1.5  # the price of a change, in nats of belief
HASTE = 0.4  # for each second under AIM
PAUSE = 1.4  # the most a pause takes off the price
LONG = 3.0  # seconds: a pause that takes off two thirds of it
BEFORE = 1.5  # seconds: the music turns at most this long before the line that turns it
LITTLE, MUCH = 0.0075, 0.97  # no single line is believed less or more
STRONG = 1e4  # a person's word, in nats
USUAL = {"happy": 2, "tense": 2, "sad": 1, "calm": 1, "epic": 3}  # energy of a mood that only a person named


class Cue(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


class Mood(Protocol):
    @property
    def tag(self) -> str: ...
    @property
    def energy(self) -> int: ...
    @property
    def confidence(self) -> float: ...
    @property
    def shares(self) -> tuple[float, ...]: ...


class Line(NamedTuple):
    """A cue as the cutting sees it: times within the film, mood and energy settled."""

    start: float
    end: float
    tag: str
    energy: int
    confidence: float
    shares: tuple[float, ...]  # of belief in each of MOODS
    given: bool


def scenes(
    cues: Sequence[Cue], moods: Sequence[Mood], end: float, given: Mapping[int, str] | None = None
) -> tuple[Scene, ...]:
    """Scenes that cover 0 to `end` seconds (SHORTEST, if the film is shorter) without holes, neighbours unlike.

    moods: one for each cue. given: the tag that a person set, by cue number; their scenes may be as short as SHORTEST,
    all others last LEAST seconds or more. MusicError: a tag that is none of MOODS.
    """
    end = max(float(end), SHORTEST)
    lines = _lines(cues, moods, end, dict(given or {}))
    if not lines:
        return (Scene("calm", 1, 0.0, end),)
    places = [0.0, end] if end < LEAST else _places(lines, end)
    cut = _cut(lines, places, end)
    return tuple(Scene(tag, _energy(lines, tag, start, stop), start, stop) for tag, start, stop in _merged(cut))


def _lines(cues: Sequence[Cue], moods: Sequence[Mood], end: float, given: dict[int, str]) -> list[Line]:
    for tag in given.values():
        Scene(tag, 1, 0.0, SHORTEST)  # says so where there is no such mood
    found = []
    for cue, mood in zip(cues, moods, strict=True):
        start, stop = max(0.0, cue.start), min(end, cue.end)
        if stop <= start:
            continue
        wish = given.get(cue.number)
        if wish is None or wish == mood.tag:
            shares = mood.shares or _shares(mood.tag, mood.confidence)
            found.append(Line(start, stop, mood.tag, mood.energy, mood.confidence, shares, wish is not None))
        else:
            found.append(Line(start, stop, wish, USUAL[wish], 1.0, _shares(wish, 1.0), True))
    return sorted(found)


def _shares(tag: str, confidence: float) -> tuple[float, ...]:
    """As much for the tag, and what is left for the others alike."""
    sure = max(confidence, 0.25)
    return tuple(sure if mood == tag else (1 - sure) / (len(MOODS) - 1) for mood in MOODS)


def _places(lines: list[Line], end: float) -> list[float]:
    """Where a scene may begin: in the pause before every line, and beside a short line whose mood a person set."""
    found = {0.0, end}
    for before, after in pairwise(lines):
        pause = max(0.0, after.start - before.end)
        found.add(after.start - min(pause / 2, BEFORE))
    for line in lines:
        if line.given:
            middle, half = (line.start + line.end) / 2, SHORTEST / 2
            first = min(max(middle - half, 0.0), end - SHORTEST)
            found |= {first, first + SHORTEST, line.start, line.end}
    ordered = sorted(place for place in found if 0 <= place <= end)
    return [place for place in ordered if SHORTEST <= place <= end - SHORTEST or place in (0.0, end)]


def _cut(lines: list[Line], places: list[float], end: float) -> list[tuple[str, float, float]]:
    """The cheapest row of segments (tag, start, end) from the first place to the last."""
    cost = _costs(lines, places)
    given = [[(line.start + line.end) / 2 for line in lines if line.given and line.tag == tag] for tag in MOODS]
    middles = [sorted(found) for found in given]
    price = [SWITCH - pause for pause in _pauses(lines, places)]
    best = [0.0] + [math.inf] * (len(places) - 1)
    came: list[tuple[int, int]] = [(0, 0)] * len(places)
    far = [(math.inf, 0)] * len(MOODS)  # for each mood the best beginning that lies AIM or more behind
    near = 0
    for stop in range(1, len(places)):
        while places[stop] - places[near] >= AIM:
            for tag in range(len(MOODS)):
                far[tag] = min(far[tag], (best[near] + price[near] - cost[near][tag], near))
            near += 1
        for tag in range(len(MOODS)):
            options = [far[tag]]
            for start in range(near, stop):
                length = places[stop] - places[start]
                if length >= LEAST or len(places) == 2 or _wished(middles[tag], places[start], places[stop]):
                    haste = HASTE * (AIM - length)
                    options.append((best[start] + price[start] + haste - cost[start][tag], start))
            value, start = min(options)
            if value + cost[stop][tag] < best[stop]:
                best[stop], came[stop] = value + cost[stop][tag], (start, tag)
    row, stop = [], len(places) - 1
    while stop:
        start, tag = came[stop]
        row.append((MOODS[tag], places[start], places[stop]))
        stop = start
    return row[::-1]


def _costs(lines: list[Line], places: list[float]) -> list[list[float]]:
    """For each place and mood: what it costs to call all before that place by that mood."""
    total = [[0.0] * len(MOODS) for _ in places]
    first = 0
    for line in lines:
        weight = (line.end - line.start) / (line.end - line.start + 1.0) * 1.5
        while first + 1 < len(places) and places[first + 1] <= line.start:
            first += 1
        piece = first
        while piece + 1 < len(places) and places[piece] < line.end:
            share = min(line.end, places[piece + 1]) - max(line.start, places[piece])
            share = max(0.0, share) / (line.end - line.start)
            for tag, mood in enumerate(MOODS):
                wrong = line.given and mood != line.tag
                nats = STRONG if wrong else -math.log(min(max(line.shares[tag], LITTLE), MUCH))
                total[piece + 1][tag] += weight * share * nats
            piece += 1
    for before, after in pairwise(total):
        after[:] = [a + b for a, b in zip(before, after, strict=True)]
    return total


def _pauses(lines: list[Line], places: list[float]) -> list[float]:
    """What the silence around each place takes off the price of a change there."""
    starts = [line.start for line in lines]
    ends = list(accumulate((line.end for line in lines), max))
    found = []
    for place in places:
        after = bisect_left(starts, place)
        inside = 0 < after < len(lines)
        silence = max(0.0, starts[after] - ends[after - 1]) if inside else 0.0
        found.append(PAUSE * (1 - math.exp(-silence / LONG)))
    return found


def _wished(middles: list[float], start: float, stop: float) -> bool:
    """Whether the middle of a line lies between whose mood, this one, a person set."""
    at = bisect_left(middles, start)
    return stop - start >= SHORTEST - 1e-9 and at < len(middles) and middles[at] <= stop


def _merged(row: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    merged = row[:1]
    for tag, start, stop in row[1:]:
        if tag == merged[-1][0]:
            merged[-1] = (tag, merged[-1][1], stop)
        else:
            merged.append((tag, start, stop))
    return merged


def _energy(lines: list[Line], tag: str, start: float, stop: float) -> int:
    """The rounded mean of the lines within, each by how sure it is."""
    inside = [line for line in lines if line.tag == tag and start <= (line.start + line.end) / 2 < stop]
    sure = sum(line.confidence for line in inside)
    if not sure:
        return 1 if not inside else round(sum(line.energy for line in inside) / len(inside))
    return min(3, max(1, math.floor(sum(line.confidence * line.energy for line in inside) / sure + 0.5)))
