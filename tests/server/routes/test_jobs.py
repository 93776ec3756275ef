"""The API of jobs: asked for, followed, cancelled, tried again, and their files fetched by nobody else."""

from __future__ import annotations

import json
import time

import pytest
from sqlalchemy import insert, select, update

from server.db.tables import cue, film, job, new_id, project, step
from server.jobs import queue
from server.jobs.claims import News, claim, publish, renew


@pytest.fixture
def db(app):
    return app.extensions["studio"].db


@pytest.fixture
def store(app):
    return app.extensions["studio"].store


@pytest.fixture
def narrated(db, me):
    """A project with two cues; its id."""
    of, id = new_id(), new_id()
    with db.write() as connection:
        values = {"owner": me, "created": 0.0}
        connection.execute(insert(film).values(id=of, name="A.mp4", suffix=".mp4", size=1, state="ready", **values))
        connection.execute(insert(project).values(id=id, film=of, name="Fi/lm: 영화", changed=0.0, **values))
        for n, text in enumerate(("One.", "Two."), 1):
            connection.execute(insert(cue).values(project=id, id=f"c{n}", start=n, end=n + 0.9, text=text, version=1))
    return id


@pytest.fixture
def asked(client, narrated):
    return client.post(f"/api/projects/{narrated}/narrations").json["job"]["id"]


def finish(db, store, id: str, **files: bytes) -> None:
    """The job is done, and has made these files (film_mp4=…)."""
    with db.read() as connection:
        ours = claim(db, connection.execute(select(step.c.id).where(step.c.job == id)).scalar_one(), "")
    names = {name.partition("_")[0]: name.replace("_", ".") for name in files}
    store.result(id).mkdir(parents=True)
    for name, content in files.items():
        (store.result(id) / name.replace("_", ".")).write_bytes(content)
    assert publish(db, ours, {"files": names}, lambda: None)


def test_a_narration_keeps_the_cues_as_they_were(client, db, narrated):
    answer = client.post(f"/api/projects/{narrated}/narrations")
    told = answer.json["job"]
    assert answer.status_code == 202 and answer.headers["Location"] == f"/api/jobs/{told['id']}"
    assert (told["kind"], told["state"], told["position"], told["project"]) == ("narration", "queued", 1, narrated)
    with db.write() as connection:
        connection.execute(update(cue).values(text="Other."))
    with db.read() as connection:
        kept = connection.execute(select(job.c.asked)).scalar()
    assert [row["text"] for row in kept["cues"]] == ["One.", "Two."]


def test_asked_for_twice_it_is_the_same_job(client, db, narrated, asked):
    assert client.post(f"/api/projects/{narrated}/narrations").json["job"]["id"] == asked
    with db.write() as connection:
        connection.execute(update(cue).where(cue.c.id == "c1").values(text="Other."))
    assert client.post(f"/api/projects/{narrated}/narrations").json["job"]["id"] != asked


def test_a_single_line_comes_before_a_narration(client, narrated, asked):
    told = client.post(f"/api/projects/{narrated}/cues/c2/line").json["job"]
    assert (told["kind"], told["position"]) == ("line", 1)
    assert client.get(f"/api/jobs/{asked}").json["job"]["position"] == 2
    assert client.post(f"/api/projects/{narrated}/cues/none/line").status_code == 404


def test_without_cues_there_is_nothing_to_narrate(client, db, narrated):
    with db.write() as connection:
        connection.execute(update(cue).values(gone=True))
    answer = client.post(f"/api/projects/{narrated}/narrations")
    assert answer.status_code == 409 and answer.json["error"]["code"] == "no-cues"


def test_a_film_that_was_refused_is_not_narrated(client, db, narrated):
    with db.write() as connection:
        connection.execute(update(film).values(state="refused"))
    assert client.post(f"/api/projects/{narrated}/narrations").json["error"]["code"] == "film-refused"


