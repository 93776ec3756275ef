"""What must be read aloud for what is written: a hand-made list of sentences, and properties over any text at all."""

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from synth.speech.capitals_en import MISREAD_BY_ESPEAK, SPELLED_BY_ESPEAK, spell_out
from synth.speech.espeak import ipa
from synth.speech.normalise import PAUSES, UnsupportedLanguage, normalise
from synth.speech.numbers_en import cardinal, ordinal, say, year


def _gold() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("normalise_en.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [(_unescape(written), _unescape(spoken)) for written, spoken in rows]


def _unescape(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\u00a0", "\u00a0")


GOLD = _gold()


def test_the_list_is_long_enough() -> None:
    assert len(GOLD) >= 200 and len({written for written, _ in GOLD}) == len(GOLD)


@pytest.mark.parametrize(("written", "spoken"), GOLD)
def test_reads_as_a_person_would(written: str, spoken: str) -> None:
    assert normalise(written) == spoken
    assert normalise(spoken) == spoken


@pytest.mark.parametrize("language", ["en", "en-us", "EN_GB"])
def test_region_of_a_language_does_not_matter(language: str) -> None:
    assert normalise("5 km", language) == "five kilometers"


@pytest.mark.parametrize("language", ["xx", "", "english"])
def test_unknown_language_is_refused_with_a_sentence(language: str) -> None:
    with pytest.raises(UnsupportedLanguage, match="choose one of"):
        normalise("hello", language)


_SIGNS = "0123456789.,:;/-–—'’\"()[]%$€£₩°#@&+=*<>^~×½² \n?!…_AIVXMSTamps"
_PIECES = st.sampled_from(
    [written for written, _ in GOLD]
    + ["St.", "Dr.", "No.", "a.m.", "$", "km", "-", "–", "...", "IT", "US", "III", "1990s", "A"]
)
_MIXED = st.lists(_PIECES, max_size=4).flatmap(
    lambda ps: st.sampled_from(["", " ", "\n", "-"]).map(lambda s: s.join(ps))
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(alphabet=_SIGNS, max_size=30), _MIXED))
@example("1" * 5000)
@example("1" + ",000" * 1500 + "th")
@example("0." + "1" * 5000)
@example("A." * 500)
@example("a\u200d\u0301")
def test_any_text_becomes_words_and_pauses_only(text: str) -> None:
    spoken = normalise(text)
    for ch in spoken:
        assert ch in PAUSES + "'- \n" or unicodedata.category(ch)[0] in "LM", f"{ch!r} left in {spoken!r}"
    assert spoken == spoken.strip()
    assert not re.search(r"  |\n\n|-(?!\w)|[,;:] [.,;:?!]", spoken)
    if any(ch.isalnum() for ch in text):
        assert spoken, "text with letters or figures must not fall silent"
    assert normalise(spoken) == spoken


@given(st.integers(min_value=0, max_value=10**30))
def test_every_figure_of_a_number_is_spoken(n: int) -> None:
    for words in (cardinal(n), ordinal(n), year(n), say(str(n))):
        assert re.fullmatch(r"[a-z]+(?: [a-z]+)*", words)
    assert normalise(f"{n:,}") == cardinal(n)


@given(st.integers(min_value=0, max_value=10**21 - 1))
def test_cardinals_are_all_different_and_can_be_read_back(n: int) -> None:
    assert _read_back(cardinal(n)) == n


def _read_back(words: str) -> int:
    from synth.speech.numbers_en import ONES, SCALES, TENS

    total = group = 0
    for word in words.split():
        if word in SCALES:
            total, group = total + group * 1000 ** (SCALES.index(word) + 1), 0
        elif word == "hundred":
            group *= 100
        else:
            group += ONES.index(word) if word in ONES else 10 * TENS.index(word)
    return total + group


_READINGS = str.maketrans({"ɾ": "t", "ɐ": "ə", "ᵻ": "ɪ", "ˈ": "", "ˌ": "", "-": "", "ː": ""})


def _heard(text: str) -> str:
    """What espeak-ng says, without stress, reduced vowels and flaps folded: they vary with the next word."""
    sounds = "".join(phoneme for line in text.split("\n") for word in ipa(line) for phoneme in word)
    return re.sub(r"\([a-z-]+\)", "", sounds.translate(_READINGS)).replace("ɹɹ", "ɹ")


def _letter_by_letter(word: str) -> str:
    return _heard(" ".join("eh" if letter == "A" else letter for letter in word))


@pytest.mark.parametrize("word", sorted(SPELLED_BY_ESPEAK))
def test_espeak_spells_the_initialisms_left_to_it(word: str) -> None:
    assert _heard(word) == _letter_by_letter(word)


@pytest.mark.parametrize("word", sorted(MISREAD_BY_ESPEAK))
def test_initialisms_that_espeak_takes_for_words_are_spelled_for_it(word: str) -> None:
    assert _heard(word) != _letter_by_letter(word)
    assert _heard(spell_out(word) + " is") == _letter_by_letter(word) + _heard("is")


def test_what_the_normaliser_buys() -> None:
    """espeak-ng alone reads two in five of the list as a person would (run with -s for the figure)."""
    alone = sum(_heard(written) == _heard(spoken) for written, spoken in GOLD)
    print(f"\nespeak-ng alone: {alone} of {len(GOLD)} right ({alone / len(GOLD):.0%})")
    assert alone < len(GOLD) / 2


def test_reading_is_quick() -> None:
    """4,000 cues must not be felt: well under 5 ms each even on a busy machine."""
    start = time.process_time()
    for written, _ in GOLD:
        normalise(written)
    assert (time.process_time() - start) / len(GOLD) < 0.005
