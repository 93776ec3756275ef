"""Links to one result."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import insert, update

from server.db.tables import film, job, new_id, project, share


@pytest.fixture
def done(app, me):
    """The id of a finished narration, whose film is seven bytes long."""
    studio, id, now = app.extensions["studio"], new_id(), time.time()
    with studio.db.write() as connection:
        connection.execute(
            insert(film).values(id=id, owner=me, name="x", suffix=".mp4", size=7, state="ready", created=now)
        )
        connection.execute(
            insert(project).values(id=id, owner=me, film=id, name="By the sea", created=now, changed=now)
        )
        result = {"files": {"film": "film.mp4", "vtt": "film.vtt"}}
        values = {"kind": "narration", "state": "done", "asked": {}, "result": result, "created": now}
        connection.execute(insert(job).values(id=id, owner=me, project=id, **values))
    folder = studio.store.result(id)
    folder.mkdir(parents=True)
    (folder / "film.mp4").write_bytes(b"a film.")
    (folder / "film.vtt").write_text("WEBVTT\n")
    return id


@pytest.fixture
def path(client, done):
    made = client.post(f"/api/jobs/{done}/shares", json={"days": 7})
    assert made.status_code == 201
    return made.json["url"].removeprefix("http://localhost")


def test_anybody_with_the_link_sees_the_film(anonymous, path):
    page = anonymous.get(path)
    assert "By the sea" in page.text and page.headers["Referrer-Policy"] == "no-referrer"
    with anonymous.get(f"{path}/film") as answer:
        assert answer.data == b"a film." and answer.headers["Cache-Control"] == "private, no-store"


def test_a_part_of_the_film_can_be_asked_for(anonymous, path):
    with anonymous.get(f"{path}/film", headers={"Range": "bytes=2-5"}) as answer:
        assert (answer.status_code, answer.data) == (206, b"film")


@pytest.mark.parametrize("file", ["report.json", "speech.flac", "..%2f..%2fsecret", "film.mp4"])
def test_nothing_else_is_shared(anonymous, path, file):
    assert anonymous.get(f"{path}/{file}").status_code == 404


def test_a_guess_opens_nothing(anonymous, done):
    assert anonymous.get("/s/guess").status_code == 404
    assert anonymous.get("/s/guess/film").status_code == 404


def test_a_link_expires(app, anonymous, path):
    with app.extensions["studio"].db.write() as connection:
        connection.execute(update(share).values(expires=time.time() - 1))
    assert anonymous.get(path).status_code == 404


def test_a_link_is_taken_back(client, anonymous, done, path):
    listed = client.get(f"/api/jobs/{done}/shares").json["shares"]
    assert client.delete(f"/api/shares/{listed[0]['id']}").status_code == 204
    assert anonymous.get(path).status_code == 404


def test_the_link_itself_is_not_kept(app, path):
    app.extensions["studio"].db.close()
    kept = b"".join(file.read_bytes() for file in app.extensions["studio"].config.home.glob("studio.sqlite*"))
    assert path.split("/")[-1].encode() not in kept


def test_only_what_is_done_can_be_shared(app, client, done):
    with app.extensions["studio"].db.write() as connection:
        connection.execute(update(job).values(state="running"))
    assert client.post(f"/api/jobs/{done}/shares", json={}).status_code == 409


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_link_lasts_a_year_at_most(client, done, days):
    assert client.post(f"/api/jobs/{done}/shares", json={"days": days}).status_code == 400


def test_nobody_shares_what_is_not_theirs(client, stranger, done, path):
    listed = client.get(f"/api/jobs/{done}/shares").json["shares"][0]["id"]
    assert stranger.post(f"/api/jobs/{done}/shares", json={}).status_code == 404
    assert stranger.get(f"/api/jobs/{done}/shares").status_code == 404
    assert stranger.delete(f"/api/shares/{listed}").status_code == 404
