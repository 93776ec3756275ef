"""Fifty prompts in each language: place, time of day, weather, season and mood are read as asked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.image.words import KINDS, PLACES, SceneWords, read_scene

TABLE = [
    line.split("\t") for line in (Path(__file__).parent / "prompts.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]  # fmt: skip


@pytest.mark.parametrize("language, prompt, expected", TABLE, ids=[row[1] for row in TABLE])
def test_what_is_asked_for_is_read(language, prompt, expected):
    scene = read_scene(prompt)
    asked = dict(each.split("=") for each in expected.split())
    assert {kind: getattr(scene, kind) for kind in KINDS} == {kind: asked.get(kind, "") for kind in KINDS}


def test_there_are_fifty_prompts_a_language_and_every_place_in_both():
    for language in ("en", "ko"):
        rows = [row for row in TABLE if row[0] == language]
        assert len(rows) >= 50
        assert {each for row in rows for each in row[2].split() if each.startswith("place=")} == {
            f"place={place}" for place in PLACES
        }


def test_a_given_mood_is_stronger_than_the_words():
    assert read_scene("a sad sea", "epic").mood == "epic"
    assert read_scene("a sad sea", "whatever").mood == "sad"


def test_subtitles_fill_what_the_prompt_leaves_open():
    subtitles = "The ship left at night. The sea was black that night, and the rain fell. Rain on the sea."
    scene = read_scene("The longest journey", None, subtitles)
    assert read_scene("", None, subtitles) == SceneWords("sea", "night", "rain")
    assert scene.time == "night" and scene.weather == "rain"
    assert read_scene("산", None, subtitles).place == "mountains"


def test_one_passing_word_of_the_subtitles_decides_nothing():
    assert read_scene("", None, "I saw a forest once.") == SceneWords("abstract")


@pytest.mark.parametrize("word", ["눈물", "밤나무", "비밀", "강아지", "산소", "방법", "길다", "강력한"])
def test_a_syllable_inside_of_another_word_means_nothing(word):
    scene = read_scene(word)
    assert (scene.place, scene.time, scene.weather) == ("abstract", "", "")


def test_letters_of_longer_english_words_mean_nothing():
    assert read_scene("seasoned raincoat").place == "abstract" and read_scene("snowfield").weather == ""


@given(st.text(max_size=60))
def test_any_text_is_some_scene(text):
    scene = read_scene(text)
    assert scene.place in PLACES and scene.english()
