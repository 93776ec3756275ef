import math

import pytest

from server.settings import LEVELS, MUSIC, Settings, SettingsError

WRONG = [
    {"rate": 0},
    {"rate": 2.5},
    {"rate": "1"},
    {"rate": True},
    {"rate": math.nan},
    {"original": "loud"},
    {"original": ["duck"]},
    {"overlap": 3},
    {"loudness": 0},
    {"sound_cues": 1},
    {"voice": "x" * 65},
    {"voice": "hf:someone/model"},
    {"voice": "a\nb"},
    {"voice": None},
    {"parts": ["ANNA"]},
    {"parts": {"ANNA": 1}},
    {"parts": {"ANNA": "hf:x/y"}},
    {"parts": {str(n): "mina" for n in range(101)}},
    {"music": "song.mp3"},
    {"music": "hf:facebook/musicgen-small"},
    {"music": ["sad"]},
    {"genre": "polka"},
    {"music_level": "loud"},
    {"seed": -1},
    {"seed": 2**31},
    {"seed": 1.0},
    {"seed": True},
    {"colour": "red"},
]


def test_nothing_said_is_as_narrate_does_it():
    from narrate import Options

    assert Settings.of({}).options() == Options()


def test_they_survive_json():
    asked = Settings(voice="mina", parts={"ANNA": "theo"}, rate=1.2, original="keep", sound_cues=True)
    assert Settings.of(asked.json()) == asked


def test_some_can_be_changed():
    assert Settings(rate=1.2).with_({"voice": "mina"}) == Settings(rate=1.2, voice="mina")


def test_a_part_without_a_voice_is_the_narrators():
    assert Settings.of({"parts": {"ANNA": "", "BEN": "theo"}}).parts == {"BEN": "theo"}


def test_parts_become_the_casting():
    options = Settings(voice="mina", parts={"Anna": "theo"}).options()
    assert options.voice.name_for("ANNA") == "theo" and options.voice.name_for(None) == "mina"


def test_music_is_asked_for_as_narrate_takes_it():
    from narrate import Music

    asked = Settings.of({"music": "sad", "genre": "piano", "music_level": "cinematic", "seed": 7})
    assert asked.options().music == Music("sad", "piano", "cinematic", 7) and Settings.of(asked.json()) == asked


def test_every_level_and_genre_can_be_mixed_and_played():
    from director.scoring import check
    from media.bed import UNDER

    assert set(LEVELS) == set(UNDER)
    for music in MUSIC:
        check(Settings(music=music).options().music)


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_what_cannot_be_is_refused_by_name(wrong):
    with pytest.raises(SettingsError) as error:
        Settings.of(wrong)
    assert error.value.field in wrong and str(error.value).endswith(".")


@pytest.mark.parametrize("wrong", [None, [], "x", 3])
def test_settings_are_an_object(wrong):
    with pytest.raises(SettingsError):
        Settings.of(wrong)
    with pytest.raises(SettingsError):
        Settings().with_(wrong)
