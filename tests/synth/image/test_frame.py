"""The film's own frame as a ground: the mood's light, out of focus, of the size asked for."""

import numpy as np
import pytest

from synth.image import from_frame
from synth.image.words import MOODS
from tests.synth.image.looks import glance


@pytest.fixture
def frame():
    rng = np.random.default_rng(1)
    ramp = np.linspace(40, 220, 160)[None, :, None] + np.array([20, 0, -20])
    return np.clip(ramp + rng.normal(0, 30, (90, 160, 1)), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (33, 17), (640, 272)])
@pytest.mark.parametrize("mood", [None, *MOODS])
def test_it_has_the_size_asked_for(frame, mood, size):
    made = from_frame(frame, mood, size)
    assert made.shape == (size[1], size[0], 3) and made.dtype == np.uint8


def test_it_is_out_of_focus(frame):
    def fine(image):
        return np.abs(np.diff(image.astype(float), axis=1)).mean()

    assert fine(from_frame(frame, None, (160, 90))) < fine(frame) / 3


def test_moods_differ_in_light_and_colour(frame):
    look = {mood: glance(from_frame(frame, mood, (320, 180))).reshape(-1, 3) for mood in MOODS}
    light = {mood: lab[:, 0].mean() for mood, lab in look.items()}
    assert light["happy"] > light["calm"] > light["sad"] > light["tense"] - 0.03
    chroma = {mood: np.hypot(lab[:, 1], lab[:, 2]).mean() for mood, lab in look.items()}
    assert chroma["sad"] < chroma["happy"]


@pytest.mark.parametrize("level", [0, 255])
def test_black_and_white_frames_stay_calm(level):
    made = from_frame(np.full((90, 160, 3), level, np.uint8), "epic", (160, 90))
    assert 0 < made.mean() < 255
