"""A studio of its own for every test: no server runs, requests are made in process."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import insert

from server.app import create_app
from server.auth import local_account
from server.config import Config
from server.db.tables import account, new_id
from tests.server.databases import fresh_database


@pytest.fixture
def app(tmp_path):
    (tmp_path / "home").mkdir()
    with fresh_database(tmp_path / "home") as url:
        app = create_app(Config(home=tmp_path / "home", database=url))
        app.testing = True
        yield app
        app.extensions["studio"].db.close()


@pytest.fixture
def me(app):
    """The id of the account that `client` is signed in to."""
    with app.app_context():
        return local_account()


@pytest.fixture
def client(app, me):
    return signed_in(app, me)


@pytest.fixture
def stranger(app):
    """Somebody else's client."""
    other = new_id()
    with app.extensions["studio"].db.write() as connection:
        connection.execute(insert(account).values(id=other, name="stranger", key="stranger", created=time.time()))
    return signed_in(app, other)


@pytest.fixture
def anonymous(app):
    return app.test_client()


def signed_in(app, id):
    from sqlalchemy import select

    client = app.test_client()
    with app.extensions["studio"].db.read() as connection:
        session = connection.execute(select(account.c.session).where(account.c.id == id)).scalar_one()
    with client.session_transaction() as cookie:
        cookie.update({"account": id, "session": session})
    return client
