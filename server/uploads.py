"""Uploads that survive a cut line: what has arrived is the length of a file, and whoever comes back goes on from there.

The heart of tus 1.0 (tus.io) without the web around it: create, append at an offset, remove, expire. A piece whose
checksum is given stands beside the file until it is known to be right, so that the file never holds a doubtful byte.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from sqlalchemy import delete, insert, select, update

from media.claim import left_behind
from server.db import Database
from server.db.tables import new_id, upload
from server.room import OWN, RESERVE, Allowance, UploadError, check_allowance, check_disk, check_size
from server.store import Store

KINDS = ("film", "recording")
PIECE = 32 << 20  # bytes, the most of one request
BLOCK = 256 << 10  # bytes read at once: of a line that is reset, at most these are lost
LIFE = 24 * 3600.0  # s that an upload waits for its next piece, or for its use
CHECKSUMS = ("sha1", "sha256")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    id: str
    owner: str
    kind: str
    name: str
    size: int
    state: str  # open, complete
    created: float
    expires: float


class Uploads:
    """The uploads of a studio. `free`: bytes that the disk still takes; `clock`: seconds since 1970."""

    def __init__(
        self,
        db: Database,
        store: Store,
        free: Callable[[], int] | None = None,
        clock: Callable[[], float] = time.time,
    ):
        self.db, self.store, self.free, self.clock = db, store, free or store.free, clock

    def create(self, owner: str, kind: str, name: str, size: int, allowance: Allowance = OWN) -> Upload:
        """Makes room for a file. Raises UploadError: empty, too-large, too-many, quota, disk-full."""
        self.expire()
        check_size(kind, size, allowance)
        now = self.clock()
        made = Upload(new_id(), owner, kind, name, size, "open", now, now + LIFE)
        path = self.store.upload(made.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.db.write() as connection:
            check_allowance(connection, owner, size, allowance)
            check_disk(connection, self.store, self.free, size)
            connection.execute(insert(upload).values(**vars(made)))
            path.touch(exist_ok=False)
        _sync_folder(path.parent)
        return made

    def find(self, owner: str, id: str) -> tuple[Upload, int]:
        """An upload of this account, and how many bytes of it have arrived. Raises UploadError: missing."""
        with self.db.read() as connection:
            row = connection.execute(select(upload).where(upload.c.id == id, upload.c.owner == owner)).one_or_none()
        if row is None or (row.state == "open" and row.expires < self.clock()):
            raise UploadError("missing")
        found = Upload(**row._mapping)
        try:
            return found, self.store.upload(found.id).stat().st_size
        except FileNotFoundError:
            raise UploadError("missing") from None

    def open(self, owner: str) -> list[tuple[Upload, int]]:
        """Those of an account that have not all arrived, the newest first."""
        wanted = select(upload.c.id).where(upload.c.owner == owner, upload.c.state == "open")
        with self.db.read() as connection:
            ids = list(connection.execute(wanted.order_by(upload.c.created.desc())).scalars())
        found = []
        for id in ids:
            with suppress(UploadError):
                found.append(self.find(owner, id))
        return [(one, there) for one, there in found if there < one.size]

    def append(
        self, owner: str, id: str, offset: int, stream: Stream, checksum: tuple[str, bytes] | None = None
    ) -> int:
        """Adds what `stream` gives, from `offset` on; the new length. What came before an error is kept.

        checksum: (one of CHECKSUMS, the digest of all that the stream gives). Raises UploadError: missing, offset,
        locked, checksum, too-long, disk-full; and whatever the stream raises.
        """
        found, _length = self.find(owner, id)
        path = self.store.upload(found.id)
        with left_behind(path) as ours:
            if not ours:
                raise UploadError("locked" if path.exists() else "missing")
            with path.open("r+b", buffering=0) as file:
                there = file.seek(0, os.SEEK_END)
                if offset != there:
                    raise UploadError("offset", offset=there)
                try:
                    self._write(stream, file, found.size - there, checksum)
                finally:
                    os.fsync(file.fileno())
                    length = file.tell()
                    self._note(found, length)
        return length

    def complete(self, owner: str, id: str, kind: str) -> Upload:
        """An upload of this kind that has all arrived. Raises UploadError: missing, incomplete."""
        found, length = self.find(owner, id)
        if found.kind != kind:
            raise UploadError("missing")
        if length != found.size:
            raise UploadError("incomplete", offset=length)
        return found

    def remove(self, owner: str, id: str) -> None:
        """Forgets an upload and what has arrived of it. Raises UploadError: missing."""
        found, _length = self.find(owner, id)
        self._forget(found.id)

    def expire(self) -> int:
        """Forgets those that have waited too long; how many. Called before each new one, and by the sweep."""
        with self.db.read() as connection:
            late = list(connection.execute(select(upload.c.id).where(upload.c.expires < self.clock())).scalars())
        for id in late:
            self._forget(id)
        return len(late)

    def _write(self, stream: Stream, file: BinaryIO, room: int, checksum: tuple[str, bytes] | None) -> None:
        if checksum is None:
            _copy(stream, file, room)
            return
        algorithm, digest = checksum
        with tempfile.TemporaryFile(dir=self.store.home / "uploads") as beside:
            sums = hashlib.new(algorithm, usedforsecurity=False)
            _copy(stream, beside, room, sums.update)
            if sums.digest() != digest:
                raise UploadError("checksum")
            beside.seek(0)
            _copy(beside, file, room)

    def _note(self, found: Upload, length: int) -> None:
        """It lives on from now; where all is there, it says so."""
        state = "complete" if length == found.size else "open"
        with self.db.write() as connection:
            changed = update(upload).where(upload.c.id == found.id)
            connection.execute(changed.values(state=state, expires=self.clock() + LIFE))

    def _forget(self, id: str) -> None:
        with self.db.write() as connection:
            connection.execute(delete(upload).where(upload.c.id == id))
        self.store.upload(id).unlink(missing_ok=True)


def _copy(stream: Stream, file: Any, room: int, also: Callable[[bytes], object] = len) -> None:
    """What the stream gives, up to `room` bytes, which must be all there is."""
    room = min(room, PIECE)
    while block := stream.read(min(BLOCK, room + 1)):
        fits = memoryview(block)[:room]
        also(fits)  # type: ignore[arg-type]
        while fits:
            try:
                fits = fits[file.write(fits) :]
            except OSError as error:
                if error.errno in FULL:
                    raise UploadError("disk-full", needed=RESERVE) from None
                raise
        if len(block) > room:
            raise UploadError("too-long")
        room -= len(block)


def _sync_folder(folder: Path) -> None:
    """So that a new file is still there after the power has failed; Windows has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
