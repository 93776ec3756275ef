"""A project as it was when somebody asked, as a row keeps it and as the director takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from server.db.tables import cue, film
from server.jobs import JobError
from server.jobs.task import Task
from server.settings import Settings

if TYPE_CHECKING:
    from media.probe import Film
    from media.subtitles import Typed
    from narrate import Options

KEPT = ("id", "start", "end", "text", "speaker", "voice", "mood")  # of a cue


def snapshot(connection: Connection, project: Row) -> dict[str, Any]:
    """A project, its film and its cues in the order in which they are numbered."""
    of = connection.execute(select(film).where(film.c.id == project.film)).one()
    rows = connection.execute(
        select(cue).where(cue.c.project == project.id, ~cue.c.gone).order_by(cue.c.start, cue.c.id)
    )
    return {
        "id": project.id,
        "name": project.name,
        "settings": dict(project.settings),
        "version": project.version,
        "film": {"id": of.id, "suffix": of.suffix, "name": of.name},
        "cues": [{name: getattr(row, name) for name in KEPT} for row in rows],
    }


def film_of(task: Task) -> Film:
    """The film that was asked for, looked into. JobError if it was deleted meanwhile."""
    told = task.asked["film"]
    path = task.store.source(told["id"], told["suffix"])
    try:
        return _probed(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise JobError("The film of this project is no longer there: upload it again.") from None


def typed(asked: dict[str, Any]) -> Typed:
    """The cues, numbered from 1, each with the mood that somebody gave it."""
    from media.subtitles import RawCue, Typed

    rows = enumerate(zip(asked["cues"], _moods(asked["cues"]), strict=True), 1)
    return Typed(asked["name"], tuple(
        RawCue(number, round(row["start"] * 1000), round(row["end"] * 1000), mood + row["text"], row["speaker"] or None)
        for number, (row, mood) in rows
    ))  # fmt: skip


def _moods(rows: list[dict[str, Any]]) -> Iterator[str]:
    """What subtitle files say of the music, before each cue where that changes: there a mood holds from its cue on."""
    before = ""
    for row in rows:
        mood = row["mood"]
        yield f"[mood: {mood or 'auto'}] " if mood != before else ""
        before = mood


def options(task: Task) -> Options:
    """How the project is to be narrated, with a voice of its own for each cue that has one."""
    asked = Settings.of(task.asked["settings"]).options()
    single = {number: row["voice"] for number, row in enumerate(task.asked["cues"], 1) if row["voice"]}
    return replace(asked, voice=replace(asked.voice, cues=single), gallery=task.voices)


@lru_cache(maxsize=16)
def _probed(path: Path, changed: int) -> Film:
    """To look into a film takes a moment, and single lines are asked for again and again."""
    from media.probe import probe

    return probe(path)
