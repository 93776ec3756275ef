"""A piece on paper: its plan, its chords and who plays which notes, before anybody performs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synth.music.arranger import Passage, arrange
from synth.music.harmony import harmonise
from synth.music.melody import Melodist, motif_for, rule_melody
from synth.music.planner import plan
from synth.music.score import Chord, Plan, Scene


@dataclass(frozen=True)
class Draft:
    """The score on paper: the plan, the chords of each section, and every passage before anybody plays it."""

    plan: Plan
    chords: tuple[tuple[Chord, ...], ...]
    passages: tuple[Passage, ...]


def sketch(
    scenes: Sequence[Scene],
    genre: str,
    instruments: Sequence[str] = (),
    prime: Sequence[int] = (),
    seed: int = 0,
    speech: Sequence[tuple[float, float]] = (),
    melodist: Melodist = rule_melody,
) -> Draft:
    """The piece that belongs to this very seed. MusicError for what cannot be scored; what is given as in compose."""
    laid = plan(scenes, genre, seed, prime)
    after = [*laid.sections[1:], None]
    chords = tuple(
        harmonise(section, follower, seed, () if number else prime)
        for number, (section, follower) in enumerate(zip(laid.sections, after, strict=True))
    )
    motif = motif_for(laid.sections[0].scene.mood, seed, prime)
    return Draft(laid, chords, tuple(arrange(laid, chords, genre, instruments, motif, seed, sorted(speech), melodist)))
