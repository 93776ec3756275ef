"""Pictures by themselves: painted from words, kept or let go; and the page on which they are tried."""

from __future__ import annotations

import re
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
from synth.image.words import MOODS
from synth.music.names import mood_named

bp = Blueprint("images", __name__)
LEAST, MOST, MOST_PIXELS = 64, 4096, 9_000_000  # of a side; of all, a little more than 3840 x 2160
PROMPT = 500  # letters
MODEL = "hf:"
Answer = tuple[dict[str, Any], int, dict[str, str]]


@bp.get("/pictures")
def page() -> str:
    """Where pictures are painted from words."""
    films = select(project.c.id, project.c.name).where(project.c.owner == g.account.id)
    with db().read() as connection:
        mine = [dict(row) for row in connection.execute(films.order_by(project.c.changed.desc())).mappings()]
    return render_template("pictures.html", told={"pictures": kept.made("picture"), "projects": mine})


@bp.get("/api/images")
def choices() -> dict[str, Any]:
    """What pictures can be asked for: moods, and how large they can be."""
    return {"moods": list(MOODS), "pixels": [LEAST, MOST], "most_pixels": MOST_PIXELS, "letters": PROMPT}


@bp.post("/api/images")
def paint() -> Answer:
    """Paint a picture from words in English or Korean; a job that makes `image.png`, and `small.jpg` to show.

    size: width and height in pixels, such as 1920x1080. mood: happy, tense, sad, calm, epic, or auto to read it from
    the words. The same request gives the same picture; another seed gives another one.
    """
    asked = body(prompt=str, mood=(str, "auto"), size=(str, "1920x1080"), seed=(int, 0))
    wanted = _checked(asked)
    spend("picture")
    with db().write() as connection:
        id = enqueue(connection, owner=g.account.id, kind="picture", asked=wanted)
        row = connection.execute(select(job).where(job.c.id == id)).one()
        return {"job": job_json(connection, row)}, 202, {"Location": url_for("jobs.one", id=id)}


@bp.patch("/api/images/<id>")
def keep(id: str) -> dict[str, Any]:
    """Keep a picture for good, or let it go after a week like the others."""
    row = kept.one("picture", id)
    return kept.keep(row, body(kept=bool)["kept"])


@bp.delete("/api/images/<id>")
def remove(id: str) -> Response:
    """Delete a picture."""
    kept.remove(kept.one("picture", id))
    return Response(status=204)


def _checked(asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, in the words in which the job keeps it. Refused, or MusicError for a mood that is none."""
    prompt, mood = " ".join(asked["prompt"].split()), asked["mood"].strip().lower()
    if not prompt:
        raise _wrong("prompt", _("Write what is to be seen: a place, a time of day, the weather."))
    if len(prompt) > PROMPT:
        raise _wrong("prompt", _("Write at most %(most)d letters.", most=PROMPT))
    if prompt.startswith(MODEL):
        raise _wrong("prompt", _("Models are for the command line: write what is to be seen."))
    found = re.fullmatch(r"(\d{1,5})\s*[x×]\s*(\d{1,5})", asked["size"].strip().lower())
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (LEAST <= width <= MOST and LEAST <= height <= MOST) or width * height > MOST_PIXELS:
        sentence = _("The size is width and height such as 1920x1080: %(least)d to %(most)d pixels a side, "
                     "%(all)d million in all.", least=LEAST, most=MOST, all=MOST_PIXELS // 10**6)  # fmt: skip
        raise _wrong("size", sentence)
    if not 0 <= asked["seed"] <= SEED:
        raise _wrong("seed", _("The seed is a whole number from 0 to %(most)d.", most=SEED))
    mood = mood if mood == "auto" else mood_named(mood[:40])
    return {"prompt": prompt, "mood": mood, "width": width, "height": height, "seed": asked["seed"]}


def _wrong(field: str, sentence: str) -> Refused:
    return Refused(400, "bad-request", sentence, field=field)
