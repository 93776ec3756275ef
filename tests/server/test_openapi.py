"""The description of the API, beside its routes."""

from __future__ import annotations

import re

import pytest

from server.openapi import described, description, fields, routes


def test_every_route_is_described(app):
    told = description(app)["paths"]
    for rule in routes(app):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for verb in described(rule, app.view_functions[rule.endpoint]):
            assert told[path][verb]["summary"].endswith("."), f"{verb} {path}: its docstring begins with a sentence"


def test_it_is_valid(app):
    from openapi_spec_validator import validate

    validate(description(app))


def test_every_field_that_a_body_takes_is_told(app):
    view = app.view_functions["accounts.add_token"]
    assert fields(view) == {"name": {"type": "string"}, "scope": {"type": "string", "default": "write"}}


@pytest.mark.parametrize("path", ["/api", "/api/openapi.json"])
def test_everybody_may_read_it(anonymous, path):
    answer = anonymous.get(path)
    assert answer.status_code == 200 and "/api/tokens" in answer.text
