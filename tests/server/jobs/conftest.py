"""A database and a home folder with an account, and work so small that hundreds of steps take seconds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from server.db import Database
from server.db.tables import account, job, new_id, step
from server.jobs import events as log
from server.jobs.queue import enqueue, job_json
from server.jobs.run import WORK, run_step
from server.store import Store
from tests.server.databases import fresh_database

ROOT = Path(__file__).parents[3]


@dataclass
class Studio:
    db: Database
    store: Store
    me: str

    def environment(self, **more: str) -> dict[str, str]:
        """For processes that are to work in it."""
        url = self.db.engine.url.render_as_string(hide_password=False)
        return {**os.environ, "NARRASCORE_HOME": str(self.store.home), "NARRASCORE_DATABASE": url, **more}

    def ask(self, kind: str = "tiny", owner: str = "", **asked: Any) -> str:
        steps = asked.pop("steps", ())
        with self.db.write() as connection:
            return enqueue(connection, owner=owner or self.me, kind=kind, asked=asked, steps=steps)

    def step(self, id: str) -> Any:
        """The job's first step, or only one."""
        with self.db.read() as connection:
            return connection.execute(select(step).where(step.c.job == id).order_by(step.c.place)).first()

    def job(self, id: str) -> dict[str, Any]:
        with self.db.read() as connection:
            return job_json(connection, connection.execute(select(job).where(job.c.id == id)).one())

    def run(self, id: str, **how: Any) -> str | None:
        return run_step(self.db, self.store, self.step(id).id, **how)

    def events(self, id: str) -> list[dict[str, Any]]:
        with self.db.read() as connection:
            return log.events(connection, id)

    def account(self, name: str) -> str:
        id = new_id()
        with self.db.write() as connection:
            connection.execute(insert(account).values(id=id, name=name, key=name, created=time.time()))
        return id

    def set(self, table: Any, id: str, **values: Any) -> None:
        with self.db.write() as connection:
            connection.execute(table.update().where(table.c.id == id).values(**values))


@contextmanager
def studio_in(home: Path) -> Iterator[Studio]:
    home.mkdir(parents=True, exist_ok=True)
    with fresh_database(home) as url:
        made = Studio(Database(url), Store(home), "")
        made.me = made.account("me")
        yield made
        made.db.close()


@pytest.fixture
def studio(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(WORK, "tiny", "tests.server.jobs.tiny")
    with studio_in(tmp_path / "home") as made:
        yield made


def wait_for(what, seconds: float = 20.0):
    """What the function gives as soon as it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s")
