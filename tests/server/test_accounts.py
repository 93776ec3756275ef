"""Accounts, as `narrate accounts` makes them, and what goes with them."""

from __future__ import annotations

import io
import time

import pytest
from sqlalchemy import insert, select

from console import ExitStatus, main
from server import accounts
from server.db import Database
from server.db.tables import account, film, job, project, token
from server.store import Store


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    return tmp_path


@pytest.fixture
def db(home):
    database = Database(f"sqlite:///{home / 'studio.sqlite'}")
    yield database
    database.close()


def test_somebody_is_added_and_listed(home, db, capsys):
    assert main(["accounts", "add", "미나"]) == ExitStatus.OK
    assert main(["accounts"]) == ExitStatus.OK
    assert capsys.readouterr().out.splitlines() == ["미나 may enter.", "미나"]
    assert accounts.sign_in(db, "미나", "correct horse")


def test_a_name_that_is_taken_is_refused(home, db, capsys):
    accounts.add(db, "mina", "correct horse")
    assert main(["accounts", "add", "Mina"]) == ExitStatus.USAGE
    assert "already" in capsys.readouterr().err


def test_a_password_is_not_kept_as_it_is(home, db):
    accounts.add(db, "mina", "correct horse")
    db.close()
    assert b"correct horse" not in b"".join(path.read_bytes() for path in home.glob("studio.sqlite*"))


def test_who_is_removed_takes_everything_along(home, db):
    id, other = accounts.add(db, "mina", "correct horse"), accounts.add(db, "other", "correct horse")
    store, now = Store(home), time.time()
    accounts.add_token(db, id, "curl", "read")
    for owner, name in ((id, "a" * 32), (other, "b" * 32)):
        with db.write() as connection:
            row = {"id": name, "owner": owner, "name": "x", "created": now}
            connection.execute(insert(film).values(**row, suffix=".mp4", size=1, state="ready"))
            connection.execute(insert(project).values(**row, film=name, changed=now))
            connection.execute(
                insert(job).values(
                    id=name, owner=owner, kind="narration", state="done", asked={}, created=now, project=name
                )
            )
        for path in (store.film(name), store.result(name), store.account(owner)):
            path.mkdir(parents=True)
    assert main(["accounts", "remove", "mina", "--yes"]) == ExitStatus.OK
    with db.read() as connection:
        assert connection.execute(select(account.c.name)).scalars().all() == ["other"]
        for table in (film, project, job):
            assert connection.execute(select(table.c.id)).scalars().all() == ["b" * 32]
        assert connection.execute(select(token.c.id)).first() is None
    assert sorted(path.name for path in home.glob("*/*") if path.is_dir()) == sorted(["b" * 32, "b" * 32, other])


def test_nobody_is_removed_without_a_yes(home, db, monkeypatch, capsys):
    accounts.add(db, "mina", "correct horse")
    monkeypatch.setattr("builtins.input", lambda asked: "y")
    assert main(["accounts", "remove", "mina"]) == ExitStatus.OK
    assert accounts.names(db) == ["mina"]


@pytest.mark.parametrize("action", ["password", "remove"])
def test_somebody_who_is_not_there(home, db, action, capsys):
    assert main(["accounts", action, "nobody", *(["--yes"] if action == "remove" else [])]) == ExitStatus.USAGE
    assert "no account named nobody" in capsys.readouterr().err
