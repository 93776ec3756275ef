"""Spelling without the packages that the models' own spellers want."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.hub.arpabet import arpabet
from synth.hub.letters import Characters, phonetic, romanised
from tests.synth.hub.checkpoints import sentencepiece


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("hello", "həlˈoʊ"),
        ("Hello, world!", "həlˈoʊ, wˈɜːld!"),
        ("a quiet  sea", "ɐ kwˈaɪət sˈiː"),
        ("…", "…"),
    ],
)
def test_phonemes_are_words_with_stress_and_punctuation(text, spelt):
    assert phonetic(text) == spelt


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [  # as uroman 1.3 writes them
        ("안녕하세요", "annyeonghaseyo"),
        ("바다로 가는 길", "badaro ganeun gil"),
        ("닭", "dalg"),
        ("왜 꽃이?", "wai ggoci?"),
        ("sea 바다", "sea bada"),
    ],
)
def test_hangul_is_written_as_uroman_does(hangul, latin):
    assert romanised(hangul) == latin


@given(st.text())
def test_romanising_leaves_no_syllable_and_touches_nothing_else(text):
    out = romanised(text)
    assert not any("\uac00" <= char <= "\ud7a3" for char in out)
    if text.isascii():
        assert out == text


def test_english_in_arpabet():
    assert arpabet("The quiet sea.") == ["DH", "AH0", "K", "W", "AY1", "AH0", "T", "S", "IY1", "."]
    assert arpabet("Yes, we read?") == ["Y", "EH1", "S", ",", "W", "IY0", "R", "IY1", "D", "?"]
    assert arpabet("…") == []


def test_characters_of_a_sentencepiece_model(tmp_path):
    file = tmp_path / "spm_char.model"
    file.write_bytes(sentencepiece(["<s>", "<pad>", "</s>", "<unk>", "▁", *"abc"]))
    assert Characters(file).encode(" a  bxyz ") == [4, 5, 4, 6, 3, 2]


@given(st.binary(max_size=60))
def test_any_other_file_is_refused_and_not_read_forever(content):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.model"
        file.write_bytes(content)
        with pytest.raises((ValueError, IndexError, KeyError, StopIteration)):
            Characters(file)
