"""K-weighting by matrices is K-weighting by recursion, and costs no more in silence."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import sosfilt

from media.kweighting import K_WEIGHTING, ROWS, STRIDE, KWeighting

PIECE = ROWS * STRIDE


def recursive(planes: np.ndarray) -> np.ndarray:
    return sosfilt(K_WEIGHTING, planes.astype(np.float64), axis=-1)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 3), st.integers(0, 99))
def test_however_the_sound_arrives_it_is_the_recursive_filter(pieces, channels, seed):
    planes = np.random.default_rng(seed).uniform(-1, 1, (channels, sum(pieces) * PIECE)).astype(np.float32)
    weighting = KWeighting(channels)
    parts = np.split(planes, np.cumsum(pieces)[:-1] * PIECE, axis=1)
    weighted = np.concatenate([weighting(part) for part in parts], axis=1)
    np.testing.assert_allclose(weighted, recursive(planes), atol=1e-5)


def test_a_steady_offset_is_ninety_decibels_down_after_two_seconds():
    weighting = KWeighting(1)
    for _ in range(20):
        last = weighting(np.ones((1, PIECE), np.float32))
    assert np.abs(last).max() < 3e-5


def test_silence_after_sound_ends_in_zeros_not_in_ever_smaller_numbers():
    weighting = KWeighting(2)
    weighting(np.random.default_rng(0).uniform(-1, 1, (2, PIECE)).astype(np.float32))
    for _ in range(20):
        last = weighting(np.zeros((2, PIECE), np.float32))
    assert not last.any()
