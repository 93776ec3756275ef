"""A statement is given out once, to one account, and read by the person of the recordings."""

import numpy as np
import pytest

from media.recording import Recording
from server.consent import DIGITS, ConsentError, confirm, issued, same_person
from synth.speech.mel import SAMPLE_RATE
from synth.voice.scripts import SCRIPTS
from tests.server.spoken import read_aloud

KEY, ME = "secret of the studio", "a" * 32


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_statement_has_a_number_of_its_own_and_is_known_again(language):
    one, two = issued(KEY, ME, language), issued(KEY, ME, language)
    assert len(one["number"]) == DIGITS and ", ".join(one["number"]) in one["statement"]
    assert one["statement"] != two["statement"] or one["number"] == two["number"]
    confirm(KEY, ME, one["statement"], one["token"])


def refusal(act):
    with pytest.raises(ConsentError) as told:
        act()
    return told.value.code


def test_other_accounts_words_keys_and_no_token_are_refused():
    one = issued(KEY, ME, "en")
    assert refusal(lambda: confirm(KEY, "b" * 32, one["statement"], one["token"])) == "unknown"
    assert refusal(lambda: confirm(KEY, ME, one["statement"] + " Or not.", one["token"])) == "unknown"
    assert refusal(lambda: confirm("other", ME, one["statement"], one["token"])) == "unknown"
    assert refusal(lambda: confirm(KEY, ME, one["statement"], "")) == "unknown"


def test_a_statement_gets_old(monkeypatch):
    import server.consent as module

    one = issued(KEY, ME, "en")
    monkeypatch.setattr(module, "FRESH", -1)
    assert refusal(lambda: confirm(KEY, ME, one["statement"], one["token"])) == "expired"


def recorded(text, voice="theo"):
    return Recording(read_aloud(text, voice), SAMPLE_RATE, "wav", "pcm_s16le")


def test_the_same_person_may_agree_and_another_may_not():
    sample = recorded(" ".join(SCRIPTS["en"][:2]))
    statement = issued(KEY, ME, "en")["statement"]
    assert same_person(sample, recorded(statement)) > 0.6
    assert refusal(lambda: same_person(sample, recorded(statement, "sora"))) == "other-voice"


def test_a_word_is_no_statement():
    sample = recorded(" ".join(SCRIPTS["en"][:2]))
    assert refusal(lambda: same_person(sample, recorded("Yes."))) == "short"
    nothing = Recording(np.zeros(5 * SAMPLE_RATE, np.float32), SAMPLE_RATE, "wav", "pcm_s16le")
    assert refusal(lambda: same_person(sample, nothing)) == "short"
