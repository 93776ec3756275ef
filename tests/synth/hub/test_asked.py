"""What a voice string asks for."""

import pytest

from synth.hub.asked import Asked, asked
from synth.speech import SpeechError


def test_a_name_alone():
    assert asked("hf:suno/bark-small") == Asked("suno/bark-small")


def test_options_follow_commas_and_other_commas_stay():
    told = asked(
        "hf:/my, models/csm,sample=anna, tired.wav,text=Yes, it is me.,consent=I, Anna, agree to it.,speaker=2"
    )
    assert told == Asked(
        "/my, models/csm", "2", "anna, tired.wav", text="Yes, it is me.", consent="I, Anna, agree to it."
    )


def test_a_name_for_lists_tells_no_paths_and_no_sentences():
    assert asked("hf:/home/anna/models/bark,speaker=v2/ko_speaker_1").name == "hf:bark,speaker=v2/ko_speaker_1"
    told = asked("hf:owner/csm,sample=/home/anna/secret.wav,consent=I agree to this.,speaker=/home/anna/3.npy")
    assert told.name == "hf:owner/csm,speaker=3.npy"


@pytest.mark.parametrize(
    ("voice", "words"),
    [
        ("hf:", "names no model"),
        ("hf:,speaker=3", "names no model"),
        ("hf:x,speaker=", "without a value"),
        ("hf:x,speaker=1,speaker=2", "twice"),
        ("hf:x,speeker=1", "no option 'speeker'"),
        ("hf:x,sample=a.wav", "consent="),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(voice, words):
    with pytest.raises(SpeechError, match=words):
        asked(voice)
