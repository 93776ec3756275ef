"""Who is at work: a file for each worker that it holds locked. The lock goes with its process, however that dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from media.claim import claim_one, left_behind
from server.db.tables import new_id


@contextmanager
def present(home: Path) -> Iterator[str]:
    """A name for a worker of this home folder, which is at work until the block ends."""
    folder = home / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    path, held = claim_one(lambda: folder / new_id())
    try:
        yield path.name
    finally:
        held.close()
        path.unlink(missing_ok=True)


def gone(home: Path, name: str) -> bool:
    """Is it known to have died? Of a worker on another machine nothing is known: its lease tells."""
    path = home / "workers" / name
    if not name or not path.exists():
        return False
    with left_behind(path) as ours:
        return ours


def tidy(home: Path, busy: Callable[[str], bool]) -> None:
    """Removes the files of dead workers, but of those that are `busy`: their steps are still to be offered again."""
    for path in (home / "workers").glob("[0-9a-f]*"):
        with left_behind(path) as ours:
            if ours and not busy(path.name):
                path.unlink(missing_ok=True)