def test_what_has_not_changed_is_not_sent_again(client, db, asked):
    first = client.get(f"/api/jobs/{asked}/events")
    assert [event["state"] for event in first.json["events"]] == ["queued"] and first.json["after"] == 1
    again = client.get(f"/api/jobs/{asked}/events", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    with db.read() as connection:
        id = connection.execute(select(step.c.id)).scalar_one()
    ours = claim(db, id, "")
    renew(db, ours, News("speak", 0.25, "cue 7", 12.0))
    told = client.get(f"/api/jobs/{asked}/events?after=1", headers={"If-None-Match": first.headers["ETag"]}).json
    assert [event["number"] for event in told["events"]] == [2, 3]
    assert told["events"][1].items() >= {"stage": "speak", "progress": 0.25, "detail": "cue 7", "left": 12.0}.items()
    shown = client.get(f"/api/jobs/{asked}").json["job"]
    assert (shown["state"], shown["progress"], shown["position"]) == ("running", 0.25, None) and 10 < shown[
        "left"
    ] <= 12
    assert client.get(f"/api/jobs/{asked}/events?after=x").status_code == 400


def test_events_come_as_a_stream_to_who_asks_for_one(client, db, store, asked):
    finish(db, store, asked, film_mp4=b"film")
    answer = client.get(f"/api/jobs/{asked}/events", headers={"Accept": "text/event-stream", "Last-Event-ID": "1"})
    assert answer.mimetype == "text/event-stream" and answer.headers["X-Accel-Buffering"] == "no"
    events = [part.split("\ndata: ") for part in answer.text.strip().split("\n\n")]
    assert [number for number, _ in events] == ["id: 2", "id: 3"]
    assert json.loads(events[-1][1])["state"] == "done"


def test_where_there_are_streams_enough_one_is_told_to_poll(client, asked, monkeypatch):
    import threading

    from server.routes import jobs

    monkeypatch.setattr(jobs, "STREAMS", threading.BoundedSemaphore(1))
    assert jobs.STREAMS.acquire(blocking=False)
    assert client.get(f"/api/jobs/{asked}/events", headers={"Accept": "text/event-stream"}).status_code == 204


def test_cancelled_and_tried_again(client, asked):
    assert client.post(f"/api/jobs/{asked}/retry").status_code == 409
    assert client.post(f"/api/jobs/{asked}/cancel").json["job"]["state"] == "cancelled"
    assert client.post(f"/api/jobs/{asked}/retry").json["job"]["state"] == "queued"


def test_jobs_are_listed_the_newest_first(client, narrated, asked):
    line = client.post(f"/api/projects/{narrated}/cues/c1/line").json["job"]["id"]
    assert [row["id"] for row in client.get(f"/api/jobs?project={narrated}").json["jobs"]] == [line, asked]
    assert [row["id"] for row in client.get("/api/jobs?kind=narration").json["jobs"]] == [asked]
    assert client.get(f"/api/jobs?project={new_id()}").json["jobs"] == []


def test_files_are_served_in_parts_and_kept_under_the_name_of_the_project(client, db, store, asked):
    finish(db, store, asked, film_mp4=b"0123456789", speech_flac=b"s", vtt_vtt=b"WEBVTT")
    with client.get(f"/api/jobs/{asked}/files/film.mp4", headers={"Range": "bytes=2-4"}) as part:
        assert (part.status_code, part.data, part.mimetype) == (206, b"234", "video/mp4")
        assert part.headers["X-Content-Type-Options"] == "nosniff"
        assert part.headers["Content-Disposition"].startswith("inline")
    names = []
    for name in ("film.mp4", "speech.flac", "vtt.vtt"):
        with client.get(f"/api/jobs/{asked}/files/{name}?download=1") as kept:
            names.append(kept.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    assert names == ["Fi_lm_%20%EC%98%81%ED%99%94" + end for end in (".narrated.mp4", ".speech.flac", ".vtt")]


@pytest.mark.parametrize("name", ["studio.sqlite", "..%2f..%2fstudio.sqlite", "report.json", ".", "film.mp4%00"])
def test_no_other_file_is_served(client, db, store, asked, name):
    finish(db, store, asked, film_mp4=b"film")
    assert client.get(f"/api/jobs/{asked}/files/{name}").status_code in (308, 404)


def test_a_file_that_is_no_longer_kept_says_so(client, db, store, asked):
    finish(db, store, asked, film_mp4=b"film")
    (store.result(asked) / "film.mp4").unlink()
    assert client.get(f"/api/jobs/{asked}/files/film.mp4").json["error"]["code"] == "file-gone"


def test_what_is_somebody_elses_is_not_there(stranger, anonymous, narrated, asked):
    paths = [("get", ""), ("get", "/events"), ("get", "/files/film.mp4"), ("post", "/cancel"), ("post", "/retry")]
    for verb, rest in paths:
        assert getattr(stranger, verb)(f"/api/jobs/{asked}{rest}").status_code == 404
        assert getattr(anonymous, verb)(f"/api/jobs/{asked}{rest}").status_code == 401
    assert stranger.post(f"/api/projects/{narrated}/narrations").status_code == 404
    assert stranger.post(f"/api/projects/{narrated}/cues/c1/line").status_code == 404
    assert stranger.get("/api/jobs").json["jobs"] == []


def test_an_error_is_told_in_the_language_of_who_asks(client, db, asked):
    with db.write() as connection:
        queue.ended(connection, asked, "failed", "The film of this project is no longer there: upload it again.")
    shown = client.get(f"/api/jobs/{asked}", headers={"Accept-Language": "en"}).json["job"]
    assert shown["error"].startswith("The film of this project") and shown["finished"] <= time.time()
