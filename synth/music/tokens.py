"""A melody as tokens: how long, then which pitch, counted from the tonic; and what is known about the place of each.

Every note is two tokens: a length in sixteenths and a pitch, REST, or HOLD (a note that goes on over a bar line; what
fills a bar is always whole). CLOSE stands before the last note of a phrase. What surrounds a token is not in the line
but beside it, as ids of the same vocabulary whose embeddings are added: the place in the bar, the chord, the next
chord's root, bars left in the phrase, how it closes, whether it has been heard before, metre, mode, mood, how busy it
is, and whether it is sung.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

TICK = 4  # ticks in a quarter note
LOWEST, HIGHEST = -14, 27  # pitches, in semitones from a tonic
LONGEST = 16  # ticks that one token can last
BARS = {"4/4": 16, "3/4": 12, "6/8": 12}  # ticks in a bar
HALVES = {"4/4": 8, "3/4": 8, "6/8": 6}  # where a bar's second chord comes
QUALITIES = ("major", "minor", "seventh", "diminished", "other")
CLOSES = ("open", "half", "full", "final")
MOODS = ("happy", "tense", "sad", "calm", "epic")
MOST_LEFT = 7

_count = 0


def _range(size: int) -> range:
    global _count
    _count += size
    return range(_count - size, _count)


START, CLOSE, REST, HOLD = _range(4)
LENGTH = _range(LONGEST)  # LENGTH[ticks - 1]
PITCH = _range(HIGHEST - LOWEST + 1)
EVENTS = _count  # only tokens below this are ever predicted
PLACE = _range(LONGEST)
CHORD = _range(12 * len(QUALITIES))
NEXT = _range(12)
LEFT = _range(MOST_LEFT + 1)
CLOSING = _range(len(CLOSES))
HEARD = _range(2)
METRE = _range(len(BARS))
MODE = _range(2)
MOOD = _range(len(MOODS))
BUSY = _range(3)
SUNG = _range(2)
VOCABULARY = _count
BESIDE = 11  # ids beside every token


@dataclass(frozen=True)
class Tone:
    """A note in ticks; its pitch counts from the tonic. closes: it is the last one of its phrase."""

    onset: int
    length: int
    pitch: int
    phrase: int
    closes: bool = False


@dataclass(frozen=True)
class Line:
    """What is known of a phrase before its notes: the bar (counted in the tune) it comes to rest in, how, how busy."""

    last_bar: int
    close: str
    heard: bool
    busy: int


@dataclass(frozen=True)
class Tune:
    """Some phrases in a row over their chords. chords: two ids from `chord_id` a bar; tones: in order."""

    metre: str
    bright: bool
    mood: str
    sung: bool
    chords: tuple[int, ...]
    lines: tuple[Line, ...]
    tones: tuple[Tone, ...] = ()

    def beside(self, tick: int, phrase: int) -> list[int]:
        """The ids (BESIDE of them) that go with a token that starts at this tick."""
        bar, place = divmod(tick, BARS[self.metre])
        slot = min(2 * bar + (place >= HALVES[self.metre]), len(self.chords) - 1)
        line, after = self.lines[phrase], self.chords[min(slot + 1, len(self.chords) - 1)]
        return [
            PLACE[place],
            CHORD[self.chords[slot]],
            NEXT[after // len(QUALITIES)],
            LEFT[min(max(line.last_bar - bar, 0), MOST_LEFT)],
            CLOSING[CLOSES.index(line.close)],
            HEARD[line.heard],
            BUSY[line.busy],
            *self._throughout,
        ]

    @cached_property
    def _throughout(self) -> tuple[int, ...]:
        metre, mood = METRE[list(BARS).index(self.metre)], MOOD[MOODS.index(self.mood)]
        return metre, MODE[self.bright], mood, SUNG[self.sung]


def chord_id(tones: Sequence[int], tonic: int) -> int:
    """Of pitch classes, root first: root above the tonic and quality, as one number."""
    above = {(tone - tones[0]) % 12 for tone in tones}
    if 3 in above and 6 in above and 7 not in above:
        quality = "diminished"
    elif 4 in above and 10 in above:
        quality = "seventh"
    elif 4 in above and 8 not in above:
        quality = "major"
    else:
        quality = "minor" if 3 in above else "other"
    return (tones[0] - tonic) % 12 * len(QUALITIES) + QUALITIES.index(quality)


def encode(tune: Tune, until: int | None = None) -> tuple[list[int], list[list[int]]]:
    """The tokens of a tune, and what stands beside each: ids of the place where the token after it comes.

    until: fill up with a rest to this tick.
    """
    tokens, at, phrase = [START], 0, 0
    beside: list[list[int]] = []
    full = BARS[tune.metre]

    def say(kind: int, start: int, end: int, line: int) -> None:
        """A note or a rest, cut at the bar lines."""
        while start < end:
            stop = min((start // full + 1) * full, end)
            tokens.extend((LENGTH[stop - start - 1], kind))
            beside.extend((tune.beside(start, line), tune.beside(start, line)))
            start, kind = stop, kind if kind == REST else HOLD

    for tone in tune.tones:
        say(REST, at, tone.onset, tone.phrase if tone is tune.tones[0] else phrase)
        phrase, at = tone.phrase, tone.onset + tone.length
        if tone.closes:
            tokens.append(CLOSE)
            beside.append(tune.beside(tone.onset, phrase))
        say(PITCH[tone.pitch - LOWEST], tone.onset, at, phrase)
    if until is not None:
        say(REST, at, until, phrase)
    return tokens, beside


def decode(tokens: Sequence[int]) -> list[Tone]:
    """The notes of a line of tokens; phrases are counted by their closes."""
    found: list[Tone] = []
    at, length, phrase, closes = 0, 0, 0, False
    for token in tokens:
        if token in LENGTH:
            length = token - LENGTH[0] + 1
        elif token == CLOSE:
            closes = True
        elif token in (HOLD, REST) or token in PITCH:
            if token in PITCH:
                found.append(Tone(at, length, token - PITCH[0] + LOWEST, phrase, closes))
                phrase, closes = phrase + closes, False
            elif token == HOLD and found:
                last = found[-1]
                found[-1] = Tone(last.onset, last.length + length, last.pitch, last.phrase, last.closes)
            at += length
    return found


def slots(chords: Sequence[tuple[float, int]], metre: str, bars: int) -> tuple[int, ...]:
    """Two ids a bar from (start in quarter notes, chord id), in order."""
    starts = [start for start, _ in chords]
    places = [bar * BARS[metre] + half for bar in range(bars) for half in (0, HALVES[metre])]
    return tuple(chords[max(bisect_right(starts, place / TICK + 1e-6) - 1, 0)][1] for place in places)
