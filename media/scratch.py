"""Folders for the raw sound of one run: gone when it ends, and swept by the next when it was killed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from media.claim import claim, left_behind

OWNER = "owner"  # the file in each folder that its run holds locked


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A folder of one's own in `parent`, which is made; what killed runs left there is swept. Raises OSError."""
    parent.mkdir(parents=True, exist_ok=True)
    for folder in [path for path in parent.iterdir() if path.is_dir()]:
        _sweep(folder)
    owner = None
    while owner is None:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix="run-"))
        with suppress(FileNotFoundError):  # swept before it was claimed
            owner = claim(folder / OWNER)
    try:
        yield folder
    finally:
        owner.close()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    if not (folder / OWNER).exists():
        with suppress(OSError):  # only if it is empty: killed before it was claimed
            folder.rmdir()
        return
    with left_behind(folder / OWNER) as ours:
        if ours:
            shutil.rmtree(folder, ignore_errors=True)
    if ours:
        shutil.rmtree(folder, ignore_errors=True)  # on Windows the open file was still in it
