"""A worker in this process: what it takes first, and what it does in between."""

from __future__ import annotations

import threading

import pytest

from server.jobs import worker
from server.jobs.run import WORK
from tests.server.jobs import tiny


@pytest.fixture
def hands(studio, monkeypatch):
    monkeypatch.setitem(WORK, "line", "tests.server.jobs.tiny")
    monkeypatch.setitem(WORK, "check", "tests.server.jobs.tiny")
    monkeypatch.setitem(WORK, "narration", "tests.server.jobs.tiny")
    return worker._Hands(studio.db, studio.store, "", threading.Event())


def test_a_line_is_spoken_in_the_midst_of_a_narration(studio, hands, monkeypatch):
    told: list = []
    film = studio.ask("narration", seconds=1.5)

    def meanwhile(task) -> None:
        if task.claim.kind == "narration":
            told.append([studio.ask("check", seconds=0.6), studio.ask("narration"), studio.ask("line")])

    monkeypatch.setattr(tiny, "HAPPENS", [meanwhile])
    assert hands.take()
    check, other, line = (studio.job(id) for id in told[0])
    first = studio.job(film)
    assert [job["state"] for job in (first, check, other, line)] == ["done", "done", "queued", "done"]
    assert line["finished"] < check["finished"] < first["finished"]


def test_whoever_is_to_stop_takes_nothing(studio, hands):
    id = studio.ask("line")
    hands.stopping.set()
    assert not hands.take() and studio.job(id)["state"] == "queued"


def test_a_database_that_is_away_for_a_moment_ends_no_worker(studio, monkeypatch, caplog):
    stopping, calls = threading.Event(), []

    def away(*_: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            stopping.set()
        raise RuntimeError("the database is away")

    monkeypatch.setattr(worker, "next_step", away)
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    monkeypatch.setattr(worker, "warm", lambda store: None)
    worker.work(studio.db, studio.store, stopping)
    assert len(calls) == 2 and "the database is away" in caplog.text
