"""Rows and files of one mind: what each kind of row must have on the disk, and what on the disk no row knows.

Files of the last hour that no row knows are left alone: they come before their rows.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Row, Table, delete, select, update

from server.db import Database
from server.db.tables import account, film, job, project, step, upload
from server.jobs.queue import enqueue
from server.peaks import DEPTHS, PEAKS, POSTER
from server.store import Store, discard

FRESH = 3600.0  # s
GONE_FILM = "The file of this film is gone: upload it again."
GONE_RESULT = "The files of this result are gone: try again."
STUCK = "This job came to a standstill: try again."


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where, and how to mend it."""

    sentence: str
    where: str
    repair: Callable[[], None]


def examine(db: Database, store: Store) -> list[Finding]:
    """All that is wrong; nothing is changed."""
    parts = (_films, _uploads, _results, _stuck, _unknown)
    return [finding for part in parts for finding in part(db, store)]


def _films(db: Database, store: Store) -> Iterator[Finding]:
    for row in _rows(db, film):
        if row.state != "refused" and not store.source(row.id, row.suffix).is_file():
            yield Finding(f"The film “{row.name}” has no file", row.id,
                          _setting(db, film, row.id, state="refused", verdict=GONE_FILM))  # fmt: skip
        elif row.state == "ready":
            shown = [PEAKS.format(depth=depth) for depth in DEPTHS] + [POSTER]
            if missing := [name for name in shown if not (store.film(row.id) / name).is_file()]:
                yield Finding(f"The film “{row.name}” has no {', '.join(missing)}", row.id, _checking(db, row))


def _uploads(db: Database, store: Store) -> Iterator[Finding]:
    for row in _rows(db, upload):
        if not store.upload(row.id).is_file():
            yield Finding(f"The upload “{row.name}” has no file", row.id, _deleting(db, upload, row.id))


def _results(db: Database, store: Store) -> Iterator[Finding]:
    for row in _rows(db, job):
        names = (row.result or {}).get("files", {}).values() if row.state == "done" else ()
        if missing := sorted(name for name in names if not (store.result(row.id) / name).is_file()):
            sentence = f"A {row.kind} has lost its {', '.join(missing)}"
            if row.kind in ("line", "title"):  # heard once, and made again in a moment
                yield Finding(sentence, row.id, _deleting(db, job, row.id))
            else:
                yield Finding(sentence, row.id, _failing(db, row.id, GONE_RESULT))


def _stuck(db: Database, store: Store) -> Iterator[Finding]:
    alive = select(step.c.job).where(step.c.state.in_(("ready", "running")))
    with db.read() as connection:
        wanted = select(job).where(job.c.state.in_(("queued", "running")), job.c.id.notin_(alive))
        rows = list(connection.execute(wanted))
    for row in rows:
        yield Finding(f"A {row.kind} waits for nothing", row.id, _failing(db, row.id, STUCK))


def _unknown(db: Database, store: Store) -> Iterator[Finding]:
    """Files without a row."""
    kinds = {"films": film, "uploads": upload, "results": job, "projects": project, "accounts": account}
    for kind, table in kinds.items():
        folder = store.home / kind
        paths = [path for path in folder.iterdir() if _old(path)] if folder.is_dir() else []
        known = {row.id for row in _rows(db, table)}  # read after the files were: a row that came meanwhile is known
        for path in paths:
            if re.fullmatch("[0-9a-f]{32}", path.name) and path.name not in known:
                yield Finding("Nothing knows these files" if path.is_dir() else "Nothing knows this file",
                              f"{kind}/{path.name}", partial(discard, path))  # fmt: skip
    with db.read() as connection:
        wanted = select(step.c.job, step.c.fence).where(step.c.state == "running")
        running = {(row.job, row.fence) for row in connection.execute(wanted)}
    for path in (store.home / "results").glob(".*.*"):
        found = re.fullmatch(r"\.([0-9a-f]{32})\.(\d+)", path.name)
        if found and (found[1], int(found[2])) not in running and _old(path):
            yield Finding("A run that died has left these files", f"results/{path.name}", partial(discard, path))


def _rows(db: Database, table: Table) -> list[Row]:
    with db.read() as connection:
        return list(connection.execute(select(table)))


def _old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > FRESH
    except FileNotFoundError:
        return False


def _setting(db: Database, table: Table, id: str, **values: object) -> Callable[[], None]:
    def write() -> None:
        with db.write() as connection:
            connection.execute(update(table).where(table.c.id == id).values(**values))

    return write


def _deleting(db: Database, table: Table, id: str) -> Callable[[], None]:
    def write() -> None:
        with db.write() as connection:
            connection.execute(delete(table).where(table.c.id == id))

    return write


def _failing(db: Database, id: str, error: str) -> Callable[[], None]:
    """So that it can be tried again."""

    def write() -> None:
        with db.write() as connection:
            values = {"state": "failed", "error": error, "result": None, "finished": time.time()}
            connection.execute(update(job).where(job.c.id == id).values(**values))
            connection.execute(update(step).where(step.c.job == id).values(state="failed"))

    return write


def _checking(db: Database, row: Row) -> Callable[[], None]:
    def write() -> None:
        with db.write() as connection:
            enqueue(connection, owner=row.owner, kind="check", film=row.id, asked={"film": row.id})

    return write
