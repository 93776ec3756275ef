"""Who asks: by a session's cookie, or by a token that a program sends. Without either only `@public` routes answer.

On one's own machine there are no passwords: `narrate serve` prints a link that lets in once, and the cookie stays.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, g, redirect, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy import Row, insert, select, update

from server.config import Config
from server.db.tables import account, new_id, token
from server.errors import Refused
from server.security import bearer
from server.studio import config, db

SESSION = timedelta(days=30)
LOCAL = "local"  # the name of the one account where there are no passwords
ENTRY = 24 * 3600  # s that a one-time link waits
USED = 60  # s between two notes that a token was used
TOKEN = "ns_"


def init_app(app: Flask) -> None:
    app.before_request(identify)
    app.context_processor(lambda: {"account": g.get("account"), "config": config()})


def public(view: Callable) -> Callable:
    """A route that answers without asking who it is."""
    view.public = True  # type: ignore[attr-defined]
    return view


def identify() -> Any:
    """Puts the account into `g.account`, or sends whoever has none away."""
    g.account = _by_token() or _by_session()
    view = request.endpoint and _view(request.endpoint)
    if g.account or view is None or getattr(view, "public", False) or request.endpoint == "static":
        return None
    if request.path.startswith("/api/"):
        raise Refused(401, "sign-in", _("Sign in first, or send a token."), {"WWW-Authenticate": "Bearer"})
    return redirect(url_for("accounts.login", next=request.full_path.rstrip("?") if request.method == "GET" else None))


def enter(account_id: str) -> None:
    """This browser is that account from now on."""
    with db().read() as connection:
        row = connection.execute(select(account).where(account.c.id == account_id)).one()
    language = session.get("language")
    session.clear()
    session.update({"account": row.id, "session": row.session} | ({"language": language} if language else {}))
    session.permanent = True


def one_time_link(config: Config) -> str:
    """A link that lets one browser in, once; the one before it ends."""
    key = secrets.token_urlsafe(24)
    path = _entry(config)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(hash_of(key))
    host = "[::1]" if config.host == "::1" else config.host
    return f"http://{host}:{config.port}/enter?key={key}"


def use_link(key: str) -> bool:
    """Is this the key of the link? From now on it is not."""
    path = _entry(config())
    try:
        fresh = time.time() - path.stat().st_mtime < ENTRY
        right = hmac.compare_digest(path.read_text(), hash_of(key))
        if fresh and right:
            path.unlink()  # of two who come at once, one fails here
        return fresh and right
    except FileNotFoundError:
        return False


def local_account() -> str:
    """The account of whoever has this machine; made when it is first needed."""
    with db().write() as connection:
        found = connection.execute(select(account.c.id).where(account.c.key == LOCAL)).scalar()
        if found is None:
            found = new_id()
            connection.execute(insert(account).values(id=found, name=LOCAL, key=LOCAL, created=time.time()))
        return found


def hash_of(secret: str) -> str:
    """For secrets long enough that nobody guesses them."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _entry(config: Config) -> Path:
    return config.home / "entry"


def _view(endpoint: str) -> Callable | None:
    from flask import current_app

    return current_app.view_functions.get(endpoint)


def _by_session() -> Row | None:
    if "account" not in session:
        return None
    with db().read() as connection:
        row = connection.execute(select(account).where(account.c.id == session["account"])).one_or_none()
    return row if row and hmac.compare_digest(row.session, str(session.get("session"))) else None


def _by_token() -> Row | None:
    if not (secret := bearer()):
        return None
    with db().read() as connection:
        found = connection.execute(select(token).where(token.c.hash == hash_of(secret))).one_or_none()
        owner = found and connection.execute(select(account).where(account.c.id == found.owner)).one()
    if not found:
        raise Refused(401, "bad-token", _("This token is not known: make a new one on the account page."))
    if found.scope == "read" and request.method not in ("GET", "HEAD", "OPTIONS"):
        raise Refused(403, "read-only", _("This token may only read."))
    if time.time() - (found.used or 0) > USED:
        with db().write() as connection:
            connection.execute(update(token).where(token.c.id == found.id).values(used=time.time()))
    return owner
