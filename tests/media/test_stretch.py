"""Takes trimmed to their words and fitted to their slots."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.stretch import StretchError, fit, trim

RATE = 22_050


def tone(seconds: float, hertz: float = 200.0, level: float = 0.3) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def silence(seconds: float, noise: float = 1e-4) -> np.ndarray:
    return (noise * np.random.default_rng(1).standard_normal(round(seconds * RATE))).astype(np.float32)


def pitch(audio: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio)), 16 * len(audio)))
    return float(np.argmax(spectrum) * RATE / (16 * len(audio)))


def onsets(audio: np.ndarray) -> list[float]:
    """Times at which a burst begins: 5 ms frames that rise over a tenth of the peak after quiet."""
    frames = np.abs(audio[: len(audio) // 110 * 110]).reshape(-1, 110).max(axis=1)
    loud = frames > 0.3 * frames.max()
    return [float(k * 110 / RATE) for k in range(1, len(loud)) if loud[k] and not loud[max(0, k - 8) : k].any()]


def test_trim_takes_the_edges_and_keeps_the_inner_pause():
    take = np.concatenate([silence(0.4), tone(0.5), silence(0.7), tone(0.3), silence(0.5)])
    assert len(trim(take, RATE)) / RATE == pytest.approx(0.5 + 0.7 + 0.3 + 2 * 0.03, abs=0.011)


@pytest.mark.parametrize("gain", [0.003, 0.1, 1.0])
def test_trim_judges_silence_by_the_takes_own_level(gain):
    take = np.concatenate([silence(0.3), tone(1.0), silence(0.3)]) * np.float32(gain)
    assert len(trim(take, RATE)) / RATE == pytest.approx(1.06, abs=0.011)


def test_trim_keeps_a_soft_onset_thirty_decibels_down():
    take = np.concatenate([silence(0.3), tone(0.1, 5000, 0.3 * 10 ** (-32 / 20)), tone(0.5), silence(0.3)])
    assert len(trim(take, RATE)) / RATE == pytest.approx(0.66, abs=0.011)


def test_trim_of_silence_and_of_nothing_is_empty():
    assert len(trim(silence(1.0), RATE)) == 0
    assert len(trim(np.zeros(0, np.float32), RATE)) == 0


def test_trim_leaves_a_take_without_edges_alone():
    take = tone(0.5)
    assert np.array_equal(trim(take, RATE), take)


@given(st.integers(0, 30_000), st.floats(0, 1.5))
@settings(max_examples=40, deadline=None)
def test_fit_gives_the_exact_sample_count(samples, length):
    assert fit(tone(samples / RATE)[:samples], RATE, length).shape == (round(length * RATE),)


@pytest.mark.parametrize("rate", [0.8, 1.15, 1.3, 1.5])
def test_fit_keeps_pitch_and_level(rate):
    take = tone(2.0)
    fitted = fit(take, RATE, 2.0 / rate)
    middle = slice(len(fitted) // 4, 3 * len(fitted) // 4)
    assert pitch(fitted[middle]) == pytest.approx(200, rel=0.01)
    assert np.sqrt(np.mean(fitted[middle] ** 2)) == pytest.approx(np.sqrt(np.mean(take**2)), rel=0.1)


def test_fit_moves_every_burst_to_its_place_and_loses_none():
    bursts = np.concatenate([part for _ in range(6) for part in (silence(0.25), tone(0.15, 600))] + [silence(0.1)])
    fitted = fit(bursts, RATE, len(bursts) / RATE / 1.3)
    assert onsets(fitted) == pytest.approx([onset / 1.3 for onset in onsets(bursts)], abs=0.015)


def test_fit_is_deterministic_and_passes_a_fitting_take_through():
    take = tone(1.0) + silence(1.0, 0.05)
    assert np.array_equal(fit(take, RATE, 0.8), fit(take, RATE, 0.8))
    assert np.array_equal(fit(take, RATE, 1.0), take)


@pytest.mark.parametrize("length", [-0.1, float("nan"), float("inf")])
def test_fit_refuses_impossible_lengths(length):
    with pytest.raises(StretchError):
        fit(tone(1.0), RATE, length)


@pytest.mark.parametrize("rate", [0.85, 1.15, 1.5])
def test_fit_keeps_the_last_word_to_its_end(rate):
    take = np.concatenate([tone(0.8), silence(0.2), tone(0.1, 400)])
    fitted = fit(take, RATE, len(take) / RATE / rate)
    before = np.sqrt(np.mean(take[-round(0.1 * RATE) :] ** 2))
    after = np.sqrt(np.mean(fitted[-round(0.1 / rate * RATE) :] ** 2))
    assert 20 * np.log10(after / before) > -2
