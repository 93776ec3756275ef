"""Text becomes phones with stress, word edges and clause, and pauses where the punctuation puts them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.speech.espeak import EspeakError, ipa
from synth.speech.phones import CONTEXT, encode, phones
from synth.speech.symbols import END, PAUSES, START, SYMBOLS, articulation


def symbols(text: str) -> str:
    return " ".join(p.symbol for p in phones(text))


def test_a_sentence_with_its_pauses():
    assert symbols("Hello, world.") == "^ h ə l oʊ , w ɜː l d $"


@pytest.mark.parametrize(
    ("text", "pause"),
    [("one, two", ","), ("one; two", ","), ("one. two", "."), ("one? two", "?"), ("one! two", "!"), ("one — two", ","),
     ("one - two", ","), ("one… two", "."), ("one?! two", "?"), ("one\nTwo", ",")],
)  # fmt: skip
def test_punctuation_becomes_one_pause(text, pause):
    assert [p.symbol for p in phones(text) if p.symbol in PAUSES] == [pause]


@pytest.mark.parametrize("text", ["well-known", "one\ntwo", "rock 'n' roll"])
def test_hyphens_and_wrapped_lines_are_no_pause(text):
    assert not [p for p in phones(text) if p.symbol in PAUSES]


def test_a_clause_knows_its_end_and_every_phone_its_place():
    spoken = [p for p in phones("Is it late? Yes.") if not p.is_pause]
    assert [p.clause for p in spoken] == ["?"] * 7 + ["."] * 3
    assert all(0 < p.place < 1 for p in spoken)
    assert [p.first for p in spoken][:4] == [True, False, True, False]


def test_stress_is_kept():
    stressed = {p.symbol: p.stress for p in phones("about")}
    assert stressed["aʊ"] == 1 and stressed["ɐ"] == 0


def test_nothing_to_say_is_only_the_edges():
    for text in ("", "  ", "...", "?!", "\n"):
        assert symbols(text) == "^ $"


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="'fr'"):
        phones("bonjour", "fr")
    with pytest.raises(EspeakError, match="xx"):
        ipa("hello", "xx")


def test_espeak_s_phones_are_all_known():
    """Words chosen for every sound of English: no letter of what espeak-ng writes is lost."""
    words = (
        "fire tower beer bear tour poor button bottle rhythm church judge vision thin this singing queue loch hour idea"
    )
    for word in words.split():
        heard = [p for w in ipa(word) for p in w]
        assert len(phones(word)) - 2 >= len(heard), word


def test_encoding_has_an_id_and_a_context_per_token():
    tokens = phones("Wait, is it?")
    ids, context, language = encode(tokens)
    assert language.tolist() == [0] * len(tokens)
    assert ids.dtype == np.int64 and context.dtype == np.float32 and context.shape == (len(tokens), CONTEXT)
    assert SYMBOLS[ids[0]] == START and SYMBOLS[ids[-1]] == END
    assert np.isfinite(context).all()


def test_every_symbol_is_told_apart_by_its_articulation():
    table, names = articulation()[len(PAUSES) + 2 :], SYMBOLS[len(PAUSES) + 2 :]
    rows, first = np.unique(table, axis=0, return_index=True)
    twins = {name for i, name in enumerate(names) if i not in first}
    assert twins <= {"pʰ", "tʰ", "kʰ", "ɕ", "ɰ", "p", "t", "k", "ç", "ʁ"}  # of two languages that share a place
    assert len(rows) == len(names) - 5


@given(st.text(max_size=80))
def test_any_text_gives_edges_and_known_symbols(text):
    tokens = phones(text)
    assert tokens[0].symbol == START and tokens[-1].symbol == END
    assert all(p.symbol in SYMBOLS for p in tokens)
