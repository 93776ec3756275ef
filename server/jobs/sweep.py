"""What dead workers left is offered again. Idempotent, and safe to run anywhere at any time."""

from __future__ import annotations

import shutil
import time

from sqlalchemy import Row, select, update

from server.db import Database
from server.db.tables import step
from server.jobs import presence
from server.jobs.claims import RUNS, STUMBLES, end_step, offer_again
from server.store import Store

OFFERED = 30.0  # s after which a step that nobody took is offered again
DIED = ("This work was broken off again and again: the machine may have run out of memory. "
        "Close other programs and try again, or try with a shorter film.")  # fmt: skip


def sweep(db: Database, store: Store, all_died: bool = False) -> list[str]:
    """Steps to offer (to whoever distributes them): those of the dead, and those that were offered and never taken.

    all_died: the whole studio was ended, as by a power cut, and whoever died then was not killed by its work.
    """
    with db.read() as connection:
        running = list(connection.execute(select(step).where(step.c.state == "running")))
        offered = time.time() - OFFERED
        stale = select(step.c.id).where(step.c.state == "ready", step.c.offered < offered)
        waiting = list(connection.execute(stale).scalars())
    dead = [row for row in running if row.lease < time.time() or presence.gone(store.home, row.worker)]
    freed = [row.id for row in dead if _free(db, store, row, all_died)]
    if waiting:
        with db.write() as connection:
            mine = step.c.id.in_(waiting) & (step.c.state == "ready")
            connection.execute(update(step).where(mine).values(offered=time.time()))
    presence.tidy(store.home, lambda worker: _busy(db, worker))
    return freed + waiting


def _free(db: Database, store: Store, row: Row, blameless: bool) -> bool:
    """Whether the step waits again; else it was given up, or somebody else was faster."""
    with db.write() as connection:
        if blameless:
            freed = waits = offer_again(connection, row.id, row.fence, row.error, max(0, row.runs - 1))
        elif row.runs >= RUNS or row.stumbles >= STUMBLES:
            freed, waits = end_step(connection, row.id, row.fence, "failed", row.error or DIED), False
        else:
            freed = waits = offer_again(connection, row.id, row.fence, row.error)
    if freed:  # not sooner: until then it could still be published
        shutil.rmtree(store.making(row.job, row.fence), ignore_errors=True)
    return waits


def _busy(db: Database, worker: str) -> bool:
    """Has this worker a step? Asked of a dead one, which takes no more."""
    with db.read() as connection:
        mine = select(step.c.id).where(step.c.worker == worker, step.c.state == "running")
        return connection.execute(mine).first() is not None
