"""The curve of likeness, the overlap of numbers and the copied runs, on pieces whose answers are plain."""

import numpy as np
import pytest

from bench.scores.novelty import SHORT, Known, moves
from bench.scores.shape import curve, curve_error, overlap
from synth.music.taste.piece import Piece, single_line, table


def tune(pitches, name="by hand", bars=8):
    return Piece(name, table([(float(n), 1.0, p) for n, p in enumerate(pitches)]), table([]), (4, 4), bars, 0, True)


BAR, OTHER = (60, 62, 64, 65), (67, 69, 71, 72)


def test_bars_that_alternate_are_like_the_second_before():
    found = curve([tune((BAR + OTHER) * 4)])
    assert found[0] == 0 and found[1] == 1 and found[2] == 0 and found[3] == 1


def test_a_curve_is_no_distance_from_itself():
    one, other = [tune(BAR * 8)], [tune((BAR + OTHER) * 4)]
    assert curve_error(one, one) == 0 and curve_error(one, other) > 0.2


def test_numbers_that_lie_alike_overlap():
    dice = np.random.default_rng(0)
    people, alike, away = dice.normal(0, 1, (60, 1)), dice.normal(0, 1, (60, 1)), dice.normal(9, 1, (60, 1))
    assert overlap(alike, people)[0] > 0.85 and overlap(away, people)[0] < 0.15


def test_what_is_copied_is_found_in_any_key():
    dice = np.random.default_rng(1)
    known = tune(dice.integers(55, 80, 32))
    theirs = [int(pitch) for pitch in known.melody[4:16, 2]]
    copied = tune([*dice.integers(40, 50, 10), *(pitch + 5 for pitch in theirs), *dice.integers(90, 99, 10)])
    assert Known([known]).longest(copied) == pytest.approx(12, abs=1)
    assert Known([known]).longest(tune(dice.integers(30, 100, 32))) <= SHORT


def test_another_rhythm_is_no_copy():
    known = tune(range(60, 80))
    slower = Piece("slow", known.melody * (2, 2, 1), known.others, (4, 4), 16, 0, True)
    assert Known([known]).longest(slower) <= SHORT and moves(known)[0] == (1, 24)


def test_a_melody_is_one_line():
    line = single_line(table([(0, 2, 60), (0, 2, 64), (1, 1, 62)]))
    assert line.tolist() == [[0, 1, 64], [1, 1, 62]]
