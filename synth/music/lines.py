"""Lines under and beside the melody: basses, and second voices in long notes.

Every function takes a Setting and gives written notes that count quarter notes from the start of the phrase.
"""

from __future__ import annotations

from synth.music.harmony import scale_at
from synth.music.score import Chord, Written
from synth.music.setting import Setting, near

STILL = ("sad", "calm")
ROOM = 9  # semitones that a second voice needs below the melody; else it goes above


def bass(at: Setting) -> list[Written]:
    """The lowest line: held in quiet moods, root and fifth in cheerful ones, a pulse where it drives."""
    low, high = at.instrument.low, min(at.instrument.high, at.instrument.low + 19)
    if at.instrument.high > 60:
        low, high = max(at.instrument.low, 36), max(at.instrument.low, 36) + 14
    if at.high and low + 24 <= at.instrument.high:
        low, high = low + 12, min(high + 12, at.instrument.high)
    found: list[Written] = []
    force = 0.5 + 0.25 * at.phrase.intensity
    last = None
    for number, chord in enumerate(at.chords):
        held = at.biting and chord.beat < min(at.last_bar, at.length - at.metre.beats)  # a pedal, home under all chords
        root = near(at.key.tonic if held else chord.bass, low, high, last)
        last = root
        fifth = near(chord.tones[2] if len(chord.tones) > 2 else chord.tones[-1], low, high, root)
        after = at.chords[number + 1] if number + 1 < len(at.chords) else None
        found += [
            Written(chord.beat + beat, beats, pitch, force - 0.06 * (beat > 0))
            for beat, beats, pitch in _bass_bar(
                at, chord, after or chord, root, fifth, near(after.bass, low, high, root) if after else root
            )
        ]
    return found


def walk(at: Setting, chord: Chord, after: Chord, root: int, target: int) -> list[tuple[float, float, int]]:
    """A bass note that lasts as long as its chord or, here and there, goes to the next by a step on its last beat."""
    going = at.manner.chance(at.manner.walking, "walk", at.phrase.letter, chord.beat, chord.bass)
    if going and chord.beats >= 3 and abs(root - target) < 3:
        return [(0, chord.beats - 1, root), (chord.beats - 1, 1, root)]
    near_by = [target + by for by in ((-2, -1, 2, 1) if root < target else (2, 1, -2, -1))]
    steps = [p for p in near_by if p % 12 in scale_at(at.key, chord) and at.instrument.low <= p <= at.instrument.high]
    if not going or chord.beats < 2 or chord is after or abs(root - target) < 3 or not steps:
        return [(0, chord.beats, root)]
    return [(0, chord.beats - 1, root), (chord.beats - 1, 1, steps[0])]


def _bass_bar(
    at: Setting, chord: Chord, after: Chord, root: int, fifth: int, target: int
) -> list[tuple[float, float, int]]:
    beats = chord.beats
    if chord.beat >= at.last_bar or beats < 2 or at.genre == "ambient" or at.phrase.kind == "intro":
        return [(0, beats, root)]
    if at.genre == "lo-fi" and beats == 4:
        return [(0, 1.4, root), (1.5, 0.9, fifth), (2.5, 1, root), (3.5, 0.5, target + (1 if target < root else -1))]
    pulse = at.genre == "electronic" or at.mood in ("tense", "epic")
    if pulse and at.phrase.intensity > (0.45 if at.mood == "epic" else 0.3):
        count = round(beats * 2)
        return [(step / 2, 0.45, root + (at.biting and step % 4 == 3 and step < count - 1)) for step in range(count)]
    if at.mood in STILL or at.mood == "epic":
        plain = beats < 4 or at.phrase.intensity < 0.5 or at.manner.walking > 0.3
        return walk(at, chord, after, root, target) if plain else [(0, 3, root), (3, 1, fifth)]
    if at.mood == "tense":
        if at.phrase.intensity < 0.4:
            return walk(at, chord, after, root, target)
        return [(step, 0.9, root) for step in range(int(beats) - 1)] + walk(at, chord, after, root, target)[-1:]
    return [(0, 0.9, root), (beats / 2 if beats != 3 else 2, 0.9, fifth)]


def counter(at: Setting) -> list[Written]:
    """A second voice in long notes, a third or more from the melody, moving while the melody holds."""
    low, high = max(at.instrument.low, 48), min(at.instrument.high, 79)
    if at.melody:
        tune = round(sum(note.pitch for note in at.melody) / len(at.melody))
        if tune - 3 - low >= ROOM:
            high = min(high, tune - 3)
        elif high - tune - 3 >= ROOM:
            low = tune + 3
    return slow_line(at, low, high)


def slow_line(at: Setting, low: int, high: int) -> list[Written]:
    """One or two notes a chord: guide tones, near the last one, clear of the melody."""
    high = max(high, low + 9) if at.instrument.high >= low + 9 else at.instrument.high
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
