"""The cues of a project: read, changed by several at once without loss, imported, exported, and how they will fit."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _
from sqlalchemy import Connection, Row, select

from server import cues, subtitles
from server.body import body
from server.db.tables import film, project
from server.errors import Refused, answer
from server.fit import fit
from server.lengths import KnownLengths
from server.owned import owned
from server.settings import Settings
from server.studio import config, db, store
from server.told import told

bp = Blueprint("cues", __name__)
BODY = 16_000_000  # bytes of a set of changes: the longest texts, written as escapes


@bp.get("/api/projects/<id>/cues")
def list_cues(id: str) -> dict[str, Any]:
    """The cues of a project, or with ?since=VERSION those changed after it, also the deleted ones."""
    row = owned(project, id)
    asked = request.args.get("since", "0")
    if not asked.isdecimal() or len(asked) > 12:
        raise Refused(400, "bad-request", _("The field %(name)s must be a version.", name="since"), field="since")
    with db().read() as connection:
        return _changed(connection, row.id, int(asked))


@bp.patch("/api/projects/<id>/cues")
def change_cues(id: str) -> Any:
    """Change, add and delete cues, all or none; 409 with the cues that others changed since version `base`."""
    row = owned(project, id)
    request.max_content_length = BODY
    asked = body(base=int, changes=list)
    try:
        with db().write() as connection:
            _still_there(connection, row.id)
            cues.apply(connection, row.id, asked["base"], asked["changes"])
            return _changed(connection, row.id, max(0, asked["base"]))
    except cues.Conflict as conflict:
        message = _("Some of these cues were changed elsewhere meanwhile.")
        response = answer(409, "conflict", message, conflicts=conflict.cues, version=conflict.version)
        return response
    except cues.CueError as error:
        raise Refused(400, "bad-cue", told(str(error)), cue=error.cue) from None


@bp.post("/api/projects/<id>/import")
def import_cues(id: str) -> dict[str, Any]:
    """What a subtitle file would give; with apply=replace or apply=add its cues are taken over.

    A form of `file` (SRT, WebVTT, ASS or SAMI, at most 5 MB) and, where the encoding found is wrong, `encoding`.
    """
    row = owned(project, id)
    request.max_content_length = subtitles.LARGEST + 100_000
    file, how = request.files.get("file"), request.form.get("apply", "")
    if file is None or how not in ("", "1", "replace", "add"):
        raise Refused(400, "bad-request", _("Send a subtitle file, and apply=replace or apply=add."), field="file")
    name = PurePath((file.filename or "subtitles").replace("\\", "/")).name[:200]
    with file.stream as stream:
        data, encoding = stream.read(subtitles.LARGEST + 1), request.form.get("encoding") or None
    if len(data) > subtitles.LARGEST:
        raise Refused(413, "too-large", _("This is larger than any subtitle file: at most 5 MB."))
    if not how:
        found = subtitles.preview(data, name, encoding)
        notes = [note | {"detail": told(note["detail"])} for note in found["notes"]]
        return found | {"reason": told(found["reason"]), "notes": notes}
    rows = subtitles.rows(subtitles.read(data, name, encoding))
    try:
        with db().write() as connection:
            before = _still_there(connection, row.id).version
            cues.replace(connection, row.id, rows, keep=how == "add")
            return _changed(connection, row.id, before) | {"read": len(rows)}
    except cues.CueError as error:
        raise Refused(400, "bad-cue", told(str(error)), cue=error.cue) from None


@bp.get("/api/projects/<id>/export.<form>")
def export_cues(id: str, form: str) -> Response:
    """The cues as a subtitle file, export.srt or export.vtt."""
    row = owned(project, id)
    write = {"srt": subtitles.srt, "vtt": subtitles.vtt}.get(form)
    if write is None:
        raise Refused(404, "format-missing", _("Subtitles can be exported as srt or vtt."))
    with db().read() as connection:
        text = write(cues.since(connection, row.id)[1])
    kind = {"srt": "application/x-subrip", "vtt": "text/vtt"}[form]
    return send_file(BytesIO(text.encode()), kind, True, f"{row.name}.{form}")


@bp.get("/api/projects/<id>/fit")
def fit_cues(id: str) -> dict[str, Any]:
    """How each cue that is spoken will fit: its natural length, its slot, and how much faster it would have to be."""
    row = owned(project, id)
    settings = Settings.of(row.settings)
    with db().read() as connection:
        version, rows = cues.since(connection, row.id)
        of = connection.execute(select(film).where(film.c.id == row.film)).one()
    film_end = of.about.get("duration") or max((cue["end"] for cue in rows), default=0.0) or 1.0
    gallery = store().voices(row.owner, config().local)
    with KnownLengths(config().home, gallery, settings.rate) as known:
        return {"version": version, "cues": fit(subtitles.spoken(rows, settings.sound_cues), settings, film_end, known)}


def _still_there(connection: Connection, id: str) -> Row:
    row = connection.execute(select(project).where(project.c.id == id)).one_or_none()
    if row is None:
        raise Refused(404, "project-missing", _("This project was deleted meanwhile."))
    return row


def _changed(connection: Connection, id: str, after: int) -> dict[str, Any]:
    version, rows = cues.since(connection, id, after)
    return {"version": version, "cues": rows}
