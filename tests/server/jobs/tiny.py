"""The smallest work: writes a file, takes as long as it is asked to, fails or dies if it is asked to.

`python -m tests.server.jobs.tiny` is a worker that knows it.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from media.cancelled import Cancelled
from server.jobs import JobError
from server.jobs.task import Task

HAPPENS: list = []  # what a test wants to happen in the midst of the work: functions of the task


def work(task: Task) -> dict:
    task.pace.expect({"count": 1.0})
    if diary := task.asked.get("diary"):  # what was done, however it ended: a line for each run
        with Path(diary).open("a") as file:
            file.write(f"{task.job} {task.claim.step} {task.claim.fence}\n")
    (task.folder / "half.txt").write_text(str(task.claim.fence))
    if task.asked.get("refuse"):
        raise JobError(task.asked["refuse"])
    if task.asked.get("break"):
        raise RuntimeError("nobody foresaw this")
    if task.asked.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    for happens in HAPPENS:
        happens(task)
    until = time.monotonic() + task.asked.get("seconds", 0)
    while (left := until - time.monotonic()) > 0:
        task.tell("count", 1 - left / task.asked["seconds"], f"{left:.1f}")
        if task.cancelled():
            raise Cancelled("cancelled")
        time.sleep(0.005)
    (task.folder / "half.txt").rename(task.folder / "made.txt")
    return {"answer": task.asked.get("answer", 42)}


def main() -> None:
    import sys

    from server.jobs import run, worker

    run.WORK["tiny"] = "tests.server.jobs.tiny"
    worker.warm = lambda store: None
    worker.main(sys.argv[1:])


if __name__ == "__main__":
    main()
