"""What somebody made to try it, music or pictures: kept for good, let go after a week, or deleted."""

from __future__ import annotations

import shutil
from typing import Any

from flask import g
from flask_babel import gettext as _
from sqlalchemy import Row, delete, select, update

from server.db.tables import job
from server.errors import Refused, missing
from server.jobs import ENDED
from server.jobs.queue import job_json
from server.owned import owned
from server.studio import db, store

SHOWN = 50  # on a page


def made(kind: str) -> list[dict[str, Any]]:
    """Those of the account, the newest first."""
    mine = select(job).where(job.c.owner == g.account.id, job.c.kind == kind).order_by(job.c.created.desc())
    with db().read() as connection:
        return [job_json(connection, row) for row in connection.execute(mine.limit(SHOWN))]


def one(kind: str, id: str) -> Row:
    """One of them, of the account; Refused 404."""
    row = owned(job, id)
    if row.kind != kind:
        raise missing(kind)
    return row


def keep(row: Row, kept: bool) -> dict[str, Any]:
    if row.state != "done":
        raise Refused(409, "not-done", _("Only what is finished can be kept."))
    with db().write() as connection:
        connection.execute(update(job).where(job.c.id == row.id).values(result={**row.result, "kept": kept}))
        return {"job": job_json(connection, connection.execute(select(job).where(job.c.id == row.id)).one())}


def remove(row: Row) -> None:
    if row.state not in ENDED:
        raise Refused(409, "not-ended", _("This is still being made: cancel that first."))
    with db().write() as connection:
        connection.execute(delete(job).where(job.c.id == row.id))
    shutil.rmtree(store().result(row.id), ignore_errors=True)
