"""One place that turns exceptions into answers: JSON under /api/, a page elsewhere, never a stack trace."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from console.errors import STATUS
from server.told import told

UNPROCESSABLE = 422


class Refused(Exception):
    """A request that is not granted. code: for programs, like `film-missing`; message: one sentence for people."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None, **more: Any):
        super().__init__(message)
        self.status, self.code, self.message, self.headers, self.more = status, code, message, headers or {}, more


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)  # last: everything is an Exception


def answer(status: int, code: str, message: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """The one shape of an error."""
    if request.path.startswith("/api/"):
        response = jsonify(error={"code": code, "message": message, **more})
    elif request_ctx.url_adapter is None:  # asked under a foreign name: no page of ours can be drawn there
        response = make_response(message, {"Content-Type": "text/plain; charset=utf-8"})
    else:
        response = make_response(render_template("error.html", status=status, message=message))
    response.status_code = status
    response.headers.extend(headers or {})
    return response


def missing(what: str) -> Refused:
    return Refused(404, f"{what}-missing", nothing())


def nothing() -> str:
    return _("There is nothing here: it may have been deleted, or the address is not complete.")


def _refused(error: Refused) -> Response:
    return answer(error.status, error.code, error.message, error.headers, **error.more)


def _http(error: HTTPException) -> Response:
    sentences = {
        400: _("This request cannot be understood: %(why)s", why=error.description or ""),
        404: nothing(),
        405: _("This address does not take %(method)s.", method=request.method),
        413: _("This is larger than the studio takes in one request."),
    }
    status = error.code or 500
    if error.response is not None:
        return current_app.make_response(error.response)
    headers = {name: value for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")}
    return answer(status, error.name.lower().replace(" ", "-"), sentences.get(status, error.description or ""), headers)


def _unforeseen(error: Exception) -> Response:
    for kind in type(error).__mro__:
        if f"{kind.__module__}.{kind.__qualname__}" in STATUS:
            code = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("-")
            return answer(UNPROCESSABLE, code, told(str(error)))
    current_app.logger.exception("%s %s failed", request.method, request.path)
    return answer(500, "unforeseen", _("Something went wrong that nobody foresaw: it is in the log. Please try again."))
