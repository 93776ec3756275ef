"""One way to the database, for the web process and for workers: `db.read()` and `db.write()` give a connection.

SQLite with a write-ahead log, every commit on the disk before it is told (synchronous=FULL); PostgreSQL by its URL.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from server.db.tables import metadata

PATIENCE = 30_000  # ms that a writer waits for another
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={PATIENCE}", "foreign_keys=ON")


class Database:
    """Connections to one database, whose tables are made where they are missing. Thread-safe; not to be forked."""

    def __init__(self, url: str):
        address = driven(url)
        embedded = address.get_backend_name() == "sqlite"
        self.engine = create_engine(address, pool_pre_ping=not embedded)
        if embedded:
            _tune(self.engine)
        with self.write() as connection:
            metadata.create_all(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, committed at the end; of SQLite's writers one at a time."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def driven(url: str) -> URL:
    """The URL with the driver that we use, where it names none: psycopg for PostgreSQL."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in ("postgres", "postgresql") else parsed


def _tune(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # a reader that turns writer would fail at once when another has written: writers say so first
        immediate = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
