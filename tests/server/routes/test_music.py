"""Music by itself: asked for, refused with a sentence, kept, deleted."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import insert, select, update

from server import limits
from server.db.tables import account, bucket, job, new_id

WRONG = [
    ({}, "Write a few words, or choose a mood."),
    ({"mood": "auto", "text": "  "}, "Write a few words, or choose a mood."),
    ({"text": "a" * 2001}, "Write at most 2000 letters."),
    ({"mood": "hungry"}, 'There is no mood "hungry"'),
    ({"mood": "sad", "energy": 4}, "The energy is 1, 2 or 3"),
    ({"mood": "sad", "seconds": 9}, "A piece lasts 10 to 600 seconds."),
    ({"mood": "sad", "seconds": 601}, "A piece lasts 10 to 600 seconds."),
    ({"mood": "sad", "seconds": "60"}, "must be a number"),
    ({"mood": "sad", "genre": "polka"}, 'There is no genre "polka"'),
    ({"mood": "sad", "instruments": ["kazoo"]}, 'There is no instrument "kazoo"'),
    ({"mood": "sad", "instruments": [3]}, "list of names"),
    ({"mood": "sad", "prime": "H4 C4"}, 'There is no note "H4"'),
    ({"mood": "sad", "seed": -1}, "The seed is a whole number"),
    ({"mood": "sad", "tempo": 90}, "There is no field tempo"),
]


@pytest.fixture
def db(app):
    return app.extensions["studio"].db


@pytest.fixture
def piece(db, me):
    """A finished one; its id."""
    id = new_id()
    with db.write() as connection:
        result = {"mood": "sad", "genre": "piano", "seed": 7, "kept": False, "files": {"midi": "music.mid"}}
        row = {"id": id, "owner": me, "kind": "music", "state": "done", "asked": {}, "result": result}
        connection.execute(insert(job).values(**row, created=0.0, finished=time.time()))
    return id


def test_what_can_be_asked_for_is_told(client):
    told = client.get("/api/music").json
    assert told["moods"] == ["happy", "tense", "sad", "calm", "epic"] and told["seconds"] == [10, 600]
    assert {"orchestral", "piano", "lo-fi"} <= set(told["genres"]) and "cello" in told["instruments"]


def test_a_piece_is_a_job_with_all_that_was_asked(client, db):
    asked = {"mood": "Sad", "seconds": 10, "genre": "Piano", "instruments": ["grand piano", "cello"], "seed": 3}
    answer = client.post("/api/music", json=asked | {"prime": "E4 D4"})
    told = answer.json["job"]
    assert answer.status_code == 202 and answer.headers["Location"] == f"/api/jobs/{told['id']}"
    assert (told["kind"], told["state"], told["position"]) == ("music", "queued", 1)
    with db.read() as connection:
        kept = connection.execute(select(job.c.asked)).scalar()
    assert kept == {"mood": "sad", "text": "", "energy": 0, "seconds": 10.0, "genre": "piano",
                    "instruments": ["piano", "cello"], "prime": "E4 D4", "seed": 3}  # fmt: skip


@pytest.mark.parametrize("wrong, sentence", WRONG)
def test_what_cannot_be_is_refused_with_a_sentence(client, wrong, sentence):
    answer = client.post("/api/music", json=wrong)
    assert answer.status_code in (400, 422) and sentence in answer.json["error"]["message"]


def test_it_is_refused_in_korean(client):
    answer = client.post("/api/music", json={"mood": "sad", "prime": "H4 C4"}, headers={"Accept-Language": "ko"})
    assert "‘H4’" in answer.json["error"]["message"]


def test_a_piece_can_be_kept_and_let_go(client, piece):
    assert client.patch(f"/api/music/{piece}", json={"kept": True}).json["job"]["result"]["kept"] is True
    assert client.patch(f"/api/music/{piece}", json={"kept": False}).json["job"]["result"]["kept"] is False


def test_only_what_is_finished_can_be_kept_or_deleted(client):
    id = client.post("/api/music", json={"mood": "sad"}).json["job"]["id"]
    assert client.patch(f"/api/music/{id}", json={"kept": True}).status_code == 409
    assert client.delete(f"/api/music/{id}").status_code == 409
    client.post(f"/api/jobs/{id}/cancel")
    assert client.delete(f"/api/music/{id}").status_code == 204


def test_a_deleted_piece_is_gone_with_its_files(client, app, piece):
    folder = app.extensions["studio"].store.result(piece)
    folder.mkdir(parents=True)
    assert client.delete(f"/api/music/{piece}").status_code == 204
    assert not folder.exists() and client.get(f"/api/jobs/{piece}").status_code == 404


def test_other_jobs_are_no_pieces(client, db, piece):
    with db.write() as connection:
        connection.execute(update(job).values(kind="narration"))
    assert client.delete(f"/api/music/{piece}").status_code == 404


def test_a_piece_is_downloaded_by_what_it_is(client, app, piece):
    folder = app.extensions["studio"].store.result(piece)
    folder.mkdir(parents=True)
    (folder / "music.mid").write_bytes(b"MThd")
    with client.get(f"/api/jobs/{piece}/files/music.mid?download=1") as answer:
        assert answer.mimetype == "audio/midi" and "sad piano 7.mid" in answer.headers["Content-Disposition"]


def test_what_is_kept_outlives_the_week(app, db, piece, me):
    from server.jobs.housekeeping import MUSIC, tidy_up

    with db.write() as connection:
        kept = {"kept": True}
        row = {"owner": me, "kind": "music", "state": "done", "asked": {}, "created": 0.0}
        connection.execute(insert(job).values(id="b" * 32, **row, result=kept, finished=1.0))
        connection.execute(insert(job).values(id="c" * 32, **row | {"state": "failed"}, finished=1.0))
        connection.execute(update(job).where(job.c.id == piece).values(finished=time.time() - MUSIC + 60))
    assert tidy_up(db, app.extensions["studio"].store) == 1
    with db.write() as connection:
        connection.execute(update(job).where(job.c.id == piece).values(finished=time.time() - MUSIC - 60))
    assert tidy_up(db, app.extensions["studio"].store) == 1
    with db.read() as connection:
        assert list(connection.execute(select(job.c.id)).scalars()) == ["b" * 32]


def test_the_page_shows_what_there_is(client, piece):
    assert piece in client.get("/music").text
    assert client.get(f"/jobs/{piece}").headers["Location"] == "/music"


def test_too_much_music_is_too_much(tmp_path):
    from server.app import create_app
    from server.config import Config
    from tests.server.conftest import signed_in

    app, me = create_app(Config(home=tmp_path, access="accounts")), new_id()
    db = app.extensions["studio"].db
    with db.write() as connection:
        connection.execute(insert(account).values(id=me, name="me", key="me", created=0.0))
        connection.execute(insert(bucket).values(key=f"music:{me}", tokens=1.5, at=time.time()))
    client = signed_in(app, me)
    answers = [client.post("/api/music", json={"mood": "sad"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 429] and limits.LIMITS["music"].many < 100
    db.close()
