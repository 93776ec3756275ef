"""Films: uploaded once, looked at in the background, and then used for as many narrations as one likes."""

from __future__ import annotations

import mimetypes
from typing import Any

from flask import Blueprint, Response, g, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import Row

from server import films
from server.body import body
from server.db.tables import film
from server.errors import Refused, missing
from server.films import film_json
from server.limits import spend
from server.owned import owned
from server.peaks import DEPTHS, PEAKS, POSTER, RATE
from server.routes.uploads import translated
from server.studio import db, store

__all__ = ["bp", "film_json"]

bp = Blueprint("films", __name__)
# A film is somebody's file: opened by itself it may show its picture and do nothing else.
SANDBOX = "sandbox; default-src 'none'; media-src 'self'; img-src 'self'"


@bp.get("/api/films")
def list_films() -> dict[str, Any]:
    """The films of the account, the newest first."""
    with db().read() as connection:
        return {"films": [film_json(connection, row) for row in films.films(connection, g.account.id)]}


@bp.post("/api/films")
def add_film() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Make a film of a complete upload; its check begins at once (`job`)."""
    asked = body(upload=str)
    spend("check")
    with translated():
        row = films.adopt(db(), store(), g.account.id, asked["upload"])
    return _one(row), 201, {"Location": url_for("films.get_film", id=row.id)}


@bp.post("/api/films/sample")
def add_sample() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Open the sample film: the film, and the id of a project with its subtitles in `language`."""
    language = body(language=(str, "en"))["language"]
    if language not in films.TITLES:
        raise Refused(400, "bad-request", _("The sample speaks English (en) and Korean (ko)."), field="language")
    row, project = films.sample(db(), store(), g.account.id, language)
    answer = {**_one(row), "project": {"id": project}}
    return answer, 201, {"Location": url_for("films.get_film", id=row.id)}


@bp.get("/api/films/<id>")
def get_film(id: str) -> dict[str, Any]:
    """A film: checking, ready, or refused with a verdict."""
    return _one(owned(film, id))


@bp.delete("/api/films/<id>")
def delete_film(id: str) -> Response:
    """Delete a film, its projects and everything that was made of them."""
    row = owned(film, id)
    with db().read() as connection:
        if films.busy(connection, row.id):
            raise Refused(409, "film-busy", _("This film is being narrated: cancel that first."))
    films.remove(db(), store(), row.id)
    return Response(status=204)


@bp.get("/api/films/<id>/video")
def video(id: str) -> Response:
    """The film itself, as it was brought; parts of it by Range."""
    row = owned(film, id)
    kind = mimetypes.guess_type(f"x{row.suffix}")[0] or "application/octet-stream"
    return _file(row, f"source{row.suffix}", kind)


@bp.get("/api/films/<id>/peaks/<int:depth>")
def peaks(id: str, depth: int) -> Response:
    """The sound at a glance: for every 256, 1024 or 4096 samples of the mono sound at 16 kHz one pair of signed bytes.

    A pair is the least and the greatest sample of its span, 127 being full scale; pair n begins at film time
    n * depth / 16000 s. A film without sound has none; 204 while the film is still being checked. Parts by Range.
    """
    row = owned(film, id)
    if depth not in DEPTHS:
        raise missing("peaks")
    response = _file(row, PEAKS.format(depth=depth), "application/octet-stream")
    response.headers["X-Sample-Rate"] = str(RATE)
    return response


@bp.get("/api/films/<id>/poster")
def poster(id: str) -> Response:
    """A picture of the film, 640 wide; 204 while the film is still being checked."""
    return _file(owned(film, id), POSTER, "image/jpeg")


def _one(row: Row) -> dict[str, Any]:
    with db().read() as connection:
        return {"film": film_json(connection, row)}


def _file(row: Row, name: str, kind: str) -> Response:
    path = store().film(row.id) / name
    if not path.exists():
        if row.state == "checking":
            return Response(status=204, headers={"Cache-Control": "no-store"})
        raise missing("file")
    response = send_file(path, mimetype=kind, conditional=True)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
