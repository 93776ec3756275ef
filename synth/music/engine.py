"""Music for scenes: compose writes the score, render plays it. Same scenes and seed, same bytes.

score = compose([Scene("sad", 1, 0, 60), Scene("epic", 3, 60, 100)], genre="orchestral", seed=3)
sound = render(score)                                           # (n, 2) float32, 48 kHz
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import signal

from synth.music.audition import best_seed
from synth.music.casting import cast
from synth.music.errors import MusicError
from synth.music.loudness import level
from synth.music.melody import Melodist, rule_melody
from synth.music.performer import perform
from synth.music.reverb import ROOMS, reverberate
from synth.music.sampler import blocks
from synth.music.score import RATE, Scene, Score
from synth.music.sketch import Draft, sketch
from synth.music.soundfont import SoundFont

TAIL = 4.0  # seconds that the room goes on ringing after the last chord
LOUDNESS, CEILING = -23.0, -3.0  # LUFS, dBFS


def compose(
    scenes: Sequence[Scene],
    genre: str = "orchestral",
    instruments: Sequence[str] = (),
    prime: Sequence[int] = (),
    seed: int = 0,
    speech: Sequence[tuple[float, float]] = (),
    melodist: Melodist = rule_melody,
) -> Score:
    """The score of a film's scenes (seconds; gaps between them are silence).

    genre: one of casting.genres(). instruments: names; all of them play and no others (none: the genre's own band).
    prime: MIDI pitches that the first theme begins with. speech: (start, end) of what is spoken: a low line there.
    melodist: gives the melody of a phrase. Raises MusicError for what cannot be scored.
    """
    paper = draft(scenes, genre, instruments, prime, seed, speech, melodist)
    return Score(paper.plan, perform(paper.plan, paper.passages, paper.chords, genre, seed), paper.chords, genre, seed)


def draft(
    scenes: Sequence[Scene],
    genre: str = "orchestral",
    instruments: Sequence[str] = (),
    prime: Sequence[int] = (),
    seed: int = 0,
    speech: Sequence[tuple[float, float]] = (),
    melodist: Melodist = rule_melody,
) -> Draft:
    """What compose plays, as it stands on paper: times in quarter notes, roles known."""
    if any(not 0 <= pitch <= 127 for pitch in prime):
        raise MusicError("A given note lies outside of 0 to 127: name notes from C0 to G9.")
    cast(scenes, genre, instruments)
    chosen = best_seed(scenes, genre, instruments, prime, seed)
    return sketch(scenes, genre, instruments, prime, chosen, speech, melodist)


def render(score: Score, tail: float = TAIL, sounds: SoundFont | None = None) -> np.ndarray:
    """(n, 2) float32 at 48 kHz: the score at -23 LUFS, no peak over -3 dBFS, then `tail` seconds of the room's ringing.

    sounds: another SoundFont with General MIDI presets. Without a tail the last chord fades within its own time.
    """
    out = np.empty((round((score.plan.end + tail) * RATE), 2), np.float32)
    place = 0
    for block in played(score, len(out), sounds):
        out[place : place + len(block)] = block
        place += len(block)
    return level(out, LOUDNESS, CEILING)


def played(score: Score, length: int, sounds: SoundFont | None = None) -> Iterator[np.ndarray]:
    """The same in blocks (n, 2), `length` samples in all, as loud as the band plays: peaks may lie over full scale."""
    low_cut = signal.butter(2, 28 / (RATE / 2), "high", output="sos")
    state = np.zeros((1, 2, 2))
    fade = min(round(1.5 * RATE), length)
    place = 0
    for block in reverberate(blocks(score, length, sounds), ROOMS.get(score.genre, ROOMS["orchestral"])):
        clean, state = signal.sosfilt(low_cut, block, axis=0, zi=state)
        left = length - place - np.arange(len(clean))
        clean *= np.sin(np.clip(left / fade, 0.0, 1.0) * np.pi / 2)[:, None]
        place += len(clean)
        yield clean.astype(np.float32)
