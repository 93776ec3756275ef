"""The rule melody: a motif of six notes, taken up, answered and brought home; the cheapest path through the pitches.

A melodist is any function from a Request to notes; this one needs no training and is what a trained one has to beat.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from synth.music import rhythm
from synth.music.harmony import chord_at, scale_at
from synth.music.manner import manner
from synth.music.score import Chord, Key, Metre, Phrase, Written

NEVER = 1e6
BITE = (2.67, -1.37)  # from a piece's bite to what a note outside the chord costs off the downbeats
CONSONANT = (0, 3, 4, 7, 8, 9)  # semitones above the bass
# Six notes as steps of the scale from the first, by mood
SHAPES = {
    "happy": ((0, 1, 2, 4, 3, 2), (0, 2, 4, 3, 2, 4), (0, -1, 0, 2, 1, 0), (0, 2, 1, 3, 2, 0)),
    "tense": ((0, 1, 0, -1, 0, 1), (0, 1, 0, 3, 2, 1), (0, -1, 0, 1, 2, 1), (0, 0, 1, 0, 4, 3)),
    "sad": ((0, -1, -2, 0, -1, -3), (0, 2, 1, 0, -1, 0), (0, 1, 0, -1, -2, -3), (0, 4, 3, 2, 1, 2)),
    "calm": ((0, 2, 1, 2, 4, 2), (0, 1, 2, 1, 0, -1), (0, 4, 2, 3, 1, 2), (0, -1, 1, 0, 2, 1)),
    "epic": ((0, 4, 3, 4, 5, 4), (0, 1, 2, 4, 3, 4), (0, 3, 2, 4, 3, 1), (0, 4, 5, 4, 3, 2)),
}
CENTRES = {"happy": 73, "tense": 66, "sad": 68, "calm": 72, "epic": 69}  # MIDI pitch about which the melody moves
LIFTS = {"A": -1, "B": 6, "C": -6, "D": 3, "E": 5}  # and how far each theme lies from there
REACH = 9  # semitones either way
WIDER = 1.35  # a motif is wished wider than it is: the cheapest path pulls it together
INTERVALS = (0.9, 0.0, 0.0, 1.0, 1.1, 1.0, 5.0, 1.4, 2.4, 2.6, 5.0, 6.0, 2.4)  # what a step of so many semitones costs


@dataclass(frozen=True)
class Motif:
    """steps: degrees of the scale from the first note. pitches: given notes (MIDI), to be played as they stand."""

    steps: tuple[int, ...]
    pitches: tuple[int, ...] = ()


Told = tuple[Phrase, tuple[Chord, ...], list[Written]]  # a phrase, its chords and its melody


@dataclass(frozen=True)
class Request:
    """A melody for one phrase. Chords and notes count quarter notes from the start of the phrase."""

    phrase: Phrase
    chords: tuple[Chord, ...]
    key: Key
    metre: Metre
    bars_left: int  # from the start of this phrase to the end of the piece
    mood: str
    energy: int
    motif: Motif
    seed: str
    window: tuple[int, int]  # the lowest and the highest pitch, both allowed
    earlier: dict[str, list[Written]] = field(default_factory=dict)  # the first statement of each theme so far
    opening: bool = False  # the piece's first theme: the given notes belong here
    before: Sequence[Told] = ()  # what came before it in its section, in order

    @property
    def centre(self) -> float:
        return sum(self.window) / 2


def window(mood: str, low: int, high: int) -> tuple[int, int]:
    """18 semitones around where the mood likes to sing, as far as an instrument's range (low to high) lets it."""
    centre = min(max(CENTRES[mood], low + REACH), high - REACH)
    return max(centre - REACH, low), min(centre + REACH, high)


Melodist = Callable[[Request], list[Written]]


def motif_for(mood: str, seed: int, prime: Sequence[int] = ()) -> Motif:
    """One motif for the whole piece: the given notes', or one that belongs to the mood it begins with."""
    if prime:
        return Motif(tuple(round((pitch - prime[0]) * 7 / 12) for pitch in prime), tuple(prime))
    return Motif(random.Random(f"motif {seed}").choice(SHAPES[mood]))


def rule_melody(request: Request) -> list[Written]:
    """The notes of a phrase, in order; none for an introduction."""
    if request.phrase.kind == "intro":
        return []
    times, lengths = timing(request)
    wanted, weight = _wanted(request, times)
    pitches = _cheapest(request, times, lengths, wanted, weight)
    strong = [any(abs(time % request.metre.beats - place) < 1e-6 for place in request.metre.strong) for time in times]
    return [
        Written(time, length, pitch, 0.62 + 0.1 * accent + 0.05 * (length >= 2))
        for time, length, pitch, accent in zip(times, lengths, pitches, strong, strict=True)
    ]


