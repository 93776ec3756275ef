"""Rows and files of one mind: every way in which they part is found, and mended."""

from __future__ import annotations

import os
import time

import pytest
from sqlalchemy import insert, select

from server.db.tables import film, job, new_id, step, upload
from server.doctor import GONE_FILM, GONE_RESULT, STUCK, examine
from server.jobs import queue
from server.peaks import DEPTHS, PEAKS, POSTER
from tests.server.jobs.conftest import studio_in


@pytest.fixture
def studio(tmp_path):
    with studio_in(tmp_path / "home") as made:
        yield made


def mended(studio) -> list[str]:
    """What is wrong; afterwards nothing is."""
    findings = examine(studio.db, studio.store)
    for finding in findings:
        finding.repair()
    assert examine(studio.db, studio.store) == []
    return [finding.sentence for finding in findings]


def a_film(studio, state="ready", files=True) -> str:
    id = new_id()
    with studio.db.write() as connection:
        values = {"owner": studio.me, "name": "A.mp4", "suffix": ".mp4", "size": 1, "created": 0.0}
        connection.execute(insert(film).values(id=id, state=state, **values))
    studio.store.film(id).mkdir(parents=True)
    if files:
        for name in ("source.mp4", POSTER, *(PEAKS.format(depth=depth) for depth in DEPTHS)):
            (studio.store.film(id) / name).write_bytes(b"x")
    return id


def row_of(studio, table, id):
    with studio.db.read() as connection:
        return connection.execute(select(table).where(table.c.id == id)).one_or_none()


def old(path) -> None:
    os.utime(path, (0, 0))


def test_a_studio_in_order_is_left_alone(studio):
    a_film(studio)
    studio.ask("narration")
    assert mended(studio) == []


def test_a_film_without_its_file_is_refused(studio):
    id = a_film(studio, files=False)
    assert mended(studio) == ["The film “A.mp4” has no file"]
    assert (row_of(studio, film, id).state, row_of(studio, film, id).verdict) == ("refused", GONE_FILM)


def test_a_film_without_a_poster_is_looked_at_again(studio):
    id = a_film(studio)
    (studio.store.film(id) / POSTER).unlink()
    (finding,) = examine(studio.db, studio.store)
    finding.repair()
    with studio.db.read() as connection:
        assert connection.execute(select(job.c.kind, job.c.film)).one() == ("check", id)


def test_an_upload_without_its_file_is_forgotten(studio):
    with studio.db.write() as connection:
        values = {"kind": "film", "name": "B", "size": 1, "state": "open", "created": 0.0, "expires": 1e12}
        connection.execute(insert(upload).values(id=new_id(), owner=studio.me, **values))
    assert mended(studio) == ["The upload “B” has no file"]


def test_a_result_without_its_files_can_be_made_again(studio):
    id = studio.ask("narration")
    files = {"film": "film.mp4", "vtt": "film.vtt"}
    studio.set(job, id, state="done", result={"files": files})
    studio.set(step, studio.step(id).id, state="done")
    studio.store.result(id).mkdir(parents=True)
    (studio.store.result(id) / "film.vtt").touch()
    assert mended(studio) == ["A narration has lost its film.mp4"]
    assert studio.job(id)["error"] == GONE_RESULT
    with studio.db.write() as connection:
        assert queue.retry(connection, id)
    assert studio.step(id).state == "ready"


def test_a_line_without_its_file_is_forgotten(studio):
    id = studio.ask("line")
    studio.set(job, id, state="done", result={"files": {"line": "line.flac"}})
    studio.set(step, studio.step(id).id, state="done")
    assert mended(studio) == ["A line has lost its line.flac"] and row_of(studio, job, id) is None


def test_a_job_that_waits_for_nothing_can_be_tried_again(studio):
    id = studio.ask("narration")
    studio.set(step, studio.step(id).id, state="done")
    assert mended(studio) == ["A narration waits for nothing"]
    assert (studio.job(id)["state"], studio.job(id)["error"]) == ("failed", STUCK)


@pytest.mark.parametrize("kind", ["films", "uploads", "results", "accounts"])
def test_files_that_nothing_knows_go_when_they_are_old(studio, kind):
    path = studio.store.home / kind / new_id()
    path.mkdir(parents=True)
    assert mended(studio) == [], "its row may be about to come"
    old(path)
    assert mended(studio) == ["Nothing knows these files"] and not path.exists()


def test_what_a_dead_run_left_goes_and_what_a_living_one_writes_stays(studio):
    from server.jobs.claims import claim

    id = studio.ask("narration")
    ours = claim(studio.db, studio.step(id).id, "")
    alive, dead = studio.store.making(id, ours.fence), studio.store.making(id, 7)
    for path in (alive, dead):
        path.mkdir(parents=True)
        old(path)
    assert mended(studio) == ["A run that died has left these files"] and alive.exists() and not dead.exists()


def test_lines_that_were_heard_go_after_a_day(studio):
    from server.jobs.housekeeping import LINES, tidy_up

    ids = [studio.ask("line"), studio.ask("line"), studio.ask("narration")]
    ages = (LINES + 9, 9, LINES + 9)
    for id, age in zip(ids, ages, strict=True):
        studio.set(job, id, state="done", finished=time.time() - age)
        studio.store.result(id).mkdir(parents=True)
    assert tidy_up(studio.db, studio.store) == 1
    assert [row_of(studio, job, id) is not None for id in ids] == [False, True, True]
    assert [studio.store.result(id).exists() for id in ids] == [False, True, True]
