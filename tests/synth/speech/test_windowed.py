"""A vocoder in windows sounds as it does in one run."""

from __future__ import annotations

import numpy as np
import pytest

from synth.runtime import compiled
from synth.speech.mel import BANDS, HOP
from synth.speech.speech import Speech
from synth.speech.windowed import WINDOW, windowed


@pytest.fixture(scope="module")
def speech():
    return Speech()


@pytest.fixture(scope="module")
def whole(speech):
    example = np.zeros((1, BANDS, 9), np.float32), np.zeros((1, 2, 9 * HOP), np.float32)
    return compiled(speech.networks.vocoder, example, half=True)


@pytest.fixture(scope="module")
def said(speech):
    draft = speech.draft("The tide comes in twice a day, and nobody ever sees it leave, or asks where it has been.")
    mel, f0 = speech.mel(draft, 700)
    return mel, speech.excitation(mel, f0, 0)


def _first(said, frames: int) -> tuple[np.ndarray, np.ndarray]:
    mel, excitation = said
    return mel[:, :, :frames], excitation[:, :, : frames * HOP]


@pytest.mark.parametrize("frames", [WINDOW, WINDOW + 1, WINDOW + 223, WINDOW + 225, 2 * WINDOW, 700])
def test_windows_join_into_what_one_run_gives(whole, said, frames):
    mel, excitation = _first(said, frames)
    assert windowed(whole)(mel, excitation)[0] == pytest.approx(whole(mel, excitation)[0], abs=1e-5)


@pytest.mark.parametrize("frames", [1, 40, WINDOW - 1])
def test_what_is_shorter_than_a_window_keeps_its_length_and_sound(whole, said, frames):
    mel, excitation = _first(said, frames)
    ours, theirs = windowed(whole)(mel, excitation)[0], whole(mel, excitation)[0]
    assert ours.shape == theirs.shape == (1, frames * HOP)
    inner = slice(0, max(0, frames - 12) * HOP)
    assert ours[:, inner] == pytest.approx(theirs[:, inner], abs=1e-5)


def test_every_run_is_one_window_long():
    lengths = []

    def vocode(mel: np.ndarray, excitation: np.ndarray) -> tuple[np.ndarray, ...]:
        lengths.append((mel.shape[2], excitation.shape[2]))
        return (excitation[:, 0],)

    for frames in (3, WINDOW, 1000):
        excitation = np.random.default_rng(0).standard_normal((1, 2, frames * HOP), np.float32)
        assert np.array_equal(
            windowed(vocode)(np.zeros((1, BANDS, frames), np.float32), excitation)[0], excitation[:, 0]
        )
    assert set(lengths) == {(WINDOW, WINDOW * HOP)}
