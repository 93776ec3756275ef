"""A film that has arrived: is it one, what is in it, how does it sound and look at a glance?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from server.db.tables import film
from server.jobs import JobError
from server.jobs.task import Task

STAGES = {"probe": 0.5, "peaks": 5.0, "poster": 0.5}
REAL_TIME = 0.01  # s for the peaks of a second of film


def work(task: Task) -> dict[str, Any]:
    """asked: {film}. The verdict goes into the film's row; peaks and a poster lie beside the film."""
    from media.probe import ProbeError, probe
    from server.peaks import write_peaks, write_poster

    id = task.asked["film"]
    with task.db.read() as connection:
        row = connection.execute(select(film).where(film.c.id == id)).one_or_none()
    if row is None:
        raise JobError("This film was deleted.")
    task.pace.expect(STAGES)
    task.tell("probe", 0)
    path, folder = task.store.source(id, row.suffix), task.store.film(id)
    try:
        found = probe(path)
    except ProbeError as error:
        sentence = str(error).replace(path.name, row.name).replace(str(path), row.name)
        task.also.append(lambda connection: connection.execute(
            update(film).where(film.c.id == id).values(state="refused", verdict=sentence)))  # fmt: skip
        return {"film": id, "state": "refused", "verdict": sentence}
    task.pace.expect({**STAGES, "peaks": max(0.5, REAL_TIME * found.duration)})
    write_peaks(found, folder, task.tell, task.cancelled)
    task.tell("poster", 0)
    write_poster(found, folder)
    about = told(found)
    task.also.append(lambda connection: connection.execute(
        update(film).where(film.c.id == id).values(state="ready", about=about)))  # fmt: skip
    return {"film": id, "state": "ready", "about": about}


def told(found: Any) -> dict[str, Any]:
    """What the pages say of a film."""
    picture = found.video
    return {
        "duration": found.duration,
        "width": picture.width,
        "height": picture.height,
        "rotation": picture.rotation,
        "fps": picture.fps,
        "codec": picture.codec,
        "format": found.format,
        "has_sound": found.audio is not None,
    }
