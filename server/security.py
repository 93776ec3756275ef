"""What browsers are told to forbid, and which requests are refused before anything looks at them.

Forged requests: a browser says where a request comes from (Sec-Fetch-Site, else Origin), and only our own pages may
change anything. Programs send neither, but a token, which no foreign page has.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_babel import gettext as _
from werkzeug.middleware.proxy_fix import ProxyFix

from server.config import Config
from server.errors import Refused

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    app.before_request(refuse_forged)
    app.before_request(refuse_nul)
    app.after_request(add_headers)
    proxies = app.extensions["studio"].config.proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def hosts(config: Config) -> list[str]:
    """The names under which requests are answered: a foreign name that leads here must not reach what is kept."""
    return ["localhost", "127.0.0.1", "[::1]", *([config.host] if config.host != "0.0.0.0" else []), *config.hosts]


def bearer() -> str:
    """The token that a program sends, or "". Other kinds of authorisation are for proxies before us."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def refuse_nul() -> None:
    """Nothing of ours is named with a NUL, and PostgreSQL stumbles over one."""
    if "\0" in request.path or any("\0" in value for _key, value in request.args.items(multi=True)):
        abort(404)


def refuse_forged() -> None:
    if request.method in SAFE or bearer():
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = site in ("same-origin", "none") if site else origin is None or urlsplit(origin).netloc == request.host
    if not ours:
        raise Refused(403, "forged", _("This request comes from another site: open the studio itself and try again."))


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
