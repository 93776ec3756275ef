"""Spoilt pieces: what they keep, what they lose, and that the bands of people's music tell them from the real ones."""

import numpy as np
import pytest

from bench.scores import bands, people
from bench.scores.controls import CONTROLS, spoilt
from synth.music.taste.metrics import METRICS
from synth.music.taste.order import ORDER


@pytest.fixture(scope="module")
def held_out():
    return people.sample()


def test_the_sample_is_whole(held_out):
    assert len(held_out) >= 80 and len({piece.name for piece in held_out}) == len(held_out)
    for piece in held_out:
        assert abs(piece.length - 96) < 1.51 and len(piece.others) >= piece.bars
        onsets = piece.melody[:, 0]
        assert (np.diff(onsets) > 0).all() and onsets[0] >= 0 and onsets[-1] < piece.length
        assert (piece.melody[:-1, 0] + piece.melody[:-1, 1] <= onsets[1:] + 1e-9).all()


def test_people_held_out_lie_in_the_bands(held_out):
    assert bands.in_bands(held_out[:30], bands.kept()).sum(1).mean() >= 14.5


@pytest.mark.parametrize("control", list(CONTROLS))
def test_what_is_spoilt_does_not(held_out, control):
    assert bands.in_bands(spoilt(held_out[::2], control), bands.kept()).sum(1).mean() <= 10


def test_bars_in_disorder_are_seen_by_what_sees_order(held_out):
    order = [number for number, name in enumerate(METRICS) if name in ORDER]
    real = bands.in_bands(held_out[:30], bands.kept())[:, order].mean()
    assert bands.in_bands(spoilt(held_out[:30], "bars shuffled"), bands.kept())[:, order].mean() < 0.45 < 0.8 < real


def test_shuffling_keeps_the_notes(held_out):
    for piece, mixed in zip(held_out[:10], spoilt(held_out[:10], "bars shuffled"), strict=True):
        assert sorted(mixed.melody[:, 2]) == sorted(piece.melody[:, 2])
        assert len(mixed.others) == len(piece.others) and mixed.melody[:, 0].max() < piece.length


def test_wrong_chords_keep_the_melody(held_out):
    for piece, wrong in zip(held_out[:5], spoilt(held_out[:5], "wrong chords"), strict=True):
        assert (wrong.melody == piece.melody).all() and len(wrong.others) >= 4 * piece.bars


def test_notes_by_lot_stay_in_the_key(held_out):
    for piece, lot in zip(held_out[:5], spoilt(held_out[:5], "random in key"), strict=True):
        assert len(np.unique(lot.notes[:, 2] % 12)) <= 7
        assert len(lot.others) == len(piece.others)


def test_the_same_seed_spoils_alike(held_out):
    for control in CONTROLS:
        one, other = (spoilt(held_out[:2], control, seed=5)[1] for _ in range(2))
        assert (one.notes == other.notes).all()
