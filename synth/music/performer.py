"""From paper to play: notes in seconds with the small liberties of people. Phrases swell, chords roll."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence

from synth.music.arranger import Passage
from synth.music.instruments import BASS, COUNTER, DRUM, FIGURE, KIT, LEAD, PAD, Instrument
from synth.music.score import Chord, Note, Part, Plan, Section
from synth.music.under import UNDER

SWING = {"lo-fi": 0.08, "folk": 0.02}  # of a quarter note, on the second eighth
LOOSE = {KIT: 0.003, DRUM: 0.005, BASS: 0.005}  # seconds of play either way; others 0.008
LOOSEST = 0.008
ROLL = {"harp": 0.035, "guitar": 0.013, "steel guitar": 0.013, "piano": 0.007, "rhodes": 0.006}
RINGING = ("piano", "rhodes", "vibraphone", "celesta", "glockenspiel", "harp", "guitar", "steel guitar", "fantasia")
DAMPED = 0.04  # seconds between two pedals
BREATH = 0.7  # seconds of rest before a scene that is reached by a breath
LIFT = 0.3  # how much harder everybody plays from the quietest phrase to the loudest
SWELL = {"swell": 0.22, "fade": 0.45}
# How loud a part stands in the mix, in decibels, by what it mostly does
LEVELS = {LEAD: 0.0, COUNTER: -4.0, PAD: -7.0, FIGURE: -5.5, BASS: -3.5}
LEVELS |= {UNDER: -2.0, "ostinato": -5.5, "bell": -7.0, KIT: -7.0, DRUM: -6.0}


def perform(plan: Plan, passages: Sequence[Passage], chords, genre: str, seed: int) -> tuple[Part, ...]:
    """One part per instrument, in the order in which they come in the passages. Notes never leave their section."""
    by_player: dict[Instrument, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_player[passage.instrument].append(passage)
    parts = []
    for player, own in by_player.items():
        dice = random.Random(f"perform {seed} {player.name}")
        notes: list[Note] = []
        for passage in own:
            notes += _played(passage, plan.sections[passage.section], genre, dice)
        pedals = _pedals(plan, chords) if player.name in RINGING else ()
        level = max(LEVELS[passage.role] for passage in own)
        parts.append(Part(player.name, _tidy(notes), _swells(own, plan, player), pedals, level))
    return tuple(parts)


def _played(passage: Passage, section: Section, genre: str, dice: random.Random) -> list[Note]:
    """One passage in seconds."""
    phrase, player = passage.phrase, passage.instrument
    start, length = phrase.bar * section.metre.beats, phrase.bars * section.metre.beats
    first, last = section.beats[0], section.beats[-1] - (BREATH if section.leave == "breath" else 0.0)
    loose = LOOSE.get(passage.role, LOOSEST)
    late = 0.012 if genre == "lo-fi" and passage.role == LEAD else 0.0
    found = []
    roll, before = 0.0, -1.0
    for note in sorted(passage.notes, key=lambda note: (note.beat, note.pitch)):
        roll = roll + ROLL.get(player.name, 0.0) * dice.uniform(0.7, 1.3) if note.beat == before else 0.0
        before = note.beat
        swing = SWING.get(genre, 0.0) if abs(note.beat % 1 - 0.5) < 1e-6 else 0.0
        begin = section.at(note.beat + swing) + min(max(dice.gauss(0, loose / 2), -loose), loose) + roll + late
        end = section.at(note.beat + note.beats) - _gap(player, passage.role, note.beats)
        if note.beat + note.beats >= section.length - 1e-6 or end > last:
            end = last
        begin = max(begin, first)
        place = (note.beat - start) / length
        arc = 0.09 * math.sin(math.pi * min(max(place, 0.0), 1.0)) - 0.03
        force = note.force + arc + dice.gauss(0, 0.022) + LIFT * (phrase.intensity - 0.5)
        if end - begin > 0.03:
            found.append(Note(begin, end, note.pitch, min(max(round(18 + 100 * force), 14), 120)))
    return found


def _gap(player: Instrument, role: str, beats: float) -> float:
    """Seconds before the next note that a note ends: breath and bow changes; pads overlap a little."""
    if role == PAD:
        return -0.05
    if player.decays:
        return 0.0
    return 0.02 if beats < 1 else 0.035 if role in (LEAD, UNDER) else 0.0


def _tidy(notes: list[Note]) -> tuple[Note, ...]:
    """In order; a key struck again is let go first, and of two strokes at once the stronger one stays."""
    found: list[Note] = []
    sounding: dict[int, int] = {}  # pitch: index into found
    for note in sorted(notes, key=lambda note: (note.start, note.pitch, -note.velocity)):
        if (place := sounding.get(note.pitch)) is not None and found[place].end > note.start - 0.002:
            old = found[place]
            if note.start - old.start < 0.06:
                found[place] = Note(old.start, max(old.end, note.end), old.pitch, max(old.velocity, note.velocity))
                continue
            found[place] = Note(old.start, note.start - 0.002, old.pitch, old.velocity)
        sounding[note.pitch] = len(found)
        found.append(note)
    return tuple(found)


def _pedals(plan: Plan, chords: Sequence[Sequence[Chord]]) -> tuple[tuple[float, float], ...]:
    """The pedal goes down with every chord and up just before the next."""
    found = []
    for section, own in zip(plan.sections, chords, strict=True):
        for chord in own:
            down, up = section.at(chord.beat), section.at(chord.beat + chord.beats)
            if up - down > 2 * DAMPED:
                last = chord.beat + chord.beats >= section.length - 1e-6
                breath = BREATH if last and section.leave == "breath" else 0.0
                up -= breath if last and section.leave in ("end", "silence", "breath") else DAMPED
                if up > down + DAMPED:
                    found.append((down + DAMPED / 2, up))
    return tuple(found)


def _swells(own: list[Passage], plan: Plan, player: Instrument) -> tuple[tuple[float, float], ...]:
    """Breath and bow: a phrase grows to its middle and sinks; the last chord dies away. Not for what is struck."""
    if player.decays:
        return ()
    found: list[tuple[float, float]] = []
    for passage in own:
        section, phrase = plan.sections[passage.section], passage.phrase
        start, end = phrase.bar * section.metre.beats, (phrase.bar + phrase.bars) * section.metre.beats
        low = 1 - SWELL["swell"] * (1.1 - phrase.intensity)
        times = [section.at(start), section.at((start + end) / 2), section.at(end)]
        if phrase.close == "final":
            last_bar = section.at(end - section.metre.beats)
            found += [(times[0], low), (last_bar, 0.92), (times[2], SWELL["fade"])]
        else:
            found += [(times[0] + 0.01, low), (times[1], 1.0), (times[2] - 0.01, low)]
    ordered = dict(sorted(found))
    return tuple(ordered.items())
