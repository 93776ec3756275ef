"""Names of voices: what is accepted is one folder on any file system, and near misses are understood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.voice import VoiceError
from synth.voice.names import checked, folded, unknown


@pytest.mark.parametrize("name", ["mina", "Mina-2", "미나", "엄마_목소리", "Zoë", "3", "a" * 40])
def test_letters_digits_and_dashes_make_a_name(name):
    assert checked(name) == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a/b", "../a", ".a", "-a", "_a", "a.b", "a=b", "hf:a", "a\0", "😀", "a" * 41, "CON", "lpt1"],
)
def test_everything_else_is_refused_in_one_sentence(name):
    with pytest.raises(VoiceError, match=r"cannot name a voice.*\.$"):
        checked(name)


def test_a_name_is_the_same_however_its_letters_are_composed():
    assert checked(unicodedata.normalize("NFD", "미나")) == "미나"
    assert folded(unicodedata.normalize("NFD", "ZOË")) == folded("zoë")


@given(st.text(max_size=45))
def test_what_is_accepted_is_safe_as_a_folder(name):
    try:
        accepted = checked(name)
    except VoiceError:
        return
    folder = folded(accepted)
    assert len(folder.encode()) <= 160 and not set(folder) & set('/\\:*?"<>|=. ') and folder[0] not in "-_"
    assert checked(accepted) == accepted and folded(folder) == folder


def test_an_unknown_name_brings_up_the_nearest():
    assert "did you mean Mina?" in str(unknown("minna", ["kathleen", "Mina"]))
    assert "choose one of kathleen, 미나." in str(unknown("zzz", ["kathleen", "미나"]))
