"""Stored results make room: what was not used for longest goes first, until the rest fits."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class _Stored:
    used: float  # when a file in it was last read or written, as far as the file system tells
    path: Path
    size: int


def sweep(stored: Iterable[Path], most: int) -> int:
    """Removes files and folders, least recently used first, until those left take `most` bytes; how many it removed.

    What cannot be removed, or goes meanwhile, is no error.
    """
    found = sorted(entry for path in stored if (entry := _looked_at(path)))
    excess = sum(entry.size for entry in found) - most
    removed = 0
    for entry in found:
        if excess <= 0:
            break
        with suppress(OSError):
            shutil.rmtree(entry.path) if entry.path.is_dir() else entry.path.unlink()
            excess -= entry.size
            removed += 1
    return removed


def _looked_at(path: Path) -> _Stored | None:
    with suppress(OSError):
        told = [file.stat() for file in (path.rglob("*") if path.is_dir() else [path])] or [path.stat()]
        return _Stored(max(max(s.st_atime, s.st_mtime) for s in told), path, sum(s.st_size for s in told))
    return None
