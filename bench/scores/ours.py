"""Our own music on paper, as pieces to measure: every mood, genre after genre, seed after seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bench.scores.piece import Piece, single_line, table
from synth.music.casting import genres
from synth.music.engine import Draft, compose, draft
from synth.music.instruments import BAND, DRUM, KIT, LEAD
from synth.music.melody import Melodist, rule_melody
from synth.music.planner import TEMPI
from synth.music.score import MOODS, Scene, Score

LONG = (28, 44)  # bars of four that a scene lasts at its mood's middle tempo, at least and at most


def pieces(seeds: range, melodist: Melodist = rule_melody, moods=MOODS) -> Iterator[Piece]:
    """One whole piece for each seed and mood."""
    for seed in seeds:
        for mood in moods:
            scene, genre = scene_of(mood, seed)
            yield from_draft(draft([scene], genre, seed=seed, melodist=melodist), f"{mood} {genre} {seed}")


def excerpts(seeds: range, melodist: Melodist = rule_melody) -> list[Piece]:
    """One excerpt of each piece, from where the lot falls."""
    found = []
    for piece in pieces(seeds, melodist):
        cut = list(piece.excerpts())
        if cut:
            found.append(random.Random(f"excerpt {piece.name}").choice(cut))
    return found


def scene_of(mood: str, seed: int) -> tuple[Scene, str]:
    """The scene and the genre of a seed."""
    dice = random.Random(f"bench {mood} {seed}")
    seconds = round(dice.uniform(*LONG) * 4 * 60 / (sum(TEMPI[mood]) / 2), 2)
    return Scene(mood, dice.choice((1, 2, 3)), 0.0, seconds), genres()[seed % len(genres())]


def from_draft(paper: Draft, name: str) -> Piece:
    """The first section. The melody is what leads; drums are left out."""
    section = paper.plan.sections[0]
    lead: list[tuple[float, float, int]] = []
    others: list[tuple[float, float, int]] = []
    for passage in paper.passages:
        if passage.section == 0 and passage.role not in (KIT, DRUM):
            rows = [(note.beat, note.beats, note.pitch) for note in passage.notes]
            (lead if passage.role == LEAD else others).extend(rows)
    over, under = (int(number) for number in section.metre.name.split("/"))
    return Piece(
        name, single_line(table(lead)), table(others), (over, under), section.bars, section.key.tonic,
        section.key.bright, section.tempo, section.scene.mood,
    )  # fmt: skip


def played(mood: str, seed: int, seconds: float = 40.0) -> Score:
    """A piece of the mood as it is performed."""
    scene, genre = scene_of(mood, seed)
    return compose([replace(scene, end=seconds)], genre, seed=seed)


def seconds(score: Score) -> np.ndarray:
    """(n, 3) start, end and pitch of everything with a pitch."""
    tuned = [part for part in score.parts if not BAND[part.instrument].keys and part.instrument != "taiko"]
    return np.array([(note.start, note.end, note.pitch) for part in tuned for note in part.notes])
