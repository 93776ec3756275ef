"""What the melody model may say next: lengths that fill bars, pitches in range and over their chord, and a close.

Every rule is a mask on the model's logits, or a weight where taste is asked and not law; the model chooses among what
is left. Ticks are counted from the start of the phrase.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from synth.music import tokens
from synth.music.harmony import chord_at, scale_at
from synth.music.manner import manner
from synth.music.melody import LIFTS, Request
from synth.music.score import Chord
from synth.music.tokens import BARS, HALVES, LENGTH, LOWEST, PITCH, TICK, Tone

NEVER = -1e9
ON_CHORD = 0.75  # how often the first note of a bar must belong to the chord; other strong ones less than half as often
FAR, FARTHEST = 7, 12  # semitones: a longer leap turns back by step; and none is longer
INTERVALS = np.array([0, 0.2, 0.2, -0.5, -0.5, 0, -0.8, 0, 0, 0, -1.0, -2.0, 0])  # of how many semitones
STEP = 1.6  # what a step costs, by how the piece shuns them
HASTE = 0.6  # how much the liveliest piece prefers short notes, per octave of length
QUICK = 0.8  # what sixteenths gain in the busiest pieces that do not keep to plain rhythms
LEADING = 1.5  # how much a leading tone wants to rise
FREE = 1.9  # how much the piece with the least bite shuns chord tones
CLASH = 2.5  # what a note a semitone from one of the chord costs on weak beats
WIDE, WIDELY = 5, (1.8, 1.5)  # semitones that are a leap, and what it gains in pieces that shun leaps less
COLOUR = 1.0  # what a tone gains that the chord borrows from another key
LINE = 0.3  # what a bar's first note costs per semitone from the note before
SEQUENCE = 0.3  # how closely a theme that comes back higher or lower keeps to its pitches, per semitone
AGAIN, THRICE = 2.0, 0.8  # what repeating a note costs, by how the piece shuns that; and striking it a third time
SILENT = 0.5  # in how many bars a piece is silent at the end that breathes as often as any
BREATH, LINGER = 3.0, 8.0  # how much the readiest piece breathes more than the least ready; how much shorter it ends
REGISTER = 9.0  # semitones about the theme's own middle
APART = 2.0  # how much farther apart than the rule's its themes are wished
MOTIF = 0.35  # how strongly a theme begins as the motif goes, per semitone


@dataclass
class State:
    """One line in the making: where it is, what it has said, and whether its last note comes next."""

    at: int = 0
    length: int = 0  # of the note whose pitch is to come
    closing: bool = False
    rested: bool = False
    tones: list[Tone] = field(default_factory=list)  # pitches from the tonic
    end: int = 1 << 30  # where everything must be over
    closed: bool = False

    def say(self, token: int) -> None:
        if token == tokens.CLOSE:
            self.closing = True
        elif token in LENGTH:
            self.length = token - LENGTH[0] + 1
        else:
            if token in PITCH:
                self.tones.append(Tone(self.at, self.length, token - PITCH[0] + LOWEST, 0, self.closing))
            elif token == tokens.HOLD and self.tones:
                last = self.tones[-1]
                self.tones[-1] = replace(last, length=last.length + self.length)
            self.rested = token == tokens.REST
            self.at, self.length = self.at + self.length, 0
            self.closed = self.closing or self.at >= self.end


class Grammar:
    """The rules of one phrase. home: the tonic (MIDI) that pitches count from; busy: 0 to 2, how short notes may be.

    pattern: notes whose rhythm comes first, and about whose pitches the phrase begins.
    """

    def __init__(self, request: Request, home: int, busy: int, pattern: Sequence[Tone] = ()):
        self.request, self.home, self.busy = request, home, busy
        self.pattern = {tone.onset: tone for tone in pattern}
        self.patterned = max((tone.onset + tone.length for tone in pattern), default=0)
        self.full = BARS[request.metre.name]
        self.pitches = np.array([home + LOWEST + number for number in range(len(PITCH))])
        low, high = request.window
        self.reached = (self.pitches >= low) & (self.pitches <= high)
        self.strong = {round(place * TICK) for place in request.metre.strong}
        self.last = (request.phrase.bars - 1) * self.full
        self.way = manner(request.seed, request.mood)
        lift = APART * LIFTS[request.phrase.letter] * self.way.contrast
        self.middle = min(max(request.centre + lift, low + 4), high - 4)
        self.own = np.isin(self.pitches % 12, request.key.scale)
        self.register = -0.5 * ((self.pitches - self.middle) / REGISTER) ** 2
        self.closes = self._closes(request)
        self.silences = self._silences()
        self._known: dict[Chord, tuple[np.ndarray, ...]] = {}

    def _closes(self, request: Request) -> list[int]:
        """Where the last note may begin: as the bar does, or in the middle of a bar of four; the last is a must."""
        if request.phrase.bars == 1:
            return [HALVES[request.metre.name]]
        if request.phrase.close == "final" or request.metre.name != "4/4":
            return [self.last]
        return [self.last, self.last + HALVES["4/4"]]

    def _silences(self) -> list[int]:
        """Where bars end in a rest, as often as the piece breathes; never in the rhythm of a theme that returns."""
        rest = self.full - HALVES["6/8"] if self.request.metre.name == "6/8" else self.full - TICK
        share = SILENT * max(self.way.breath - 0.2, 0.0)
        bars = range(self.patterned // self.full, self.request.phrase.bars - 1)
        own = [bar for bar in bars if self.way.chance(share, "silence", self.request.phrase.letter, bar)]
        return [bar * self.full + rest for bar in own if bar * self.full + rest >= self.patterned]

    def judge(self, state: State, logits: np.ndarray, dice: np.random.Generator) -> np.ndarray:
        """(EVENTS,) logits of what may follow; what may not is NEVER."""
        out = np.full(tokens.EVENTS, NEVER)
        if state.length:
            out[PITCH[0] : PITCH[-1] + 1] = logits[PITCH[0] : PITCH[-1] + 1] + self._pitches(state, dice)
            if state.at in self.silences:
                out[PITCH[0] : PITCH[-1] + 1], out[tokens.REST] = NEVER, 0.0
            elif state.at < self.patterned:
                if state.at not in self.pattern:
                    out[PITCH[0] : PITCH[-1] + 1], out[tokens.REST] = NEVER, 0.0
            elif self._may_rest(state):
                out[tokens.REST] = logits[tokens.REST] + BREATH * (self.way.breath - 0.5)
            return out
        if state.at in self.closes and not state.closing:
            out[tokens.CLOSE] = logits[tokens.CLOSE]
            if state.at == self.closes[-1]:
                return out
        for length in self._lengths(state):
            out[LENGTH[length - 1]] = logits[LENGTH[length - 1]]
            if not state.closing:
                out[LENGTH[length - 1]] -= HASTE * (self.way.lively - 0.5) * np.log2(length / 3)
            else:
                out[LENGTH[length - 1]] += LINGER * (0.5 - self.way.breath) * length / self.full
            if length in (1, 3) and self.busy == 2 and not self.way.plain:
                out[LENGTH[length - 1]] += QUICK
        return out

    def _lengths(self, state: State) -> list[int]:
        left = self.full - state.at % self.full
        if state.at < self.patterned:
            if state.at in self.pattern:
                return [min(self.pattern[state.at].length, left)]
            return [min(min(onset for onset in self.pattern if onset > state.at) - state.at, left)]
        if state.closing:
            if self.request.phrase.close == "final":
                return [left]
            return [length for length in range(min(4, left), left + 1, 2)]
        if state.at in self.silences:
            return [left]
        left = min([left, *(place - state.at for place in self.silences if place > state.at)])
        if state.at < self.closes[-1]:
            left = min(left, self.closes[-1] - state.at)
        if self.busy == 0:
            return list(range(2, left + 1, 2)) or [left]
        if state.at % 2:  # back to the eighths
            return list(range(1, min(left, 4) + 1, 2))
        return [length for length in range(1, left + 1) if length % 2 == 0 or length in (1, 3)]

    def _may_rest(self, state: State) -> bool:
        short = state.length <= TICK and not state.rested and not state.closing
        return short and state.at < self.last and (state.at > 0 or state.length <= TICK) and state.at % self.full != 1

    def _pitches(self, state: State, dice: np.random.Generator) -> np.ndarray:
        """(len(PITCH),) what to add to the logits."""
        reached, inside, clear, goals = self._over(chord_at(self.request.chords, state.at / TICK))
        allowed = self._stepped(state, reached)
        if state.closing:
            allowed = self._stepped(state, reached & goals if (reached & goals).any() else self.reached & goals)
        elif state.at % self.full in self.strong or state.length >= 6:
            first = state.at % self.full == 0
            must = dice.random() < (ON_CHORD if first else self.way.bite * ON_CHORD)
            allowed = _narrowed(allowed, inside if must else clear)
        bias = self.register
        if not state.closing:
            bias = bias - FREE * (0.95 - self.way.bite) * inside - CLASH * ~clear + COLOUR * (inside & ~self.own)
        if state.at in self.pattern:
            bias = bias - SEQUENCE * np.abs(self.pitches - self.home - self.pattern[state.at].pitch)
        if state.tones:
            bias = bias + self._reached_from(state) + self._motif(state)
        return np.where(allowed, bias, NEVER)

    def _over(self, chord: Chord) -> tuple[np.ndarray, ...]:
        """Which pitches lie in the range and the scale, in the chord, not a semitone from it, and where to end."""
        if chord not in self._known:
            classes = self.pitches % 12
            inside = np.isin(classes, chord.tones)
            above, below = (np.isin((classes + step) % 12, chord.tones) for step in (-1, 1))
            clear = inside | ~(above | below)
            goals = np.isin(classes, self._goals(chord.tones))
            allowed = self.reached & np.isin(classes, scale_at(self.request.key, chord))
            self._known[chord] = (allowed, inside, clear, goals)
        return self._known[chord]

    def _goals(self, chord: tuple[int, ...]) -> list[int]:
        """What a phrase may end on: the tonic, or the tonic's third, or on the way whatever the chord has."""
        tonic, close = self.request.key.tonic, self.request.phrase.close
        if close == "final":
            return [tonic]
        if close == "full":
            return [tonic, chord[min(1, len(chord) - 1)]] if tonic in chord else list(chord)
        return list(chord[:3])

    def _stepped(self, state: State, allowed: np.ndarray) -> np.ndarray:
        """Those that can be reached from the last note: none over an octave, and a step back after a wide leap."""
        if not state.tones:
            return allowed
        last = state.tones[-1].pitch + self.home
        leap = self.pitches - last
        allowed = _narrowed(allowed, np.abs(leap) <= FARTHEST)
        if len(state.tones) > 1:
            before = last - self.home - state.tones[-2].pitch
            if abs(before) > FAR:
                allowed = _narrowed(allowed, (np.sign(leap) == -np.sign(before)) & (np.abs(leap) <= 2))
        soon = state.at + state.length >= self.last  # the close must not have to be a step
        return _narrowed(allowed, np.abs(leap) <= FAR) if soon or state.closing else allowed

    def _reached_from(self, state: State) -> np.ndarray:
        last = state.tones[-1].pitch + self.home
        leap = self.pitches - last
        bias = INTERVALS[np.minimum(np.abs(leap), FARTHEST)]
        bias = bias + WIDELY[1] * (WIDELY[0] - self.way.leaps) * (np.abs(leap) >= WIDE)
        bias = bias - AGAIN * (self.way.repeats - 0.7) * (leap == 0)
        bias = bias - STEP * (self.way.seconds - 0.5) * ((np.abs(leap) > 0) & (np.abs(leap) <= 2))
        if state.at % self.full == 0:
            bias = bias - LINE * np.abs(leap)
        if last % 12 == (self.request.key.tonic - 1) % 12:
            bias = bias + LEADING * (leap == 1)
        if len(state.tones) > 1 and state.tones[-2].pitch == state.tones[-1].pitch:
            bias = bias - THRICE * (leap == 0)
        return bias

    def _motif(self, state: State) -> np.ndarray:
        """A theme's first statement leans to the motif's outline."""
        steps, number = self.request.motif.steps, len(state.tones)
        if self.request.phrase.turn or self.request.phrase.letter != "A" or number >= len(steps):
            return np.zeros(len(PITCH))
        aim = state.tones[0].pitch + self.home + (steps[number] - steps[0]) * 12 / 7
        return -MOTIF * np.abs(self.pitches - aim)


