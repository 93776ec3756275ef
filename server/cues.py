"""The cues of a project: what has changed since a version, and changes that overwrite nothing unseen.

Every set of changes that changes something raises the project's version by one and marks its cues with it. Whoever
sends changes says which version they have seen (`base`). A cue that has become another since then is a conflict, and
then nothing of the set is done. Sent again, changes that are there already do nothing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from server.db.tables import cue, new_id, project
from server.settings import LABEL, SettingsError, voice_name
from synth.music.score import MOODS

MOST = 20_000  # cues of a project
AT_ONCE = 5_000  # changes in one set
TEXT = 2_000  # characters
LONGEST = 360_000.0  # s of film
CONTENT = ("start", "end", "text", "speaker", "voice", "mood")
FIELDS = frozenset((*CONTENT, "id", "gone", "version"))


class CueError(ValueError):
    """A change that cannot be. `cue` is the id of its cue where it has one; the message is one sentence."""

    def __init__(self, cue: str, sentence: str):
        super().__init__(sentence)
        self.cue = cue


class Conflict(Exception):
    """Cues that others have made into something else since `base`; `cues` as they are now."""

    def __init__(self, version: int, cues: list[dict[str, Any]]):
        super().__init__(f"{len(cues)} cues were changed meanwhile")
        self.version, self.cues = version, cues


def since(connection: Connection, project_id: str, version: int = 0) -> tuple[int, list[dict[str, Any]]]:
    """The project's version, and the cues changed after `version`, by their start; after 0 only those still there."""
    now = connection.execute(select(project.c.version).where(project.c.id == project_id)).scalar_one()
    wanted = select(cue).where(cue.c.project == project_id, cue.c.version > version)
    if version == 0:
        wanted = wanted.where(~cue.c.gone)
    rows = connection.execute(wanted.order_by(cue.c.start, cue.c.id))
    return now, [row_json(row) for row in rows]


def apply(connection: Connection, project_id: str, base: int, changes: Sequence[Any]) -> int:
    """Makes all changes, or none; the version they lead to. `connection` must be one that writes.

    A change is a whole cue ({id, start, end, text} and, where not empty, speaker, voice, mood) or {id, gone: true}.
    Raises CueError for one that cannot be, and Conflict.
    """
    if len(changes) > AT_ONCE:
        raise CueError("", f"At most {AT_ONCE} cues can be changed at once.")
    wanted = [checked(change) for change in changes]
    if len({change["id"] for change in wanted}) < len(wanted):
        raise CueError("", "A cue can be changed only once in one set of changes.")
    locked = select(project.c.version).where(project.c.id == project_id).with_for_update()
    version: int = connection.execute(locked).scalar_one()
    there = _there(connection, project_id, [change["id"] for change in wanted])
    news = [change for change in wanted if _differs(there.get(change["id"]), change)]
    lost = [row for change in news if (row := there.get(change["id"])) is not None and row.version > base]
    if lost:
        raise Conflict(version, [row_json(row) for row in lost])
    if news:
        version += 1
        _write(connection, project_id, version, news, there)
    return version


def replace(connection: Connection, project_id: str, cues: Iterable[Mapping[str, Any]], keep: bool = False) -> int:
    """Puts new cues in the place of all that are there, or, with `keep`, beside them; the version this leads to."""
    version, rows = since(connection, project_id)
    changes: list[dict[str, Any]] = [] if keep else [{"id": row["id"], "gone": True} for row in rows]
    changes += [{"id": new_id(), **new} for new in cues]
    for at in range(0, len(changes), AT_ONCE):
        version = apply(connection, project_id, version, changes[at : at + AT_ONCE])
    return version


def count(connection: Connection, project_id: str) -> int:
    """How many cues a project has."""
    there = select(func.count()).select_from(cue).where(cue.c.project == project_id, ~cue.c.gone)
    return connection.execute(there).scalar_one()


