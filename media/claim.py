"""Whose is this file? A lock on it says that somebody is at work; what nobody holds was left behind and may be swept.

The lock goes with its process, however that dies, and it holds between containers that share a folder, where process
ids say nothing. Where a file system knows no locks, nothing is ever taken for left behind.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

BEYOND = 1 << 30  # Windows keeps others from the locked bytes: one that no writer reaches; POSIX locks the whole file


def claim(path: Path) -> BinaryIO | None:
    """Makes the file at `path` and locks it until what is returned is closed; None if a sweep was quicker: try another
    name. Raises OSError (FileExistsError if there is one already).
    """
    file = path.open("xb", buffering=0)
    with suppress(OSError):  # no locks here
        if not _locked(file) or not _is_there(file, path):
            file.close()
            return None
    return file


def claim_one(name: Callable[[], Path]) -> tuple[Path, BinaryIO]:
    """The first file that is claimed, of those that `name` gives until no sweep was quicker. Raises OSError."""
    while True:
        path = name()
        with suppress(FileNotFoundError):  # its folder was swept before it was claimed
            if file := claim(path):
                return path, file


@contextmanager
def left_behind(path: Path) -> Iterator[bool]:
    """Whether nobody holds the file at `path`; if so it is held here until the block ends."""
    try:
        file = path.open("r+b", buffering=0)
    except OSError:
        yield False
        return
    with file:
        try:
            ours = _locked(file) and _is_there(file, path)
        except OSError:
            ours = False
        yield ours


def _is_there(file: BinaryIO, path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


if sys.platform == "win32":
    import msvcrt

    def _locked(file: BinaryIO) -> bool:
        file.seek(BEYOND)
        with suppress(PermissionError):
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _locked(file: BinaryIO) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
