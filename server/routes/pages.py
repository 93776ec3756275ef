"""Pages that belong to no single topic: the start, a job and its result, the API's description."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from sqlalchemy import select

from server.auth import public
from server.db.tables import film, job, project
from server.owned import owned
from server.studio import db

bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> str:
    """Where films are brought, and the projects that are there."""
    films = select(project, film.c.state.label("film_state"), film.c.about).join(film, project.c.film == film.c.id)
    with db().read() as connection:
        mine = films.where(project.c.owner == g.account.id).order_by(project.c.changed.desc())
        return render_template("home.html", projects=list(connection.execute(mine)))


@bp.get("/jobs/<id>")
def job_page(id: str) -> Any:
    """A narration: its progress, then its result."""
    row = owned(job, id)
    if row.kind != "narration":
        return redirect(url_for("projects.editor", id=row.project) if row.project else url_for("pages.home"))
    from server.jobs.queue import job_json

    with db().read() as connection:
        told = job_json(connection, row)
    return render_template("job.html", job=told, project=owned(project, row.project))


@bp.get("/api")
@public
def api() -> str:
    """How programs use the studio."""
    return render_template("api.html")


@bp.get("/healthz")
@public
def health() -> dict[str, str]:
    """Is the studio up, and does its database answer?"""
    with db().read() as connection:
        connection.execute(select(1))
    return {"status": "ok"}
