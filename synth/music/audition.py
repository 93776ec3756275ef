"""Which sketch of a piece is worked out: of a dozen and more, the one that is most like people's music.

Two moods lean: what is tense lies low, what is sad moves slowly (heard so in VGMIDI's phrases of game music, by whoever
labelled them); else likeness would choose them lighter than they are meant.

What is sketched is the piece itself, sung by the rule melody and without what is spoken: whether and when somebody
speaks does not change the music.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from synth.music.instruments import DRUM, KIT, LEAD
from synth.music.score import Scene
from synth.music.sketch import Draft, sketch
from synth.music.taste.forest import likeness
from synth.music.taste.piece import LENGTH, Piece, single_line, table

SKETCHES = 16
HEARD = 300.0  # seconds: scenes that begin later are not sketched
STRETCHES = 3  # of a section are judged, at most
SHORTEST = 8  # bars of a section that can be judged
APART = 1_000_003  # between the seeds of two sketches
LOW, SLOW = 0.1, 0.8  # log odds of a semitone that a tense piece lies lower, of an onset a second that a sad one lacks
SURE = 0.02  # as far from 0 and 1 as the forest is believed


def best_seed(
    scenes: Sequence[Scene], genre: str, instruments: Sequence[str] = (), prime: Sequence[int] = (), seed: int = 0
) -> int:
    """The seed of the chosen sketch: `seed` itself, or one that comes of it. What is given as in compose."""
    first = min((scene.start for scene in scenes), default=0.0)
    heard = [scene for scene in scenes if scene.start < first + HEARD]
    best, most = seed, None
    for number in range(SKETCHES):
        each = seed + APART * number
        worth = _worth(sketch(heard, genre, instruments, prime, each))
        if worth is None and most is None:
            break
        if worth is not None and (most is None or worth > most):
            best, most = each, worth
    return best


def _worth(draft: Draft) -> float | None:
    """Mean log odds, over the bars that are judged, of being people's; None where all sections are too short."""
    found, weights = [], []
    for number in range(len(draft.plan.sections)):
        for piece in _excerpts(on_paper(draft, number)):
            share = min(max(likeness(piece), SURE), 1 - SURE)
            found.append(math.log(share / (1 - share)) + _leaning(piece))
            weights.append(piece.bars)
    return float(np.average(found, weights=weights)) if found else None


def _excerpts(piece: Piece) -> list[Piece]:
    """The first stretches as long as those that the forest knows, or all of a shorter section."""
    if piece.length > LENGTH:
        return list(itertools.islice(piece.excerpts(), STRETCHES))
    return [piece] if min(piece.bars, len(piece.melody), len(piece.others)) >= SHORTEST else []


def _leaning(piece: Piece) -> float:
    """What its mood adds to the log odds."""
    if piece.mood not in ("tense", "sad"):
        return 0.0
    notes = piece.notes
    onsets, strike = np.unique(np.round(notes[:, 0], 2), return_inverse=True)
    if piece.mood == "tense":
        bottom = np.full(len(onsets), 127.0)
        np.minimum.at(bottom, strike, notes[:, 2])
        return -LOW * float(bottom.mean())
    return -SLOW * len(onsets) / (piece.length * 60 / piece.bpm)


def on_paper(draft: Draft, number: int, name: str = "") -> Piece:
    """A section as a piece: the melody is what leads, drums are left out."""
    section = draft.plan.sections[number]
    lead: list[tuple[float, float, int]] = []
    others: list[tuple[float, float, int]] = []
    for passage in draft.passages:
        if passage.section == number and passage.role not in (KIT, DRUM):
            rows = [(note.beat, note.beats, note.pitch) for note in passage.notes]
            (lead if passage.role == LEAD else others).extend(rows)
    over, under = (int(part) for part in section.metre.name.split("/"))
    return Piece(
        name, single_line(table(lead)), table(others), (over, under), section.bars, section.key.tonic,
        section.key.bright, section.tempo, section.scene.mood,
    )  # fmt: skip
