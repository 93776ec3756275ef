"""The form: every bar belongs to one phrase, themes come back, the strongest phrase lies late."""

from hypothesis import given
from hypothesis import strategies as st

from synth.music.form import phrases
from synth.music.score import MOODS


@given(st.integers(1, 300), st.sampled_from(MOODS), st.integers(1, 3), st.booleans(), st.booleans(), st.booleans())
def test_every_bar_is_in_one_phrase(bars, mood, energy, first, last, closing):
    made = phrases(bars, mood, energy, first, last, closing)
    assert sum(phrase.bars for phrase in made) == bars
    assert all(1 <= phrase.bars <= 5 or bars < 8 for phrase in made)
    assert (made[-1].close == "final") == closing
    assert all(0 < phrase.intensity <= 1 for phrase in made)


def test_a_long_section_brings_its_first_theme_back():
    letters = "".join(phrase.letter for phrase in phrases(64, "calm", 2, True, True, True) if phrase.kind == "theme")
    assert letters.startswith("AABA") and letters.count("A") >= 6 and len(set(letters)) >= 3


def test_energy_is_heard_in_every_phrase():
    still, driving = phrases(32, "epic", 1, True, True, True), phrases(32, "epic", 3, True, True, True)
    assert all(low.intensity < high.intensity for low, high in zip(still, driving, strict=True))
