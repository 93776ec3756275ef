"""Chords laid out in voices that move as little as they can."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

from synth.music.score import Chord


def voice(chords: Sequence[Chord], voices: int, low: int, high: int) -> list[tuple[int, ...]]:
    """One chord of `voices` MIDI pitches (rising) per chord: least motion, no doubled leading tone, no parallel fifths.

    low and high: the range of the whole; the first chord is laid around its middle.
    """
    found: list[tuple[int, ...]] = []
    centre = (low + high) / 2
    for chord in chords:
        layouts = _layouts(tuple(dict.fromkeys(chord.tones)), voices, low, high)
        before = found[-1] if found else None
        found.append(min(layouts, key=lambda layout: (_cost(layout, before, centre, chord), layout)))
    return found


@lru_cache(maxsize=512)
def _layouts(tones: tuple[int, ...], voices: int, low: int, high: int) -> list[tuple[int, ...]]:
    """Every way to lay a chord out: its third always, its fifth if there is room, no gap over an octave."""
    must = tones if len(tones) <= voices else [tone for number, tone in enumerate(tones) if number != 2][:voices]
    choices = [pitch for pitch in range(low, high + 1) if pitch % 12 in tones]
    found = []
    for layout in itertools.combinations(choices, voices):
        if layout[-1] - layout[0] > 19 or any(after - here > 12 for here, after in itertools.pairwise(layout)):
            continue
        if set(must) <= {pitch % 12 for pitch in layout}:
            found.append(layout)
    if not found:  # a narrow range: as many of the tones as lie in it
        found = [tuple(sorted(choices[:voices]))] if choices else [(low,)]
    return found


def _cost(layout: tuple[int, ...], before: tuple[int, ...] | None, centre: float, chord: Chord) -> float:
    classes = [pitch % 12 for pitch in layout]
    third = chord.tones[1] if len(chord.tones) > 2 else None
    cost = 0.15 * abs(sum(layout) / len(layout) - centre)
    cost += 3.0 * (third is not None and classes.count(third) > 1)
    cost += sum(1.5 for here, after in itertools.pairwise(layout) if after - here < 3)
    cost += sum(1.0 for here, after in itertools.pairwise(layout) if here < 52 and after - here < 5)  # muddy down there
    if before is None or len(before) != len(layout):
        return cost
    cost += sum(abs(now - then) for now, then in zip(layout, before, strict=True))
    for (low_then, low_now), (high_then, high_now) in itertools.combinations(zip(before, layout, strict=True), 2):
        if (
            low_then != low_now
            and (high_then - low_then) % 12 in (0, 7)
            and (high_now - low_now) == (high_then - low_then)
        ):
            cost += 2.5
    return cost
