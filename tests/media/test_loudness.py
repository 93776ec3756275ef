"""Loudness and true peak against the standard's own test signals and two independent implementations."""

import numpy as np
import pyloudnorm
import pytest
import torch

from media.loudness import LoudnessMeter, TruePeakMeter, integrated, speech_level
from synth.torchaudio_cpu import torchaudio

RATE = 48_000


def sine(seconds: float, dbfs: float, hertz: float = 997.0, phase: float = 0.0) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    mono = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * time + phase)
    return np.stack([mono, mono], axis=1).astype(np.float32)


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    """Uneven pink-like stereo with quiet and loud stretches, so that both gates matter."""
    rng = np.random.default_rng(seed)
    white = rng.standard_normal((round(seconds * RATE), 2))
    pink = white + np.cumsum(white, axis=0) * 0.02
    swell = np.repeat(rng.choice([0.0005, 0.01, 0.03], size=int(seconds * 2) + 1), RATE // 2)[: len(pink), None]
    pink -= pink.mean(axis=0)
    return (pink * swell).astype(np.float32)


def loudness(audio: np.ndarray) -> float:
    meter = LoudnessMeter(audio.shape[1])
    meter.add(audio)
    return meter.loudness()


def true_peak(audio: np.ndarray) -> float:
    meter = TruePeakMeter(audio.shape[1])
    meter.add(audio)
    return meter.peak()


@pytest.mark.parametrize("parts", [[(20, -23)], [(10, -36), (20, -23), (10, -36)], [(20, -26), (20.1, -20), (20, -26)]])
def test_ebu_tech_3341_signals_read_minus_23(parts):
    assert loudness(np.concatenate([sine(*part) for part in parts])) == pytest.approx(-23, abs=0.1)


def test_absolute_gate_hears_nothing_in_very_quiet_sound():
    assert loudness(sine(5, -80)) == float("-inf")
    assert loudness(np.zeros((RATE, 2), np.float32)) == float("-inf")
    assert integrated(np.zeros(0)) == float("-inf")


def test_it_agrees_with_torchaudio():
    audio = 0.8 * noise(20, 1)
    assert np.abs(audio).max() < 0.7  # torchaudio clips what it filters
    measured = torchaudio().functional.loudness(torch.from_numpy(audio.T.copy()), RATE)
    assert loudness(audio) == pytest.approx(float(measured), abs=0.05)


def test_it_agrees_with_pyloudnorm():
    audio = noise(20, 4)
    assert loudness(audio) == pytest.approx(pyloudnorm.Meter(RATE).integrated_loudness(audio), abs=0.05)


def test_block_size_does_not_matter():
    audio = noise(5)
    loud, peak = LoudnessMeter(2), TruePeakMeter(2)
    start = 0
    for size in (1, 23, 4_799, 48_000, 7, 100_000, 90_000):
        loud.add(audio[start : start + size])
        peak.add(audio[start : start + size])
        start += size
    assert loud.loudness() == pytest.approx(loudness(audio[:start]), abs=1e-6)
    assert peak.peak() == pytest.approx(true_peak(audio[:start]), abs=1e-4)


def test_speech_level_of_a_centred_take_ignores_its_pauses():
    spoken = sine(0.6, -20)[:, 0]
    with_pause = np.concatenate([spoken, np.zeros(RATE, np.float32), spoken])
    assert speech_level(spoken) == pytest.approx(loudness(sine(5, -20)), abs=0.2)
    assert speech_level(with_pause) == pytest.approx(speech_level(spoken), abs=0.2)
    assert speech_level(spoken[:3_000]) == pytest.approx(speech_level(spoken), abs=2.5)
    assert speech_level(np.zeros(100, np.float32)) == float("-inf")


@pytest.mark.parametrize(
    ("hertz", "phase"), [(12_000, 0.0), (12_000, 45.0), (8_000, 60.0), (6_000, 67.5), (1_000, 0.0), (18_000, 20.0)]
)
def test_true_peak_between_the_samples(hertz, phase):
    tone = sine(1, -6.02, hertz, np.radians(phase))
    tone *= np.minimum(1, np.minimum(np.arange(RATE), np.arange(RATE)[::-1]) / 2_000)[:, None].astype(np.float32)
    assert -6.42 <= true_peak(tone) <= -5.82  # tolerance of EBU Tech 3341, signals 15 to 19


def test_true_peak_finds_one_hot_sample_anywhere_and_none_in_silence():
    for position in (0, 5, 24, 30_000, RATE - 1):
        audio = np.zeros((RATE, 2), np.float32)
        audio[position, 1] = 0.5
        assert true_peak(audio) == pytest.approx(-6.02, abs=0.01)
    assert true_peak(np.zeros((100, 2), np.float32)) == float("-inf")
    assert TruePeakMeter(2).peak() == float("-inf")
