"""A recording of a known text falls into its sentences, at another pace and in another voice too."""

import numpy as np
import pytest

from synth.speech.mel import SAMPLE_RATE
from synth.speech.networks import Networks
from synth.speech.speech import Speech
from synth.voice import VoiceError
from synth.voice.readings import readings, sentences
from synth.voice.samples import NAMES, sample_voice

SCRIPT = (
    "The tide comes in twice a day, and nobody ever sees it leave.",
    "Somebody had to go down and look.",
    "They looked at each other across the table without a word.",
    "It was dark when we reached the village, and the rain had stopped.",
    "He never spoke of it again.",
)


@pytest.fixture(scope="module")
def networks():
    return Networks()


def read(networks: Networks, texts, pause: float, rate: float) -> tuple[np.ndarray, list[float]]:
    """Somebody else reads: the audio, and where each sentence begins, in seconds."""
    speech = Speech(sample_voice(NAMES[1]), networks)
    parts, starts, at = [], [], 0
    for i, text in enumerate(texts):
        audio = speech.speak(speech.draft(text, rate=rate * (0.85, 1.1)[i % 2]))
        starts.append(at / SAMPLE_RATE)
        parts += [audio, np.zeros(round(pause * SAMPLE_RATE), np.float32)]
        at += len(audio) + len(parts[-1])
    noise = np.random.default_rng(0).normal(0, 3e-4, at).astype(np.float32)
    return np.concatenate(parts) + noise, starts


@pytest.mark.parametrize(("pause", "rate"), [(0.15, 1.0), (0.4, 0.8), (0.8, 1.25)])
def test_every_sentence_is_found_where_it_is_read(networks, pause, rate):
    audio, starts = read(networks, SCRIPT, pause, rate)
    found = readings(audio, [(text, "en") for text in SCRIPT], sample_voice(), networks)
    assert [reading.text for reading in found] == [*SCRIPT]
    cuts = np.cumsum([len(reading.audio) for reading in found])[:-1] / SAMPLE_RATE
    for cut, start in zip(cuts, starts[1:], strict=True):
        assert start - pause - 0.06 < cut < start + 0.06


def test_a_recording_of_something_else_is_refused_by_its_length(networks):
    audio, _ = read(networks, SCRIPT[1:2], 0.1, 1.0)
    with pytest.raises(VoiceError, match="cannot be a reading"):
        readings(audio, [(text, "en") for text in SCRIPT], sample_voice(), networks)
    with pytest.raises(VoiceError, match="no sentence"):
        readings(audio, [], sample_voice(), networks)


def test_a_script_is_sentences_and_short_ones_stay_together():
    script = (
        "One sentence a line is best.\n\n  And two of them. In one line they part.\n\n***\nOh! No. Not again, I said.\n"
    )
    assert sentences(script) == [
        "One sentence a line is best.",
        "And two of them.",
        "In one line they part.",
        "Oh! No. Not again, I said.",
    ]
    assert sentences("바다는 하루에 두 번 들어온다. 아무도 나가는 것을 보지 못한다.") == [
        "바다는 하루에 두 번 들어온다.",
        "아무도 나가는 것을 보지 못한다.",
    ]
    assert sentences("") == [] and sentences("Hi.") == ["Hi."]
