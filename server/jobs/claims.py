"""What workers do with steps. Every claim raises the step's fence, and only the last claim may change it afterwards:
whoever was taken for dead and comes back finds the fence raised, and nothing that it does is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from server.db import Database
from server.db.tables import job, step
from server.jobs.events import log
from server.jobs.queue import ended, urgency

LEASE = 30.0  # s that a step belongs to a worker that is not heard of
RUNS = 8  # in a row that came as far as any before and no further: then the step is given up
STUMBLES = 30  # in a row that came nowhere, or not even so far, as happens where somebody kills us at random


@dataclass(frozen=True)
class Claim:
    """A step that is ours, and what its work needs to know."""

    step: str
    kind: str
    fence: int
    runs: int  # before this one; see `server.db.tables.step`
    stumbles: int
    job: str
    owner: str
    asked: dict[str, Any]
    created: float  # of the job
    progress: float  # that an earlier run has reached


@dataclass(frozen=True)
class News:
    """What watchers are to be told. further: no run has come so far."""

    stage: str
    progress: float
    detail: str
    left: float | None
    reached: bool = False  # where the best run before this one has ended …
    further: bool = False  # … and beyond


@dataclass(frozen=True)
class Standing:
    """Is the claim still good, and is its job still wanted?"""

    ours: bool
    wanted: bool


def next_step(db: Database, kinds: Sequence[str] = ()) -> str | None:
    """The step to take: the most urgent, then of who has the least under way, then the oldest.

    kinds: none but these.
    """
    others, theirs = step.alias(), job.alias()
    busy = select(func.count()).select_from(others.join(theirs, others.c.job == theirs.c.id))
    under_way = busy.where(others.c.state == "running", theirs.c.owner == job.c.owner).scalar_subquery()
    wanted = select(step.c.id).join(job, step.c.job == job.c.id).where(step.c.state == "ready")
    if kinds:
        wanted = wanted.where(step.c.kind.in_(kinds))
    with db.read() as connection:
        order = (urgency(step.c.kind), under_way, job.c.created, step.c.id)
        return connection.execute(wanted.order_by(*order).limit(1)).scalar()


def claim(db: Database, id: str, worker: str) -> Claim | None:
    """The step, if it was ready and nobody was faster."""
    now = time.time()
    mine = (step.c.id == id) & (step.c.state == "ready")
    values = {"state": "running", "fence": step.c.fence + 1, "lease": now + LEASE, "worker": worker}
    values |= {"stumbles": step.c.stumbles + 1}
    with db.write() as connection:
        if connection.execute(update(step).where(mine).values(**values)).rowcount != 1:
            return None
        row = connection.execute(select(step).where(step.c.id == id)).one()
        of = connection.execute(select(job).where(job.c.id == row.job)).one()
        begun = {"state": "running", "started": of.started or now}
        connection.execute(update(job).where(job.c.id == of.id).values(**begun))
        log(connection, of.id, "running", of.stage, of.progress, of.detail)
    return Claim(
        row.id, row.kind, row.fence, row.runs, row.stumbles - 1, of.id, of.owner, of.asked, of.created, of.progress
    )


def look(db: Database, claim: Claim) -> Standing:
    with db.read() as connection:
        return _standing(connection, claim)


def renew(db: Database, claim: Claim, news: News | None = None) -> Standing:
    """Holds the step for another lease, and writes the news."""
    with db.write() as connection:
        values: dict[str, Any] = {"lease": time.time() + LEASE}
        if news and news.reached:
            values |= {"runs": 1 if news.further else claim.runs + 1, "stumbles": 0 if news.further else claim.stumbles}
        if connection.execute(update(step).where(_ours(claim)).values(**values)).rowcount != 1:
            return Standing(False, False)
        if news:
            shown = {"stage": news.stage, "progress": news.progress, "detail": news.detail}
            connection.execute(update(job).where(job.c.id == claim.job).values(**shown))
            log(connection, claim.job, "running", news.stage, news.progress, news.detail, news.left)
        return _standing(connection, claim)


def publish(
    db: Database, claim: Claim, result: dict[str, Any], place: Callable[[], None], also: Sequence[Callable] = ()
) -> bool:
    """The step is done. place: puts its files where they belong; also: what else is to be written, (connection) each.

    All of it happens if the step is still ours, and nothing if it is not: whether it was.
    """
    with db.write() as connection:
        done = {"state": "done", "output": result, "error": ""}
        if connection.execute(update(step).where(_ours(claim)).values(**done)).rowcount != 1:
            return False
        for write in also:
            write(connection)
        rest = select(func.min(step.c.place)).where(step.c.job == claim.job, step.c.state != "done")
        following = connection.execute(rest).scalar()
        if following is None:
            ended(connection, claim.job, "done", result=result, progress=1.0, detail="")
        else:
            ready = (step.c.job == claim.job) & (step.c.place == following) & (step.c.state == "waiting")
            connection.execute(update(step).where(ready).values(state="ready", offered=time.time()))
        place()  # last: killed from here on, the files are there and the row is not, and the next run replaces them
    return True


def give_up(db: Database, claim: Claim, state: str, error: str = "") -> bool:
    """The step has failed or was cancelled, and with it its job. Whether it was ours."""
    with db.write() as connection:
        return end_step(connection, claim.step, claim.fence, state, error)


def hand_back(db: Database, claim: Claim, runs: int, error: str = "") -> bool:
    """The step waits for its next run. runs: those that count by now."""
    with db.write() as connection:
        return offer_again(connection, claim.step, claim.fence, error, runs)


def end_step(connection: Connection, id: str, fence: int, state: str, error: str) -> bool:
    ours = (step.c.id == id) & (step.c.fence == fence) & (step.c.state == "running")
    if connection.execute(update(step).where(ours).values(state=state, error=error)).rowcount != 1:
        return False
    of = connection.execute(select(step.c.job).where(step.c.id == id)).scalar_one()
    waiting = (step.c.job == of) & step.c.state.in_(("waiting", "ready"))
    connection.execute(update(step).where(waiting).values(state="cancelled"))
    ended(connection, of, state, error)
    return True


def offer_again(connection: Connection, id: str, fence: int, error: str = "", runs: int | None = None) -> bool:
    ours = (step.c.id == id) & (step.c.fence == fence) & (step.c.state == "running")
    values = {"state": "ready", "offered": time.time(), "error": error}
    values |= {"runs": runs, "stumbles": 0} if runs is not None else {}
    if connection.execute(update(step).where(ours).values(**values)).rowcount != 1:
        return False
    of = connection.execute(select(job).join(step, step.c.job == job.c.id).where(step.c.id == id)).one()
    if of.cancel:  # asked for while nobody was there to hear it
        connection.execute(update(step).where(step.c.job == of.id, step.c.state != "done").values(state="cancelled"))
        ended(connection, of.id, "cancelled")
    else:
        connection.execute(update(job).where(job.c.id == of.id).values(state="queued"))
        log(connection, of.id, "queued", of.stage, of.progress, of.detail)
    return True


def _ours(claim: Claim) -> ColumnElement[bool]:
    return (step.c.id == claim.step) & (step.c.fence == claim.fence) & (step.c.state == "running")


def _standing(connection: Connection, claim: Claim) -> Standing:
    row = connection.execute(select(job.c.cancel).join(step, step.c.job == job.c.id).where(_ours(claim))).one_or_none()
    return Standing(row is not None, row is not None and not row.cancel)