class Free(Grammar):
    """No rules but that a length and a pitch take turns and that bars are full: what the model does by itself."""

    def judge(self, state: State, logits: np.ndarray, dice: np.random.Generator) -> np.ndarray:
        out = np.full(tokens.EVENTS, NEVER)
        left = self.full - state.at % self.full
        last = LENGTH[left - 1] + 1
        if not state.length:
            out[LENGTH[0] : last] = logits[LENGTH[0] : last]
        else:
            out[PITCH[0] : PITCH[-1] + 1] = logits[PITCH[0] : PITCH[-1] + 1]
            out[tokens.REST] = logits[tokens.REST]
            out[tokens.HOLD] = logits[tokens.HOLD] if state.tones and not state.rested else NEVER
        return out


def unresolved(tones: Sequence[Tone]) -> int:
    """Wide leaps that no step back follows, where the scale has had none to offer."""
    steps = [after.pitch - here.pitch for here, after in itertools.pairwise(tones)]
    return sum(abs(a) > FAR and (a * b >= 0 or abs(b) > 2) for a, b in itertools.pairwise(steps))


def _narrowed(allowed: np.ndarray, more: np.ndarray) -> np.ndarray:
    """Both, unless nothing would be left."""
    both = allowed & more
    return both if both.any() else allowed
