"""One step done: claimed by one, published once, stopped in time, tried again, given up."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import delete, select

from server.db.tables import account, job, step
from server.jobs import claims, queue
from server.jobs.run import UNFORESEEN, run_step
from server.jobs.sweep import sweep
from tests.server.jobs import tiny
from tests.server.jobs.conftest import wait_for


@pytest.fixture
def happens(monkeypatch):
    there: list = []
    monkeypatch.setattr(tiny, "HAPPENS", there)
    return there


def left_over(studio) -> list[str]:
    return [path.name for path in (studio.store.home / "results").glob(".*")]


def test_what_is_done_is_published(studio):
    id = studio.ask(answer=5)
    assert studio.run(id) == "done"
    told = studio.job(id)
    assert (told["state"], told["result"], told["progress"]) == ("done", {"answer": 5}, 1.0)
    assert told["created"] <= told["started"] <= told["finished"]
    assert (studio.store.result(id) / "made.txt").read_text() == "1" and not left_over(studio)
    assert [event["state"] for event in studio.events(id)] == ["queued", "running", "done"]
    assert studio.run(id) is None, "it is not to be had again"


def test_of_many_who_want_a_step_one_gets_it(studio):
    ids = [studio.step(studio.ask()).id for _ in range(20)]
    got: list[str] = []

    def take(name: str) -> None:
        got.extend(id for id in ids if claims.claim(studio.db, id, name))

    threads = [threading.Thread(target=take, args=(f"worker{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(ids)


def test_whoever_was_taken_for_dead_publishes_nothing(studio, happens):
    id = studio.ask()

    def overtaken(task) -> None:
        if task.claim.fence == 1:
            studio.set(step, task.claim.step, lease=0.0)
            assert sweep(studio.db, studio.store) == [task.claim.step]
            task.folder.mkdir(exist_ok=True)  # the sweep took it: the zombie writes on regardless
            (task.folder / "half.txt").write_text("1")
            assert run_step(studio.db, studio.store, task.claim.step) == "done"

    happens.append(overtaken)
    assert studio.run(id) == "lost"
    assert studio.job(id)["state"] == "done" and (studio.store.result(id) / "made.txt").read_text() == "2"
    assert [event["state"] for event in studio.events(id)].count("done") == 1 and not left_over(studio)


def test_a_cancelled_job_stops_within_seconds(studio):
    id = studio.ask(seconds=30)
    became: list = []
    thread = threading.Thread(target=lambda: became.append(studio.run(id)))
    thread.start()
    wait_for(lambda: studio.job(id)["stage"] == "count")
    with studio.db.write() as connection:
        queue.cancel(connection, id)
    assert studio.job(id)["cancelling"] is True
    began = time.monotonic()
    thread.join()
    assert time.monotonic() - began < 5 and became == ["cancelled"]
    assert studio.job(id)["state"] == "cancelled" and not left_over(studio) and not studio.store.result(id).exists()


def test_a_job_whose_owner_is_gone_stops_too(studio):
    id = studio.ask(seconds=30)
    became: list = []
    thread = threading.Thread(target=lambda: became.append(studio.run(id)))
    thread.start()
    wait_for(lambda: studio.job(id)["stage"] == "count")
    with studio.db.write() as connection:
        connection.execute(delete(account))
    thread.join(10)
    assert became == ["lost"] and not left_over(studio)


def test_whoever_is_stopped_hands_back_and_it_counts_for_nothing(studio):
    id = studio.ask(seconds=30)
    assert studio.run(id, stopping=lambda: True) == "ready"
    assert studio.step(id).runs == 0 and studio.job(id)["state"] == "queued"


def test_what_nobody_foresaw_is_tried_three_times(studio, caplog):
    id = studio.ask(**{"break": True})
    assert [studio.run(id) for _ in range(3)] == ["ready", "ready", "failed"]
    assert studio.job(id)["error"] == UNFORESEEN
    assert caplog.text.count("RuntimeError: nobody foresaw this") == 3, "each with its traceback in the log"


def test_a_full_disk_has_its_sentence(studio, happens):
    import errno

    def full(task) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    happens.append(full)
    id = studio.ask()
    assert studio.run(id) == "failed" and "disk of the studio is full" in studio.job(id)["error"]


def test_progress_is_told_often_but_not_too_often_and_the_last_is_never_lost(studio):
    id = studio.ask(seconds=2)
    assert studio.run(id) == "done"
    told = [event for event in studio.events(id) if event["stage"] == "count" and event["state"] == "running"]
    assert 4 <= len(told) <= 9
    assert [event["progress"] for event in told] == sorted(event["progress"] for event in told)
    assert 0 <= told[-1]["left"] < told[0]["left"] <= 25
    assert [event["number"] for event in studio.events(id)] == list(range(1, len(studio.events(id)) + 1))


def test_files_of_a_run_that_died_while_publishing_are_replaced(studio):
    id = studio.ask()
    studio.store.result(id).mkdir(parents=True)
    (studio.store.result(id) / "made.txt").write_text("of the dead")
    assert studio.run(id) == "done" and (studio.store.result(id) / "made.txt").read_text() == "1"


def test_what_else_is_written_is_written_with_the_result_or_not_at_all(studio, happens):
    id = studio.ask()
    happens.append(lambda task: task.also.append(lambda connection: connection.execute(
        job.update().where(job.c.id == task.job).values(asked={"short": True}))))  # fmt: skip
    happens.append(lambda task: task.also.append(lambda connection: 1 / 0) if task.claim.fence == 1 else None)
    assert studio.run(id) == "ready"
    with studio.db.read() as connection:
        assert connection.execute(select(job.c.asked)).scalar() == {}
    assert studio.run(id) == "done"
    with studio.db.read() as connection:
        assert connection.execute(select(job.c.asked)).scalar() == {"short": True}
