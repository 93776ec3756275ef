"""Tuning on readings: the fewest that do, and too few."""

import numpy as np
import pytest

from synth.speech.networks import Networks
from synth.speech.speech import Speech
from synth.voice import VoiceError, adapt
from synth.voice.adapt import LEAST, adapted
from synth.voice.example import Reading
from synth.voice.samples import NAMES, sample_voice
from tests.synth.voice.test_readings import SCRIPT


@pytest.fixture(scope="module")
def networks():
    return Networks()


def readings(networks: Networks, count: int) -> list[Reading]:
    speech = Speech(sample_voice(NAMES[1]), networks)
    return [Reading(text, "en", speech.speak(speech.draft(text))) for text in SCRIPT[:count]]


def test_the_fewest_readings_are_enough_to_hold_one_out(networks, monkeypatch):
    monkeypatch.setattr(adapt, "STEPS", 2)  # what they are worth is measured by bench/cloning.py
    told = []
    voice = adapted(sample_voice(), readings(networks, LEAST), networks, told.append)
    assert voice.kind == "adapted" and voice.version != sample_voice().version
    assert told[-1] == 1.0 and told == sorted(told)
    assert np.isfinite(Speech(voice, networks).speak(Speech(voice, networks).draft(SCRIPT[-1]))).all()


def test_too_few_readings_are_told(networks):
    with pytest.raises(VoiceError, match=rf"Only {LEAST - 1} of {LEAST - 1} readings fit"):
        adapted(sample_voice(), readings(networks, LEAST - 1), networks)
