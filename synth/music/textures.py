"""What accompanies: pads, broken chords, basses, counter-lines, ostinati and bells, phrase by phrase.

Every function takes a Setting and gives written notes that count quarter notes from the start of the phrase.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from synth.music.harmony import chord_at, scale_at
from synth.music.instruments import Instrument
from synth.music.score import Chord, Key, Metre, Phrase, Written
from synth.music.voicing import voice

STILL = ("sad", "calm")


@dataclass(frozen=True)
class Setting:
    """One player in one phrase. chords and melody count from the start of the phrase."""

    phrase: Phrase
    chords: tuple[Chord, ...]
    key: Key
    metre: Metre
    mood: str
    genre: str
    instrument: Instrument
    melody: tuple[Written, ...]
    grounded: bool  # somebody else plays the bass
    dice: random.Random

    @property
    def length(self) -> float:
        return self.phrase.bars * self.metre.beats

    @property
    def last_bar(self) -> float:
        """Where the last chord of the piece or before a silence begins; beyond the phrase when there is none."""
        return self.chords[-1].beat if self.phrase.close == "final" else self.length


def pad(at: Setting) -> list[Written]:
    """Chords in three or four voices; a voice that stays where it is does not strike again."""
    low, high = _bed(at)
    if not at.instrument.chords:
        return _slow_line(at, low, high)
    layouts = voice(at.chords, 4 if at.phrase.intensity > 0.45 else 3, low, high)
    force = 0.34 + 0.3 * at.phrase.intensity
    found: list[Written] = []
    held: dict[int, Written] = {}
    for chord, layout in zip(at.chords, layouts, strict=True):
        for pitch in list(held):
            if pitch not in layout:
                found.append(held.pop(pitch))
        for pitch in layout:
            old = held.get(pitch)
            held[pitch] = Written(
                old.beat if old else chord.beat, (old.beats if old else 0) + chord.beats, pitch, force
            )
    return sorted([*found, *held.values()], key=lambda note: (note.beat, note.pitch))


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


def figure(at: Setting) -> list[Written]:
    """Broken chords or, in lo-fi, struck ones; with the bass note held below when nobody else has it."""
    if at.genre == "lo-fi":
        return _struck(at)
    shared = bool(at.melody) and at.instrument.name == "piano"
    top = min(at.instrument.high, (min(note.pitch for note in at.melody) - 1) if shared and at.melody else 77)
    bottom = max(at.instrument.low, 45 if at.grounded else 40)
    patterns = LADDERS[at.mood]
    pattern = patterns[min(int(at.phrase.intensity * 3.2 + (at.genre != "ambient") * 0.4), 2)]
    force = 0.36 + 0.28 * at.phrase.intensity
    found: list[Written] = []
    for chord in at.chords:
        ladder = _ladder(chord, bottom, max(top, bottom + 12))
        if chord.beat >= at.last_bar:
            found += [Written(chord.beat, chord.beats, pitch, force * 0.9) for pitch in ladder[:4]]
            continue
        if not at.grounded:
            root = _near(chord.bass, 33 if at.instrument.low <= 33 else at.instrument.low, 33 + 12)
            if root < ladder[0]:
                found.append(Written(chord.beat, chord.beats, root, force + 0.08))
        eighths = round(chord.beats * 2)
        for step in range(eighths):
            place = step if eighths <= 8 else step % 8
            rung = pattern[place % 6 if at.metre.beats == 3 else place % 8]
            if rung is not None:
                accent = 0.06 if step % (3 if at.metre.name == "6/8" else 2) == 0 else 0.0
                beat = chord.beat + step / 2
                until = min(chord.beat + chord.beats - beat, 1.5)
                found.append(Written(beat, until, ladder[min(rung, len(ladder) - 1)], force + accent - 0.04))
    return found


def _struck(at: Setting) -> list[Written]:
    """Chords on one and just before three, the way a tired electric piano plays them."""
    layouts = voice(at.chords, 4, 52, 76)
    found: list[Written] = []
    force = 0.42 + 0.2 * at.phrase.intensity
    for chord, layout in zip(at.chords, layouts, strict=True):
        later = chord.beat + 2.5 if chord.beats > 3 else None
        if chord.beat >= at.last_bar or later is None:
            found += [Written(chord.beat, chord.beats, pitch, force) for pitch in layout]
            continue
        found += [Written(chord.beat, 1.5, pitch, force) for pitch in layout]
        found += [Written(later, 1.3, pitch, force - 0.08) for pitch in layout[1:]]
    return found


def bass(at: Setting) -> list[Written]:
    """The lowest line: held in quiet moods, root and fifth in cheerful ones, a pulse where it drives."""
    low, high = at.instrument.low, min(at.instrument.high, at.instrument.low + 19)
    if at.instrument.high > 60:
        low, high = max(at.instrument.low, 36), max(at.instrument.low, 36) + 14
    found: list[Written] = []
    force = 0.5 + 0.25 * at.phrase.intensity
    last = None
    for number, chord in enumerate(at.chords):
        root = _near(chord.bass, low, high, last)
        last = root
        fifth = _near(chord.tones[2] if len(chord.tones) > 2 else chord.tones[-1], low, high, root)
        after = at.chords[number + 1] if number + 1 < len(at.chords) else None
        found += [
            Written(chord.beat + beat, beats, pitch, force - 0.06 * (beat > 0))
            for beat, beats, pitch in _bass_bar(
                at, chord, root, fifth, _near(after.bass, low, high, root) if after else root
            )
        ]
    return found


def _bass_bar(at: Setting, chord: Chord, root: int, fifth: int, target: int) -> list[tuple[float, float, int]]:
    beats = chord.beats
    if chord.beat >= at.last_bar or beats < 2 or at.genre == "ambient" or at.phrase.kind == "intro":
        return [(0, beats, root)]
    if at.genre == "lo-fi" and beats == 4:
        return [(0, 1.4, root), (1.5, 0.9, fifth), (2.5, 1, root), (3.5, 0.5, target + (1 if target < root else -1))]
    pulse = at.genre == "electronic" or at.mood in ("tense", "epic")
    if pulse and at.phrase.intensity > 0.62:
        return [(step / 2, 0.45, root) for step in range(round(beats * 2))]
    if at.mood in STILL or at.mood == "epic":
        return [(0, beats, root)] if beats < 4 or at.phrase.intensity < 0.5 else [(0, 3, root), (3, 1, fifth)]
    if at.mood == "tense":
        return [(0, beats, root)] if at.phrase.intensity < 0.4 else [(step, 0.9, root) for step in range(int(beats))]
    return [(0, 0.9, root), (beats / 2 if beats != 3 else 2, 0.9, fifth)]


def counter(at: Setting) -> list[Written]:
    """A second voice in long notes, a third or more from the melody, moving while the melody holds."""
    low, high = max(at.instrument.low, 48), min(at.instrument.high, 79)
    return _slow_line(at, low, high)


def _slow_line(at: Setting, low: int, high: int) -> list[Written]:
    """One or two notes a chord: guide tones, near the last one, clear of the melody."""
    high = max(high, low + 12) if at.instrument.high >= low + 12 else at.instrument.high
    found: list[Written] = []
    here = (low + high) // 2 + at.dice.choice((-2, 0, 2))
    force = 0.42 + 0.25 * at.phrase.intensity
    for chord in at.chords:
        halves = 2 if chord.beats == 4 and at.phrase.intensity > 0.5 and chord.beat < at.last_bar else 1
        for half in range(halves):
            beat, beats = chord.beat + half * chord.beats / halves, chord.beats / halves
            sung = {note.pitch for note in at.melody if note.beat < beat + beats and note.beat + note.beats > beat}
            tones = chord.tones if not half else (*chord.tones, *_passing(at, chord, here))
            wanted = chord.tones[1:] or chord.tones
            options = [pitch for pitch in range(low, high + 1) if pitch % 12 in tones]

            def cost(pitch: int, sung=sung, wanted=wanted, half=half, here=here) -> float:
                clash = sum(4.0 for other in sung if abs(other - pitch) in (0, 1, 2)) + (pitch == here) * (1.0 + half)
                return abs(pitch - here) + clash + (0 if pitch % 12 in wanted else 1.0)

            here = min(options, key=lambda pitch: (cost(pitch), pitch))
            found.append(Written(beat, beats, here, force))
    return _joined(found)


def _passing(at: Setting, chord: Chord, here: int) -> list[int]:
    """Neighbours of a note within the scale."""
    scale = scale_at(at.key, chord)
    return [pitch % 12 for pitch in range(here - 2, here + 3) if pitch != here and pitch % 12 in scale]


def _joined(notes: list[Written]) -> list[Written]:
    """Repeated notes of a slow line become one, up to a bar or two."""
    found: list[Written] = []
    for note in notes:
        old = found[-1] if found else None
        if old and old.pitch == note.pitch and abs(old.beat + old.beats - note.beat) < 1e-6 and old.beats < 8:
            found[-1] = Written(old.beat, old.beats + note.beats, old.pitch, old.force)
        else:
            found.append(note)
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
    bottom = max(at.instrument.low, 55 if at.mood != "tense" else 48)
    quick = 4 if at.genre == "electronic" and at.phrase.intensity > 0.4 else 2
    pattern, accents = OSTINATI[at.mood], ACCENTS[at.mood]
    found: list[Written] = []
    force = 0.36 + 0.3 * at.phrase.intensity
    for chord in at.chords:
        ladder = _ladder(chord, bottom, bottom + 17, open_low=False)
        if chord.beat >= at.last_bar:
            found += [
                Written(chord.beat, chord.beats, pitch, force) for pitch in ladder[: 3 if at.instrument.chords else 1]
            ]
            continue
        for step in range(round(chord.beats * quick)):
            rung = pattern[step % (6 if at.metre.beats == 3 and quick == 2 else 8)]
            if rung is not None:
                accent = 0.12 if step % 8 in accents else 0.0
                beat = chord.beat + step / quick
                found.append(Written(beat, 0.85 / quick, ladder[min(rung, len(ladder) - 1)], force + accent))
    return found


def bell(at: Setting) -> list[Written]:
    """A few high notes: a run into the phrase, then one every other bar."""
    low = max(at.instrument.low, 72)
    found: list[Written] = []
    force = 0.3 + 0.25 * at.phrase.intensity
    for bar in range(0, at.phrase.bars, 2):
        beat = bar * at.metre.beats
        ladder = _ladder(chord_at(at.chords, beat), low, min(at.instrument.high, low + 19), open_low=False)
        if bar == 0:
            rungs = at.dice.choice(((0, 1, 2), (2, 1, 3), (1, 2, 0)))
            found += [
                Written(beat + step / 2, 1.5, ladder[min(rung, len(ladder) - 1)], force)
                for step, rung in enumerate(rungs)
            ]
        else:
            late = 0 if beat >= at.last_bar else at.dice.choice((0, 1.5))
            found.append(Written(beat + late, 2, ladder[min(at.dice.choice((1, 2, 3)), len(ladder) - 1)], force))
    return found


def _ladder(chord: Chord, low: int, high: int, open_low: bool = True) -> list[int]:
    """The chord's notes rising from its root; with open_low no third in the lowest octave, where it would growl."""
    root = _near(chord.tones[0], low, low + 11)
    rungs = [pitch for pitch in range(root, max(high, root + 7) + 1) if pitch % 12 in chord.tones]
    if open_low and root < 55:
        rungs = [p for p in rungs if p - root >= 7 or p == root] or rungs
    return rungs if len(rungs) > 2 else [root, root + 7, root + 12]


def _near(pitch_class: int, low: int, high: int, to: int | None = None) -> int:
    """The pitch of this class in the range that is nearest to another, or the lowest."""
    options = [pitch for pitch in range(low, max(high, low + 11) + 1) if pitch % 12 == pitch_class]
    return min(options, key=lambda pitch: (abs(pitch - to), pitch)) if to is not None else options[0]
