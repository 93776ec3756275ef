"""The API described for programs (OpenAPI 3.1), read off the routes themselves so that it cannot fall behind.

A view's docstring is its summary and description, its `body(…)` call names the fields it takes.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

PREFIX = "/api"
TYPES = {"str": "string", "float": "number", "int": "integer", "bool": "boolean", "list": "array", "dict": "object"}
VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "description": "for programs: stays the same"},
                "message": {"type": "string", "description": "one sentence for people, in their language"},
            },
        }
    },
}


def description(app: Flask) -> dict[str, Any]:
    """Every route under /api/, with its verbs, parameters and body."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(routes(app), key=lambda rule: rule.rule):
        operations = paths.setdefault(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), {})
        view = app.view_functions[rule.endpoint]
        for verb in VERBS:
            if verb in described(rule, view):
                operations[verb] = _operation(rule, view, verb)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Narrascore", "version": "1", "description": "Films narrated from their subtitles."},
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]},
            },
            "schemas": {"Error": ERROR},
        },
    }


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(f"{PREFIX}/")]


def described(rule: Rule, view: Callable) -> set[str]:
    """The verbs of a route that it was made for; what Flask adds by itself goes without saying."""
    verbs = {verb.lower() for verb in rule.methods or ()}
    added = {"head"} if "get" in verbs else set()
    return verbs - added - ({"options"} if getattr(rule, "provide_automatic_options", True) else set())


def fields(view: Callable) -> dict[str, dict[str, Any]]:
    """What the view's `body(…)` takes: JSON schemas by name; with a `default` where it may be left out."""
    calls = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view)))))
    bodies = [c for c in calls if isinstance(c, ast.Call) and isinstance(c.func, ast.Name) and c.func.id == "body"]
    return {word.arg: _schema(word.value) for call in bodies for word in call.keywords if word.arg}


def _schema(asked: ast.expr) -> dict[str, Any]:
    if isinstance(asked, ast.Tuple):
        kind, default = asked.elts
        with_default = _schema(kind)
        try:
            return with_default | {"default": ast.literal_eval(default)}
        except ValueError:
            return with_default | {"default": None}
    return {"type": TYPES.get(ast.unparse(asked), "object")}


def _operation(rule: Rule, view: Callable, verb: str) -> dict[str, Any]:
    summary, _, more = inspect.cleandoc(view.__doc__ or "").partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": f"{rule.endpoint}.{verb}",
        "tags": [rule.endpoint.split(".")[0]],
        "summary": " ".join(summary.split()),
        "responses": {
            "2XX": {"description": "granted"},
            "4XX": {
                "description": "refused",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }
    if more:
        operation["description"] = " ".join(more.split())
    if rule.arguments:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
        ]
    if taken := fields(view):
        schema = {
            "type": "object",
            "properties": taken,
            "required": [n for n, s in taken.items() if "default" not in s],
        }
        operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return operation
