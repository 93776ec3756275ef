"""What people do with jobs: ask for one, look at it, cancel it, ask again. All within the caller's transaction."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, insert, literal, select, update

from server.db.tables import job, new_id, step
from server.jobs import ENDED, KINDS, QUEUES
from server.jobs.events import last, log
from server.told import told


def enqueue(
    connection: Connection,
    *,
    owner: str,
    kind: str,
    asked: Mapping[str, Any],
    project: str | None = None,
    film: str | None = None,
    queue: str = "",
    steps: Sequence[str] = (),
) -> str:
    """A new job; its id. asked: all that its work needs to know, as JSON.

    steps: kinds of work, one after the other, where it is not one step of the job's own kind. queue: that of its kind.
    """
    id, now = new_id(), time.time()
    connection.execute(insert(job).values(id=id, owner=owner, project=project, film=film, kind=kind, state="queued",
                                          asked=dict(asked), created=now))  # fmt: skip
    rows = [
        {"id": new_id(), "job": id, "kind": each, "queue": queue or QUEUES.get(each, "work"), "place": place,
         "state": "waiting" if place else "ready", "offered": now}
        for place, each in enumerate(steps or (kind,))
    ]  # fmt: skip
    connection.execute(insert(step), rows)
    log(connection, id, "queued")
    return id


def cancel(connection: Connection, id: str) -> None:
    """What waits is cancelled at once, what runs when its worker hears of it; what has ended stays as it is."""
    row = connection.execute(select(job).where(job.c.id == id).with_for_update()).one()
    if row.state in ENDED:
        return
    connection.execute(update(job).where(job.c.id == id).values(cancel=True))
    mine = step.c.job == id
    connection.execute(update(step).where(mine, step.c.state.in_(("waiting", "ready"))).values(state="cancelled"))
    if not connection.execute(select(step.c.id).where(mine, step.c.state == "running")).first():
        ended(connection, id, "cancelled")


def retry(connection: Connection, id: str) -> bool:
    """A job that failed or was cancelled waits again, and does what it was asked then; whether it was such a job."""
    mine = (job.c.id == id) & job.c.state.in_(("failed", "cancelled"))
    anew: dict[str, Any] = {"state": "queued", "cancel": False, "error": "", "stage": "", "progress": 0.0, "detail": ""}
    anew |= {"started": None, "finished": None}
    if connection.execute(update(job).where(mine).values(**anew)).rowcount != 1:
        return False
    first = select(func.min(step.c.place)).where(step.c.job == id, step.c.state != "done").scalar_subquery()
    state = case((step.c.place == first, "ready"), else_="waiting")
    again = update(step).where(step.c.job == id, step.c.state != "done")
    connection.execute(again.values(state=state, runs=0, stumbles=0, error="", offered=time.time()))
    log(connection, id, "queued")
    return True


def ended(connection: Connection, id: str, state: str, error: str = "", **values: Any) -> None:
    """The job has come to its end, and says so."""
    values |= {"state": state, "error": error, "finished": time.time()}
    connection.execute(update(job).where(job.c.id == id).values(**values))
    row = connection.execute(select(job.c.stage, job.c.progress).where(job.c.id == id)).one()
    log(connection, id, state, row.stage, row.progress, told(error))


def job_json(connection: Connection, row: Row) -> dict[str, Any]:
    """A job as the API gives it, in the language of whoever asks."""
    names = ("id", "kind", "state", "stage", "progress", "detail", "result", "project", "film")
    times = ("created", "started", "finished")
    shown = {name: getattr(row, name) for name in (*names, *times)}
    left = _left(connection, row) if row.state == "running" else None
    position = connection.execute(ahead(row.id)).scalar() if row.state == "queued" else None
    return shown | {"result": _in_words(row.result), "left": left, "position": position, "error": told(row.error),
                    "cancelling": _cancelling(row)}  # fmt: skip


def urgency(kind: Any) -> Any:
    """Of kinds of steps, to sort by."""
    return case({name: place for place, name in enumerate(KINDS)}, value=kind, else_=len(KINDS))


def ahead(id: str) -> Select:
    """1 for the job that comes next, 2 for the one after it …; NULL where nothing of it waits."""
    mine = select(urgency(step.c.kind).label("urgency"), step.c.job).where(step.c.job == id, step.c.state == "ready")
    own = mine.limit(1).subquery()
    created = select(job.c.created).where(job.c.id == id).scalar_subquery()
    sooner = (urgency(step.c.kind) < own.c.urgency) | (
        (urgency(step.c.kind) == own.c.urgency) & ((job.c.created < created) | (step.c.job == own.c.job))
    )
    waiting = select(func.count()).select_from(step).join(job, step.c.job == job.c.id).join(own, literal(True))
    return select(func.nullif(waiting.where(step.c.state == "ready", sooner).scalar_subquery(), 0))


def _left(connection: Connection, row: Row) -> float | None:
    """Seconds that the job will still take, as far as its last event told."""
    event = last(connection, row.id)
    if not event or event["left"] is None:
        return None
    return round(max(1.0, event["left"] - (time.time() - event["at"])), 1)


def _in_words(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a job made, its sentences in the language of whoever asks."""
    if result is None:
        return None
    words = {"verdict": told(result["verdict"])} if "verdict" in result else {}
    return result | words | ({"warnings": [told(each) for each in result["warnings"]]} if "warnings" in result else {})


def _cancelling(row: Row) -> bool:
    return bool(row.cancel) and row.state not in ENDED
