"""Which sketch is chosen: the likeliest of all, always the same one, and the first where there is nothing to judge."""

import numpy as np
import pytest

from synth.music import audition
from synth.music.engine import draft
from synth.music.score import Scene
from synth.music.sketch import sketch
from synth.music.taste.forest import Forest, likeness, trained
from synth.music.taste.piece import Piece, table

LONG = [Scene("sad", 2, 0.0, 100.0)]
SHORT = [Scene("sad", 2, 0.0, 9.0)]


def odds(seed):
    piece = audition.on_paper(sketch(LONG, "piano", seed=seed), 0)
    return likeness(next(piece.excerpts()))


def test_the_sketch_that_is_most_like_peoples_is_worked_out(monkeypatch):
    monkeypatch.setattr(audition, "SKETCHES", 6)
    seeds = [7 + audition.APART * number for number in range(6)]
    likely = [odds(seed) for seed in seeds]
    assert audition.best_seed(LONG, "piano", seed=7) == seeds[int(np.argmax(likely))]
    assert max(likely) > np.mean(likely) + 0.02


def test_what_is_spoken_does_not_change_the_choice():
    silent, spoken = (draft(LONG, "piano", seed=3, speech=speech) for speech in ((), [(10.0, 20.0)]))
    assert silent.chords == spoken.chords and silent.plan == spoken.plan


@pytest.mark.parametrize("scenes", [SHORT, [*SHORT, Scene("happy", 1, 9.0, 15.0)]])
def test_what_is_too_short_to_judge_is_sketched_once(scenes, monkeypatch):
    made = []
    monkeypatch.setattr(audition, "sketch", lambda *rest: made.append(1) or sketch(*rest))
    assert audition.best_seed(scenes, "piano", seed=11) == 11 and len(made) == 1


def test_of_a_long_film_only_the_first_minutes_are_sketched(monkeypatch):
    heard = []
    monkeypatch.setattr(audition, "SKETCHES", 2)
    monkeypatch.setattr(audition, "sketch", lambda scenes, *rest: heard.append(len(scenes)) or sketch(scenes, *rest))
    audition.best_seed([Scene("calm", 1, 60.0 * at, 60.0 * at + 60.0) for at in range(12)], "piano", seed=1)
    assert heard == [5, 5]


def test_the_forest_is_asked_node_by_node():
    """Two trees: is the first figure over 0.5 (and then the second over 2), and a leaf alone."""
    grown = Forest(
        roots=np.array([0, 5]), figure=np.array([0, 255, 1, 255, 255, 255]),
        threshold=np.array([0.5, 0, 2, 0, 0, 0], np.float32), higher=np.array([2, 0, 4, 0, 0, 0]),
        share=np.array([0, 0.1, 0, 0.4, 0.9, 0.2], np.float16),
    )  # fmt: skip
    answers = [grown.ask(row) for row in ((0.5, 9), (0.6, 2), (0.6, 2.1))]
    assert answers == pytest.approx([0.15, 0.3, 0.55], abs=1e-3)


def test_the_shipped_forest_knows_every_figure():
    forest = trained()
    inner = forest.figure != 255
    assert len(forest.roots) == 150 and set(forest.figure[inner].tolist()) == set(range(33))
    assert ((forest.share >= 0) & (forest.share <= 1)).all() and (forest.higher[inner] < len(forest.figure)).all()


def test_what_is_tense_leans_low_and_what_is_sad_leans_slow():
    def piece(mood, pitch, step):
        rows = [(at * step, step, pitch) for at in range(round(32 / step))]
        return Piece("by hand", table(rows), table(rows), (4, 4), 8, 0, False, 60.0, mood)

    leaning = audition._leaning
    assert leaning(piece("tense", 48, 1)) - leaning(piece("tense", 58, 1)) == pytest.approx(1.0)
    assert leaning(piece("sad", 48, 1)) - leaning(piece("sad", 48, 0.5)) == pytest.approx(0.8)
    assert leaning(piece("happy", 48, 1)) == leaning(piece("happy", 58, 0.5)) == 0
