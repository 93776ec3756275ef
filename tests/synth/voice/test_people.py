"""One person or two, after each other or at once; and music, which holds its notes."""

import numpy as np
import pytest

from synth.speech.mel import SAMPLE_RATE
from synth.voice.music import steadiness
from synth.voice.overlap import second_pitch
from synth.voice.people import distance, likeness
from synth.voice.pitch import f0
from tests.synth.voice.voices import person

LOW, HIGH = person(9, 105, 1.0, seed=3), person(9, 210, 1.18, seed=4)


def test_a_man_and_a_woman_lie_apart_where_one_person_does_not():
    both = np.concatenate([LOW, HIGH])
    alone, apart = (distance(x, f0(x)) for x in (np.concatenate([LOW, LOW]), both))
    assert apart > 2 * alone


def test_likeness_is_that_between_the_two_groups_over_that_within():
    def pitch_alone(audio: np.ndarray) -> np.ndarray:
        hertz = f0(audio)
        angle = np.clip(np.log2(np.median(hertz[hertz > 0]) / 100), 0, 1.5)
        return np.array([np.cos(angle), np.sin(angle)])

    assert likeness(LOW, pitch_alone) > 0.95 > 0.75 > likeness(np.concatenate([LOW, HIGH]), pitch_alone)


def test_a_moment_of_speech_tells_nothing_of_people():
    short = LOW[:SAMPLE_RATE]
    assert likeness(short, lambda audio: np.ones(2)) == 1.0 and distance(short, f0(short)) == 0.0


@pytest.mark.parametrize("under", [0, 6])
def test_a_second_pitch_is_heard_under_the_first(under):
    both = LOW + HIGH * 10 ** (-under / 20)
    assert second_pitch(both, f0(both)) > 0.08
    assert all(second_pitch(alone, f0(alone)) < 0.04 for alone in (LOW, HIGH))


def test_silence_has_no_second_pitch():
    assert second_pitch(np.zeros(10_000, np.float32), np.zeros(39)) == 0.0


def test_held_notes_stand_still_and_voices_do_not():
    time = np.arange(9 * SAMPLE_RATE) / SAMPLE_RATE
    organ = sum(np.sin(2 * np.pi * hertz * k * time) / k for hertz in (220, 277, 330) for k in range(1, 6))
    assert steadiness(0.05 * organ) > 1.5 > steadiness(LOW)
    assert steadiness(np.random.default_rng(0).standard_normal(len(time))) < 0.5
    assert steadiness(LOW[:100]) == 0.0
