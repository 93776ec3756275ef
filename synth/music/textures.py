"""Chords as an accompaniment: pads, broken and struck chords, ostinati and bells, phrase by phrase.

Every function takes a Setting and gives written notes that count quarter notes from the start of the phrase.
"""

from __future__ import annotations

from collections.abc import Sequence

from synth.music.harmony import chord_at
from synth.music.lines import slow_line, walk
from synth.music.score import Written
from synth.music.setting import NEIGHBOUR, Setting, ladder, near, rung_of
from synth.music.voicing import voice


def pad(at: Setting) -> list[Written]:
    """Chords in three or four voices; a voice that stays where it is does not strike again."""
    low, high = _bed(at)
    lift = min(at.manner.register(at.phrase.letter) - 3, at.instrument.high - high)
    low, high = max(low + lift, at.instrument.low), high + lift
    if not at.instrument.chords:
        return slow_line(at, low, high)
    layouts = voice(at.chords, 4 if at.phrase.intensity > 0.45 else 3, low, high)
    force = 0.34 + 0.3 * at.phrase.intensity
    found: list[Written] = []
    held: dict[int, Written] = {}
    for chord, layout in zip(at.chords, layouts, strict=True):
        layout = _rubbed(layout, at) if chord.beat < at.last_bar else layout
        for pitch in list(held):
            if pitch not in layout:
                found.append(held.pop(pitch))
        for pitch in layout:
            old = held.get(pitch)
            held[pitch] = Written(
                old.beat if old else chord.beat, (old.beats if old else 0) + chord.beats, pitch, force
            )
    return sorted([*found, *held.values()], key=lambda note: (note.beat, note.pitch))


