"""Pages that belong to no single topic: the start, a job and its result, the API's description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, url_for
from sqlalchemy import select

from server.auth import public
from server.db.tables import film, job, project
from server.jobs.queue import job_json
from server.openapi import description
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
    if row.kind in ("music", "picture"):
        return redirect(url_for("music.page" if row.kind == "music" else "images.page"))
    if row.kind != "narration":
        return redirect(url_for("projects.editor", id=row.project) if row.project else url_for("pages.home"))
    with db().read() as connection:
        told = job_json(connection, row)
    return render_template("job.html", job=told, project=owned(project, row.project))


@bp.get("/api")
@public
def api() -> str:
    """How programs use the studio."""
    topics: dict[str, list[tuple[str, str, Any]]] = {}
    for path, operations in description(current_app)["paths"].items():
        for verb, operation in operations.items():
            topics.setdefault(operation["tags"][0], []).append((verb, path, operation))
    example = Path(current_app.static_folder or "", "narrate.sh").read_text(encoding="utf-8")
    return render_template("api.html", topics=topics, example=example)


@bp.get("/api/openapi.json")
@public
def openapi() -> dict[str, Any]:
    """This description of the API."""
    return description(current_app)


@bp.get("/healthz")
@public
def health() -> dict[str, str]:
    """Is the studio up, and does its database answer?"""
    with db().read() as connection:
        connection.execute(select(1))
    return {"status": "ok"}
