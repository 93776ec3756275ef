"""Coming in, going out, the language, and tokens for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy import delete

from server import accounts
from server.auth import enter, local_account, public, use_link
from server.body import body
from server.db.tables import token
from server.errors import Refused
from server.i18n import LANGUAGES
from server.limits import spend
from server.owned import owned
from server.studio import config, db

bp = Blueprint("accounts", __name__)
SCOPES = ("read", "write")


@bp.get("/enter")
@public
def enter_once() -> Any:
    """Let in whoever follows the one-time link."""
    if config().local and use_link(request.args.get("key", "")):
        enter(local_account())
        return redirect(url_for("pages.home"))
    if g.account:
        return redirect(url_for("pages.home"))
    return render_template("account/login.html", used=True), 403


@bp.get("/login")
@public
def login() -> Any:
    """Ask for a name and a password."""
    return redirect(url_for("pages.home")) if g.account else render_template("account/login.html")


@bp.post("/login")
@public
def sign_in() -> Any:
    """Let in whoever knows an account's password."""
    spend("login")
    if config().local:
        raise Refused(
            403, "no-passwords", _("This studio has no passwords: open the link that it printed when it started.")
        )
    name = request.form.get("name", "")
    found = accounts.sign_in(db(), name, request.form.get("password", ""))
    if found is None:
        return render_template("account/login.html", name=name, wrong=True), 403
    enter(found)
    return redirect(_inside(request.form.get("next", "")))


@bp.post("/logout")
@public
def logout() -> Any:
    """Forget this browser."""
    session.clear()
    return redirect(url_for("accounts.login"))


@bp.post("/language")
@public
def choose_language() -> Any:
    """Keep the language that was chosen."""
    if (chosen := request.form.get("language")) in LANGUAGES:
        session["language"] = chosen
        session.permanent = True
    return redirect(_inside(request.form.get("next", "")))


@bp.get("/account")
def account() -> str:
    """The account's tokens."""
    return render_template("account/account.html", tokens=accounts.tokens(db(), g.account.id))


@bp.get("/api/tokens")
def list_tokens() -> dict[str, Any]:
    """The tokens of the account, without their secrets."""
    rows = accounts.tokens(db(), g.account.id)
    return {
        "tokens": [
            {key: getattr(row, key) for key in ("id", "name", "prefix", "scope", "created", "used")} for row in rows
        ]
    }


@bp.post("/api/tokens")
def add_token() -> tuple[dict[str, Any], int]:
    """Make a token for a program; only this answer shows it."""
    asked = body(name=str, scope=(str, "write"))
    name = asked["name"].strip()
    if not 0 < len(name) <= 64:
        raise Refused(400, "bad-request", _("Give the token a name of at most 64 letters."), field="name")
    if asked["scope"] not in SCOPES:
        raise Refused(400, "bad-request", _("The scope is read or write."), field="scope")
    id, secret = accounts.add_token(db(), g.account.id, name, asked["scope"])
    return {"id": id, "name": name, "scope": asked["scope"], "token": secret}, 201


@bp.delete("/api/tokens/<id>")
def delete_token(id: str) -> Response:
    """End a token at once."""
    row = owned(token, id)
    with db().write() as connection:
        connection.execute(delete(token).where(token.c.id == row.id))
    return Response(status=204)


def _inside(path: str) -> str:
    """A path of our own, never an address elsewhere."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if safe else url_for("pages.home")
