"""Figures become sentences: the worst flaw speaks, and none that another one would feign."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.voice.findings import judge
from synth.voice.measures import Measures

GOOD = Measures(
    seconds=20.0, speech_seconds=15.0, level_db=-22.0, noise_db=-60.0, snr_db=38.0, bandwidth_hz=11_025.0,
    voiced=0.65, steadiness=0.4, distance=4.0, likeness=0.8,
)  # fmt: skip


def told(**figures) -> dict[str, str]:
    return {finding.code: finding.severity for finding in judge(replace(GOOD, **figures))}


def test_nothing_is_said_of_a_good_recording():
    assert told() == {} and told(likeness=None) == {}


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ({"seconds": 3600.0}, {"long": "refuse"}),
        ({"level_db": -70.0}, {"silent": "refuse"}),
        ({"level_db": -55.0}, {"quiet": "warn"}),
        ({"speech_seconds": 2.0}, {"short": "refuse"}),
        ({"speech_seconds": 4.0}, {"short": "warn"}),
        ({"snr_db": 5.0}, {"noisy": "refuse"}),
        ({"snr_db": 14.0}, {"noisy": "warn"}),
        ({"snr_db": 2.0, "voiced": 0.05}, {"no-speech": "refuse"}),
        ({"clipped": 0.03}, {"clipped": "refuse"}),
        ({"clipped": 0.005}, {"clipped": "warn"}),
        ({"crest_db": 5.0, "peak_spread": 0.05}, {"clipped": "refuse"}),
        ({"crest_db": 7.0, "peak_spread": 0.05}, {"clipped": "warn"}),
        ({"crest_db": 5.0, "peak_spread": 0.2}, {}),  # a buzzing voice, not a ceiling
        ({"steadiness": 2.0}, {"music": "refuse"}),
        ({"steadiness": 1.4}, {"music": "warn"}),
        ({"bandwidth_hz": 3400.0}, {"narrow": "warn"}),
        ({"offset": 0.5}, {"offset": "note"}),
        ({"voiced": 0.2}, {"whispered": "refuse"}),
        ({"likeness": 0.3}, {"people": "refuse"}),
        ({"likeness": None, "distance": 9.0}, {"people": "refuse"}),
        ({"second_pitch": 0.1}, {"overlap": "refuse"}),
        ({"second_pitch": 0.1, "bandwidth_hz": 3400.0}, {"narrow": "warn", "overlap": "warn"}),
    ],
)
def test_each_flaw_has_its_verdict(figures, verdict):
    assert told(**figures) == verdict


def test_noise_is_not_called_a_whisper_nor_a_crowd():
    assert told(snr_db=5.0, voiced=0.2, likeness=0.2, second_pitch=0.2) == {"noisy": "refuse"}


def test_what_separates_people_in_a_long_recording_may_be_chance_in_a_short_one():
    assert told(likeness=0.62, speech_seconds=32.0) == {"people": "refuse"}
    assert told(likeness=0.62, speech_seconds=7.0) == {}


NUMBERS = st.floats(-100, 100)
SHARES = st.floats(0, 1)


@given(
    st.fixed_dictionaries(
        {field.name: SHARES if field.default in (0.0, 1.0) else NUMBERS for field in fields(Measures)[2:]}
    ),
    st.floats(0.1, 4000),
)
def test_whatever_is_measured_each_finding_is_a_sentence_and_an_advice(figures, seconds):
    found = judge(Measures(seconds=seconds, speech_seconds=seconds / 2, **figures))
    assert len({finding.code for finding in found}) == len(found)
    for finding in found:
        assert finding.severity in ("note", "warn", "refuse")
        assert finding.sentence.endswith(".") and finding.advice.endswith(".") and "\n" not in finding.sentence