def timing(request: Request) -> tuple[list[float], list[float]]:
    """Onsets and lengths. A theme keeps its rhythm when it returns, and its motif is every theme's."""
    phrase, busy = request.phrase, rhythm.busyness(request.mood, request.energy)
    motif = rhythm.motif_rhythm(request.metre.name, busy, random.Random(f"rhythm {request.seed} {request.mood}"))
    if request.opening and request.motif.pitches and phrase.bars == 2:
        motif = rhythm.squeezed(request.metre.name)
    dice = random.Random(f"cells {request.seed} {request.mood} {phrase.letter}")
    last = phrase.close == "final"
    contrast = phrase.letter in "BDE" and not request.opening
    cells = rhythm.phrase_rhythm(request.metre.name, phrase.bars, motif, contrast, last, busy, dice)
    kept = 2 if request.opening and request.motif.pitches else 0  # bars that belong to given notes
    way = manner(request.seed, request.mood)
    renewed = phrase.turn if way.chance(1.0 - way.faithful, "renewed", phrase.letter, phrase.turn) else 0
    fresh = random.Random(f"broken {request.seed} {request.mood} {phrase.letter}{renewed or ''}")
    cells = rhythm.enlivened(cells, kept, way.lively, way.plain or request.metre.name == "6/8", fresh)
    cells = rhythm.breathing(cells, kept, way.breath, fresh)
    if phrase.turn >= 2:
        cells = rhythm.embellish(cells, random.Random(f"turn {request.seed} {phrase.bar}"))
    times, lengths, at = [], [], 0.0
    for length in (length for cell in cells for length in cell):
        if length > 0:
            times.append(at)
            lengths.append(float(length))
        at += abs(length)
    return times, lengths


def _wanted(request: Request, times: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """The pitch each note would like to have, and how much: the theme's first statement, the motif, or a plain arch."""
    phrase, count = request.phrase, len(times)
    length = phrase.bars * request.metre.beats
    way = manner(request.seed, request.mood)
    centre = request.centre + LIFTS[phrase.letter] * way.contrast
    arch = centre - 3 + 7 * np.sin(np.pi * np.minimum(np.array(times) / length * 1.15, 1.0))
    weight = np.full(count, 0.3)
    first = request.earlier.get(phrase.letter, [])
    ending = length - 2 * request.metre.beats if phrase.turn else length
    known = {round(note.beat, 3): note.pitch for note in first}
    if phrase.turn and known:
        for number, time in enumerate(times):
            if time < ending and round(time, 3) in known:
                arch[number] = known[round(time, 3)] + (way.moved if phrase.turn > 1 else 0)
                weight[number] = way.faithful if phrase.turn == 1 or time < 2 * request.metre.beats else 0.4
        return arch, weight
    shape = np.array(request.motif.steps) * 12 / 7 * WIDER
    turned = -shape if phrase.letter in "BE" else shape
    for start, lift in ((0, 0), (len(shape), 2 if phrase.letter != "C" else -2)):  # the motif, then a step or two away
        place = np.arange(start, min(start + len(shape), count))
        arch[place] = centre + turned[place - start] - turned.mean() + lift
        weight[place] = 0.65
    return arch, weight


def _cheapest(
    request: Request, times: list[float], lengths: list[float], wanted: np.ndarray, weight: np.ndarray
) -> list[int]:
    """Viterbi over pairs of pitches (span x span): what a note is over its chord, how it is reached and left."""
    low, high = request.window
    pitches = np.arange(low, high + 1)
    single = [_single(request, number, times, lengths, pitches) for number in range(len(times))]
    noise = np.random.default_rng(
        random.Random(f"notes {request.seed} {request.phrase.letter} {request.phrase.turn}").getrandbits(32)
    )
    costs = [own + pull * np.abs(pitches - aim) for own, aim, pull in zip(single, wanted, weight, strict=True)]
    way = manner(request.seed, request.mood)
    costs = [cost + 0.5 * np.maximum(np.abs(pitches - request.centre) - way.reach, 0) for cost in costs]
    costs = [cost + noise.gumbel(0, way.whim, len(pitches)) for cost in costs]
    if request.opening and request.motif.pitches and not request.phrase.turn:
        for cost, pitch in zip(costs[:-1], placed(request.motif.pitches, low, high), strict=False):
            cost[pitches != pitch] += NEVER
    if len(times) == 1:
        return [int(pitches[int(np.argmin(costs[0]))])]
    leap = pitches[None, :] - pitches[:, None]  # from, to
    near, far = (price + way.seconds for price in INTERVALS[1:3]), (price * way.leaps for price in INTERVALS[8:])
    prices = np.array((way.repeats, *near, *INTERVALS[3:8], *far))
    step_cost = prices[np.minimum(np.abs(leap), 12)] + NEVER / 10 * (np.abs(leap) > 12)
    turn_cost, step_cost = _turns(leap), step_cost + _lead(request, pitches, leap)
    left = [_left(request, time, length, pitches, leap) for time, length in zip(times, lengths, strict=True)]
    best = costs[0][:, None] + step_cost + left[0] + costs[1][None, :]
    back = []
    for cost, leaving in zip(costs[2:], left[1:], strict=False):
        through = best[:, :, None] + turn_cost  # pitches two ago, one ago, now
        back.append(np.argmin(through, axis=0))
        best = np.min(through, axis=0) + step_cost + leaving + cost[None, :]
    before, now = np.unravel_index(int(np.argmin(best)), best.shape)
    path = [int(now), int(before)]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1], path[-2]]))
    return [int(pitches[place]) for place in reversed(path)]


