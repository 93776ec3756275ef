"""Folders for the raw sound of one run: gone when it ends, and swept by the next when it was killed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from media.claim import claim_one, left_behind

BYTES_PER_FRAME = 21  # the programme in stereo, speech, and the original in stereo, float32 each, and a margin
MUSIC = 18  # and with music: its stem, and its decoded sound if it is a file and as long as the film
OWNER = "owner"  # the file in each folder that its run holds locked


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A folder of one's own in `parent`, which is made; what killed runs left there is swept. Raises OSError."""
    parent.mkdir(parents=True, exist_ok=True)
    for folder in [path for path in parent.iterdir() if path.is_dir()]:
        _sweep(folder)
    path, owner = claim_one(lambda: Path(tempfile.mkdtemp(dir=parent, prefix="run-")) / OWNER)
    try:
        yield path.parent
    finally:
        owner.close()
        shutil.rmtree(path.parent, ignore_errors=True)


def check_room(folder: Path, duration: float, more: int = 0) -> None:
    """MuxError if the raw mix of a film of so many seconds has no room in `folder`. more: bytes per frame besides."""
    from media.mux import MuxError

    need = int(duration * 48_000 * (BYTES_PER_FRAME + more))
    if (free := shutil.disk_usage(folder).free) < need:
        raise MuxError(f"The mix needs {need >> 20} MB in {folder}, {free >> 20} MB are free: free some space, "
                       "or set NARRASCORE_HOME to a folder on another disk.")  # fmt: skip


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
