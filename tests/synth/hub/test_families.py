"""Every kind of text-to-speech model, offline, from text to a take of the asked length."""

import numpy as np
import pytest

from media.stretch import fit, trim
from synth.hub.families import FAMILIES
from synth.hub.speech import HubSpeech
from synth.speech.mel import SAMPLE_RATE
from tests.synth.hub.checkpoints import xvector

TEXT = "The sea."
MADE_BY = {title: family.opener.partition(".")[2] for title, family in FAMILIES.items()}


@pytest.fixture
def voice(checkpoint, tmp_path):
    def named(kind: str) -> str:
        more = f",speaker={xvector(tmp_path / 'xvector.npy')}" if kind == "speecht5" else ""
        return f"hf:{checkpoint(MADE_BY[kind])}{more}"

    return named


@pytest.mark.parametrize("kind", FAMILIES)
def test_it_speaks_a_take_of_the_asked_length_and_the_same_one_again(kind, voice, tmp_path):
    speech = HubSpeech(voice(kind), tmp_path / "kept", trim)
    draft = speech.draft(TEXT)
    audio = speech.speak(draft, 1.5)
    assert audio.dtype == np.float32 and audio.ndim == 1 and 0.01 < np.abs(audio).max() <= 1
    assert draft.natural == pytest.approx(len(audio) / SAMPLE_RATE)
    take = fit(audio, SAMPLE_RATE, 1.5)
    assert len(take) == round(1.5 * SAMPLE_RATE) and np.abs(take).max() > 0.01
    again = HubSpeech(voice(kind), None, trim)
    assert np.array_equal(again.draft(TEXT).sound, audio)
