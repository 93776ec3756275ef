"""Known words are found in a reading at another pace and in another voice."""

import numpy as np
import pytest

from synth.speech.mel import log_mel
from synth.speech.pacing import frame_index
from synth.speech.speech import Speech
from synth.voice.alignment import aligned

SENTENCE = "They looked at each other across the table, and nobody said a word."


@pytest.fixture(scope="module")
def speech():
    return Speech()


def sounded(speech: Speech, mel: np.ndarray, f0: np.ndarray) -> np.ndarray:
    import torch

    audio = torch.from_numpy(speech.networks.vocode(mel, speech.excitation(mel, f0, 0))[0])
    return log_mel(audio)[0].numpy()


@pytest.mark.parametrize("pitch, pace", [(0.0, 1.0), (4.0, 1.25), (-4.0, 0.8)])
def test_phones_are_found_where_they_were_said(speech, pitch, pace):
    draft = speech.draft(SENTENCE)
    other = speech.draft(SENTENCE, pitch=pitch, rate=pace)
    theirs = sounded(speech, *speech.mel(other))
    ours, _ = speech.mel(draft)
    found = aligned(ours[0], frame_index(speech.durations(draft))[0], theirs)
    wanted = speech.durations(other)
    assert found.sum() == wanted.sum() == theirs.shape[1]
    error = np.abs(np.cumsum(found) - np.cumsum(wanted))
    assert np.median(error) <= 1 and (error <= 4).mean() > 0.95  # frames of 12 ms
