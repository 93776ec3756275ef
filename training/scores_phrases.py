"""From the lines of `training.scores` to tunes: phrases found by breath, their closes, returns, moods and busyness.

Moods are not in scores; they are guessed by template (mode, tempo and density, range), as EMelodyGen's Rough4Q does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from synth.music.tokens import BARS, HIGHEST, LOWEST, TICK, Line, Tone, Tune, chord_id, slots

METRES = {(4, 4): ("4/4", 1), (2, 2): ("4/4", 1), (2, 4): ("4/4", 2), (3, 4): ("3/4", 1), (6, 8): ("6/8", 1)}
SHORT, LONG = 1.5, 6.0  # bars between two breaths
BREATH = 1.0  # quarter notes of silence (or twice as much beyond the first of a long note) that end a phrase
OFF_GRID = 0.04  # quarter notes from the nearest sixteenth: triplets, which our rhythm does not have
# Onsets in a bar below which a phrase is quiet, or else in the middle: thirds of the lieder
BUSY = {"4/4": (3.1, 4.3), "3/4": (2.6, 3.5), "6/8": (3.1, 4.0)}
SAME = 0.7  # of the notes of two bars: then a phrase has been heard before


def tunes(piece: dict, shortest: int = 2) -> Iterator[Tune]:
    """The parts of a stretch that lie on the grid, as tunes without silent bars, of `shortest` phrases or more."""
    metre, stretch = METRES[tuple(piece["metre"])]
    full = BARS[metre]
    notes = [(onset * stretch, length * stretch, int(pitch)) for onset, length, pitch in piece["melody"]]
    if not notes:
        return
    home = _home([pitch for *_, pitch in notes], piece["tonic"])
    notes = [(onset, length, pitch - home) for onset, length, pitch in notes]
    chords = [(start * stretch, chord_id(tones, piece["tonic"])) for start, _, tones, _ in piece["chords"]]
    grid = slots(chords, metre, piece["bars"] + 1)
    mood = mood_of(piece, stretch)
    for run in _runs(phrases_of(notes, full / TICK)):
        tune = _tune(run, metre, grid, Tune(metre, piece["bright"], mood, piece["source"] == "lieder", (), ()))
        if tune is not None and len(tune.lines) >= shortest:
            yield tune


def melodies(piece: dict) -> Iterator[list[Tone]]:
    """A stretch's whole melody with its rests, as it is written; two in a bar also twice as slow."""
    for stretch in {1, METRES[tuple(piece["metre"])][1]}:
        ticks = TICK * stretch
        yield [
            Tone(round(onset * ticks), round(length * ticks), int(pitch), 0) for onset, length, pitch in piece["melody"]
        ]


def phrases_of(notes: Sequence[tuple[float, float, int]], bar: float) -> list[list[tuple[float, float, int]]]:
    """Cut where the voice breathes; after six bars without a breath, at the longest note. Times in quarter notes."""
    found: list[list[tuple[float, float, int]]] = []
    start = 0
    while start < len(notes):
        best, end, strongest = len(notes) - 1, None, -1.0
        for place in range(start, len(notes)):
            onset, length, _ = notes[place]
            span = (onset + length - notes[start][0]) / bar
            if place == len(notes) - 1:
                best = place if span <= LONG or strongest < 0.5 else best
                break
            strength = notes[place + 1][0] - onset - length + max(length - 1, 0) / 2
            if span >= SHORT and strength >= BREATH:
                end = place
                break
            if span > LONG:
                break
            if span >= 2 and strength > strongest:
                strongest, best = strength, place
        end = best if end is None else end
        found.append(list(notes[start : end + 1]))
        start = end + 1
    return found


