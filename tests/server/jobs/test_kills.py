"""Real worker processes, killed at random instants: nothing is lost, nothing is published twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from media.subtitles import read_subtitles
from server.db.tables import cue, event, film, job, new_id, project, step
from server.jobs.queue import enqueue
from server.jobs.supervisor import GRACE
from server.jobs.sweep import sweep
from server.jobs.work.asked import snapshot
from tests.media.films import draw, packets
from tests.server.jobs.conftest import ROOT, Studio, studio_in, wait_for

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


class Workers:
    """Worker processes over one home folder, each replaced when it is killed."""

    def __init__(self, studio: Studio, module: str, many: int):
        self.studio = studio
        self.command = [sys.executable, "-m", module, str(os.getpid())]  # none outlives a test that fails
        self.running = [self.start() for _ in range(many)]

    def start(self) -> subprocess.Popen:
        environment = self.studio.environment(OMP_NUM_THREADS="1")
        return subprocess.Popen(self.command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)

    def kill(self, at: int) -> None:
        self.running[at].kill()
        self.running[at].wait()
        sweep(self.studio.db, self.studio.store)
        self.running[at] = self.start()

    def stop(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(20)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running:
            process.kill()
            process.wait()


def count(studio: Studio, table, **values) -> int:
    with studio.db.read() as connection:
        wanted = select(func.count()).select_from(table)
        return connection.execute(wanted.where(*(table.c[name] == value for name, value in values.items()))).scalar()


def test_many_small_steps_and_workers_killed_at_random(studio, tmp_path):
    diary, chance = tmp_path / "diary", random.Random(4)
    jobs = [studio.ask(seconds=0.03, diary=str(diary), answer=n, steps=["tiny"] * 10) for n in range(12)]
    kills = 0
    with Workers(studio, "tests.server.jobs.tiny", 2) as workers:
        wait_for(lambda: count(studio, step, state="done") > 3)
        while count(studio, job, state="done") < len(jobs) and kills < 25:
            time.sleep(chance.uniform(0.2, 0.9))
            workers.kill(chance.randrange(2))
            kills += 1
        wait_for(lambda: count(studio, job, state="done") == len(jobs), 90)
        workers.stop()
    runs = Counter(line.split()[1] for line in diary.read_text().splitlines())
    assert kills >= 5 and len(runs) == 120, "none lost"
    assert sum(runs.values()) <= 120 + kills, "a kill repeats one step at most"
    for n, id in enumerate(jobs):
        assert studio.job(id)["result"] == {"answer": n}
        assert [event["state"] for event in studio.events(id)].count("done") == 1
    assert not list((studio.store.home / "results").glob(".*"))
    assert count(studio, event, number=1) == len(jobs)


def test_asked_to_stop_a_worker_hands_back_at_once(studio):
    id = studio.ask(seconds=60)
    with Workers(studio, "tests.server.jobs.tiny", 1) as workers:
        wait_for(lambda: studio.job(id)["stage"] == "count")
        began = time.monotonic()
        workers.stop()
    assert time.monotonic() - began < GRACE, "else the supervisor would have killed it"
    assert studio.job(id)["state"] == "queued" and studio.step(id).runs == 0
    assert not list((studio.store.home / "workers").iterdir())


def narration(studio: Studio, place: Path) -> str:
    """A job for the film of the test; its id."""
    of, id, now = new_id(), new_id(), time.time()
    studio.store.film(of).mkdir(parents=True)
    shutil.copy(place / "film.mp4", studio.store.source(of, ".mp4"))
    with studio.db.write() as connection:
        common = {"owner": studio.me, "created": now}
        connection.execute(insert(film).values(id=of, name="film.mp4", suffix=".mp4", size=1, state="ready", **common))
        connection.execute(insert(project).values(id=id, film=of, name="Film", changed=now, **common))
        for row in read_subtitles(place / "film.srt").cues:
            connection.execute(insert(cue).values(project=id, id=f"cue{row.number}", start=row.start, end=row.end,
                                                  text=row.text, version=1))  # fmt: skip
        asked = snapshot(connection, connection.execute(select(project).where(project.c.id == id)).one())
        return enqueue(connection, owner=studio.me, kind="narration", asked=asked, project=id)


@pytest.fixture
def calm(tmp_path):
    with studio_in(tmp_path / "calm" / "home") as made:
        yield made


@pytest.fixture
def rough(tmp_path):
    with studio_in(tmp_path / "rough" / "home") as made:
        yield made


def test_a_narration_killed_at_random_ends_the_same(tmp_path, monkeypatch, calm, rough):
    place, chance = tmp_path, random.Random(9)
    draw(place / "film.mp4", seconds=14, flash=9)
    texts = [
        "The sea was quiet.",
        "Nobody saw it.",
        "Wait.",
        "Who is there?",
        "Go and look.",
        "It was only the wind.",
    ] * 2
    cues = [f"{n}\n00:00:{n:02},100 --> 00:00:{n:02},900\n{n}. {text}\n" for n, text in enumerate(texts, 1)]
    (place / "film.srt").write_text("\n".join(cues))
    monkeypatch.setenv("NARRASCORE_HOME", str(calm.store.home))
    undisturbed = narration(calm, place)
    assert calm.run(undisturbed) == "done"

    shutil.copytree(calm.store.home / "cache", rough.store.home / "cache")  # only to save the test some seconds
    id = narration(rough, place)
    with Workers(rough, "server.jobs.worker", 1) as workers:
        wait_for(lambda: rough.job(id)["stage"] == "speak", 120)
        seen: dict[str, int] = {}
        for _ in range(2):
            before = count(rough, event, job=id)
            wait_for(lambda seen=before: count(rough, event, job=id) > seen or rough.job(id)["state"] == "done", 120)
            time.sleep(chance.uniform(0, 1))
            workers.kill(0)
            for take in (rough.store.home / "takes").rglob("[0-9a-f]*.flac"):
                assert seen.setdefault(take.name, take.stat().st_mtime_ns) == take.stat().st_mtime_ns, "spoken twice"
            wait_for(lambda: rough.job(id)["state"] != "queued", 120)
        wait_for(lambda: rough.job(id)["state"] not in ("queued", "running"), 180)
        assert rough.job(id)["state"] == "done", rough.job(id)["error"]
        workers.stop()
    made, wanted = rough.store.result(id), calm.store.result(undisturbed)
    for stream in ("audio", "video"):
        assert packets(made / "film.mp4", stream) == packets(wanted / "film.mp4", stream)
    for name in ("speech.flac", "original.flac", "film.srt", "film.vtt"):
        assert (made / name).read_bytes() == (wanted / name).read_bytes(), name
    assert sorted(path.name for path in made.iterdir()) == sorted(path.name for path in wanted.iterdir())
    assert [event["state"] for event in rough.events(id)].count("done") == 1
