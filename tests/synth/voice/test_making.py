"""From a recording to a voice: what is learnt, what is refused, what is told meanwhile."""

import numpy as np
import pytest

from synth.speech.mel import SAMPLE_RATE
from synth.speech.networks import Networks
from synth.speech.reading import SPOKEN
from synth.speech.speech import Speech
from synth.voice import VoiceError
from synth.voice.making import make
from synth.voice.pitch import f0
from synth.voice.samples import NAMES, sample_voice
from tests.synth.voice.test_readings import SCRIPT


@pytest.fixture(scope="module")
def networks():
    return Networks()


@pytest.fixture(scope="module")
def recording(networks):
    """The deepest of our voices reads five sentences, in a quiet room."""
    speech = Speech(min(map(sample_voice, NAMES), key=lambda voice: voice.mean_hz), networks)
    parts = [np.pad(speech.speak(speech.draft(text)), (0, 6000)) for text in SCRIPT]
    audio = np.concatenate(parts)
    return audio + np.random.default_rng(0).normal(0, 5e-4, len(audio)).astype(np.float32)


def test_a_recording_becomes_a_voice_that_can_be_heard(networks, recording):
    told = []
    made = make("mina", recording, SAMPLE_RATE, networks, progress=lambda *step: told.append(step))
    assert (made.voice.name, made.voice.kind) == ("mina", "instant")
    assert made.voice.mean_hz == pytest.approx(mean_f0(recording), rel=0.06)
    assert set(made.previews) == set(SPOKEN)
    assert mean_f0(made.previews["en"]) == pytest.approx(mean_f0(recording), rel=0.15)
    assert 10 < made.figures["speech_seconds"] < len(recording) / SAMPLE_RATE and -1 <= made.figures["likeness"] <= 1
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["listen", "learn", "preview"]


def mean_f0(audio: np.ndarray) -> float:
    track = f0(audio)
    return float(np.exp(np.log(track[track > 0]).mean()))


def test_a_recording_that_will_not_do_is_refused_with_what_to_do(networks):
    with pytest.raises(VoiceError, match=r"silent\. Check"):
        make("mina", np.zeros(10 * SAMPLE_RATE, np.float32), SAMPLE_RATE, networks)


def test_a_script_of_something_else_is_refused(networks, recording):
    with pytest.raises(VoiceError, match="cannot be a reading"):
        make("mina", recording, SAMPLE_RATE, networks, script="\n".join(SCRIPT * 5))
