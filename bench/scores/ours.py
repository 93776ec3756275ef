"""Our own music on paper, as pieces to measure: every mood, genre after genre, seed after seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from synth.music.audition import on_paper
from synth.music.engine import compose, draft
from synth.music.instruments import BAND
from synth.music.melody import Melodist, rule_melody
from synth.music.score import MOODS, Scene, Score
from synth.music.taste.piece import Piece
from training import taste


def pieces(seeds: range, melodist: Melodist = rule_melody, moods=MOODS) -> Iterator[Piece]:
    """One whole piece for each seed and mood."""
    for seed in seeds:
        for mood in moods:
            scene, genre = scene_of(mood, seed)
            yield on_paper(draft([scene], genre, seed=seed, melodist=melodist), 0, f"{mood} {genre} {seed}")


def excerpts(seeds: range, melodist: Melodist = rule_melody) -> list[Piece]:
    """One excerpt of each piece, from where the lot falls."""
    found = []
    for piece in pieces(seeds, melodist):
        cut = list(piece.excerpts())
        if cut:
            found.append(random.Random(f"excerpt {piece.name}").choice(cut))
    return found


def scene_of(mood: str, seed: int) -> tuple[Scene, str]:
    """The scene and the genre of a seed: none that taste has learnt from."""
    return taste.scene_of(mood, seed, "bench")


def played(mood: str, seed: int, seconds: float = 40.0) -> Score:
    """A piece of the mood as it is performed."""
    scene, genre = scene_of(mood, seed)
    return compose([replace(scene, end=seconds)], genre, seed=seed)


def seconds(score: Score) -> np.ndarray:
    """(n, 3) start, end and pitch of everything with a pitch."""
    tuned = [part for part in score.parts if not BAND[part.instrument].keys and part.instrument != "taiko"]
    return np.array([(note.start, note.end, note.pitch) for part in tuned for note in part.notes])
