"""What is refused before anything looks at it, and what browsers are told."""

from __future__ import annotations

import pytest

from server.security import CSP


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "cross-site", "Authorization": ""},
        {"Sec-Fetch-Site": "cross-site", "Authorization": "Basic eDp5"},
    ],
)
def test_a_foreign_page_changes_nothing(client, headers):
    answer = client.post("/api/tokens", json={"name": "x"}, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "forged")


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}]
)
def test_our_own_page_does(client, headers):
    assert client.post("/api/tokens", json={"name": "x"}, headers=headers).status_code == 201


@pytest.mark.parametrize("name", ["a\\u0000b", "\\ud83d"])
def test_what_is_no_text_is_refused(client, name):
    body = '{"name": "' + name + '"}'
    answer = client.post("/api/tokens", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad-request")


def test_a_foreign_page_may_be_followed_here(client):
    assert client.get("/account", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("path", ["/account", "/api/tokens", "/api/nothing", "/static/css/base.css", "/nothing"])
def test_every_answer_tells_the_browser_what_is_forbidden(client, path):
    answer = client.get(path, buffered=True)
    assert answer.headers["Content-Security-Policy"] == CSP and "unsafe" not in CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_a_foreign_name_for_this_machine_is_not_answered(client, host):
    assert client.get("/account", headers={"Host": host}).status_code == 400


def test_the_cookie_is_kept_from_scripts_and_other_sites(app):
    from server.auth import one_time_link

    link = one_time_link(app.extensions["studio"].config)
    cookie = app.test_client().get("/" + link.split("/", 3)[3]).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_static_files_do_not_leave_their_folder(client):
    for path in ("/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd"):
        assert client.get(path).status_code in (404, 308)
