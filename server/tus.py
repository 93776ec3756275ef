"""What the headers of tus 1.0 (tus.io) say, and how long a silent line is waited for."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import ClientDisconnected

from server.errors import Refused
from server.uploads import CHECKSUMS

VERSION = "1.0.0"
QUIET = 10.0  # s without a byte after which a line is given up: it would keep the upload locked


def require_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        sentence = _("Uploads speak tus %(version)s here.", version=VERSION)
        raise Refused(412, "bad-version", sentence, {"Tus-Version": VERSION})


def whole_number(header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise Refused(400, "bad-request", _("The header %(name)s must be a whole number.", name=header))
    return int(value)


def metadata() -> dict[str, str]:
    """`filename Zm9v,kind ZmlsbQ==` as a dict."""
    pairs = [pair.split() for pair in request.headers.get("Upload-Metadata", "").split(",") if pair.strip()]
    try:
        return {key: base64.b64decode("".join(value), validate=True).decode() for key, *value in pairs}
    except ValueError:
        raise Refused(400, "bad-request", _("The header %(name)s cannot be read.", name="Upload-Metadata")) from None


def checksum() -> tuple[str, bytes] | None:
    """Of this piece: one of CHECKSUMS, and its digest; None where none was sent."""
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _space, text = header.partition(" ")
    digest = b""
    with suppress(ValueError):
        digest = base64.b64decode(text, validate=True)
    if algorithm not in CHECKSUMS or len(digest) != hashlib.new(algorithm).digest_size:
        raise Refused(400, "bad-checksum", _("A checksum is one of %(known)s.", known=", ".join(CHECKSUMS)))
    return algorithm, digest


@contextmanager
def impatient() -> Iterator[None]:
    """A line on which nothing comes is given up, where the server lets us: gunicorn waits for ever."""
    line = request.environ.get("gunicorn.socket")
    before = line.gettimeout() if line else None
    try:
        if line:
            line.settimeout(QUIET)
        yield
    except (ClientDisconnected, TimeoutError, ConnectionError):
        sentence = _("The line was lost: ask how far the upload is, and go on from there.")
        raise Refused(408, "line-lost", sentence) from None
    finally:
        if line:
            line.settimeout(before)
