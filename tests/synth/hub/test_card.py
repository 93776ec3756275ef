"""What is told of a model before it speaks."""

import pytest

from synth.hub.speech import HubSpeech


@pytest.fixture
def card(checkpoint, tmp_path):
    import shutil

    folder = shutil.copytree(checkpoint("vits"), tmp_path / "vits")

    def told(readme: str | None) -> str:
        if readme is not None:
            (folder / "README.md").write_text(readme, encoding="utf-8")
        return str(HubSpeech(f"hf:{folder}").card)

    return told


def test_licence_and_languages_of_the_card(card):
    said = card("---\nlicense: mit\nlanguage:\n- en\n- ko\n---\n# A voice\n")
    assert "VITS, speaks en, ko; 112 kB, 0.0242 million weights; licence mit." in said


@pytest.mark.parametrize("licence", ["cc-by-nc-4.0", "other\nlicense_name: coqui-non-commercial"])
def test_a_licence_against_commerce_is_pointed_out(card, licence):
    assert "which forbids commercial use" in card(f"---\nlicense: {licence}\n---\n")


@pytest.mark.parametrize("readme", [None, "", "# No front matter", "---\nlicense: [unclosed\n---\n", "---\n- 1\n---\n"])
def test_nothing_known_is_said_so(card, readme):
    said = card(readme)
    assert "does not say which languages" in said and "licence unknown" in said
