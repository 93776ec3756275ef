"""Speech and original brought to the target together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.balance import LOUDEST, MOST_RAISE, QUIETEST, balance
from media.loudness import integrated

TARGET = -16.0


def power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def film(original: float, spoken: float, hops: int = 6_000) -> tuple[np.ndarray, np.ndarray]:
    """Powers of ten minutes: utterances of 3 s at the target, `spoken` of the time, the original ducked under them."""
    speaking = (np.arange(hops) % round(30 / max(spoken, 1e-9))) < 30 if spoken else np.zeros(hops, bool)
    return np.where(speaking, power(TARGET), 0.0), np.where(speaking, power(original - 12), power(original))


def heard(speech: np.ndarray, original: np.ndarray, gains: tuple[float, float]) -> float:
    return integrated(speech * 10 ** (gains[0] / 10) + original * 10 ** (gains[1] / 10))


@pytest.mark.parametrize(("original", "spoken"), [(-35, 0.6), (-24, 0.6), (-18, 0.6), (-16, 0.5), (-35, 0.2)])
def test_an_ordinary_film_keeps_its_level(original, spoken):
    speech, bed = film(original, spoken)
    gains = balance(speech, bed, TARGET)
    assert gains[1] == pytest.approx(0, abs=0.1)
    assert QUIETEST - 0.1 <= gains[0] <= LOUDEST + 0.1
    assert heard(speech, bed, gains) == pytest.approx(TARGET, abs=0.01)


def test_loud_music_is_turned_down_and_speech_stays_on_top():
    speech, bed = film(-10, 0.5)
    gains = balance(speech, bed, TARGET)
    assert gains[0] == pytest.approx(QUIETEST, abs=0.2)
    assert -8 < gains[1] < -3
    assert heard(speech, bed, gains) == pytest.approx(TARGET, abs=0.01)


def test_sparse_speech_over_a_faint_film_raises_both_by_the_same():
    speech, bed = film(-23, 0.1)
    gains = balance(speech, bed, TARGET)
    assert gains[0] - gains[1] == pytest.approx(LOUDEST)
    assert 0 < gains[1] < 6
    assert heard(speech, bed, gains) == pytest.approx(TARGET, abs=0.01)


def test_silence_and_near_silence_are_not_raised():
    nothing = np.zeros(100)
    assert balance(nothing, nothing, TARGET) == (0.0, 0.0)
    assert balance(nothing, np.full(100, power(-60)), TARGET)[1] == MOST_RAISE


def test_nobody_speaks_so_the_original_lands_on_the_target_alone():
    assert balance(np.zeros(100), np.full(100, power(-20)), TARGET)[1] == pytest.approx(4)


@given(st.floats(-60, -6), st.floats(0.05, 1.0), st.sampled_from([-14.0, -16.0, -23.0]))
def test_the_sum_always_lands_on_the_target(original, spoken, target):
    speech, bed = film(original, spoken, 2_000)
    speech = speech * power(target) / power(TARGET)
    assert heard(speech, bed, balance(speech, bed, target)) == pytest.approx(target, abs=0.05)
