"""What jobs make: a line alone, then the film, in which nothing is spoken twice."""

from __future__ import annotations

import json
import shutil
import time

import pytest
import soundfile
from sqlalchemy import insert, select

from server.db.tables import cue, film, job, new_id, project
from server.jobs.queue import enqueue
from server.jobs.work.asked import snapshot
from tests.media.films import draw
from tests.server.jobs.conftest import studio_in

CUES = {
    "aa": (0.5, 2.0, "The sea was quiet.", ""),
    "bb": (3.0, 3.8, "Go and look.", "dan"),
    "cc": (5, 6, "[waves]", ""),
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("film") / "film.mp4", seconds=7, flash=6)


@pytest.fixture
def studio(tmp_path, monkeypatch, drawn):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path / "home"))
    with studio_in(tmp_path / "home") as made:
        add_film(made, drawn)
        yield made


def add_film(made, drawn):
    of, now = new_id(), time.time()
    made.store.film(of).mkdir(parents=True)
    shutil.copy(drawn, made.store.source(of, ".mp4"))
    with made.db.write() as connection:
        common = {"owner": made.me, "created": now}
        connection.execute(insert(film).values(id=of, name="Sea.mp4", suffix=".mp4", size=1, state="ready", **common))
        connection.execute(insert(project).values(id=new_id(), film=of, name="Sea", changed=now, **common))
        for id, (start, end, text, voice) in CUES.items():
            values = {"start": start, "end": end, "text": text, "voice": voice, "version": 1}
            connection.execute(insert(cue).values(project=select(project.c.id).scalar_subquery(), id=id, **values))


def ask(studio, kind: str, **more: str) -> str:
    with studio.db.write() as connection:
        row = connection.execute(select(project)).one()
        asked = snapshot(connection, row) | more
        return enqueue(connection, owner=studio.me, kind=kind, asked=asked, project=row.id)


def test_a_line_and_then_the_film(studio):
    id = ask(studio, "line", cue="bb")
    assert studio.run(id) == "done"
    told = studio.job(id)["result"]
    assert told["audio"] == f"/api/jobs/{id}/files/line.flac" and told["takes_spoken"] == 1
    assert (told["start"], told["voice"], told["cue"]) == (3.0, "dan", "bb")
    heard = soundfile.info(studio.store.result(id) / "line.flac")
    assert heard.duration == pytest.approx(told["length"], abs=0.01)
    with studio.db.read() as connection:
        assert connection.execute(select(job.c.asked)).scalar() == {"cue": "bb"}

    id = ask(studio, "narration")
    assert studio.run(id) == "done"
    told = studio.job(id)["result"]
    assert (told["takes_spoken"], told["cues"]) == (1, 2), "the line is in the film as it was heard"
    folder = studio.store.result(id)
    assert sorted(path.name for path in folder.iterdir()) == sorted(told["files"].values())
    text = (folder / "report.json").read_text(encoding="utf-8")
    report = json.loads(text)
    assert [row["id"] for row in report["cues"]] == ["aa", "bb"] and report["film"]["path"] == "Sea.mp4"
    assert str(studio.store.home) not in text
    assert (
        (folder / "film.vtt").read_text(encoding="utf-8").startswith("WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nThe sea")
    )
    assert "[waves]" in (folder / "film.srt").read_text(encoding="utf-8")

    assert studio.run(again := ask(studio, "line", cue="cc")) == "failed"
    assert studio.job(again)["error"] == "Sea, cue 3 is not spoken: a sound, not spoken: [waves]."
    assert studio.run(again := ask(studio, "line", cue="dd")) == "failed"
    assert studio.job(again)["error"] == "This cue is no longer there."


def test_a_film_that_was_deleted_meanwhile_is_told(studio):
    id = ask(studio, "narration")
    shutil.rmtree(studio.store.home / "films")
    assert studio.run(id) == "failed"
    assert studio.job(id)["error"] == "The film of this project is no longer there: upload it again."
    assert not list((studio.store.home / "results").iterdir())
