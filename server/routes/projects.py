"""Projects: a film, its cues and how it is to be narrated; and the page on which all that is edited."""

from __future__ import annotations

import shutil
import time
from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, g, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, insert, select

from server import cues
from server.body import body
from server.db.tables import film, job, new_id, project
from server.errors import Refused
from server.films import film_json
from server.jobs.queue import job_json
from server.owned import owned
from server.settings import Settings, SettingsError
from server.studio import db, store
from server.told import told

bp = Blueprint("projects", __name__)
NAME = 200  # characters


@bp.get("/projects/<id>")
def editor(id: str) -> str:
    """The editor of a project."""
    row = owned(project, id)
    with db().read() as connection:
        return render_template("project/editor.html", project=project_json(connection, row))


@bp.get("/api/projects")
def list_projects() -> dict[str, Any]:
    """The projects of the account, the last changed first."""
    mine = select(project).where(project.c.owner == g.account.id).order_by(project.c.changed.desc(), project.c.id)
    with db().read() as connection:
        return {"projects": [project_json(connection, row) for row in connection.execute(mine)]}


@bp.post("/api/projects")
def add_project() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Begin a project with a film; its name is the film's unless one is given."""
    asked = body(film=str, name=(str, ""), settings=(dict, {}))
    of = owned(film, asked["film"])
    if of.state == "refused":
        raise Refused(409, "film-refused", told(of.verdict) or _("This film cannot be narrated."))
    settings = changed_settings(Settings(), asked["settings"])
    id, now = new_id(), time.time()
    name = _name(asked["name"]) if asked["name"].strip() else PurePath(of.name).stem[:NAME] or of.name
    row = {"id": id, "owner": g.account.id, "film": of.id, "name": name, "settings": settings, "version": 0}
    with db().write() as connection:
        connection.execute(insert(project).values(**row, created=now, changed=now))
    return _one(id), 201, {"Location": url_for("projects.get_project", id=id)}


@bp.get("/api/projects/<id>")
def get_project(id: str) -> dict[str, Any]:
    """A project, its film, and the latest narration."""
    return _one(owned(project, id).id)


@bp.patch("/api/projects/<id>")
def change_project(id: str) -> dict[str, Any]:
    """Rename a project, or change some of its settings."""
    owned(project, id)
    asked = body(name=(str, None), settings=(dict, None))
    with db().write() as connection:
        here = select(project).where(project.c.id == id).with_for_update()
        row = connection.execute(here).one_or_none()
        if row is None:
            raise _lost()
        values: dict[str, Any] = {"changed": time.time()}
        if asked["name"] is not None:
            values["name"] = _name(asked["name"])
        if asked["settings"] is not None:
            values["settings"] = changed_settings(Settings.of(row.settings), asked["settings"])
        connection.execute(project.update().where(project.c.id == id).values(**values))
    return _one(id)


@bp.delete("/api/projects/<id>")
def delete_project(id: str) -> Response:
    """Delete a project with its cues and everything that was made of it. The film stays."""
    row = owned(project, id)
    with db().write() as connection:
        made = list(connection.execute(select(job.c.id).where(job.c.project == row.id)).scalars())
        connection.execute(delete(project).where(project.c.id == row.id))
    for folder in (*(store().result(one) for one in made), store().project(row.id)):
        shutil.rmtree(folder, ignore_errors=True)
    return Response(status=204)


def project_json(connection: Connection, row: Row) -> dict[str, Any]:
    """A project as the API gives it."""
    of = connection.execute(select(film).where(film.c.id == row.film)).one()
    latest = select(job).where(job.c.project == row.id, job.c.kind == "narration").order_by(job.c.created.desc())
    narration = connection.execute(latest.limit(1)).one_or_none()
    return {
        "id": row.id,
        "name": row.name,
        "film": film_json(connection, of),
        "settings": Settings.of(row.settings).json(),
        "version": row.version,
        "cues": cues.count(connection, row.id),
        "created": row.created,
        "changed": row.changed,
        "job": job_json(connection, narration) if narration else None,
    }


def _one(id: str) -> dict[str, Any]:
    with db().read() as connection:
        row = connection.execute(select(project).where(project.c.id == id)).one_or_none()
        if row is None:
            raise _lost()
        return {"project": project_json(connection, row)}


def _lost() -> Refused:
    return Refused(404, "project-missing", _("This project was deleted meanwhile."))


def _name(given: str) -> str:
    name = " ".join(given.split())
    if not 0 < len(name) <= NAME or not name.isprintable():
        raise Refused(
            400, "bad-request", _("Give the project a name of at most %(most)d letters.", most=NAME), field="name"
        )
    return name


def changed_settings(now: Settings, changes: dict[str, Any]) -> dict[str, Any]:
    """As JSON, some of them changed; Refused where one cannot be."""
    try:
        return now.with_(changes).json()
    except SettingsError as error:
        raise Refused(400, "bad-request", told(str(error)), field=f"settings.{error.field}") from None