def mood_of(piece: dict, stretch: int) -> str:
    """By template: bright or dark, lively or still; what ranges and leaps widely over four beats is epic."""
    pitches = np.array([pitch for *_, pitch in piece["melody"]])
    leaps = np.abs(np.diff(pitches))
    density = len(pitches) / piece["bars"] / (piece["metre"][0] * 4 / piece["metre"][1] * stretch / 4)
    tempo = (piece["bpm"] or 92.0) * stretch
    lively = np.log2(density / 3.3) + 0.6 * np.log2(tempo / 110)
    wide = (np.percentile(pitches, 97) - np.percentile(pitches, 3)) / 12 + 3 * float(np.mean(leaps >= 5))
    if piece["metre"][1] != 8 and piece["metre"][0] != 3 and wide > 2.25:
        return "epic"
    if piece["bright"]:
        return "happy" if lively > 0 else "calm"
    return "tense" if lively > 0 else "sad"


def busyness(count: int, bars: float, metre: str) -> int:
    low, high = BUSY[metre]
    return int(count / bars >= low) + int(count / bars >= high)


def _home(pitches: Sequence[int], tonic: int) -> int:
    """The tonic (MIDI) less than an octave below the middle of the melody."""
    middle = round(float(np.median(pitches)))
    return middle - (middle - tonic) % 12


@dataclass(frozen=True)
class _Span:
    tones: list[tuple[int, int, int]]  # ticks, ticks, pitch


def _runs(phrases: list[list[tuple[float, float, int]]]) -> Iterator[list[_Span]]:
    """Phrases in a row that lie on the grid and in the range."""
    run: list[_Span] = []
    for phrase in phrases:
        ticks = [(round(o * TICK), max(round((o + n) * TICK) - round(o * TICK), 0), p) for o, n, p in phrase]
        off = sum(abs(o * TICK - round(o * TICK)) > OFF_GRID * TICK for o, *_ in phrase)
        clear = [tone for tone in ticks if tone[1]]
        onsets = [tone[0] for tone in clear]
        if off or len(clear) < 2 or len(set(onsets)) < len(onsets) or not all(LOWEST <= t[2] <= HIGHEST for t in clear):
            if run:
                yield run
            run = []
        else:
            run.append(_Span(clear))
    if run:
        yield run


def _tune(run: list[_Span], metre: str, grid: tuple[int, ...], about: Tune) -> Tune | None:
    full = BARS[metre]
    touched = sorted(
        {bar for span in run for o, n, _ in span.tones for bar in range(o // full, (o + n - 1) // full + 1)}
    )
    place = {bar: number for number, bar in enumerate(touched)}
    if touched[-1] * 2 + 1 >= len(grid):
        return None
    chords = tuple(grid[2 * bar + half] for bar in touched for half in (0, 1))
    tones: list[Tone] = []
    lines: list[Line] = []
    for number, span in enumerate(run):
        moved = [(place[o // full] * full + o % full, n, p) for o, n, p in span.tones]
        onset, length, pitch = moved[-1]
        bars = (onset + length - moved[0][0]) / full
        close = _close(chords[min(2 * (onset // full) + (onset % full >= full // 2), len(chords) - 1)], pitch)
        close = "final" if close == "full" and number == len(run) - 1 else close
        heard = any(_alike(moved, [t for t in tones if t.phrase == other], full) for other in range(number))
        lines.append(Line(onset // full, close, heard, busyness(len(moved), max(bars, 1.0), metre)))
        tones += [Tone(o, n, p, number, index == len(moved) - 1) for index, (o, n, p) in enumerate(moved)]
    return replace(about, chords=chords, lines=tuple(lines), tones=tuple(tones))


def _close(chord: int, pitch: int) -> str:
    root = chord // 5
    if root == 0 and pitch % 12 in (0, 3, 4):
        return "full"
    return "half" if root == 7 else "open"


def _alike(phrase: list[tuple[int, int, int]], other: list[Tone], full: int) -> bool:
    """Whether the first two bars of notes stand at the same places of the bar with the same pitches."""
    start, before = phrase[0][0] // full * full, other[0].onset // full * full
    own = {(o - start, p) for o, _, p in phrase if o - start < 2 * full}
    theirs = {(t.onset - before, t.pitch) for t in other if t.onset - before < 2 * full}
    return len(own & theirs) >= SAME * len(own)
