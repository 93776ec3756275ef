import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.fit import fit, guess, voice_of
from server.settings import Settings


def a_cue(id="a", start=1.0, end=3.0, text="Hello there.", speaker="", voice=""):
    return {"id": id, "start": start, "end": end, "text": text, "speaker": speaker, "voice": voice}


def unknown(voice, text):
    return None


def test_a_known_length_is_told_as_such():
    (told,) = fit([a_cue()], Settings(), 10, lambda voice, text: 1.5)
    assert told["natural"] == 1.5 and told["known"] and told["status"] == "fits" and told["rate"] == 1


def test_what_is_too_long_is_told_with_the_factor_it_needs():
    cues = [a_cue(), a_cue("b", start=3.05, end=5)]
    first, _ = fit(cues, Settings(), 5, lambda voice, text: 6.0 if voice == "" else None)
    assert first["needed"] == pytest.approx(3.0) and first["status"] == "overflow" and first["slot"] == 2.0


def test_a_guess_is_near_what_the_voices_take():
    assert guess("The tide went out, and left a paper boat behind.") == pytest.approx(3.1, abs=0.5)
    assert guess("썰물이 지나간 자리에 종이배 하나가 남았습니다.") == pytest.approx(3.1, abs=0.5)


def test_a_faster_pace_is_guessed_shorter():
    slow, fast = (fit([a_cue()], Settings(rate=rate), 10, unknown)[0]["natural"] for rate in (1.0, 2.0))
    assert slow == pytest.approx(2 * fast, abs=0.002)


def test_known_cues_teach_the_guess_about_the_voice():
    known = {f"A sentence with number {n}.": 3 * guess(f"A sentence with number {n}.") for n in range(3)}
    cues = [a_cue(str(n), n, n + 1, text) for n, text in enumerate([*known, "Something else."])]
    told = fit(cues, Settings(), 100, lambda voice, text: known.get(text))
    assert told[-1]["natural"] == pytest.approx(3 * guess("Something else."), abs=0.01) and not told[-1]["known"]


def test_a_cue_without_words_is_left_out():
    assert fit([a_cue(text=" … ")], Settings(), 10, unknown) == []


def test_who_speaks():
    settings = Settings(voice="mina", parts={"Anna": "theo"})
    assert voice_of(a_cue(), settings) == "mina"
    assert voice_of(a_cue(speaker="ANNA"), settings) == "theo"
    assert voice_of(a_cue(speaker="ANNA", voice="dan"), settings) == "dan"


@given(st.text(max_size=200))
def test_a_guess_is_a_length(text):
    assert 0 < guess(text) < 100
