"""Jobs: ask for a narration or for a single line, follow it, cancel it, ask again, fetch what it made."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, g, jsonify, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, Row, select

from server.db.tables import film, job, project
from server.errors import Refused, missing
from server.jobs import ENDED
from server.jobs import queue as jobs
from server.jobs.events import events, last
from server.jobs.queue import enqueue, job_json
from server.jobs.work.asked import snapshot
from server.limits import spend
from server.owned import owned
from server.studio import db, store

bp = Blueprint("jobs", __name__)
MOST = 100  # jobs in one list
STREAMS = threading.BoundedSemaphore(4)  # a quarter of a process's threads: who comes after them polls
STREAM = 60.0  # s that one stream lives; the browser comes back with the number of its last event
QUIET = 15.0  # s of silence before a stream says that it is alive
LOOK = 0.5  # s between two looks for events
TYPES = {".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".mkv": "video/x-matroska",
         ".webm": "video/webm", ".flac": "audio/flac", ".json": "application/json", ".srt": "application/x-subrip",
         ".vtt": "text/vtt", ".mid": "audio/midi", ".png": "image/png",
         ".jpg": "image/jpeg"}  # fmt: skip
TOLD = [column for column in job.c if column is not job.c.asked]  # a job is looked at all the time, its cues are many
Answer = tuple[dict[str, Any], int, dict[str, str]]


@bp.post("/api/projects/<id>/narrations")
def narrate(id: str) -> Answer:
    """Narrate a project as it is now: its cues and settings are kept with the job."""
    of = _ready(owned(project, id))
    return _asked(of, "narration", {})


@bp.post("/api/projects/<id>/cues/<cue>/line")
def line(id: str, cue: str) -> Answer:
    """Speak one cue alone, as it will be in the film."""
    of = _ready(owned(project, id))
    return _asked(of, "line", {"cue": cue})


@bp.get("/api/jobs")
def listed() -> dict[str, Any]:
    """Your jobs, the newest first; of one project with `?project=ID`, of one kind with `?kind=narration`."""
    wanted = select(job).where(job.c.owner == g.account.id)
    for name in ("project", "kind", "state"):
        if value := request.args.get(name):
            wanted = wanted.where(job.c[name] == value)
    with db().read() as connection:
        rows = connection.execute(wanted.order_by(job.c.created.desc()).limit(MOST))
        return {"jobs": [job_json(connection, row) for row in rows]}


@bp.get("/api/jobs/<id>")
def one(id: str) -> Response:
    """A job: its state, how far it is, what it made."""
    row = owned(job, id, *TOLD)
    with db().read() as connection:
        return _tagged({"job": job_json(connection, row)})


@bp.get("/api/jobs/<id>/events")
def followed(id: str) -> Response:
    """What has happened after event `?after=N`; as a stream where `Accept: text/event-stream` asks for one."""
    row = owned(job, id, job.c.id)
    after = request.headers.get("Last-Event-ID") or request.args.get("after", "0")
    if not re.fullmatch(r"\d{1,9}", after):
        raise Refused(400, "bad-request", _("`after` must be the number of an event."), field="after")
    if request.accept_mimetypes.best == "text/event-stream":
        return _stream(row.id, int(after))
    with db().read() as connection:
        found = events(connection, row.id, int(after))
    return _tagged({"events": found, "after": found[-1]["number"] if found else int(after)})


@bp.post("/api/jobs/<id>/cancel")
def cancel(id: str) -> tuple[dict[str, Any], int]:
    """Cancel a job: at once if it waits, within seconds if it is under way."""
    row = owned(job, id)
    with db().write() as connection:
        jobs.cancel(connection, row.id)
        return {"job": _again(connection, row.id)}, 202


@bp.post("/api/jobs/<id>/retry")
def retry(id: str) -> tuple[dict[str, Any], int]:
    """Let a job that failed or was cancelled have another try, with what it was asked then."""
    row = owned(job, id)
    spend(row.kind)
    with db().write() as connection:
        if not jobs.retry(connection, row.id):
            raise Refused(409, "not-ended", _("Only a job that failed or was cancelled can be tried again."))
        return {"job": _again(connection, row.id)}, 202


@bp.get("/api/jobs/<id>/files/<name>")
def made(id: str, name: str) -> Response:
    """A file that a job made; `?download=1` to keep it under the project's name.

    `report.json` is in English whoever asks: it is for programs, and its words stay the same. Its times are those of
    the film; where the job tells of a `card`, the narrated film is so many seconds later.
    """
    row = owned(job, id)
    files = (row.result or {}).get("files", {})
    if row.state != "done" or name not in files.values():
        raise missing("file")
    path = store().result(row.id) / name
    if not path.is_file():
        raise Refused(410, "file-gone", _("This file is no longer kept: narrate the film again."))
    kind = TYPES.get(path.suffix, "application/octet-stream")
    keep = "download" in request.args
    response = send_file(path, kind, keep, _download_name(row, files, name) if keep else None, conditional=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; media-src 'self'"
    return response


def _ready(of: Row) -> Row:
    """The project, unless its film was refused; while it is still being checked, what is asked for waits its turn."""
    with db().read() as connection:
        state = connection.execute(select(film.c.state).where(film.c.id == of.film)).scalar()
    if state == "refused":
        raise Refused(409, "film-refused", _("This film cannot be narrated."))
    return of


def _asked(of: Row, kind: str, more: Mapping[str, Any]) -> Answer:
    """The job; asked for twice while the first waits or is under way, it is the same one."""
    spend(kind)
    with db().write() as connection:
        asked = {**snapshot(connection, of), **more}
        if not any(row["text"].strip() for row in asked["cues"]):
            raise Refused(409, "no-cues", _("There is nothing to say yet: write the first cue."))
        if kind == "line" and not any(row["id"] == more["cue"] for row in asked["cues"]):
            raise missing("cue")
        alive = select(job).where(job.c.project == of.id, job.c.kind == kind, job.c.state.notin_(ENDED), ~job.c.cancel)
        same = next((row for row in connection.execute(alive) if row.asked == asked), None)
        new = {"owner": of.owner, "kind": kind, "asked": asked, "project": of.id, "film": of.film}
        id = same.id if same else enqueue(connection, **new)
        return {"job": _again(connection, id)}, 202, {"Location": url_for("jobs.one", id=id)}


def _again(connection: Connection, id: str) -> dict[str, Any]:
    return job_json(connection, connection.execute(select(job).where(job.c.id == id)).one())


def _tagged(told: dict[str, Any]) -> Response:
    """With an ETag: who asks again for what has not changed gets 304 and no body."""
    response = jsonify(told)
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def _download_name(row: Row, files: Mapping[str, str], name: str) -> str:
    """As the project is called, with what it is where there are several: `My film.narrated.mp4`; music by its own."""
    if row.kind == "music":
        return f"{row.result['mood']} {row.result['genre']} {row.result['seed']}{PurePath(name).suffix}"
    if row.kind == "picture":
        return f"{_plain(row.result['prompt'][:60])} {row.result['seed']}{PurePath(name).suffix}"
    with db().read() as connection:
        called = connection.execute(select(project.c.name).where(project.c.id == row.project)).scalar() or "film"
    what = {"film": ".narrated", "srt": "", "vtt": ""}.get(next(kind for kind in files if files[kind] == name))
    return f"{_plain(called)}{f'.{PurePath(name).stem}' if what is None else what}{PurePath(name).suffix}"


def _plain(name: str) -> str:
    """As a file may be called anywhere."""
    return re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]', "_", name).strip(". ")[:100] or "film"


def _stream(id: str, after: int) -> Response:
    """Events as they come. 204 where there are streams enough: a browser that hears it stops asking, and polls."""
    if not STREAMS.acquire(blocking=False):
        return Response(status=204)
    response = Response(_tell(db(), id, after), mimetype="text/event-stream")
    response.call_on_close(STREAMS.release)
    response.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    return response


def _tell(database: Any, id: str, after: int) -> Iterator[str]:
    until = time.monotonic() + STREAM
    spoke = time.monotonic()
    while time.monotonic() < until:
        with database.read() as connection:
            found = events(connection, id, after)
            newest = found[-1] if found else last(connection, id)
        for event in found:
            after = event["number"]
            yield f"id: {after}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
            spoke = time.monotonic()
        if newest is None or newest["state"] in ENDED:
            return
        if time.monotonic() - spoke > QUIET:
            yield ": still here\n\n"
            spoke = time.monotonic()
        time.sleep(LOOK)
