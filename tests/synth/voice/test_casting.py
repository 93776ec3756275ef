"""Who speaks which cue: what people type, and which voice a label gets."""

import pytest

from synth.voice import VoiceError
from synth.voice.casting import Casting, casting, provenance


def test_a_label_gets_its_voice_whatever_its_case():
    cast = casting(["ANNA=mina", "민수 = 준", "narrator"])
    assert [cast.name_for(label) for label in ("Anna", "anna", "민수", "BEN", None)] == [
        "mina", "mina", "준", "narrator", "narrator"]  # fmt: skip
    assert cast.names() == ["narrator", "mina", "준"]


def test_without_a_choice_the_first_sample_voice_speaks():
    assert casting([]).names() == [""] and casting(["ANNA=mina"]).name_for("BEN") == ""


def test_a_single_cue_may_have_a_voice_of_its_own():
    cast = Casting("narrator", {"ANNA": "mina"}, {3: "jun"})
    assert [cast.name_for("ANNA", 3), cast.name_for(None, 3), cast.name_for("ANNA", 4)] == ["jun", "jun", "mina"]
    assert cast.names() == ["narrator", "mina", "jun"]


def test_a_model_from_elsewhere_may_have_the_sign_in_its_path():
    assert casting(["hf:models/a=b"]).narrator == "hf:models/a=b"
    assert casting(["ANNA=hf:models/a=b"]).name_for("ANNA") == "hf:models/a=b"


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (["ANNA="], "half a part"),
        (["=mina"], "half a part"),
        (["ANNA=mina", "anna=jun"], "two voices, mina and jun"),
        (["mina", "jun"], "2 voices, mina and jun"),
    ],
)
def test_choices_that_contradict_each_other_are_told(choices, words):
    with pytest.raises(VoiceError, match=words):
        casting(choices)


def test_a_label_that_no_cue_has_is_told():
    cast = casting(["ANA=mina", "ben=jun"])
    (sentence,) = cast.unheard(["ANNA", "BEN", None, "ANNA"])
    assert sentence == "No cue is labelled ANA, so mina has nothing to say: the labels are ANNA, BEN."
    assert "name no speakers" in cast.unheard([None])[0]


def test_a_file_says_which_voices_are_in_it():
    assert provenance(["미나"]) == "synthetic speech by Narrascore, voice 미나"
    assert provenance(["a", "b", "a"]) == "synthetic speech by Narrascore, voices a, b"
