"""Films of an account: from a complete upload, or the sample; deleted with everything that was made of them."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from media.signature import NotAFilm, identify
from server import cues, subtitles
from server.db import Database
from server.db.tables import film, job, project, upload
from server.jobs.queue import enqueue
from server.room import UploadError
from server.store import SUFFIXES, Store
from server.told import told
from server.uploads import Uploads

DEMO = Path(__file__).parents[1] / "demo"
TITLES = {"en": "The longest day to the sea", "ko": "바다로 가는 가장 긴 하루"}  # of the sample
ENDINGS = {"mp4": ".mp4", "mov": ".mov", "matroska": ".mkv", "webm": ".webm"}
ABOUT = ("duration", "width", "height", "fps", "codec", "has_sound")
BUSY = ("queued", "running")


def adopt(db: Database, store: Store, owner: str, id: str) -> Row:
    """The film of a complete upload; asked for again, the same film. Raises UploadError, and NotAFilm for what is none.

    The film has the upload's id, and its file moves by one rename before the rows change: whoever dies between the
    two finds it where it is to be.
    """
    with db.read() as connection:
        found = connection.execute(select(film).where(film.c.id == id, film.c.owner == owner)).one_or_none()
        row = connection.execute(select(upload).where(upload.c.id == id, upload.c.owner == owner)).one_or_none()
    if found is not None:
        return found
    if row is None:
        raise UploadError("missing")
    path = _moved(store, id, row.size)
    if path is None:
        Uploads(db, store).complete(owner, id, "film")
        path = _move(store, id, row.name)
    with db.write() as connection:
        if not connection.execute(delete(upload).where(upload.c.id == id)).rowcount:
            again = connection.execute(select(film).where(film.c.id == id)).one_or_none()  # another was quicker
            if again is None:
                raise UploadError("missing")
            return again
        return _add(connection, id, owner, row.name, path)


def sample(db: Database, store: Store, owner: str, language: str) -> tuple[Row, str]:
    """The film that comes with the studio, and the id of a project with its subtitles: made where they are missing."""
    id, project_id = _known("film", owner), _known(f"project {language}", owner)
    path = store.source(id, ".mp4")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{os.getpid()}.{time.monotonic_ns()}.part")
        shutil.copyfile(DEMO / "film.mp4", partial)
        os.replace(partial, path)
    text = DEMO / f"film.{language}.srt"
    spoken = subtitles.rows(subtitles.read(text.read_bytes(), text.name))  # before: writers wait for each other
    with db.write() as connection:
        row = connection.execute(select(film).where(film.c.id == id)).one_or_none()
        row = row or _add(connection, id, owner, "Narrascore.mp4", path)
        if not connection.execute(select(project.c.id).where(project.c.id == project_id)).first():
            now = time.time()
            name = TITLES[language]
            values = {"id": project_id, "owner": owner, "film": id, "name": name, "created": now, "changed": now}
            connection.execute(insert(project).values(**values, settings={}, version=0))
            cues.replace(connection, project_id, spoken)
    return row, project_id


def films(connection: Connection, owner: str) -> Sequence[Row]:
    """Those of an account, the newest first."""
    return connection.execute(select(film).where(film.c.owner == owner).order_by(film.c.created.desc())).all()


def busy(connection: Connection, id: str) -> bool:
    """Is something being made of the film?"""
    making = select(job.c.id).where(job.c.film == id, job.c.state.in_(BUSY), job.c.kind != "check")
    return connection.execute(making.limit(1)).first() is not None


def remove(db: Database, store: Store, id: str) -> None:
    """The film, its projects and all that was made of them: rows first, so that none speaks of a file that is gone."""
    ours = select(project.c.id).where(project.c.film == id)
    with db.write() as connection:
        jobs = select(job.c.id).where((job.c.film == id) | job.c.project.in_(ours))
        made = list(connection.execute(jobs).scalars())
        projects = list(connection.execute(ours).scalars())
        connection.execute(delete(film).where(film.c.id == id))
    for folder in (*(store.result(one) for one in made), *(store.project(one) for one in projects), store.film(id)):
        shutil.rmtree(folder, ignore_errors=True)


def film_json(connection: Connection, row: Row) -> dict[str, Any]:
    """A film as the API gives it. `job`: the id of its check; `projects`: how many it has."""
    checks = select(job.c.id).where(job.c.film == row.id, job.c.kind == "check").order_by(job.c.created.desc())
    count = select(func.count()).where(project.c.film == row.id)
    return {
        **{name: getattr(row, name) for name in ("id", "name", "state", "size", "created")},
        "verdict": told(row.verdict),
        **{name: row.about.get(name) for name in ABOUT},
        "job": connection.execute(checks.limit(1)).scalar(),
        "projects": connection.execute(count).scalar_one(),
    }


def _add(connection: Connection, id: str, owner: str, name: str, path: Path) -> Row:
    values = {"id": id, "owner": owner, "name": name, "suffix": path.suffix, "size": path.stat().st_size}
    connection.execute(insert(film).values(**values, state="checking", created=time.time()))
    enqueue(connection, owner=owner, kind="check", film=id, asked={"film": id})
    return connection.execute(select(film).where(film.c.id == id)).one()


def _moved(store: Store, id: str, size: int) -> Path | None:
    """The film's file, if it has been moved already."""
    there = (store.source(id, suffix) for suffix in sorted(SUFFIXES))
    return next((path for path in there if path.exists() and path.stat().st_size == size), None)


def _move(store: Store, id: str, name: str) -> Path:
    """To where films are, with the ending that its content asks for. Raises NotAFilm."""
    arrived = store.upload(id)
    try:
        with arrived.open("rb") as file:
            ending = ENDINGS[identify(file)]
    except NotAFilm as error:
        raise NotAFilm(f"{name} {error}.") from None
    except FileNotFoundError:  # another request was quicker
        raise UploadError("missing") from None
    path = store.source(id, ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(arrived, path)
    return path


def _known(what: str, owner: str) -> str:
    """An id that is the same every time: the sample is there once."""
    return hashlib.sha256(f"sample {what} of {owner}".encode()).hexdigest()[:32]
