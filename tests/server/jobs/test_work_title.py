"""A title, really set; tried before the film is made, and in the film."""

from __future__ import annotations

import json

import av
import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select

from media.poster import poster
from media.probe import probe
from server.db.tables import project
from server.jobs.queue import enqueue
from server.jobs.work.asked import snapshot
from server.jobs.work.title import FILES, _painter, _small
from server.settings import Settings
from server.titling import titling
from synth.title.design import reading_time
from synth.title.opening import opening
from tests.media.films import draw
from tests.server.jobs.test_work_music import film_asked

TITLE = {"title_mode": "card", "title": "바다로 가는 하루", "subtitle": "A day", "title_scene": "the sea at night"}


@pytest.fixture
def drawn(tmp_path):
    return draw(tmp_path / "film.mp4", seconds=12, flash=6)


def tried(studio, drawn, **settings):
    """The job of a try of a project's title, done."""
    film_asked(studio, drawn, **TITLE | settings)
    with studio.db.write() as connection:
        here = connection.execute(select(project)).one()
        asked = snapshot(connection, here)
        id = enqueue(connection, owner=studio.me, kind="title", asked=asked, project=here.id, film=here.film)
    assert studio.run(id) == "done", studio.job(id)["error"]
    return studio.job(id), studio.store.result(id), asked


def made_of(studio, asked, size, frame):
    """The design that the director would make."""
    meant = titling(Settings.of(asked["settings"]), studio.store, asked["id"])
    return opening(meant, size, "The sea was quiet. The sea was quiet.", frame).made(size)


def test_what_is_tried_is_what_the_director_makes(studio, drawn):
    job, folder, asked = tried(studio, drawn)
    told = job["result"]
    assert told["files"] == FILES and (told["mode"], told["warnings"]) == ("card", [])
    size = told["width"], told["height"]
    design = made_of(studio, asked, size, lambda: None)
    assert told["layout"] == design.setting.layout and told["seconds"] == reading_time(TITLE["title"], "A day")
    with Image.open(folder / FILES["still"]) as still:
        assert np.abs(np.asarray(still, float) - design.poster()).mean() < 3
    with Image.open(folder / FILES["words"]) as words:
        assert words.mode == "RGBA" and np.array_equal(np.asarray(words)[..., 3], design.letters)


def test_its_motion_is_that_of_the_film(studio, drawn):
    motion = np.array(tried(studio, drawn)[0]["result"]["motion"])
    times, push, forward, words, film = motion.T
    assert (times[0], push[0], words[0], film[0]) == (0, 1, 0, 0) and film[-1] == 1 and words[-1] == 0
    assert (np.diff(times) > 0).all() and (np.diff(push) > 0).all() and words.max() == 1 and forward[-1] == 1


def test_a_painted_scene_says_what_is_near(studio, drawn):
    told = tried(studio, drawn, title_layout="centred")[0]["result"]["parallax"]
    assert told["upright"] in (True, False) and len(told["share"]) > 20
    assert np.mean(told["share"]) == pytest.approx(1, abs=0.01) and max(told["share"]) > 1.1


def test_a_frame_of_the_film(studio, drawn):
    job, folder, asked = tried(studio, drawn, title_source="frame")
    assert job["result"]["parallax"] is None
    size = job["result"]["width"], job["result"]["height"]
    expected = made_of(studio, asked, size, lambda: poster(probe(drawn))).picture
    with Image.open(folder / FILES["picture"]) as ground:
        assert np.abs(np.asarray(ground, float) - expected).mean() < 3


def test_the_same_scene_is_painted_once():
    told: list[str] = []
    paint = _painter(lambda stage, done, detail: told.append(stage))
    first = paint("a desert at noon", None, (160, 90), 77)
    coats = len(told)
    assert coats > 1 and paint("the desert, noon", None, (160, 90), 77) is first and len(told) == coats
    assert paint("a desert at noon", None, (160, 90), 78) is not first


@pytest.mark.parametrize(
    "size, small",
    [
        ((1920, 1080), (960, 540)),
        ((1080, 1920), (540, 960)),
        ((320, 180), (320, 180)),
        ((3840, 1600), (960, 400)),
        ((1000, 1000), (540, 540)),
    ],
)
def test_a_try_is_as_large_as_it_is_looked_at(size, small):
    assert _small(size) == small


def test_a_film_begins_with_its_card_and_all_comes_later(studio, drawn):
    id = film_asked(studio, drawn, **TITLE)
    assert studio.run(id) == "done", studio.job(id)["error"]
    told, folder = studio.job(id)["result"], studio.store.result(id)
    card = told["card"]
    assert 3 <= card <= 5.1 and told["files"]["poster"] == "poster.jpg" and told["warnings"] == []
    assert probe(folder / "film.mp4").duration == pytest.approx(12 + card, abs=0.1)
    first = 1 + card
    stamp = f"00:00:{int(first):02d},{round(first % 1 * 1000):03d} --> "
    assert stamp in (folder / "film.srt").read_text(encoding="utf-8")
    assert stamp.replace(",", ".") in (folder / "film.vtt").read_text(encoding="utf-8")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["output"]["titled"]["seconds"] == card and report["cues"][0]["start"] < first
    stages = [event["stage"] for event in studio.events(id) if event["stage"]]
    assert stages == sorted(stages, key=["read", "plan", "title", "speak", "score", "mix", "write"].index)
    with Image.open(folder / "poster.jpg") as made, av.open(folder / "film.mp4") as film:
        shown = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0) if frame.time < 1.5][-1]
        assert np.abs(shown - np.asarray(made, float)).mean() < 12, "the title in the film is not the one on its poster"


def test_an_overlay_moves_nothing(studio, drawn):
    id = film_asked(studio, drawn, **TITLE | {"title_mode": "overlay"})
    assert studio.run(id) == "done", studio.job(id)["error"]
    told, folder = studio.job(id)["result"], studio.store.result(id)
    assert told["card"] == 0 and probe(folder / "film.mp4").duration == pytest.approx(12, abs=0.1)
    assert "00:00:01,000 --> " in (folder / "film.srt").read_text(encoding="utf-8")
