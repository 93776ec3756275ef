"""How often something may be done."""

from __future__ import annotations

import pytest
from flask import g

from server import limits
from server.app import create_app
from server.config import Config
from server.errors import Refused


@pytest.fixture
def shared(tmp_path):
    app = create_app(Config(home=tmp_path, access="accounts"))
    yield app
    app.extensions["studio"].db.close()


@pytest.fixture
def clock(monkeypatch):
    """The time, in s; to be changed by the test."""
    now = [1000.0]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    return now


def _spent(times: int, kind: str = "narration") -> int:
    """How many of so many were granted."""
    granted = 0
    for _ in range(times):
        try:
            limits.spend(kind)
            granted += 1
        except Refused as error:
            assert error.status == 429 and int(error.headers["Retry-After"]) > 0
    return granted


def test_a_bucket_empties_and_fills_again(shared, clock):
    limit = limits.LIMITS["narration"]
    with shared.test_request_context():
        assert _spent(limit.many + 5) == limit.many
        clock[0] += limit.seconds / limit.many * 3 + 0.01
        assert _spent(5) == 3


def test_the_wait_that_is_told_is_long_enough(shared, clock):
    with shared.test_request_context():
        _spent(limits.LIMITS["voice"].many, "voice")
        with pytest.raises(Refused) as refused:
            limits.spend("voice")
        clock[0] += int(refused.value.headers["Retry-After"])
        assert _spent(1, "voice") == 1


def test_people_do_not_share_a_bucket(shared, clock):
    class Row:
        def __init__(self, id):
            self.id = id

    with shared.test_request_context():
        g.account = Row("a" * 32)
        _spent(limits.LIMITS["narration"].many)
        g.account = Row("b" * 32)
        assert _spent(1) == 1


def test_buckets_that_are_full_again_are_thrown_away(shared, clock):
    from sqlalchemy import func, select

    from server.db.tables import bucket

    with shared.test_request_context():
        limits.spend("narration")
        clock[0] += 3 * max(limit.seconds for limit in limits.LIMITS.values())
        limits.spend("voice")
        with shared.extensions["studio"].db.read() as connection:
            assert connection.execute(select(func.count()).select_from(bucket)).scalar() == 1


def test_ones_own_machine_has_no_limits(app):
    with app.test_request_context():
        assert _spent(100) == 100
