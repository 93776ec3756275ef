"""What nobody needs any more goes: what was only tried, uploads nobody finished, links that have expired."""

from __future__ import annotations

import shutil
import time

from sqlalchemy import delete, func, select

from server.db import Database
from server.db.tables import job, share
from server.jobs import ENDED
from server.store import Store
from server.uploads import Uploads

LINES = 24 * 3600.0  # s that a spoken line is kept, or a title that was tried: either is made again in a moment
MUSIC = 7 * 24 * 3600.0  # s that a piece of music is, or a picture, unless somebody says that it is to stay
EVERY = 3600.0  # s


def tidy_up(db: Database, store: Store) -> int:
    """How many things went. Rows first, so that none speaks of a file that is gone."""
    now = time.time()
    ended = select(job.c.id).where(job.c.state.in_(ENDED))
    line = ended.where(job.c.kind.in_(("line", "title")), job.c.finished < now - LINES)
    unkept = ~func.coalesce(job.c.result["kept"].as_boolean(), False)
    music = ended.where(job.c.kind.in_(("music", "picture")), job.c.finished < now - MUSIC, unkept)
    with db.write() as connection:
        heard = [id for old in (line, music) for id in connection.execute(old.limit(1000)).scalars()]
        connection.execute(delete(job).where(job.c.id.in_(heard)))
        shares = connection.execute(delete(share).where(share.c.expires < now)).rowcount
    for id in heard:
        shutil.rmtree(store.result(id), ignore_errors=True)
    return len(heard) + shares + Uploads(db, store).expire()
