"""The original steps back in time, all the way, and never pumps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.ducking import FALL, RISE, Ducking

RATE = 48_000
FLOOR = 10 ** (-12 / 20)


def ducking(*speech: tuple[float, float]) -> Ducking:
    return Ducking([(round(a * RATE), round(b * RATE)) for a, b in speech], -12.0, 0.2, 0.4, 1.0)


def gain(speech: list[tuple[float, float]], seconds: float) -> np.ndarray:
    return ducking(*speech).gain(0, round(seconds * RATE))


def at(curve: np.ndarray, first: float, last: float) -> np.ndarray:
    return curve[round(first * RATE) : round(last * RATE)]


def test_down_from_lead_before_to_tail_after_and_whole_elsewhere():
    curve = gain([(2, 4)], 8)
    assert np.allclose(at(curve, 1.8, 4.4), FLOOR)
    assert np.all(at(curve, 0, 1.8 - FALL) == 1)
    assert np.all(at(curve, 4.4 + RISE, 8) == 1)


def test_ramps_are_monotonic_and_smooth():
    curve = 20 * np.log10(gain([(2, 4)], 8))
    step = np.diff(curve)
    assert np.all(step[: 2 * RATE] <= 1e-4) and np.all(step[4 * RATE :] >= -1e-4)
    assert np.abs(step).max() < 0.01  # dB per sample


@pytest.mark.parametrize(("gap", "stays_down"), [(0.0, True), (0.5, True), (0.95, True), (1.1, False), (3.0, False)])
def test_short_gaps_stay_down_and_long_ones_come_all_the_way_back(gap, stays_down):
    between = at(gain([(2, 4), (4 + gap, 6 + gap)], 12), 4, 4 + gap)
    assert (between.max(initial=0) < 0.3) if stays_down else (between.max() == 1)


def test_a_take_inside_a_longer_one_does_not_shorten_it():
    curve = gain([(1, 6), (2, 3)], 8)
    assert np.allclose(at(curve, 1, 6), FLOOR)


def test_speech_at_the_very_beginning_is_ducked_from_the_first_sample():
    assert gain([(0, 1)], 2)[0] == pytest.approx(FLOOR)


spans = st.lists(st.tuples(st.floats(0, 9), st.floats(0.05, 3)).map(lambda p: (p[0], p[0] + p[1])), max_size=6)


@given(spans, st.lists(st.integers(1, 200_000), min_size=1, max_size=5))
def test_blocks_join_into_the_same_curve(speech, sizes):
    whole = ducking(*speech).gain(0, sum(sizes))
    starts = np.cumsum([0, *sizes[:-1]])
    parts = [ducking(*speech).gain(int(start), size) for start, size in zip(starts, sizes, strict=True)]
    assert np.array_equal(whole, np.concatenate(parts))
    for start, end in speech:
        assert np.all(at(whole, start, end) <= FLOOR + 1e-6)
