"""Is there room for another file: in what an account may bring, and on the disk?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from server.db.tables import film, upload
from server.store import Store

RESERVE = 1_000_000_000  # bytes of the disk that uploads leave alone
COPIES = 2  # of a film: itself, and one narrated


class UploadError(Exception):
    """Why not: `code` for programs, `values` for the sentence that people are told (routes/uploads.py)."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Allowance:
    """What an account may bring, in bytes: `total` of its films and uploads, `open` uploads at once; None: no end."""

    film: int
    recording: int = 200_000_000
    total: int | None = None
    open: int | None = None

    def largest(self, kind: str) -> int:
        return self.film if kind == "film" else self.recording


SHARED = Allowance(film=10_000_000_000, total=20_000_000_000, open=20)  # where there are accounts
OWN = Allowance(film=1_000_000_000_000)  # on one's own machine: what the disk holds


def check_size(kind: str, size: int, allowance: Allowance) -> None:
    """Raises UploadError: empty, too-large."""
    if size < 1:
        raise UploadError("empty")
    if size > allowance.largest(kind):
        raise UploadError("too-large", most=allowance.largest(kind), size=size)


def check_allowance(connection: Connection, owner: str, size: int, allowance: Allowance) -> None:
    """Raises UploadError: too-many, quota."""
    mine = select(func.count()).where(upload.c.owner == owner, upload.c.state == "open")
    if allowance.open is not None and connection.execute(mine).scalar_one() >= allowance.open:
        raise UploadError("too-many", most=allowance.open)
    if allowance.total is not None:
        left = allowance.total - used(connection, owner)
        if size > left:
            raise UploadError("quota", most=allowance.total, left=max(0, left), size=size)


def used(connection: Connection, owner: str) -> int:
    """Bytes of an account's films, and of its uploads as they will be."""
    sums = (select(func.sum(kept.c.size)).where(kept.c.owner == owner) for kept in (film, upload))
    return sum(int(connection.execute(each).scalar_one() or 0) for each in sums)  # PostgreSQL's sum is a Decimal


def check_disk(connection: Connection, store: Store, free: Callable[[], int], size: int) -> None:
    """Does it fit beside what others were promised? Raises UploadError: disk-full."""
    promised = 0
    for row in connection.execute(select(upload.c.id, upload.c.size).where(upload.c.state == "open")):
        with suppress(FileNotFoundError):
            promised += row.size - store.upload(row.id).stat().st_size
    needed, left = COPIES * size + RESERVE, free() - promised
    if left < needed:
        raise UploadError("disk-full", needed=needed - left)
