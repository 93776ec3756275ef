"""Durations obey: the sum is exact, no phone is lost, pauses give way before phones."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.pacing import frame_index, whole_frames

tokens = st.lists(st.tuples(st.floats(0.2, 40), st.booleans()), min_size=1, max_size=60).filter(
    lambda t: not all(p for _, p in t)
)


@given(tokens, st.floats(0.3, 3))
def test_the_sum_is_exact_and_every_phone_sounds(pairs, factor):
    natural, pause = np.array([d for d, _ in pairs]), np.array([p for _, p in pairs])
    natural[~pause] = np.maximum(natural[~pause], 1)
    total = max(round(natural.sum() * factor), int((~pause).sum()))
    frames = whole_frames(natural, pause, total)
    assert frames.sum() == total
    assert (frames[~pause] >= 1).all() and (frames >= 0).all()


def test_a_pause_gives_way_before_the_phones():
    natural, pause = np.array([10.0, 20.0, 10.0]), np.array([False, True, False])
    fast = whole_frames(natural, pause, 30)
    assert fast[1] / 20 < fast[0] / 10
    slow = whole_frames(natural, pause, 60)
    assert list(slow) == [15, 30, 15]


def test_natural_lengths_stay_as_they_are():
    assert list(whole_frames(np.array([3.0, 4.0, 5.0]), np.zeros(3, bool), 12)) == [3, 4, 5]


def test_every_frame_knows_its_token_and_place():
    index, position = frame_index(np.array([2, 0, 3]))
    assert list(index) == [0, 0, 2, 2, 2]
    np.testing.assert_allclose(position[:, 0], [0.25, 0.75, 1 / 6, 0.5, 5 / 6], rtol=1e-6)
    assert position.shape == (5, 4) and position.dtype == np.float32
