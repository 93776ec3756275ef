"""The title of a project: tried before the film is made, and pictures that are brought for it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import Row, select

from server.body import body
from server.db.tables import film, job, project
from server.errors import Refused, missing
from server.jobs import ENDED
from server.jobs.queue import cancel, enqueue, job_json
from server.limits import spend
from server.owned import owned
from server.routes.projects import changed_settings
from server.settings import Settings
from server.studio import db, store
from server.titling import LARGEST, take_picture

bp = Blueprint("titles", __name__)
AGAIN = 10  # of the last tries that are given again where the same is asked for
Answer = tuple[dict[str, Any], int, dict[str, str]]


@bp.post("/api/projects/<id>/title")
def try_title(id: str) -> Answer:
    """Try the title of a project: a job that makes `still.jpg`, and its picture and words apart with their motion.

    settings: those that are to be others than the project's (`title`, `subtitle`, `title_mode`, `title_source`,
    `title_scene`, `title_picture`, `title_layout`, `title_seed`); they are not kept. What was asked for before, and is
    not yet done, is cancelled.
    """
    row = owned(project, id)
    asked = body(settings=(dict, {}))
    settings = changed_settings(Settings.of(row.settings), asked["settings"])
    if settings["title_mode"] == "off":
        settings["title_mode"] = "overlay"
    if not settings["title"]:
        raise Refused(409, "no-title", _("Write a title first."))
    of = _film(row)
    wanted = {"id": row.id, "settings": settings, "version": row.version,
              "film": {"id": of.id, "suffix": of.suffix, "name": of.name}}  # fmt: skip
    spend("title")
    with db().write() as connection:
        mine = select(job).where(job.c.project == row.id, job.c.kind == "title").order_by(job.c.created.desc())
        found = None
        for tried in connection.execute(mine.limit(AGAIN)).all():
            same = tried.asked == wanted and tried.state in ("queued", "running", "done") and not tried.cancel
            if same and not found:
                found = tried.id
            elif tried.state not in ENDED:
                cancel(connection, tried.id)
        new = {"owner": row.owner, "kind": "title", "asked": wanted, "project": row.id, "film": of.id}
        found = found or enqueue(connection, **new)
        told = job_json(connection, connection.execute(select(job).where(job.c.id == found)).one())
        return {"job": told}, 202, {"Location": url_for("jobs.one", id=found)}


@bp.post("/api/projects/<id>/title/pictures")
def bring(id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Bring a picture for the title: a form of `file` (JPEG, PNG or WebP, at most 25 MB).

    Its `id` is what the setting `title_picture` takes, with `title_source` own.
    """
    row = owned(project, id)
    request.max_content_length = LARGEST + 100_000
    file = request.files.get("file")
    if file is None:
        raise Refused(400, "bad-request", _("Send a picture as `file`."), field="file")
    spend("picture")
    name = PurePath((file.filename or "picture").replace("\\", "/")).name[:200]
    with file.stream as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused(413, "too-large", _("This picture is too large: at most 25 MB."))
    made = take_picture(data, name, store(), row.id)
    where = url_for("titles.brought", id=row.id, picture=made)
    return {"picture": {"id": made, "name": name}}, 201, {"Location": where}


@bp.get("/api/projects/<id>/title/pictures/<picture>")
def brought(id: str, picture: str) -> Response:
    """A picture that was brought for the title."""
    row = owned(project, id)
    try:
        path = store().picture(row.id, picture)
    except ValueError:
        raise missing("picture") from None
    if not path.is_file():
        raise missing("picture")
    response = send_file(path, "image/jpeg", conditional=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _film(row: Row) -> Row:
    with db().read() as connection:
        of = connection.execute(select(film).where(film.c.id == row.film)).one()
    if of.state == "refused":
        raise Refused(409, "film-refused", _("This film cannot be narrated."))
    return of
