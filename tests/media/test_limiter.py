"""Nothing above the ceiling, nothing changed below it."""

import numpy as np
import pytest

from media.limiter import LOOK_AHEAD, Limiter
from media.loudness import CELL, TruePeakMeter

RATE = 48_000
CEILING = -1.5


def limited(audio: np.ndarray, block: int = 48_000, heard: int = 2) -> tuple[np.ndarray, Limiter]:
    limiter = Limiter(CEILING, audio.shape[1], heard)
    parts = [limiter.process(audio[start : start + block]) for start in range(0, len(audio), block)]
    return np.concatenate([*parts, limiter.flush()]), limiter


def true_peak(audio: np.ndarray) -> float:
    meter = TruePeakMeter(2)
    meter.add(audio)
    return meter.peak()


def stereo(mono: np.ndarray) -> np.ndarray:
    return np.stack([mono, 0.5 * mono], axis=1).astype(np.float32)


def hot_signals() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    time = np.arange(RATE) / RATE
    clicks = np.zeros(RATE)
    clicks[[0, 1, 200, 47_000, RATE - 1]] = [3, -3, 8, 2, 5]
    return {
        "noise": 0.5 * rng.standard_normal(RATE),
        "square": 1.6 * np.sign(np.sin(2 * np.pi * 110 * time)),
        "between samples": 1.3 * np.sin(2 * np.pi * 12_000 * time + np.pi / 4),
        "clicks": clicks,
        "40 dB too loud": 84 * np.sin(2 * np.pi * 50 * time),
    }


@pytest.mark.parametrize("name", hot_signals())
def test_the_true_peak_stays_at_the_ceiling(name):
    out, limiter = limited(stereo(hot_signals()[name]))
    assert true_peak(out) <= CEILING + 0.05
    assert np.abs(out).max() <= 10 ** (CEILING / 20) + 1e-6
    assert limiter.deepest > 0


def test_sound_below_the_ceiling_passes_bit_exact():
    audio = stereo(0.1 * np.random.default_rng(1).standard_normal(3 * RATE))
    out, limiter = limited(audio)
    assert np.array_equal(out, audio) and limiter.deepest == 0


def test_one_loud_word_leaves_the_rest_alone():
    audio = stereo(0.2 * np.sin(2 * np.pi * 300 * np.arange(4 * RATE) / RATE))
    audio[2 * RATE : 2 * RATE + 4_800] *= 6
    out, _ = limited(audio)
    assert np.array_equal(out[: 2 * RATE - 1_000], audio[: 2 * RATE - 1_000])
    assert np.array_equal(out[2 * RATE + 4_800 + 8_000 :], audio[2 * RATE + 4_800 + 8_000 :])


def test_both_channels_move_together():
    out, _ = limited(stereo(hot_signals()["noise"]))
    assert np.allclose(out[:, 1], 0.5 * out[:, 0], atol=1e-6)


def test_riders_follow_the_gain_without_deciding_it():
    programme = stereo(hot_signals()["noise"])
    rider = np.full((RATE, 1), 2.0, np.float32)
    out, _ = limited(np.concatenate([programme, rider], axis=1))
    loud = np.abs(programme[:, 0]) > 0.01
    assert np.allclose(out[loud, 2] / 2, out[loud, 0] / programme[loud, 0], rtol=1e-4)


@pytest.mark.parametrize("block", [100, 997, 20_000])
def test_block_size_does_not_matter(block):
    audio = stereo(hot_signals()["noise"])
    assert np.allclose(limited(audio, block)[0], limited(audio)[0], atol=1e-6)


@pytest.mark.parametrize("length", [0, 1, 25, LOOK_AHEAD * CELL, LOOK_AHEAD * CELL + 1])
def test_any_length_comes_out_whole(length):
    out, _ = limited(stereo(np.ones(length)))
    assert out.shape == (length, 2)
