"""The title of a project: tried, refused with a sentence, and the pictures that are brought for it."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import insert, select, update

from server.db.tables import film, job, new_id, project


@pytest.fixture
def db(app):
    return app.extensions["studio"].db


@pytest.fixture
def mine(db, me):
    """A project with a title; its id."""
    of, id, now = new_id(), new_id(), time.time()
    settings = {"title_mode": "card", "title": "바다로 가는 가장 긴 하루"}
    with db.write() as connection:
        row = {"owner": me, "created": now}
        connection.execute(insert(film).values(id=of, name="Sea.mp4", suffix=".mp4", size=1, state="ready", **row))
        values = {"film": of, "name": "Sea", "changed": now, "settings": settings}
        connection.execute(insert(project).values(id=id, **values, **row))
    return id


def tried(client, id, **settings):
    return client.post(f"/api/projects/{id}/title", json={"settings": settings})


def states(db):
    with db.read() as connection:
        return {row.id: row.state for row in connection.execute(select(job))}


def picture(size=(40, 20), form="PNG", **more):
    file = io.BytesIO()
    Image.fromarray(np.full((size[1], size[0], 3), (200, 40, 20), np.uint8)).save(file, form, **more)
    return file.getvalue()


def bring(client, id, data, name="my picture.png"):
    return client.post(f"/api/projects/{id}/title/pictures", data={"file": (io.BytesIO(data), name)})


def test_a_title_is_tried_with_what_is_changed_and_nothing_is_kept(client, db, mine):
    answer = tried(client, mine, title_layout="left", title_seed=3)
    assert answer.status_code == 202 and answer.json["job"]["kind"] == "title"
    with db.read() as connection:
        asked = connection.execute(select(job.c.asked)).scalar()
    assert (asked["settings"]["title_layout"], asked["settings"]["title_mode"]) == ("left", "card")
    settings = client.get(f"/api/projects/{mine}").json["project"]["settings"]
    assert (settings["title_layout"], settings["title_seed"]) == ("auto", 0)


def test_what_is_superseded_is_cancelled(client, db, mine):
    first, second = (tried(client, mine, title_seed=seed).json["job"]["id"] for seed in (1, 2))
    assert states(db) == {first: "cancelled", second: "queued"}


def test_asked_for_twice_it_is_the_same(client, db, mine):
    first, second = (tried(client, mine, title_seed=1).json["job"]["id"] for _ in range(2))
    assert first == second
    with db.write() as connection:
        connection.execute(update(job).values(state="done", result={"files": {}}))
    other = tried(client, mine, title_seed=2).json["job"]["id"]
    assert tried(client, mine, title_seed=1).json["job"]["id"] == first and states(db)[other] == "cancelled"


def test_it_can_be_seen_before_it_is_switched_on(client, db, mine):
    tried(client, mine, title_mode="off")
    with db.read() as connection:
        assert connection.execute(select(job.c.asked)).scalar()["settings"]["title_mode"] == "overlay"


@pytest.mark.parametrize(
    "wrong, status, sentence",
    [
        ({"title": "  "}, 409, "Write a title first."),
        ({"title_layout": "round"}, 400, "The field title_layout must be one of auto, left"),
        ({"title_source": "hf:x"}, 400, "The field title_source must be one of painted"),
        ({"title_picture": "../../secret"}, 400, "brought first"),
        ({"title": "a" * 301}, 400, "at most 300 letters"),
        ({"title": "a\nb"}, 400, "on one line"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, mine, wrong, status, sentence):
    answer = tried(client, mine, **wrong)
    assert answer.status_code == status and sentence in answer.json["error"]["message"]


def test_it_is_refused_in_korean(client, mine):
    answer = client.post(
        f"/api/projects/{mine}/title", json={"settings": {"title": ""}}, headers={"Accept-Language": "ko"}
    )
    assert answer.json["error"]["message"] == "먼저 제목을 적어 주세요."


def test_a_film_that_was_refused_has_no_title(client, db, mine):
    with db.write() as connection:
        connection.execute(update(film).values(state="refused"))
    assert tried(client, mine).status_code == 409


def test_a_picture_is_brought_and_seen(client, app, mine):
    answer = bring(client, mine, picture())
    assert answer.status_code == 201
    with client.get(answer.headers["Location"]) as seen:
        assert seen.mimetype == "image/jpeg" and Image.open(io.BytesIO(seen.data)).size == (40, 20)
    id = answer.json["picture"]["id"]
    changed = client.patch(f"/api/projects/{mine}", json={"settings": {"title_source": "own", "title_picture": id}})
    assert changed.json["project"]["settings"]["title_picture"] == id


def test_a_picture_is_upright_no_larger_than_needed_and_says_nothing_of_its_maker(client, app, mine):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "somebody's camera"
    made = bring(client, mine, picture((4000, 100), "JPEG", exif=exif)).json["picture"]["id"]
    path = app.extensions["studio"].store.picture(mine, made)
    with Image.open(path) as kept:
        assert kept.size == (96, 3840)
    assert b"camera" not in path.read_bytes()


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", picture()[:60]])
def test_what_is_no_picture_is_refused_by_its_name(client, mine, data):
    answer = bring(client, mine, data, "../holiday.png")
    assert answer.status_code == 422 and answer.json["error"]["message"].startswith("holiday.png")


def test_too_large_a_picture_is_refused(client, mine, monkeypatch):
    monkeypatch.setattr("server.routes.titles.LARGEST", 1000)
    assert bring(client, mine, bytes(1001)).status_code == 413
    assert bring(client, mine, bytes(200_000)).status_code == 413


def test_a_file_is_needed(client, mine):
    assert client.post(f"/api/projects/{mine}/title/pictures").status_code == 400


def test_the_oldest_pictures_go(client, app, mine, monkeypatch):
    monkeypatch.setattr("server.titling.MOST", 2)
    made = [bring(client, mine, picture()).json["picture"]["id"] for _ in range(3)]
    there = {path.stem for path in app.extensions["studio"].store.project(mine).iterdir()}
    assert len(there) == 2 and made[2] in there


def test_pictures_go_with_their_project_and_with_its_film(client, app, db, mine):
    bring(client, mine, picture())
    folder = app.extensions["studio"].store.project(mine)
    assert folder.is_dir()
    assert client.delete(f"/api/projects/{mine}").status_code == 204 and not folder.exists()


def test_pictures_go_with_the_film(client, app, db, mine):
    bring(client, mine, picture())
    of = client.get(f"/api/projects/{mine}").json["project"]["film"]["id"]
    assert client.delete(f"/api/films/{of}").status_code == 204
    assert not app.extensions["studio"].store.project(mine).exists()


def test_somebody_elses_are_not_there(stranger, client, mine):
    made = bring(client, mine, picture()).json["picture"]["id"]
    assert tried(stranger, mine).status_code == 404 and bring(stranger, mine, picture()).status_code == 404
    assert stranger.get(f"/api/projects/{mine}/title/pictures/{made}").status_code == 404
