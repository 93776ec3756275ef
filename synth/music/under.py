"""The melody while somebody speaks: in the gaps it sounds as it is; under the words its main notes go on, low and long.

Film practice: nothing competes with a voice, yet something sings. The line keeps the tune's own notes on strong beats,
so that the tune is known again when it comes back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from synth.music.casting import Player
from synth.music.harmony import chord_at
from synth.music.instruments import BASS, COUNTER, LEAD, Instrument
from synth.music.score import Chord, Section, Written

UNDER = "under"  # the role of that line
MARGIN = 0.2  # seconds that the lead keeps clear of speech
FRAGMENT = 3  # fewer notes than this between two sentences are no melody
LONG = 2.0  # seconds that make two notes enough
APART = 1.3  # seconds from one note under speech to the next, at least
CENTRE, SPAN = 57, 14  # MIDI pitch about which the line lies, and semitones it has: under the clearest of a voice
DEEP, LOW = 52, 57  # who reaches down to the first sings it well, to the second if nobody else does
SOFTER = 0.14  # force

Spans = Sequence[tuple[float, float]]


def clear_of_speech(notes: Sequence[Written], section: Section, start: float, speech: Spans) -> list[Written]:
    """What sounds only while nobody speaks; notes that would run into a sentence end before it.

    start: of the phrase, in quarter notes from the start of the section. speech: in seconds.
    """
    if not speech:
        return list(notes)
    runs: list[list[Written]] = [[]]
    for note in notes:
        begin, end = section.at(start + note.beat), section.at(start + note.beat + note.beats)
        if any(begin < until + MARGIN and begin > since - MARGIN for since, until in speech):
            runs.append([])
            continue
        limit = min((since - MARGIN for since, _ in speech if since > begin), default=end)
        if limit < end:
            note = dataclasses.replace(note, beats=section.beat_at(limit) - start - note.beat)
            runs[-1] += [note] if limit - begin > 0.25 else []
            runs.append([])
        else:
            runs[-1].append(note)
    return [note for run in runs if _says_something(run, section, start) for note in run]


def _says_something(run: Sequence[Written], section: Section, start: float) -> bool:
    """Three notes are a phrase; two are, when they have time."""
    if len(run) < 2:
        return False
    seconds = section.at(start + run[-1].beat + run[-1].beats) - section.at(start + run[0].beat)
    return len(run) >= FRAGMENT or seconds >= LONG


def singer(players: Sequence[Player]) -> Player | None:
    """Who sings under speech: a lead or second voice that lies low, before others who could; None if nobody can."""

    def able(role: str, lowest: int, alone: bool = False) -> list[Player]:
        return [
            player for player in players
            if role in player.roles and player.instrument.low <= lowest and not (alone and player.instrument.chords)
        ]  # fmt: skip

    others = [
        player for player in players
        if {LEAD, COUNTER} & set(player.instrument.roles) and player.instrument.low <= DEEP
        and BASS not in player.roles and not player.instrument.section
    ]  # fmt: skip
    ways = (able(LEAD, DEEP, True), able(COUNTER, DEEP), able(LEAD, DEEP), others, able(COUNTER, LOW), able(LEAD, LOW))
    return next((found[0] for found in ways if found), None)


def undertone(
    melody: Sequence[Written],
    heard: Sequence[Written],
    section: Section,
    start: float,
    chords: Sequence[Chord],
    player: Instrument,
    speech: Spans,
) -> list[Written]:
    """The line under speech: what of a melody is not `heard` from its lead, thinned, in the low range of the player.

    In the gaps that are too short for the lead the notes stay as they are. Times count from the start of the phrase.
    """
    if not melody or len(heard) == len(melody):
        return []
    places = [(note.beat, note.beat + note.beats) for note in heard]
    left = [n for n in melody if not any(since - 1e-6 <= n.beat < until - 1e-6 for since, until in places)]
    shift = _octaves(left, player)
    chosen: list[Written] = []
    before = -APART
    for number, note in enumerate(left):
        at = section.at(start + note.beat)
        spoken = any(since - MARGIN < at < until + MARGIN for since, until in speech)
        if at - before < (APART if spoken else APART / 2) - 1e-6 or (not spoken and note.beats < 0.5):
            continue
        if spoken and _waits(left[number : number + 3], section, chosen, chords):
            continue
        chosen.append(note)
        before = at
    found: list[Written] = []
    for number, note in enumerate(chosen):
        after = [other.beat for other in chosen[number + 1 : number + 2]] + [since for since, _ in places]
        end = _end(note, [beat for beat in after if beat > note.beat + 1e-6], chords, section.metre.beats)
        pitch = _folded(note.pitch + shift, player)
        if found and pitch == found[-1].pitch:
            pitch = _neighbour(pitch, chord_at(chords, note.beat), player, number)
        found.append(Written(note.beat, end - note.beat, pitch, max(note.force - SOFTER, 0.3)))
    return found


def _waits(coming: Sequence[Written], section: Section, chosen: Sequence[Written], chords: Sequence[Chord]) -> bool:
    """Whether a note gives way to one that follows soon: on a strong beat, of the chord, and not heard just now."""

    def worth(note: Written) -> float:
        strong = any(abs(note.beat % section.metre.beats - place) < 1e-6 for place in section.metre.strong)
        again = bool(chosen) and note.pitch == chosen[-1].pitch
        return strong + 0.6 * (note.pitch % 12 in chord_at(chords, note.beat).tones) + 0.3 * note.beats - 0.9 * again

    near = [note for note in coming[1:] if note.beat - coming[0].beat <= section.metre.beats / 4 + 1e-6]
    return any(worth(note) > worth(coming[0]) + 0.1 for note in near)


def apart_from(notes: Sequence[Written], line: Sequence[Written]) -> list[Written]:
    """What a player plays beside his own line: nothing while that sounds."""
    return [n for n in notes if not any(n.beat < o.beat + o.beats and o.beat < n.beat + n.beats for o in line)]


def _end(note: Written, after: Sequence[float], chords: Sequence[Chord], bar: float) -> float:
    """Held to the next note, a bar at most, and not into a chord that it has no part in."""
    own = note.beat + note.beats
    last = min([*after, max(note.beat + bar, own)])
    foreign = [c.beat for c in chords if own - 1e-6 <= c.beat < last and note.pitch % 12 not in c.tones]
    over = chord_at(chords, note.beat)
    if not foreign and note.pitch % 12 not in over.tones:
        return min(own, last)
    return min([last, *foreign])


def _neighbour(pitch: int, chord: Chord, player: Instrument, number: int) -> int:
    """Instead of the same note again another one of the chord nearby, now above and now below."""
    low, high = _window(player)
    tones = [p for p in range(max(pitch - 5, player.low), pitch + 6) if p % 12 in chord.tones and p != pitch]
    side = 1 if number % 2 else -1
    inside = [p for p in tones if low <= p <= high] or tones
    return min(inside, key=lambda p: (abs(p - pitch) + 2 * ((p - pitch) * side < 0), p), default=pitch)


def _octaves(notes: Sequence[Written], player: Instrument) -> int:
    """By how many semitones the whole line goes down (or up) to lie about the middle of where it should."""
    if not notes:
        return 0
    low, high = _window(player)
    mean = sum(note.pitch for note in notes) / len(notes)
    return min((-36, -24, -12, 0, 12), key=lambda shift: (abs(mean + shift - (low + high) / 2), abs(shift)))


def _window(player: Instrument) -> tuple[int, int]:
    low = max(player.low, CENTRE - SPAN // 2)
    return low, min(low + SPAN, player.high)


def _folded(pitch: int, player: Instrument) -> int:
    low, high = _window(player)
    while pitch < low - 2 or pitch < player.low:
        pitch += 12
    while pitch > high + 4:
        pitch -= 12
    return pitch
