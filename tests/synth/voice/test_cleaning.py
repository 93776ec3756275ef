"""A recording becomes what training would have made of it: no rumble, little noise, short pauses, one level."""

import numpy as np
import pytest

from synth.speech.mel import SAMPLE_RATE
from synth.voice.cleaning import LONGEST_PAUSE, clean, without_silences
from synth.voice.denoise import denoise
from synth.voice.level import LEVEL_DB, decibels, powers, signal_to_noise, speech_power
from tests.synth.voice.voices import person

VOICE = person(6)


def noise(n: int, rms: float) -> np.ndarray:
    return (np.random.default_rng(5).standard_normal(n) * rms).astype(np.float32)


@pytest.mark.parametrize("gain", [0.02, 1.0, 4.0])
def test_any_level_becomes_the_one_level(gain):
    assert decibels(speech_power(powers(clean(gain * VOICE, SAMPLE_RATE)))) == pytest.approx(LEVEL_DB, abs=0.5)


def test_an_offset_and_rumble_leave_no_trace():
    time = np.arange(len(VOICE)) / SAMPLE_RATE
    cleaned = clean(VOICE + 0.2 + 0.1 * np.sin(2 * np.pi * 20 * time), SAMPLE_RATE)
    assert abs(cleaned.mean()) < 1e-3
    spectrum = np.abs(np.fft.rfft(cleaned)) ** 2
    assert spectrum[: round(40 * len(cleaned) / SAMPLE_RATE)].sum() < 1e-3 * spectrum.sum()


def test_long_silences_become_pauses_and_short_ones_stay():
    gap = np.zeros(3 * SAMPLE_RATE, np.float32)
    kept = without_silences(np.concatenate([gap, VOICE, gap, VOICE, gap]))
    assert len(kept) / SAMPLE_RATE == pytest.approx(12 + LONGEST_PAUSE, abs=0.5)
    assert len(without_silences(VOICE)) / SAMPLE_RATE == pytest.approx(6, abs=0.5)


def test_nothing_comes_of_nothing():
    assert len(clean(np.zeros(48_000, np.float32), 48_000)) == 0 == len(clean(np.zeros(3, np.float32), 48_000))


def test_a_steady_noise_is_lowered_and_the_voice_is_not():
    voice = np.pad(VOICE, SAMPLE_RATE)
    noisy = voice + noise(len(voice), 0.01)
    quieter = denoise(noisy)
    assert len(quieter) == len(noisy)
    before, after, alone = powers(noisy), powers(quieter), powers(voice)
    assert signal_to_noise(after) > signal_to_noise(before) + 6
    loud = alone > alone.max() / 10
    assert after[loud].mean() == pytest.approx(alone[loud].mean(), rel=0.1)


def test_the_ratio_of_speech_to_noise_is_that_of_the_mix():
    speech = np.pad(VOICE, SAMPLE_RATE)
    for ratio in (10, 20, 30):
        hiss = noise(len(speech), 1.0) * np.sqrt(speech_power(powers(speech)) * 10 ** (-ratio / 10))
        assert signal_to_noise(powers(speech + hiss)) == pytest.approx(ratio, abs=2.5)
