"""Who comes in, and who does not."""

from __future__ import annotations

import os
import time

import pytest

from server import accounts
from server.app import create_app
from server.auth import ENTRY, one_time_link, use_link
from server.config import Config


def _enter(app, client):
    link = one_time_link(app.extensions["studio"].config)
    return client.get("/" + link.split("/", 3)[3])


def test_the_link_lets_in(app):
    client = app.test_client()
    assert _enter(app, client).status_code == 302
    assert client.get("/api/tokens").status_code == 200


def test_the_link_lets_in_once(app):
    link = one_time_link(app.extensions["studio"].config)
    path = "/" + link.split("/", 3)[3]
    assert app.test_client().get(path).status_code == 302
    assert app.test_client().get(path).status_code == 403


def test_a_new_link_ends_the_one_before(app):
    first = one_time_link(app.extensions["studio"].config)
    one_time_link(app.extensions["studio"].config)
    assert app.test_client().get("/" + first.split("/", 3)[3]).status_code == 403


def test_an_old_link_lets_nobody_in(app):
    config = app.extensions["studio"].config
    key = one_time_link(config).split("key=")[1]
    old = time.time() - ENTRY - 1
    os.utime(config.home / "entry", (old, old))
    with app.test_request_context():
        assert not use_link(key)


def test_the_file_of_the_link_is_no_key(app):
    config = app.extensions["studio"].config
    one_time_link(config)
    said = (config.home / "entry").read_text()
    assert app.test_client().get(f"/enter?key={said}").status_code == 403


def test_without_a_session_the_api_says_so(anonymous):
    answer = anonymous.get("/api/tokens")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "sign-in")


def test_without_a_session_a_page_leads_to_the_door(anonymous):
    assert anonymous.get("/account").headers["Location"] == "/login?next=/account"


def test_a_session_ends_where_the_account_says_so(app, client, me):
    from sqlalchemy import update

    from server.db.tables import account

    with app.extensions["studio"].db.write() as connection:
        connection.execute(update(account).values(session="another"))
    assert client.get("/api/tokens").status_code == 401


def test_a_token_works_without_a_cookie(app, me):
    _, secret = accounts.add_token(app.extensions["studio"].db, me, "curl", "write")
    answer = app.test_client().get("/api/tokens", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200 and answer.json["tokens"][0]["used"] is not None


def test_a_token_that_may_read_changes_nothing(app, me):
    _, secret = accounts.add_token(app.extensions["studio"].db, me, "curl", "read")
    answer = app.test_client().post("/api/tokens", json={"name": "x"}, headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "read-only")


def test_an_unknown_token_is_refused_even_with_a_good_cookie(client):
    answer = client.get("/api/tokens", headers={"Authorization": "Bearer ns_guess"})
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "bad-token")


def test_the_authorisation_of_a_proxy_is_not_ours_to_judge(client):
    assert client.get("/api/tokens", headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_a_tokens_secret_is_not_kept(app, client):
    secret = client.post("/api/tokens", json={"name": "curl"}).json["token"]
    kept = b"".join(path.read_bytes() for path in app.extensions["studio"].config.home.rglob("studio.sqlite*"))
    assert secret.encode() not in kept


def test_a_deleted_token_is_unknown(app, client):
    made = client.post("/api/tokens", json={"name": "curl"}).json
    assert client.delete(f"/api/tokens/{made['id']}").status_code == 204
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert app.test_client().get("/api/tokens", headers=headers).status_code == 401


@pytest.fixture
def shared(tmp_path):
    app = create_app(Config(home=tmp_path / "shared", access="accounts"))
    accounts.add(app.extensions["studio"].db, "Mina", "correct horse")
    yield app
    app.extensions["studio"].db.close()


def test_a_password_lets_in(shared):
    client = shared.test_client()
    answer = client.post("/login", data={"name": "mina", "password": "correct horse", "next": "/account"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account")


@pytest.mark.parametrize("name, password", [("mina", "wrong"), ("nobody", "correct horse"), ("", "")])
def test_a_wrong_password_does_not(shared, name, password):
    assert shared.test_client().post("/login", data={"name": name, "password": password}).status_code == 403


def test_guessing_is_slowed_down(shared):
    client = shared.test_client()
    answers = [client.post("/login", data={"name": "mina", "password": "no"}).status_code for _ in range(22)]
    assert answers[:20] == [403] * 20 and answers[20:] == [429] * 2


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_the_door_leads_nowhere_else(shared, next):
    data = {"name": "mina", "password": "correct horse", "next": next}
    assert shared.test_client().post("/login", data=data).headers["Location"] == "/"


def test_there_is_no_link_where_there_are_accounts(shared):
    link = one_time_link(shared.extensions["studio"].config)
    assert shared.test_client().get("/" + link.split("/", 3)[3]).status_code == 403


def test_a_new_password_ends_every_session(shared):
    client = shared.test_client()
    client.post("/login", data={"name": "mina", "password": "correct horse"})
    accounts.set_password(shared.extensions["studio"].db, "mina", "another horse")
    assert client.get("/api/tokens").status_code == 401


@pytest.mark.parametrize(
    "name, password", [("MINA", "long enough!"), ("a b", "long enough!"), ("new", "short"), ("", "long enough!")]
)
def test_an_account_that_cannot_be(shared, name, password):
    with pytest.raises(accounts.AccountError):
        accounts.add(shared.extensions["studio"].db, name, password)
