"""Links to one result, for whoever has them, until they expire or are taken back."""

from __future__ import annotations

import secrets
import time
from typing import Any

from flask import Blueprint, Response, g, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import Row, delete, insert, select

from server.auth import hash_of, public
from server.body import body
from server.db.tables import job, new_id, project, share
from server.errors import Refused, missing
from server.limits import spend
from server.owned import owned
from server.studio import db, store

bp = Blueprint("shares", __name__)
LONGEST = 365  # days
FILES = {"film": "film.mp4", "subtitles": "film.vtt", "poster": "poster.jpg"}


@bp.post("/api/jobs/<id>/shares")
def add(id: str) -> tuple[dict[str, Any], int]:
    """Make a link to a finished narration; only this answer shows it."""
    row = owned(job, id)
    days = body(days=(int, 7))["days"]
    if row.kind != "narration" or row.state != "done":
        raise Refused(409, "not-done", _("Only a finished narration can be shared."))
    if not 0 < days <= LONGEST:
        raise Refused(400, "bad-request", _("A link lasts 1 to %(days)d days.", days=LONGEST), field="days")
    spend("share")
    secret, now = secrets.token_urlsafe(24), time.time()
    made = {"id": new_id(), "owner": g.account.id, "job": row.id, "created": now, "expires": now + days * 86400}
    with db().write() as connection:
        connection.execute(insert(share).values(**made, hash=hash_of(secret)))
    link = url_for("shares.page", secret=secret, _external=True)
    return {"id": made["id"], "url": link, "expires": made["expires"]}, 201


@bp.get("/api/jobs/<id>/shares")
def listed(id: str) -> dict[str, Any]:
    """The links to a narration that are still good."""
    row = owned(job, id)
    with db().read() as connection:
        rows = connection.execute(select(share).where(share.c.job == row.id, share.c.expires > time.time()))
        return {"shares": [{"id": r.id, "created": r.created, "expires": r.expires} for r in rows]}


@bp.delete("/api/shares/<id>")
def remove(id: str) -> Response:
    """Take a link back."""
    row = owned(share, id)
    with db().write() as connection:
        connection.execute(delete(share).where(share.c.id == row.id))
    return Response(status=204)


@bp.get("/s/<secret>")
@public
def page(secret: str) -> Response:
    """The shared film."""
    row = _shared(secret)
    with db().read() as connection:
        name = connection.execute(select(project.c.name).where(project.c.id == row.project)).scalar_one()
    poster = "poster" in row.result.get("files", {})
    response = Response(render_template("share.html", secret=secret, name=name, expires=row.expires, poster=poster))
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/s/<secret>/<file>")
@public
def file(secret: str, file: str) -> Response:
    """The shared film itself, its subtitles, or its title as a picture."""
    row = _shared(secret)
    if file not in FILES or (file == "poster" and "poster" not in row.result.get("files", {})):
        raise missing("file")
    name = row.result["files"]["film"] if file == "film" and row.result.get("files") else FILES[file]
    response = send_file(store().result(row.job_id) / name, conditional=True, as_attachment="download" in request.args)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _shared(secret: str) -> Row:
    columns = select(share.c.expires, job.c.id.label("job_id"), job.c.project, job.c.result)
    wanted = columns.join(job, share.c.job == job.c.id).where(share.c.hash == hash_of(secret))
    with db().read() as connection:
        row = connection.execute(wanted.where(share.c.expires > time.time())).one_or_none()
    if row is None:
        raise Refused(
            404, "share-missing", _("This link has expired or was taken back: ask whoever sent it for another.")
        )
    return row
