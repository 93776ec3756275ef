"""One cue, spoken as it will be in the film: the same take, at the length that the whole plan gives it."""

from __future__ import annotations

import shutil
from typing import Any

from sqlalchemy import update

from server.db.tables import job
from server.jobs import JobError
from server.jobs.task import Task
from server.jobs.work.asked import film_of, options, typed

STAGES = {"read": 0.2, "plan": 0.8, "speak": 1.0}


def work(task: Task) -> dict[str, Any]:
    """asked: a project (asked.py) and the id of the `cue`. Result: where it sounds, how fast, how it fits."""
    from media.artefacts import Takes
    from media.cancelled import teller
    from narrate import prepare, speak_cue

    id = task.asked["cue"]
    number = next((number for number, row in enumerate(task.asked["cues"], 1) if row["id"] == id), None)
    if number is None:
        raise JobError("This cue is no longer there.")
    task.pace.expect(STAGES)
    tell = teller(task.tell, task.cancelled)
    how, takes = options(task), Takes(task.store.home / "takes")
    ready = prepare(film_of(task), typed(task.asked), how, tell, task.networks)
    tell("speak", 0, "")
    line, spoken = speak_cue(ready, number, takes, how)
    shutil.copyfile(takes.path(line.take), task.folder / "line.flac")
    # three thousand cues for each line that somebody hears would fill the disk
    task.also.append(lambda connection: connection.execute(
        update(job).where(job.c.id == task.job).values(asked={"cue": id})))  # fmt: skip
    told = {name: value for name, value in line.told().items() if name not in ("take", "cue")}
    files = {"line": "line.flac"}
    return {**told, "cue": id, "takes_spoken": int(spoken), "files": files,
            "audio": f"/api/jobs/{task.job}/files/line.flac"}  # fmt: skip