def _single(request: Request, number: int, times: list[float], lengths: list[float], pitches: np.ndarray) -> np.ndarray:
    """What each pitch costs for itself: strong and long notes belong to the chord, the last one to the cadence."""
    time, length = times[number], lengths[number]
    chord = chord_at(request.chords, time)
    scale = scale_at(request.key, chord)
    classes = pitches % 12
    inside = _among(chord.tones)[classes]
    strong = any(abs(time % request.metre.beats - place) < 1e-6 for place in request.metre.strong) or length >= 1.5
    bite = BITE[0] * manner(request.seed, request.mood).bite + BITE[1]
    down = abs(time % request.metre.beats) < 1e-6
    foreign = max(0.8 + 3 * bite, 3.2) if down else max(0.2 + bite, 0.4) if strong else 0.7 * bite
    cost = np.where(_among(scale)[classes], 0.0, NEVER) + np.where(inside, 0.0, foreign)
    above, below = (_among(chord.tones)[(classes + step) % 12] for step in (-1, 1))
    clash, rub = above & ~inside, above | below
    cost += np.where(clash, 4.0 if strong else 1.0, 0.0) + np.where(rub, 0.6, 0.0) + np.where(rub & ~inside, 0.6, 0.0)
    cost += np.where(_among(CONSONANT)[(classes - chord.bass) % 12], 0.0, 0.5)
    if number == len(times) - 1:
        if request.phrase.close == "final":
            goals = [request.key.tonic]
        elif request.phrase.close == "full":
            goals = [request.key.tonic, chord.tones[min(1, len(chord.tones) - 1)]]
        else:
            goals = list(chord.tones)
        cost += np.where(_among(goals)[classes], 0.0, 60.0) + (0.8 * (classes != goals[0]))
    return cost


def _among(tones: Sequence[int]) -> np.ndarray:
    """(12,) which pitch classes are among them."""
    found = np.zeros(12, bool)
    found[list(tones)] = True
    return found


def _turns(leap: np.ndarray) -> np.ndarray:
    """(first, second, third): a leap of a fourth or more wants a step back; two leaps the same way are ugly."""
    first, second = leap[:, :, None], leap[None, :, :]
    back_by_step = (np.sign(second) == -np.sign(first)) & (np.abs(second) <= 2) & (second != 0)
    cost = np.where((np.abs(first) >= 5) & ~back_by_step, 1.2, 0.0)
    cost += np.where((np.abs(first) > 7) & ~back_by_step, NEVER / 100, 0.0)
    cost += np.where((np.abs(first) >= 3) & (np.abs(second) >= 3) & (np.sign(first) == np.sign(second)), 0.8, 0.0)
    cost += np.where((first == 0) & (second == 0), 0.8, 0.0)
    return cost + np.where((first + second == 0) & (first != 0), 0.35, 0.0)


def _lead(request: Request, pitches: np.ndarray, leap: np.ndarray) -> np.ndarray:
    """The leading tone goes up to the tonic."""
    leading = (pitches % 12 == (request.key.tonic - 1) % 12)[:, None]
    return np.where(leading & (leap != 1) & (leap != 0), 1.2, 0.0)


def _left(request: Request, time: float, length: float, pitches: np.ndarray, leap: np.ndarray) -> np.ndarray:
    """A note on a beat that does not belong to its chord goes on by a step."""
    if time % 1 > 1e-6 and length < 1:
        return np.zeros(leap.shape)
    outside = ~_among(chord_at(request.chords, time).tones)[pitches % 12][:, None]
    return np.where(outside & (np.abs(leap) > 2), 1.5, 0.0) + np.where(outside & (leap == 0), 0.4, 0.0)


def placed(prime: Sequence[int], low: int, high: int) -> list[int]:
    """The given notes, in the octave in which they lie within the range (or as near as can be)."""

    def outside(by: int) -> float:
        return sum(max(low - pitch - by, pitch + by - high, 0) for pitch in prime) + abs(by) / 100

    shift = min((12 * octaves for octaves in range(-6, 7)), key=outside)
    return [min(max(pitch + shift, low), high) for pitch in prime]
