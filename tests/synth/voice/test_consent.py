"""Consent: a whole sentence, a time and a recording, or no voice."""

from datetime import UTC, datetime

import pytest

from synth.voice import VoiceError
from synth.voice.consent import SENTENCES, Consent

NOW, HASH = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "0" * 64


@pytest.mark.parametrize("statement", [*SENTENCES.values(), "제 목소리를 써도 좋다고 동의합니다"])
def test_a_sentence_is_kept_as_it_was_said(statement):
    consent = Consent(statement, NOW, HASH, "anna")
    assert Consent.from_record(consent.record()) == consent
    assert consent.record()["time"] == "2026-01-02T03:04:05+00:00"


@pytest.mark.parametrize("statement", ["", "  ", "yes", "I agree", "동의합니다", "a b c", "... ... ... ..."])
def test_too_little_is_no_consent_and_the_message_says_what_would_be(statement):
    with pytest.raises(VoiceError, match="This is my own voice") as refused:
        Consent(statement, NOW, HASH)
    assert "\n" not in str(refused.value) and "제 목소리" in str(refused.value)


def test_a_consent_is_to_one_recording_at_one_time():
    with pytest.raises(VoiceError, match="SHA-256"):
        Consent(SENTENCES["en"], NOW, "")
    with pytest.raises(VoiceError, match="time zone"):
        Consent(SENTENCES["en"], datetime(2026, 1, 2), HASH)
