"""Music by itself: a piece for a mood or for some words, kept or let go; and the page on which moods are tried."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from server import kept
from server.body import body
from server.db.tables import job, project
from server.errors import Refused
from server.jobs.queue import enqueue, job_json
from server.limits import spend
from server.settings import SEED
from server.studio import db
from synth.music.casting import MOST as BAND_MOST
from synth.music.casting import cast, genres
from synth.music.instruments import BAND, instrument
from synth.music.names import mood_named, notes_named
from synth.music.score import MOODS

bp = Blueprint("music", __name__)
LEAST, MOST = 10, 600  # s of a piece
TEXT = 2000  # letters of what it is to feel like
Answer = tuple[dict[str, Any], int, dict[str, str]]


@bp.get("/music")
def page() -> str:
    """Where moods are tried, and pieces heard and kept."""
    films = select(project.c.id, project.c.name).where(project.c.owner == g.account.id)
    with db().read() as connection:
        mine = [dict(row) for row in connection.execute(films.order_by(project.c.changed.desc())).mappings()]
    told = {"pieces": kept.made("music"), "projects": mine, "choices": _choices()}
    return render_template("music.html", told=told)


@bp.get("/api/music")
def choices() -> dict[str, Any]:
    """What music can be asked for: moods, genres, instruments, and how long it can be."""
    return _choices()


@bp.post("/api/music")
def compose() -> Answer:
    """Compose a piece: for a mood, or, where that is auto, for what a `text` in English or Korean feels like; a job.

    energy: 1 (still) to 3 (driving), 0 as the mood has it. prime: what it begins with, such as "E4 D4 C4 D4 E4 E4".
    The same request gives the same piece; another seed gives another one.
    """
    asked = body(
        mood=(str, "auto"),
        text=(str, ""),
        energy=(int, 0),
        seconds=(float, 60.0),
        genre=(str, "orchestral"),
        instruments=(list, []),
        prime=(str, ""),
        seed=(int, 0),
    )
    wanted = _checked(asked)
    spend("music")
    with db().write() as connection:
        id = enqueue(connection, owner=g.account.id, kind="music", asked=wanted)
        row = connection.execute(select(job).where(job.c.id == id)).one()
        return {"job": job_json(connection, row)}, 202, {"Location": url_for("jobs.one", id=id)}


@bp.patch("/api/music/<id>")
def keep(id: str) -> dict[str, Any]:
    """Keep a piece for good, or let it go after a week like the others."""
    row = kept.one("music", id)
    return kept.keep(row, body(kept=bool)["kept"])


@bp.delete("/api/music/<id>")
def remove(id: str) -> Response:
    """Delete a piece."""
    kept.remove(kept.one("music", id))
    return Response(status=204)


def _choices() -> dict[str, Any]:
    return {
        "moods": list(MOODS),
        "genres": list(genres()),
        "instruments": list(BAND),
        "most_instruments": BAND_MOST,
        "energy": [1, 3],
        "seconds": [LEAST, MOST],
    }


def _checked(asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, in the words in which the job keeps it. Refused, or MusicError, for what cannot be played."""
    mood = asked["mood"].strip().lower()
    text = asked["text"].strip()
    if mood == "auto" and not text:
        raise _wrong("text", _("Write a few words, or choose a mood."))
    if len(text) > TEXT:
        raise _wrong("text", _("Write at most %(most)d letters.", most=TEXT))
    if not 0 <= asked["energy"] <= 3:
        raise _wrong("energy", _("The energy is 1, 2 or 3, or 0 for what the mood asks for."))
    if not LEAST <= asked["seconds"] <= MOST:
        raise _wrong("seconds", _("A piece lasts %(least)d to %(most)d seconds.", least=LEAST, most=MOST))
    if not 0 <= asked["seed"] <= SEED:
        raise _wrong("seed", _("The seed is a whole number from 0 to %(most)d.", most=SEED))
    genre = asked["genre"][:40].strip().lower()
    if not all(isinstance(name, str) and len(name) <= 40 for name in asked["instruments"]):
        raise _wrong("instruments", _("The instruments are a list of names."))
    names = list(dict.fromkeys(instrument(name).name for name in asked["instruments"]))
    cast((), genre, names)
    prime = " ".join(asked["prime"][:200].split())
    if prime:
        notes_named(prime)
    mood = mood if mood == "auto" else mood_named(mood[:40])
    return {**asked, "mood": mood, "text": text, "genre": genre, "instruments": names, "prime": prime}


def _wrong(field: str, sentence: str) -> Refused:
    return Refused(400, "bad-request", sentence, field=field)
