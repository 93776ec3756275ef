"""Jobs as people see them: asked for, waiting, cancelled, asked again."""

from __future__ import annotations

import pytest

from server.db.tables import job, step
from server.jobs import queue
from server.jobs.claims import next_step
from server.jobs.run import run_step


def test_a_new_job_waits_for_its_turn(studio):
    first, second = studio.ask(), studio.ask()
    told = studio.job(first)
    assert (told["state"], told["progress"], told["left"], told["error"]) == ("queued", 0.0, None, "")
    assert [studio.job(id)["position"] for id in (first, second)] == [1, 2]
    assert [event["state"] for event in studio.events(first)] == ["queued"]


def test_what_somebody_sits_and_waits_for_comes_first(studio):
    asked = [studio.ask(kind) for kind in ("narration", "voice", "check", "line", "line")]
    assert [studio.job(id)["position"] for id in asked] == [5, 4, 3, 1, 2]
    taken = []
    while (id := next_step(studio.db)) is not None:
        studio.set(step, id, state="done")
        taken.append(id)
    assert taken == [studio.step(asked[i]).id for i in (3, 4, 2, 1, 0)]


def test_nobody_waits_for_all_that_another_has_asked(studio):
    mine = [studio.ask() for _ in range(3)]
    theirs = studio.ask(owner=studio.account("she"))
    studio.set(step, studio.step(mine[0]).id, state="running")
    assert next_step(studio.db) == studio.step(theirs).id


def test_what_waits_is_cancelled_at_once(studio):
    id = studio.ask()
    with studio.db.write() as connection:
        queue.cancel(connection, id)
    assert studio.job(id)["state"] == "cancelled" and studio.step(id).state == "cancelled"
    assert next_step(studio.db) is None and studio.events(id)[-1]["state"] == "cancelled"


def test_what_has_ended_is_not_cancelled(studio):
    id = studio.ask()
    assert studio.run(id) == "done"
    with studio.db.write() as connection:
        queue.cancel(connection, id)
    assert studio.job(id)["state"] == "done"


@pytest.mark.parametrize("how", ["failed", "cancelled"])
def test_what_failed_or_was_cancelled_can_be_tried_again(studio, how):
    id = studio.ask(refuse="The film is too loud.")
    if how == "failed":
        assert studio.run(id) == "failed"
        assert studio.job(id)["error"] == "The film is too loud."
    else:
        with studio.db.write() as connection:
            queue.cancel(connection, id)
    studio.set(job, id, asked={"answer": 7})
    with studio.db.write() as connection:
        assert queue.retry(connection, id)
        assert not queue.retry(connection, id), "it waits already"
    assert studio.job(id)["state"] == "queued" and studio.job(id)["error"] == ""
    assert studio.run(id) == "done" and studio.job(id)["result"] == {"answer": 7}


def test_a_job_of_several_steps_takes_them_in_their_order(studio):
    id = studio.ask(steps=["tiny"] * 3)
    states = []
    while (next_id := next_step(studio.db)) is not None:
        assert run_step(studio.db, studio.store, next_id) == "done"
        states.append(studio.job(id)["state"])
    assert states == ["running", "running", "done"]