def _rubbed(layout: Sequence[int], at: Setting) -> tuple[int, ...]:
    """In a biting theme a voice more, a half step above one in the middle: strings in a cluster."""
    return tuple(sorted({*layout, layout[len(layout) // 2] + 1})) if at.biting else tuple(layout)


def _bed(at: Setting) -> tuple[int, int]:
    """Where held chords lie: under the melody, or above one that is low."""
    tune = sum(note.pitch for note in at.melody) / len(at.melody) if at.melody else 76
    low, high = (48, min(max(round(tune), 66), 76)) if tune >= 64 else (57, 77)
    low, high = max(at.instrument.low, low), min(at.instrument.high, high)
    return (max(at.instrument.low, high - 20), high) if high - low < 15 else (low, high)


# Broken chords as rungs of a ladder of chord notes, one per eighth; None rests. By mood, thin ones first.
LADDERS = {
    "sad": ((0, None, 1, None, 2, None, 3, None), (0, 1, 2, 3, 4, 3, 2, 1), (0, 1, 3, 2, 4, 2, 3, 1)),
    "calm": ((0, None, 2, None, 3, None, 1, None), (0, 1, 2, 4, 3, 4, 2, 1), (0, 2, 3, 4, 5, 4, 3, 2)),
    "happy": ((0, None, 2, 3, None, 2, 3, None), (0, 2, 3, 2, 1, 2, 3, 2), (0, 3, 2, 4, 1, 3, 2, 4)),
    "tense": ((0, None, 0, None, 1, None, 0, None), (0, 1, 0, 2, 0, 1, 0, 2), (0, 1, 2, 0, 1, 2, 0, 1)),
    "epic": ((0, None, 1, None, 2, None, 1, None), (0, 1, 2, 3, 2, 1, 2, 3), (0, 2, 1, 3, 2, 4, 3, 5)),
}


BITTEN = (0, NEIGHBOUR, 0, 1, 0, NEIGHBOUR, 0, 2)  # instead, where a theme is biting

SHORT = {"happy": 0.4, "tense": 0.45, "epic": 0.6}  # quarter notes: what moves is played so short, elsewhere it rings
DRIVE = {"happy": 0.9, "tense": 0.8, "epic": 0.8}  # and how much fuller the patterns are


def figure(at: Setting) -> list[Written]:
    """Broken chords or, in lo-fi, struck ones; with the bass note held below when nobody else has it."""
    if at.genre == "lo-fi":
        return _struck(at)
    if at.manner.figure != "broken" and at.genre != "ambient":
        return _pulsed(at)
    shared = bool(at.melody) and at.instrument.name == "piano"
    top = min(at.instrument.high, (min(note.pitch for note in at.melody) - 1) if shared and at.melody else 77)
    floor = max(at.instrument.low, 45 if at.grounded else 40)
    patterns = LADDERS[at.mood]
    full = int(at.phrase.intensity * 3.2 + (at.genre != "ambient") * 0.7 + DRIVE.get(at.mood, 0.0))
    full += at.manner.chance(0.3, "fuller", at.phrase.letter) - at.manner.chance(0.3, "thinner", at.phrase.letter)
    pattern = BITTEN if at.biting and full > 0 else patterns[min(max(full, 0), 2)]
    force = 0.36 + 0.28 * at.phrase.intensity
    found: list[Written] = []
    high, quick = 9 if at.high else 0, 4 if at.quick else 2
    before = None
    for number, chord in enumerate(at.chords):
        bottom = min(floor + at.lift(chord.beat), max(top - 12, floor), at.instrument.high - 16)
        notes = ladder(chord, bottom, max(top, bottom + 12), after=before)
        before = notes[0]
        if chord.beat >= at.last_bar or (at.holds(chord.beat) and at.grounded):
            found += [Written(chord.beat, chord.beats, pitch, force * 0.9) for pitch in notes[:4]]
            continue
        if not at.grounded:
            root = near(chord.bass, (33 if at.instrument.low <= 33 else at.instrument.low) + high, 45 + high)
            if root < notes[0]:
                after = at.chords[number + 1] if number + 1 < len(at.chords) else chord
                way = walk(at, chord, after, root, near(after.bass, root - 6, root + 6, root))
                found += [Written(chord.beat + beat, beats, pitch, force + 0.08) for beat, beats, pitch in way]
        if at.holds(chord.beat):
            found += [Written(chord.beat, chord.beats, pitch, force) for pitch in notes[:3]]
            continue
        for step in range(round(chord.beats * quick)):
            rung = pattern[step % 6 if at.metre.beats == 3 else step % 8]
            if rung is not None:
                accent = 0.06 if step % (3 if at.metre.name == "6/8" else 2) == 0 else 0.0
                beat = chord.beat + step / quick
                until = min(chord.beat + chord.beats - beat, SHORT.get(at.mood, 1.5))
                found.append(Written(beat, until, rung_of(notes, rung), force + accent - 0.04))
    return found


PULSES = {  # where in a bar chords are struck, thin ones first
    "4/4": ((0.0, 2.0), (0.0, 1.0, 2.0, 3.0), (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5)),
    "3/4": ((0.0, 1.0), (0.0, 1.0, 2.0), (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)),
    "6/8": ((0.0, 1.5), (0.0, 1.0, 1.5, 2.5), (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)),
}
OFFBEATS = {"4/4": (1.0, 3.0), "3/4": (1.0, 2.0), "6/8": (1.0, 2.5)}
QUICK_OFFBEATS = {"4/4": (0.5, 1.0, 1.5, 2.5, 3.0, 3.5), "3/4": (0.5, 1.0, 1.5, 2.0, 2.5), "6/8": (0.5, 1.0, 2.0, 2.5)}


def _pulsed(at: Setting) -> list[Written]:
    """Whole chords, repeated, off the beat or held, in voices that hardly move; the bass below when nobody has it."""
    lows = [min(max(at.instrument.low, 48) + at.lift(chord.beat), at.instrument.high - 14) for chord in at.chords]
    layouts = [voice([chord], 3, low, low + 14)[0] for chord, low in zip(at.chords, lows, strict=True)]
    high = 9 if at.high else 0
    level = min(int(at.phrase.intensity * 3.2 + 0.4 + DRIVE.get(at.mood, 0.0)), 2)
    off = (QUICK_OFFBEATS if at.quick else OFFBEATS)[at.metre.name]
    pulses = {"blocks": (0.0,), "offbeat": off}.get(at.manner.figure, PULSES[at.metre.name][level])
    force = 0.34 + 0.26 * at.phrase.intensity
    found: list[Written] = []
    for number, (chord, layout) in enumerate(zip(at.chords, layouts, strict=True)):
        end = chord.beat + chord.beats
        if not at.grounded and at.instrument.low <= 45:
            root = near(
                chord.bass, max(at.instrument.low, 31) + high, 45 + high, found[0].pitch if found else 40 + high
            )
            after = at.chords[number + 1] if number + 1 < len(at.chords) else chord
            way = walk(at, chord, after, root, near(after.bass, root - 6, root + 6, root))
            found += [Written(chord.beat + beat, beats, pitch, force + 0.08) for beat, beats, pitch in way]
        bars = range(int(chord.beat / at.metre.beats), int((end - 1e-6) / at.metre.beats) + 1)
        places = [bar * at.metre.beats + pulse for bar in bars for pulse in pulses]
        places = [place for place in places if chord.beat - 1e-6 <= place < end - 1e-6]
        if chord.beat >= at.last_bar or at.holds(chord.beat) or not places:
            places = [chord.beat]
        for place, after_it in zip(places, [*places[1:], end], strict=True):
            beats = min(after_it - place, SHORT.get(at.mood, 2.0) if len(places) > 1 else chord.beats)
            heard = _rubbed(layout, at) if chord.beat < at.last_bar else layout
            found += [Written(place, beats, pitch, force) for pitch in heard]
    return found


def _struck(at: Setting) -> list[Written]:
    """Chords on one and just before three, the way a tired electric piano plays them."""
    lows = [min(50 + at.lift(chord.beat) * 2 // 3, 62) for chord in at.chords]
    layouts = [voice([chord], 4, low, low + 18)[0] for chord, low in zip(at.chords, lows, strict=True)]
    found: list[Written] = []
    force = 0.42 + 0.2 * at.phrase.intensity
    for chord, layout in zip(at.chords, layouts, strict=True):
        later = chord.beat + 2.5 if chord.beats > 3 else None
        if chord.beat >= at.last_bar or later is None:
            found += [Written(chord.beat, chord.beats, pitch, force) for pitch in layout]
            continue
        heard = _rubbed(layout, at)
        found += [Written(chord.beat, 1.5, pitch, force) for pitch in heard]
        found += [Written(later, 1.3, pitch, force - 0.08) for pitch in heard[1:]]
    return found


# Eighths (sixteenths for machines): rungs of the ladder, None rests
OSTINATI = {
    "happy": (0, None, 2, 1, None, 2, 1, None),
    "tense": (0, 0, 1, 0, 0, 1, 0, 2),
    "sad": (0, None, 1, None, 2, None, 1, None),
    "calm": (0, None, 1, None, 2, None, 1, None),
    "epic": (0, 1, 2, 1, 0, 1, 2, 1),
}
ACCENTS = {"tense": (0, 3, 6), "epic": (0, 3, 6), "happy": (0, 4), "sad": (0,), "calm": (0,)}


def ostinato(at: Setting) -> list[Written]:
    """A short figure that goes on and on, in short notes."""
    floor = max(at.instrument.low, 55 if at.mood != "tense" else 48)
    quick = 4 if at.quick or (at.genre == "electronic" and at.phrase.intensity > 0.4) else 2
    pattern, accents = BITTEN if at.biting else OSTINATI[at.mood], ACCENTS[at.mood]
    found: list[Written] = []
    force = 0.36 + 0.3 * at.phrase.intensity
    before = None
    for chord in at.chords:
        bottom = min(floor + at.lift(chord.beat) // 2, at.instrument.high - 19)
        notes = ladder(chord, bottom, bottom + 17, open_low=False, after=before)
        before = notes[0]
        if chord.beat >= at.last_bar or at.holds(chord.beat):
            found += [
                Written(chord.beat, chord.beats, pitch, force) for pitch in notes[: 3 if at.instrument.chords else 1]
            ]
            continue
        for step in range(round(chord.beats * quick)):
            rung = pattern[step % (6 if at.metre.beats == 3 and quick == 2 else 8)]
            if rung is not None:
                accent = 0.12 if step % 8 in accents else 0.0
                beat = chord.beat + step / quick
                found.append(Written(beat, 0.85 / quick, rung_of(notes, rung), force + accent))
    return found


def bell(at: Setting) -> list[Written]:
    """A few high notes: a run into the phrase, then one every other bar."""
    low = max(at.instrument.low, 72)
    found: list[Written] = []
    force = 0.3 + 0.25 * at.phrase.intensity
    for bar in range(0, at.phrase.bars, 2):
        beat = bar * at.metre.beats
        notes = ladder(chord_at(at.chords, beat), low, min(at.instrument.high, low + 19), open_low=False)
        if bar == 0:
            rungs = at.dice.choice(((0, 1, 2), (2, 1, 3), (1, 2, 0)))
            found += [
                Written(beat + step / 2, 1.5, notes[min(rung, len(notes) - 1)], force)
                for step, rung in enumerate(rungs)
            ]
        else:
            late = 0 if beat >= at.last_bar else at.dice.choice((0, 1.5))
            found.append(Written(beat + late, 2, notes[min(at.dice.choice((1, 2, 3)), len(notes) - 1)], force))
    return found
