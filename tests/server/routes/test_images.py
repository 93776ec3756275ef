"""Pictures by themselves: asked for, refused with a sentence, kept, deleted."""

from __future__ import annotations

import time
from urllib.parse import unquote

import pytest
from sqlalchemy import insert, select

from server import limits
from server.db.tables import account, bucket, job, new_id

WRONG = [
    ({}, "The field prompt is missing."),
    ({"prompt": "  "}, "Write what is to be seen"),
    ({"prompt": "a" * 501}, "Write at most 500 letters."),
    ({"prompt": "hf:someone/model a sea"}, "Models are for the command line"),
    ({"prompt": "the sea", "model": "hf:x/y"}, "There is no field model"),
    ({"prompt": "the sea", "mood": "hungry"}, 'There is no mood "hungry"'),
    ({"prompt": "the sea", "size": "large"}, "The size is width and height such as 1920x1080"),
    ({"prompt": "the sea", "size": "63x1080"}, "64 to 4096 pixels a side"),
    ({"prompt": "the sea", "size": "4097x100"}, "64 to 4096 pixels a side"),
    ({"prompt": "the sea", "size": "4000x4000"}, "9 million in all"),
    ({"prompt": "the sea", "size": 1080}, "must be text"),
    ({"prompt": "the sea", "seed": -1}, "The seed is a whole number"),
]


@pytest.fixture
def db(app):
    return app.extensions["studio"].db


@pytest.fixture
def painted(db, me):
    """A finished one; its id."""
    id = new_id()
    with db.write() as connection:
        result = {"prompt": "밤: 바다/1", "seed": 7, "kept": False, "files": {"image": "image.png"}}
        row = {"id": id, "owner": me, "kind": "picture", "state": "done", "asked": {}, "result": result}
        connection.execute(insert(job).values(**row, created=0.0, finished=time.time()))
    return id


def test_what_can_be_asked_for_is_told(client):
    told = client.get("/api/images").json
    assert told["moods"] == ["happy", "tense", "sad", "calm", "epic"] and told["pixels"] == [64, 4096]


def test_a_picture_is_a_job_with_all_that_was_asked(client, db):
    asked = {"prompt": "눈 내리는  밤의 기차역", "mood": "Sad", "size": "1280 × 720", "seed": 3}
    answer = client.post("/api/images", json=asked)
    told = answer.json["job"]
    assert answer.status_code == 202 and answer.headers["Location"] == f"/api/jobs/{told['id']}"
    assert (told["kind"], told["state"], told["position"]) == ("picture", "queued", 1)
    with db.read() as connection:
        kept = connection.execute(select(job.c.asked)).scalar()
    assert kept == {"prompt": "눈 내리는 밤의 기차역", "mood": "sad", "width": 1280, "height": 720, "seed": 3}


def test_words_are_enough(client, db):
    assert client.post("/api/images", json={"prompt": "the sea"}).status_code == 202
    with db.read() as connection:
        kept = connection.execute(select(job.c.asked)).scalar()
    assert (kept["mood"], kept["width"], kept["height"], kept["seed"]) == ("auto", 1920, 1080, 0)


@pytest.mark.parametrize("wrong, sentence", WRONG)
def test_what_cannot_be_is_refused_with_a_sentence(client, wrong, sentence):
    answer = client.post("/api/images", json=wrong)
    assert answer.status_code in (400, 422) and sentence in answer.json["error"]["message"]


def test_it_is_refused_in_korean(client):
    answer = client.post("/api/images", json={"prompt": ""}, headers={"Accept-Language": "ko"})
    assert "그릴 장면을 적어 주세요" in answer.json["error"]["message"]


def test_a_picture_can_be_kept_and_let_go(client, painted):
    assert client.patch(f"/api/images/{painted}", json={"kept": True}).json["job"]["result"]["kept"] is True
    assert client.patch(f"/api/images/{painted}", json={"kept": False}).json["job"]["result"]["kept"] is False


def test_a_deleted_picture_is_gone_with_its_files(client, app, painted):
    folder = app.extensions["studio"].store.result(painted)
    folder.mkdir(parents=True)
    assert client.delete(f"/api/images/{painted}").status_code == 204
    assert not folder.exists() and client.get(f"/api/jobs/{painted}").status_code == 404


def test_pictures_are_no_music(client, painted):
    assert client.delete(f"/api/music/{painted}").status_code == 404


def test_a_picture_is_downloaded_by_its_words(client, app, painted):
    folder = app.extensions["studio"].store.result(painted)
    folder.mkdir(parents=True)
    (folder / "image.png").write_bytes(b"\x89PNG")
    with client.get(f"/api/jobs/{painted}/files/image.png?download=1") as answer:
        name = unquote(answer.headers["Content-Disposition"])
        assert answer.mimetype == "image/png" and "밤_ 바다_1 7.png" in name


def test_the_page_shows_what_there_is(client, painted):
    assert painted in client.get("/pictures").text
    assert client.get(f"/jobs/{painted}").headers["Location"] == "/pictures"


def test_too_many_pictures_are_too_many(tmp_path):
    from server.app import create_app
    from server.config import Config
    from tests.server.conftest import signed_in

    app, me = create_app(Config(home=tmp_path, access="accounts")), new_id()
    db = app.extensions["studio"].db
    with db.write() as connection:
        connection.execute(insert(account).values(id=me, name="me", key="me", created=0.0))
        connection.execute(insert(bucket).values(key=f"picture:{me}", tokens=1.01, at=time.time()))
    client = signed_in(app, me)
    answers = [client.post("/api/images", json={"prompt": "the sea"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 429] and limits.LIMITS["picture"].many <= 120
    db.close()
