"""One shape of an error for programs, a page for people, and never what happened inside."""

from __future__ import annotations

import pytest

from media.probe import ProbeError
from server.errors import Refused
from synth.voice import VoiceError


@pytest.fixture
def failing(app, client):
    """Asks a route that raises what it is given."""

    def ask(error, path="/api/fails"):
        def view():
            raise error

        app._got_first_request = False
        app.add_url_rule(path, f"fails{len(app.view_functions)}", view)
        return client.get(path)

    return ask


def test_a_refusal_says_its_code_and_sentence(failing):
    answer = failing(Refused(409, "taken", "It is taken.", {"Retry-After": "3"}, by="mina"))
    assert answer.status_code == 409 and answer.headers["Retry-After"] == "3"
    assert answer.json == {"error": {"code": "taken", "message": "It is taken.", "by": "mina"}}


@pytest.mark.parametrize(
    "error, code", [(ProbeError("No film."), "probe-error"), (VoiceError("No voice."), "voice-error")]
)
def test_what_the_engine_says_is_passed_on(failing, error, code):
    answer = failing(error)
    assert answer.status_code == 422 and answer.json == {"error": {"code": code, "message": str(error)}}


def test_what_nobody_foresaw_stays_inside(app, failing):
    app.testing = False
    answer = failing(RuntimeError("the secret is 42"))
    assert answer.status_code == 500 and answer.json["error"]["code"] == "unforeseen"
    assert "42" not in answer.text and "Traceback" not in answer.text


def test_people_get_a_page(failing):
    answer = failing(Refused(409, "taken", "It is <b>taken</b>."), "/fails")
    assert answer.status_code == 409 and "It is &lt;b&gt;taken&lt;/b&gt;." in answer.text


@pytest.mark.parametrize(
    "path, status, code", [("/api/nothing", 404, "not-found"), ("/api/tokens/x/y", 404, "not-found")]
)
def test_what_is_not_there(client, path, status, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_wrong_verb_says_which_are_right(client):
    answer = client.put("/api/tokens")
    assert answer.status_code == 405 and "POST" in answer.headers["Allow"]


def test_a_body_that_is_too_large(client):
    answer = client.post("/api/tokens", data=b"x" * 2_000_000, content_type="application/json")
    assert (answer.status_code, answer.json["error"]["code"]) == (413, "request-entity-too-large")


@pytest.mark.parametrize(
    "given, field",
    [({}, "name"), ({"name": 3}, "name"), ({"name": "x", "scope": None}, "scope"), ({"name": "x", "more": 1}, "more")],
)
def test_a_body_with_a_wrong_field_names_it(client, given, field):
    answer = client.post("/api/tokens", json=given)
    assert answer.status_code == 400 and answer.json["error"]["field"] == field


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff", b'"x"'])
def test_a_body_that_is_no_object(client, data):
    answer = client.post("/api/tokens", data=data, content_type="application/json")
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad-request")
