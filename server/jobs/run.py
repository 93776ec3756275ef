"""`run_step`: a step claimed, worked on, and published, failed or handed back. Whoever distributes steps calls this.

1. Claim it; if that fails it is somebody else's.
2. Work in a folder of this run, while a thread holds the lease and hears of a cancellation (task.py).
3. Put every byte on the disk, then publish: one transaction that renames and marks the step as done, if it is ours.
4. An error with a sentence for people fails the job. One that nobody foresaw is logged, and the step has another run.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from console.errors import STATUS
from media.cancelled import Cancelled
from server.db import Database
from server.jobs import KINDS, JobError
from server.jobs.claims import Claim, claim, give_up, hand_back, publish
from server.jobs.task import Task, Work
from server.store import Store

WORK: dict[str, str] = {kind: f"server.jobs.work.{kind}" for kind in KINDS}
FULL = "The disk of the studio is full: free some space and try again."
TRIES = 3  # in a row, each with an error that nobody foresaw
UNFORESEEN = "Something went wrong that nobody foresaw, three times over: it is in the log. Please try again later."
log = logging.getLogger(__name__)


def run_step(
    db: Database,
    store: Store,
    step_id: str,
    worker: str = "",
    stopping: Callable[[], bool] = lambda: False,
    between: Callable[[Claim], None] = lambda claim: None,
) -> str | None:
    """What became of the step: done, failed, cancelled, ready (it waits for another run), lost (to somebody else);
    None if it was not to be had.

    worker: who this is (presence.py). stopping: whether to hand it back soon. between: called now and then, to do what
    is more urgent than this claim.
    """
    ours = claim(db, step_id, worker)
    if ours is None:
        return None
    task = Task(db, store, ours, stopping, lambda: between(ours))
    shutil.rmtree(task.folder, ignore_errors=True)
    task.folder.mkdir(parents=True)
    try:
        return _run(db, task)
    finally:
        shutil.rmtree(task.folder, ignore_errors=True)


def _run(db: Database, task: Task) -> str:
    try:
        with task:
            work: Work = import_module(WORK[task.claim.kind]).work
            result = dict(work(task))
            _on_disk(task.folder)
        placed = publish(db, task.claim, result, lambda: _place(task.folder, task.store.result(task.job)), task.also)
        return "done" if placed else "lost"
    except Cancelled:
        return _stopped(db, task)
    except Exception as error:
        if sentence := _sentence(error):
            return "failed" if give_up(db, task.claim, "failed", sentence) else "lost"
        log.exception("%s of job %s failed in run %d", task.claim.kind, task.job, task.runs + 1)
        if task.runs + 1 >= TRIES:
            return "failed" if give_up(db, task.claim, "failed", UNFORESEEN) else "lost"
        return "ready" if hand_back(db, task.claim, task.runs + 1, UNFORESEEN) else "lost"
    except BaseException:
        hand_back(db, task.claim, task.runs)
        raise


def _stopped(db: Database, task: Task) -> str:
    if task.why == "lost":
        return "lost"
    if task.why == "cancel":
        return "cancelled" if give_up(db, task.claim, "cancelled") else "lost"
    return "ready" if hand_back(db, task.claim, task.runs) else "lost"


def _sentence(error: Exception) -> str:
    """What to tell people of an error that we have words for; "" for others."""
    if isinstance(error, JobError) or any(
        f"{kind.__module__}.{kind.__qualname__}" in STATUS for kind in type(error).__mro__
    ):
        return str(error)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return FULL if full else ""


def _on_disk(folder: Path) -> None:
    """Every file in it, and that it is there, would survive the loss of power."""
    for path in [*folder.iterdir(), folder, folder.parent]:
        if path.is_dir() and os.name == "nt":  # folders cannot be opened there
            continue
        handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _place(made: Path, final: Path) -> None:
    """Files to where they stay, in the place of what a run left there that died before it was done."""
    if files := list(made.iterdir()):
        final.mkdir(parents=True, exist_ok=True)
        for path in files:
            os.replace(path, final / path.name)
        _on_disk(final)
