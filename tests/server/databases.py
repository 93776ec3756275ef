"""The database that the studio's tests run on: SQLite, or PostgreSQL where NARRASCORE_TEST_POSTGRES names a server.

    NARRASCORE_TEST_POSTGRES=postgresql://user:password@localhost/postgres make test ARGS=tests/server

The user must be allowed to create databases: every test has one of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from server.db.connect import driven
from server.db.tables import new_id

SERVER = os.environ.get("NARRASCORE_TEST_POSTGRES", "")


@contextmanager
def fresh_database(home: Path) -> Iterator[str]:
    """URL of an empty database, which is gone when the block ends."""
    if not SERVER:
        yield f"sqlite:///{home / 'studio.sqlite'}"
        return
    server = create_engine(driven(SERVER), isolation_level="AUTOCOMMIT")
    name = f"narrascore_{new_id()}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
