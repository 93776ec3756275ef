"""What dead workers left: offered again, given up after three, and never taken from the living."""

from __future__ import annotations

import subprocess
import sys
import time

from server.db.tables import step
from server.jobs import claims, presence, queue
from server.jobs.sweep import DIED, sweep
from tests.server.jobs.conftest import ROOT


def dead(home) -> str:
    """The name of a worker that was killed."""
    code = (
        "import sys, os, signal; from pathlib import Path; from server.jobs.presence import present\n"
        "with present(Path(sys.argv[1])) as name: print(name, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, cwd=ROOT)
    return done.stdout.strip()


def test_the_step_of_a_dead_worker_waits_again_at_once(studio):
    id = studio.ask()
    claims.claim(studio.db, studio.step(id).id, dead(studio.store.home))
    assert sweep(studio.db, studio.store) == [studio.step(id).id]
    assert studio.job(id)["state"] == "queued" and studio.step(id).stumbles == 1
    assert sweep(studio.db, studio.store) == [] and not list((studio.store.home / "workers").iterdir())
    assert studio.run(id) == "done"


def test_the_step_of_a_living_worker_is_left_alone(studio):
    id = studio.ask()
    with presence.present(studio.store.home) as name:
        ours = claims.claim(studio.db, studio.step(id).id, name)
        assert sweep(studio.db, studio.store) == []
        assert claims.look(studio.db, ours).ours
    assert sweep(studio.db, studio.store) == [], "of one that left no trace only the lease tells"
    studio.set(step, ours.step, lease=time.time() - 1)
    assert sweep(studio.db, studio.store) == [ours.step]
    assert not claims.look(studio.db, ours).ours and not claims.renew(studio.db, ours).ours


def test_a_step_that_kills_whoever_takes_it_is_given_up(studio):
    id = studio.ask()
    for _ in range(claims.RUNS):
        ours = claims.claim(studio.db, studio.step(id).id, "")
        studio.store.making(id, ours.fence).mkdir(parents=True)
        claims.renew(studio.db, ours, claims.News("mix", 0.7, "", None, reached=True))
        studio.set(step, ours.step, lease=0.0)
        sweep(studio.db, studio.store)
    assert studio.job(id)["state"] == "failed" and studio.job(id)["error"] == DIED
    assert not list((studio.store.home / "results").iterdir())


def test_a_run_that_came_further_than_those_before_counts_as_the_first(studio):
    id = studio.ask()
    for run in range(5):
        ours = claims.claim(studio.db, studio.step(id).id, "")
        assert ours.progress == 0.1 * run
        claims.renew(studio.db, ours, claims.News("count", 0.1 * (run + 1), "", None, reached=True, further=True))
        studio.set(step, ours.step, lease=0.0)
        assert sweep(studio.db, studio.store) == [ours.step]
    assert studio.run(id) == "done"


def test_a_run_that_ended_before_it_came_so_far_does_not_count_as_one_that_failed_there(studio):
    id = studio.ask()
    ours = claims.claim(studio.db, studio.step(id).id, "")
    claims.renew(studio.db, ours, claims.News("count", 0.5, "", None, reached=True, further=True))
    counted = []
    for reached in (False, True) * (claims.RUNS - 1):
        studio.set(step, ours.step, lease=0.0)
        sweep(studio.db, studio.store)
        ours = claims.claim(studio.db, ours.step, "")
        claims.renew(studio.db, ours, claims.News("count", 0.5, "", None, reached=reached))
        counted.append((studio.step(id).runs, studio.step(id).stumbles))
    assert counted[:4] == [(1, 1), (2, 1), (2, 2), (3, 2)] and counted[-1][0] == claims.RUNS
    studio.set(step, ours.step, lease=0.0)
    assert sweep(studio.db, studio.store) == [] and studio.job(id)["error"] == DIED


def test_who_died_with_the_whole_studio_was_not_killed_by_the_work(studio):
    id = studio.ask()
    for _ in range(2 * claims.STUMBLES):
        ours = claims.claim(studio.db, studio.step(id).id, "")
        claims.renew(studio.db, ours, claims.News("mix", 0.7, "", None, reached=True))
        studio.set(step, ours.step, lease=0.0)
        assert sweep(studio.db, studio.store, all_died=True) == [ours.step]
    assert studio.run(id) == "done"


def test_even_those_are_not_endless(studio):
    id = studio.ask()
    runs = 0
    while (ours := claims.claim(studio.db, studio.step(id).id, "")) and runs < 50:
        studio.set(step, ours.step, lease=0.0)
        sweep(studio.db, studio.store)
        runs += 1
    assert runs == claims.STUMBLES and studio.job(id)["state"] == "failed"


def test_what_was_cancelled_while_its_worker_was_dead_is_cancelled(studio):
    id = studio.ask()
    ours = claims.claim(studio.db, studio.step(id).id, "")
    with studio.db.write() as connection:
        queue.cancel(connection, id)
    studio.set(step, ours.step, lease=0.0)
    sweep(studio.db, studio.store)
    assert studio.job(id)["state"] == "cancelled" and studio.step(id).state == "cancelled"


def test_what_was_offered_and_never_taken_is_offered_again(studio):
    id = studio.ask()
    assert sweep(studio.db, studio.store) == []
    studio.set(step, studio.step(id).id, offered=time.time() - 31)
    assert sweep(studio.db, studio.store) == [studio.step(id).id]
    assert sweep(studio.db, studio.store) == []
