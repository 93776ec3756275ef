"""The log of a job: what its watchers are told, in order, and never less than the last of it."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, func, insert, select

from server.db.tables import event
from server.db.tables import job as jobs


def log(connection: Connection, job: str, state: str, stage: str = "", progress: float = 0.0, detail: str = "",
        left: float | None = None) -> None:  # fmt: skip
    """Writes the next event; `connection` must be one that writes, so that two never take one number."""
    connection.execute(select(jobs.c.id).where(jobs.c.id == job).with_for_update())  # PostgreSQL has many writers
    last = connection.execute(select(func.max(event.c.number)).where(event.c.job == job)).scalar()
    body = {"state": state, "stage": stage, "progress": round(progress, 4), "detail": detail,
            "left": None if left is None else round(left, 1)}  # fmt: skip
    connection.execute(insert(event).values(job=job, number=(last or 0) + 1, at=time.time(), body=body))


def events(connection: Connection, job: str, after: int = 0) -> list[dict[str, Any]]:
    """What was written after event number `after`: {number, at, state, stage, progress, detail, left}."""
    wanted = select(event).where(event.c.job == job, event.c.number > after).order_by(event.c.number)
    return [{"number": row.number, "at": row.at, **row.body} for row in connection.execute(wanted)]


def last(connection: Connection, job: str) -> dict[str, Any] | None:
    wanted = select(event).where(event.c.job == job).order_by(event.c.number.desc()).limit(1)
    row = connection.execute(wanted).one_or_none()
    return {"number": row.number, "at": row.at, **row.body} if row else None
