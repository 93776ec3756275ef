"""The JSON body of a request, every field of the type it must have."""

from __future__ import annotations

import math
from typing import Any

from flask import request
from flask_babel import gettext as _

from server.errors import Refused

NAMES = {
    str: "text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def body(**fields: Any) -> dict[str, Any]:
    """The fields of the body. Each is asked for by a type, or by (type, default) where it may be left out.

    A number may be whole where float is asked for. Refused 400 for what is missing, unknown or of another type.
    """
    given = request.get_json(silent=True) if request.content_length else {}
    if not isinstance(given, dict):
        raise Refused(400, "bad-request", _("The body must be a JSON object."))
    if not _is_text([*given]):
        raise Refused(400, "bad-request", _("The body must be a JSON object."))
    if spoilt := [name for name, value in given.items() if not _is_text(value)]:
        sentence = _("There is a character in it that is no text: take it out.")
        raise Refused(400, "bad-request", sentence, field=spoilt[0])
    if unknown := sorted(set(given) - set(fields)):
        raise Refused(400, "bad-request", _("There is no field %(name)s here.", name=unknown[0]), field=unknown[0])
    return {name: _checked(name, given, asked) for name, asked in fields.items()}


def _is_text(value: Any) -> bool:
    """Whether all texts in it can be kept: no NUL, no half of a character."""
    if isinstance(value, dict):
        return all(_is_text(key) and _is_text(kept) for key, kept in value.items())
    if isinstance(value, list):
        return all(map(_is_text, value))
    return not isinstance(value, str) or not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value)


def _checked(name: str, given: dict[str, Any], asked: Any) -> Any:
    kind, *default = asked if isinstance(asked, tuple) else (asked,)
    if name not in given:
        if default:
            return default[0]
        raise Refused(400, "bad-request", _("The field %(name)s is missing.", name=name), field=name)
    value = given[name]
    if kind is float and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    if type(value) is not kind or kind is float:
        what = NAMES.get(kind, kind.__name__)
        raise Refused(400, "bad-request", _("The field %(name)s must be %(what)s.", name=name, what=what), field=name)
    return value
