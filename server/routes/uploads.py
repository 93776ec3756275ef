"""Uploads by tus 1.0 (tus.io): POST makes one, PATCH adds to it, HEAD tells how far it is, DELETE ends it.

Extensions: creation, checksum, expiration, termination.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _
from werkzeug.http import http_date

from server import tus
from server.errors import Refused, missing
from server.limits import spend
from server.room import OWN, SHARED, Allowance, UploadError, used
from server.studio import config, db, store
from server.uploads import CHECKSUMS, KINDS, PIECE, Upload, Uploads

bp = Blueprint("uploads", __name__)
NAME = 255  # characters
STATUS = {"missing": 404, "offset": 409, "incomplete": 409, "locked": 423, "checksum": 460, "empty": 400,
          "too-large": 413, "too-long": 413, "quota": 413, "too-many": 429, "disk-full": 507}  # fmt: skip


@bp.route("/api/uploads", methods=["OPTIONS"], provide_automatic_options=False)
def about() -> Response:
    """What of the protocol is spoken here."""
    headers = {
        "Tus-Version": tus.VERSION,
        "Tus-Extension": "creation,checksum,expiration,termination",
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        "Tus-Max-Size": str(allowance().film),
    }
    return Response(status=204, headers=headers)


@bp.get("/api/uploads")
def listed() -> dict[str, Any]:
    """The account's unfinished uploads, and what it may bring."""
    mine = allowance()
    with db().read() as connection:
        taken = used(connection, g.account.id)
    return {
        "uploads": [upload_json(one, there) for one, there in uploads().open(g.account.id)],
        "limits": {"film": mine.film, "recording": mine.recording, "total": mine.total, "used": taken},
    }


@bp.post("/api/uploads")
def create() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Begin an upload: Upload-Length says how long it is, Upload-Metadata its filename and kind (film or recording)."""
    tus.require_version()
    size = tus.whole_number("Upload-Length")
    told = tus.metadata()
    kind = told.get("kind", "film")
    if kind not in KINDS:
        raise Refused(400, "bad-request", _("The kind of an upload is film or recording."), field="kind")
    spend("upload")
    with translated():
        made = uploads().create(g.account.id, kind, _shown(told.get("filename", "")), size, allowance())
    where = url_for("uploads.offset", id=made.id)
    return {"upload": upload_json(made, 0)}, 201, {"Location": where, "Upload-Expires": http_date(made.expires)}


@bp.route("/api/uploads/<id>", methods=["HEAD"])
def offset(id: str) -> Response:
    """How much of an upload has arrived (Upload-Offset)."""
    tus.require_version()
    with translated():
        found, length = uploads().find(g.account.id, id)
    headers = {"Upload-Offset": str(length), "Upload-Length": str(found.size), "Cache-Control": "no-store",
               "Upload-Expires": http_date(found.expires)}  # fmt: skip
    return Response(status=200, headers=headers)


@bp.patch("/api/uploads/<id>")
def append(id: str) -> Response:
    """Add a piece of at most 32 MiB at Upload-Offset, which must be where the upload ends."""
    tus.require_version()
    if request.mimetype != "application/offset+octet-stream":
        raise Refused(415, "bad-type", _("A piece is sent as application/offset+octet-stream."))
    at, checksum = tus.whole_number("Upload-Offset"), tus.checksum()
    request.max_content_length = PIECE
    with translated(), tus.impatient():
        length = uploads().append(g.account.id, id, at, request.stream, checksum)
        found, _length = uploads().find(g.account.id, id)
    return Response(status=204, headers={"Upload-Offset": str(length), "Upload-Expires": http_date(found.expires)})


@bp.delete("/api/uploads/<id>")
def remove(id: str) -> Response:
    """End an upload; what has arrived of it is deleted."""
    tus.require_version()
    with translated():
        uploads().remove(g.account.id, id)
    return Response(status=204)


@bp.after_request
def _say_version(response: Response) -> Response:
    response.headers["Tus-Resumable"] = tus.VERSION
    return response


def uploads() -> Uploads:
    return Uploads(db(), store())


def allowance() -> Allowance:
    return OWN if config().local else SHARED


def upload_json(one: Upload, length: int) -> dict[str, Any]:
    return {"id": one.id, "kind": one.kind, "name": one.name, "size": one.size, "offset": length,
            "created": one.created, "expires": one.expires}  # fmt: skip


@contextmanager
def translated() -> Iterator[None]:
    """An UploadError becomes what the API answers."""
    try:
        yield
    except UploadError as error:
        if error.code == "missing":
            raise missing("upload") from None
        headers = {"Retry-After": "1"} if error.code == "locked" else {}
        raise Refused(STATUS[error.code], error.code, _sentence(error), headers, **error.values) from None


def _sentence(error: UploadError) -> str:
    told = {name: _size(value) for name, value in error.values.items() if name in ("most", "left", "size", "needed")}
    match error.code:
        case "empty":
            return _("This file is empty: choose another, or export it again.")
        case "too-large":
            return _("This file has %(size)s; at most %(most)s are taken: export it with a lower bit rate.", **told)
        case "quota":
            return _("This file has %(size)s, and %(left)s of your %(most)s are left: delete a film first.", **told)
        case "too-many":
            many = error.values["most"]
            return _("%(many)d uploads are not finished: finish or discard one of them first.", many=many)
        case "disk-full":
            return _("The studio's disk is full: %(needed)s more are needed. Delete films, or make room.", **told)
        case "offset" | "incomplete":
            return _("Of this upload %(offset)d bytes have arrived: go on from there.", offset=error.values["offset"])
        case "locked":
            return _("This upload is being written by another request: ask again in a second.")
        case "checksum":
            return _("This piece was damaged on its way: send it again.")
        case _:
            return _("This piece is longer than what is missing, or than %(most)s.", most=_size(PIECE))


def _size(count: int) -> str:
    for unit, power in (("GB", 9), ("MB", 6)):
        if count >= 10**power:
            return f"{count / 10**power:.3g} {unit}"
    return f"{count / 1000:.3g} kB"


def _shown(name: str) -> str:
    """The last part of a path, without what cannot be shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[:NAME] or "film"
