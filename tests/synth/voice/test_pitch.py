"""F0 is found to a few cents, in noise too, and as Praat finds it; silence and hiss have none."""

import time

import numpy as np
import pytest

from synth.speech.mel import HOP, SAMPLE_RATE
from synth.voice.pitch import f0
from tests.synth.voice.voices import by_frame, contour, speak

MEANS = (85.0, 120.0, 170.0, 220.0, 290.0)


def errors(found, true):
    """(gross error rate, voicing error rate, median of |cents|) over frames away from where a voice turns on or off."""
    calm = np.convolve(np.abs(np.diff((true > 0).astype(int), prepend=0)), np.ones(9), "same") == 0
    both = (found > 0) & (true > 0) & calm
    cents = np.abs(1200 * np.log2(found[both] / true[both]))
    return (cents > 300).mean(), ((found > 0) != (true > 0))[calm].mean(), np.median(cents)


@pytest.mark.parametrize("mean", MEANS)
def test_a_known_pitch_is_found(mean):
    hertz = contour(8.0, mean, seed=int(mean))
    gross, voicing, cents = errors(f0(speak(hertz, 0.9 + mean / 1000)), by_frame(hertz))
    assert gross < 0.01 and voicing < 0.05 and cents < 8


@pytest.mark.parametrize("mean", MEANS)
def test_it_agrees_with_praat(mean):
    from training.corpus import pitch

    audio = speak(contour(6.0, mean, seed=3), 1.0)
    gross, voicing, cents = errors(f0(audio), pitch(audio, len(audio) // HOP))
    assert gross < 0.01 and voicing < 0.03 and cents < 2


def test_noise_10_db_below_hides_little():
    hertz = contour(8.0, 140.0, seed=5)
    audio = speak(hertz)
    noise = np.random.default_rng(0).standard_normal(len(audio)).astype(np.float32)
    gross, _, cents = errors(f0(audio + noise * audio.std() * 10**-0.5), by_frame(hertz))
    assert gross < 0.03 and cents < 15


@pytest.mark.parametrize("gain", [1e-3, 1.0])
def test_loudness_and_offset_do_not_matter(gain):
    audio = speak(contour(3.0, 120.0))
    np.testing.assert_allclose(f0(audio * np.float32(gain) + np.float32(0.2 * gain)), f0(audio), rtol=1e-3, atol=0.1)


def test_a_whisper_and_silence_have_no_pitch():
    assert (f0(speak(contour(4.0, 120.0), whisper=True)) > 0).mean() < 0.1
    assert not f0(np.zeros(SAMPLE_RATE, np.float32)).any()
    assert not f0(np.full(SAMPLE_RATE, 0.3, np.float32)).any()


@pytest.mark.parametrize("samples", [0, 1, 255, 256, 700, 5000])
def test_any_length_gives_a_value_a_frame(samples):
    found = f0(np.random.default_rng(1).standard_normal(samples).astype(np.float32))
    assert found.shape == (samples // HOP,) and found.dtype == np.float32 and np.isfinite(found).all()


def test_every_value_is_within_the_range():
    sweep = np.sin(2 * np.pi * np.cumsum(np.linspace(30, 900, 4 * SAMPLE_RATE)) / SAMPLE_RATE).astype(np.float32)
    found = f0(sweep)
    assert found[found > 0].min() > 63 and found.max() < 510


def test_it_is_15_times_faster_than_speech():
    audio = speak(contour(10.0, 120.0))
    f0(audio)
    costs = []
    for _ in range(3):
        begin = time.process_time()
        f0(audio)
        costs.append(time.process_time() - begin)
    assert min(costs) < 10.0 / 15
