"""What is handed from room to room: scenes, the plan, chords, written notes, played notes, the score.

Times of a Plan and of played notes are seconds of the film; written notes count quarter notes from their section on.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from synth.music.errors import MusicError

RATE = 48000
MOODS = ("happy", "tense", "sad", "calm", "epic")
SHORTEST = 2.0  # seconds: less than that is no scene
SCALES = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}


@dataclass(frozen=True)
class Scene:
    """A stretch of the film with one mood, in seconds. Energy: 1 (still) to 3 (driving). MusicError if impossible."""

    mood: str
    energy: int
    start: float
    end: float

    def __post_init__(self):
        if self.mood not in MOODS:
            raise MusicError(f'There is no mood "{self.mood}": choose among {", ".join(MOODS)}.')
        if self.energy not in (1, 2, 3):
            raise MusicError(f"A scene's energy is 1, 2 or 3, not {self.energy}.")
        if not 0 <= self.start <= self.end - SHORTEST:
            raise MusicError(
                f"The scene from {self.start:g} to {self.end:g} s is too short: give it {SHORTEST:g} s or more."
            )


@dataclass(frozen=True)
class Key:
    tonic: int  # pitch class, C = 0
    mode: str  # of SCALES

    @property
    def scale(self) -> tuple[int, ...]:
        return tuple((self.tonic + step) % 12 for step in SCALES[self.mode])

    @property
    def bright(self) -> bool:
        return SCALES[self.mode][2] == 4


@dataclass(frozen=True)
class Metre:
    name: str
    beats: float  # quarter notes in a bar
    strong: tuple[float, ...]  # where in the bar the weight falls, heaviest first


METRES = {
    "4/4": Metre("4/4", 4, (0, 2)),
    "3/4": Metre("3/4", 3, (0,)),
    "6/8": Metre("6/8", 3, (0, 1.5)),
}


@dataclass(frozen=True)
class Phrase:
    """Some bars that belong together. A letter is a theme; `turn` counts its returns; intensity goes from 0 to 1."""

    letter: str
    turn: int
    bar: int  # the first one, counted in its section
    bars: int
    intensity: float
    close: str  # "open", "half", "full" or "final"
    kind: str = "theme"  # or "intro", "tag"


@dataclass(frozen=True)
class Section:
    """The music of one scene. `beats` holds the time of every quarter note and of the end, so rubato is in it."""

    scene: Scene
    key: Key
    metre: Metre
    bars: int
    phrases: tuple[Phrase, ...]
    beats: tuple[float, ...]
    leave: str  # how the next one is reached: "end", "silence", "breath", "dominant", "pivot" or "same"

    @property
    def length(self) -> float:
        """In quarter notes."""
        return self.bars * self.metre.beats

    @property
    def tempo(self) -> float:
        """Quarter notes a minute, as the section begins."""
        return 60 / (self.beats[1] - self.beats[0])

    def at(self, beat: float) -> float:
        """The time of a place counted in quarter notes."""
        whole = min(max(int(beat), 0), len(self.beats) - 2)
        here, after = self.beats[whole], self.beats[whole + 1]
        return here + (beat - whole) * (after - here)

    def beat_at(self, seconds: float) -> float:
        whole = min(max(bisect_right(self.beats, seconds) - 1, 0), len(self.beats) - 2)
        here, after = self.beats[whole], self.beats[whole + 1]
        return whole + (seconds - here) / (after - here)

    def bar_times(self) -> list[float]:
        return [self.at(bar * self.metre.beats) for bar in range(self.bars + 1)]


@dataclass(frozen=True)
class Plan:
    sections: tuple[Section, ...]

    @property
    def end(self) -> float:
        """Where the last chord ends, in seconds."""
        return self.sections[-1].scene.end


@dataclass(frozen=True)
class Chord:
    """Pitch classes from the root up. `beat` counts from the start of the section."""

    roman: str
    tones: tuple[int, ...]
    bass: int
    beat: float
    beats: float


@dataclass(frozen=True)
class Written:
    """A note on paper. force is 0 to 1."""

    beat: float
    beats: float
    pitch: int
    force: float


@dataclass(frozen=True)
class Note:
    """A note played: seconds, MIDI pitch, velocity 1 to 127."""

    start: float
    end: float
    pitch: int
    velocity: int


@dataclass(frozen=True)
class Part:
    """What one player plays. swells: (seconds, gain 0 to 1), joined by lines; pedals: (down, up) in seconds."""

    instrument: str
    notes: tuple[Note, ...]
    swells: tuple[tuple[float, float], ...] = ()
    pedals: tuple[tuple[float, float], ...] = ()
    level: float = 0.0  # dB in the mix


@dataclass(frozen=True)
class Score:
    plan: Plan
    parts: tuple[Part, ...]
    chords: tuple[tuple[Chord, ...], ...]  # per section
    genre: str
    seed: int
