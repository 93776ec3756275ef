"""What nobody needs any more goes: lines that were heard, uploads that nobody finished, links that have expired."""

from __future__ import annotations

import shutil
import time

from sqlalchemy import delete, select

from server.db import Database
from server.db.tables import job, share
from server.jobs import ENDED
from server.store import Store
from server.uploads import Uploads

LINES = 24 * 3600.0  # s that a single spoken line is kept: its take stays, and it is made again in a moment
EVERY = 3600.0  # s


def tidy_up(db: Database, store: Store) -> int:
    """How many things went. Rows first, so that none speaks of a file that is gone."""
    now = time.time()
    old = select(job.c.id).where(job.c.kind == "line", job.c.state.in_(ENDED), job.c.finished < now - LINES)
    with db.write() as connection:
        lines = list(connection.execute(old.limit(1000)).scalars())
        connection.execute(delete(job).where(job.c.id.in_(lines)))
        shares = connection.execute(delete(share).where(share.c.expires < now)).rowcount
    for id in lines:
        shutil.rmtree(store.result(id), ignore_errors=True)
    return len(lines) + shares + Uploads(db, store).expire()