def checked(change: Any) -> dict[str, Any]:
    """A change with all its fields, times rounded to the millisecond. CueError for one that cannot be."""
    if not isinstance(change, dict):
        raise CueError("", "A change must be an object with the id of a cue.")
    id = change.get("id")
    if not isinstance(id, str) or not 0 < len(id) <= 32 or not (id.isascii() and id.isalnum()):
        raise CueError("", "The id of a cue must be 1 to 32 letters and digits.")
    if unknown := sorted(str(name) for name in change.keys() - FIELDS):
        raise CueError(id, f"A cue has no field {unknown[0][:LABEL]}.")
    if change.get("gone") is True:
        return {"id": id, "gone": True}
    start, end = _time(id, "start", change.get("start")), _time(id, "end", change.get("end"))
    if not start < end:
        raise CueError(id, f"A cue must end after it begins: it begins at {start:g} s and ends at {end:g} s.")
    short = {name: _short(id, name, change.get(name, "")) for name in ("speaker", "voice", "mood")}
    return {"id": id, "start": start, "end": end, "text": _text(id, change.get("text")), **short, "gone": False}


def row_json(row: Row) -> dict[str, Any]:
    """A cue as the API gives it; of one that is gone only the fact."""
    if row.gone:
        return {"id": row.id, "version": row.version, "gone": True}
    return {"id": row.id, **{name: getattr(row, name) for name in CONTENT}, "version": row.version, "gone": False}


def _time(id: str, name: str, value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= LONGEST:
        raise CueError(id, f"The {name} of a cue must be a number of seconds from 0 to {LONGEST:g}.")
    return round(float(value), 3)


def _text(id: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > TEXT or not _storable(value):
        raise CueError(id, f"The text of a cue must be at most {TEXT} characters.")
    return value


def _short(id: str, name: str, value: Any) -> str:
    most = 16 if name == "mood" else LABEL
    if not isinstance(value, str) or len(value) > most or not value.isprintable() or not _storable(value):
        raise CueError(id, f"The {name} of a cue must be at most {most} characters on one line.")
    if name == "voice":
        try:
            return voice_name(name, value)
        except SettingsError as error:
            raise CueError(id, str(error)) from None
    if name == "mood" and value and value not in MOODS:
        raise CueError(id, f"The mood of a cue must be one of {', '.join(MOODS)}, or nothing.")
    return value


def _storable(text: str) -> bool:
    """No NUL and no half of a surrogate pair: databases take neither."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _there(connection: Connection, project_id: str, ids: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for at in range(0, len(ids), 500):  # databases bound how many values a statement may hold
        some = select(cue).where(cue.c.project == project_id, cue.c.id.in_(ids[at : at + 500]))
        found |= {row.id: row for row in connection.execute(some)}
    return found


def _differs(row: Row | None, change: dict[str, Any]) -> bool:
    if row is None or row.gone or change["gone"]:
        return (row is not None and not row.gone) if change["gone"] else True
    return any(getattr(row, name) != change[name] for name in CONTENT)


def _write(
    connection: Connection, project_id: str, version: int, news: list[dict[str, Any]], there: Mapping[str, Row]
) -> None:
    added = [{**new, "project": project_id, "version": version} for new in news if new["id"] not in there]
    gone = [{"key": new["id"], "as_of": version} for new in news if new["gone"]]
    changed = [new for new in news if not new["gone"] and new["id"] in there]
    more = sum(1 for new in changed if there[new["id"]].gone) + len(added) - len(gone)
    if more > 0 and count(connection, project_id) + more > MOST:
        raise CueError("", f"A film can have at most {MOST} cues.")
    this = (cue.c.project == project_id) & (cue.c.id == bindparam("key"))
    if added:
        connection.execute(insert(cue), added)
    if gone:
        connection.execute(update(cue).where(this).values(gone=True, version=bindparam("as_of")), gone)
    if changed:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*CONTENT, "gone", "version")}
        rows = [{f"new_{name}": new[name] for name in (*CONTENT, "gone")} for new in changed]
        for row, new in zip(rows, changed, strict=True):
            row |= {"key": new["id"], "new_version": version}
        connection.execute(update(cue).where(this).values(**values), rows)
    connection.execute(update(project).where(project.c.id == project_id).values(version=version, changed=time.time()))
