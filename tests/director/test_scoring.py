"""The music of a film: where it changes, that it is made once, that it ends with the film, and what is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from director.scoring import Music, check, scenes_of, score_film
from media.cancelled import Cancelled
from media.mix import MixError
from media.musicfile import MusicFileError
from media.subtitles import Cue, Import, MoodMark
from synth.music.errors import MusicError

RATE = 48_000
LINES = ("The sea was quiet.", "A bird sang.", "Then the storm broke over them!", "They ran for their lives.")
CUES = tuple(Cue(number, 10.0 * number, 10.0 * number + 4, text) for number, text in enumerate(LINES))
SUBTITLES = Import(Path("film.srt"), "srt", "utf-8", "", CUES, ())
WORDS = [(cue.start, cue.end) for cue in CUES]
SHORT = replace(SUBTITLES, cues=CUES[:1])


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def silent(*_: object) -> None:
    """Nobody listens."""


def sound_of(scored, folder: Path) -> np.ndarray:
    return np.concatenate(list(scored.blocks(folder)))


def test_what_the_file_asks_for_holds_until_it_asks_for_something_else():
    marks = (MoodMark(1, 10.0, "Tense"), MoodMark(3, 30.0, "슬픔"))
    found = scenes_of(replace(SUBTITLES, moods=marks), 44.0)
    at = lambda second: next(s.mood for s in found if s.start <= second < s.end)  # noqa: E731
    assert at(12) == at(22) == "tense" and at(32) == "sad"
    assert found[0].start == 0 and found[-1].end == 44.0


def test_a_word_that_is_no_mood_is_told_with_its_cue():
    asked = replace(SUBTITLES, moods=(MoodMark(2, 20.0, "purple"),))
    with pytest.raises(MusicError, match=r'film.srt, cue 2: There is no mood "purple"'):
        scenes_of(asked, 44.0)
    assert scenes_of(replace(SUBTITLES, moods=(MoodMark(2, 20.0, "auto"),)), 44.0) == scenes_of(SUBTITLES, 44.0)


def test_one_mood_holds_for_the_whole_film():
    (scene,) = scenes_of(SUBTITLES, 44.0, "웅장한")
    assert (scene.mood, scene.start, scene.end) == ("epic", 0.0, 44.0)


def test_it_is_played_once_begins_at_once_and_ends_with_the_film(tmp_path):
    music = Music("sad", "piano")
    told = []
    first = score_film(SHORT, WORDS[:1], 8.0, 0.0, music, lambda *step: told.append(step[1]))
    sound = sound_of(first, tmp_path)
    assert first.made and told == sorted(told) and told[-1] == 1
    assert len(sound) == 8 * RATE and np.abs(sound[: RATE // 2]).max() > 0.003
    assert np.abs(sound[-RATE * 3 // 2 : -RATE]).max() > 0.002 and np.abs(sound[-10:]).max() < 1e-4
    again = score_film(SHORT, WORDS[:1], 8.0, 0.0, music, silent)
    assert not again.made and np.array_equal(sound_of(again, tmp_path), sound)
    assert score_film(SHORT, WORDS[:1], 8.0, 0.0, replace(music, seed=1), silent).made


def test_the_card_of_a_title_is_scored_with_the_first_scene():
    scored = score_film(SHORT, WORDS[:1], 8.0, 3.0, Music("calm", "piano"), silent)
    assert [(scene.start, scene.end) for scene in scored.scenes] == [(0.0, 11.0)]
    assert scored.words == ((3.0, 7.0),)


def test_cancelled_while_it_is_played_it_leaves_nothing_half_made(home):
    def stop(*step: object) -> None:
        if step[1]:
            raise Cancelled("The film was not narrated: cancelled.")

    with pytest.raises(Cancelled):
        score_film(SHORT, WORDS[:1], 8.0, 0.0, Music("calm", "piano"), stop)
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_long_film_gets_reels_without_a_hole_between_them(tmp_path, monkeypatch):
    import synth.music.reels

    monkeypatch.setattr(synth.music.reels.reels, "__defaults__", (8.0,))
    scored = score_film(SHORT, WORDS[:1], 14.0, 0.0, Music("calm", "piano"), silent)
    assert [at for at, _ in scored.scores] == [0.0, 7.0]
    sound = sound_of(scored, tmp_path)
    assert len(sound) == 14 * RATE and np.abs(sound[7 * RATE : 8 * RATE]).max() > 0.003
    scored.write(tmp_path, "film")
    assert {path.name for path in tmp_path.glob("music.*")} == {
        "music.1.mid", "music.1.png", "music.2.mid", "music.2.png"}  # fmt: skip


def test_it_tells_scenes_with_mood_key_and_tempo_and_draws_the_plan(tmp_path):
    from PIL import Image

    scored = score_film(SHORT, WORDS[:1], 8.0, 0.0, Music("tense", "electronic"), silent)
    (row,) = scored.told()["scenes"]
    assert row["mood"] == "tense" and row["end"] == 8.0 and row["tempo"] > 40 and row["bars"] >= 1
    assert scored.told()["genre"] == "electronic" and row["key"].split()[-1] in ("minor", "phrygian", "dorian")
    scored.write(tmp_path, "영화")
    with Image.open(tmp_path / "music.png") as page:
        assert page.size[0] == 2000
    assert (tmp_path / "music.mid").read_bytes()[:4] == b"MThd"


def test_a_film_of_a_moment_and_a_film_that_asks_for_none_get_no_music():
    assert score_film(SHORT, [], 3.0, 0.0, Music("auto"), silent) is None
    assert score_film(SHORT, [], 60.0, 0.0, Music(), silent) is None


def test_a_file_of_ones_own_is_fitted_to_the_film(tmp_path):
    time = np.arange(7 * RATE) / RATE
    soundfile.write(tmp_path / "song.flac", 0.2 * np.sin(2 * np.pi * 220 * time), RATE)
    scored = score_film(SHORT, WORDS[:1], 20.0, 0.0, Music(str(tmp_path / "song.flac")), silent)
    assert scored.source == "song.flac" and scored.told()["scenes"] == []
    assert sound_of(scored, tmp_path).shape == (20 * RATE, 2)


@pytest.mark.parametrize(
    ("music", "error", "words"),
    [
        (Music("purple"), MusicError, 'no music file "purple", and no mood'),
        (Music("missing.mp3"), MusicError, "missing.mp3"),
        (Music("auto", "polka"), MusicError, "polka"),
        (Music("auto", level="loud"), MixError, "loud"),
        (Music("hf:./nowhere/at/all"), MusicError, "no folder"),
        (Music(__file__), MusicFileError, "test_scoring.py"),
    ],
)
def test_what_cannot_be_had_is_told_before_the_work(music, error, words):
    with pytest.raises(error, match=words):
        check(music)
