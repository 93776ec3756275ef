"""From scenes to a plan: metre, tempo, keys, form. Every scene begins on a bar line and the last chord ends in time.

The length of a scene is given, the number of bars is chosen, and the tempo follows from both: nothing is stretched.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence

from synth.music import form
from synth.music.errors import MusicError
from synth.music.keys import key_path
from synth.music.manner import manner
from synth.music.score import METRES, RATE, Metre, Plan, Scene, Section

LONGEST = 3600.0
BREATHING = 0.25  # seconds without a scene that count as silence
TEMPI = {"happy": (100, 124), "tense": (92, 132), "sad": (56, 72), "calm": (60, 80), "epic": (80, 100)}
LEANS = {
    "ambient": -0.35,
    "lo-fi": -0.3,
    "piano": -0.1,
    "electronic": 0.2,
}  # where in the mood's tempi a genre feels at home
ODD_METRES = {"happy": ("6/8",), "sad": ("3/4", "6/8"), "calm": ("3/4", "6/8"), "epic": ("3/4",), "tense": ()}
SQUARE = ("electronic", "lo-fi")  # these keep to four in a bar
SLOWING = (1.04, 1.12, 1.2)  # how much longer the beats become on the way to the last chord, and that chord's own
UNEVEN = {0: 0.0, 4: 0.12, 2: 0.35, 6: 0.35}  # what a number of bars costs, by what is left over eight; odd ones 0.7


def plan(scenes: Sequence[Scene], genre: str, seed: int, prime: Sequence[int] = ()) -> Plan:
    """Scenes in order of time, gaps being silence. MusicError if there are none, they overlap, or last over an hour."""
    scenes = sorted(scenes, key=lambda scene: scene.start)
    if not scenes:
        raise MusicError("There is nothing to score: give at least one scene.")
    for before, after in itertools.pairwise(scenes):
        if after.start < before.end - 1e-6:
            raise MusicError(f"Two scenes overlap at {after.start:g} s: let one end before the next begins.")
    if scenes[-1].end > LONGEST:
        raise MusicError(f"The last scene ends at {scenes[-1].end:g} s: music is written for films of up to an hour.")
    dice = random.Random(f"plan {seed}")
    keys = key_path([scene.mood for scene in scenes], dice, prime)
    home = dice.choice(("4/4",) * 4 + ODD_METRES[scenes[0].mood]) if genre not in SQUARE else "4/4"
    sections: list[Section] = []
    for number, scene in enumerate(scenes):
        follower = scenes[number + 1] if number + 1 < len(scenes) else None
        leave = _leave(scene, follower, keys[number], keys[min(number + 1, len(keys) - 1)])
        rests = leave in ("end", "silence")
        last = sections[-1] if sections and sections[-1].scene.mood == scene.mood else None
        metre, bars = _fit(scene, genre, home, rests, last)
        way = manner(str(seed), scene.mood)
        parts = form.phrases(bars, scene.mood, scene.energy, number == 0, follower is None, rests, way.form)
        beats = _beats(scene, metre, bars, rests)
        sections.append(Section(scene, keys[number], metre, bars, parts, beats, leave))
    return Plan(tuple(sections))


def _leave(scene: Scene, follower: Scene | None, key, after) -> str:
    if follower is None:
        return "end"
    if follower.start - scene.end > BREATHING:
        return "silence"
    if key == after:
        return "same"
    if follower.mood == "tense" or follower.energy - scene.energy <= -2:
        return "breath"
    return "pivot" if len(set(key.scale) & set(after.scale)) >= 5 else "dominant"


def _fit(scene: Scene, genre: str, home: str, rests: bool, before: Section | None) -> tuple[Metre, int]:
    """The metre and number of bars whose tempo suits the mood best and whose form is the most even."""
    low, high = TEMPI[scene.mood]
    wish = low + (high - low) * min(max((scene.energy - 1) / 2 * 0.6 + 0.2 + LEANS.get(genre, 0.0), 0.0), 1.0)
    if before:
        wish = before.tempo
    length = scene.end - scene.start
    candidates = []
    for name in dict.fromkeys((home, "4/4", *(() if genre in SQUARE else ODD_METRES[scene.mood]))):
        metre = METRES[name]
        for bars in range(1, math.ceil(length * high * 1.5 / 60 / metre.beats) + 2):
            tempo = 60 * sum(_weights(metre, bars, rests)) / length
            cost = abs(math.log2(tempo / wish)) * 2 + 12 * max(0.0, low / tempo - 1, tempo / high - 1)
            cost += (UNEVEN.get(bars % 8, 0.7)) * (1 if bars > 3 else 0.5) + (0.0 if name == home else 0.5)
            cost += 2.0 if bars == 1 else 0.0
            candidates.append((cost, bars, name))
    _, bars, name = min(candidates)
    return METRES[name], bars


def _weights(metre: Metre, bars: int, rests: bool) -> list[float]:
    """How long each quarter note is beside the first: all the same, but for the last bars before a rest."""
    count = round(bars * metre.beats)
    weights = [1.0] * count
    if rests and bars >= 3:
        last = round(metre.beats)
        for back, weight in zip(range(last + 2, last, -1), SLOWING, strict=False):
            weights[count - back] = weight
        weights[count - last :] = [SLOWING[-1]] * last
    return weights


def _beats(scene: Scene, metre: Metre, bars: int, rests: bool) -> tuple[float, ...]:
    """The time of every quarter note, on a sample; the first and the last are the scene's own."""
    weights = _weights(metre, bars, rests)
    unit = (scene.end - scene.start) / sum(weights)
    times = itertools.accumulate(weights, lambda at, weight: at + unit * weight, initial=scene.start)
    return tuple(round(time * RATE) / RATE for time in times)
