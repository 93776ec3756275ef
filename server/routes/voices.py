"""Voices: those there are, how they sound, a recording checked, a new one made, one deleted with what it has said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request, send_file
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from server import consent
from server.body import body
from server.cloning import spoken_consent
from server.db.tables import job
from server.errors import Refused, missing
from server.jobs.queue import enqueue, job_json
from server.limits import spend
from server.recordings import Ears, Given, examined, sha256, wake
from server.routes.uploads import translated, uploads
from server.studio import config, db, store
from server.voices import Gallery, entry_json, mine, quality, remove, users

bp = Blueprint("voices", __name__)
ears = Ears()
MOST = 40  # recordings that make one voice
SCRIPT = 8000  # characters


@bp.get("/voices")
def gallery_page() -> str:
    """The gallery."""
    voices = [voice | {"quality": quality(voice["figures"])} for voice in _listed()]
    return render_template("voice/gallery.html", voices=voices, making=_making(), made=request.args.get("made", ""))


@bp.get("/voices/new")
def new_page() -> str:
    """Where a voice is recorded."""
    if not current_app.testing:
        wake()
    return render_template("voice/new.html")


@bp.get("/api/voices")
def listed() -> dict[str, Any]:
    """Every voice that may speak: one's own, then the samples."""
    return {"voices": _listed()}


@bp.get("/api/voices/script")
def script() -> dict[str, Any]:
    """Sentences to read aloud, and a statement of consent with a number of its own."""
    from synth.voice.scripts import SCRIPTS

    language = request.args.get("language") or get_locale().language
    if language not in SCRIPTS:
        raise Refused(400, "bad-request", _("A voice is recorded in English (en) or Korean (ko)."), field="language")
    given = consent.issued(config().key(), g.account.id, language)
    return {"language": language, "sentences": list(SCRIPTS[language]), "consent": given}


@bp.post("/api/voices/check")
def check() -> dict[str, Any]:
    """Say whether a voice can be learnt from recordings, taken as one, and what would make them better."""
    asked = body(recording=(str, ""), recordings=(list, []))
    given = _given(asked["recordings"] or [asked["recording"]])
    spend("check")
    return examined(ears.hear(given))


@bp.post("/api/voices/consent")
def check_consent() -> dict[str, Any]:
    """Say whether a statement read aloud holds: that it was given out here, and sounds like the recordings."""
    asked = body(recordings=list, statement=str, token=str, recording=str)
    spend("check")
    return {"likeness": _likeness(_given(asked["recordings"]), asked)}


@bp.post("/api/voices")
def add() -> Any:
    """Make a voice from recordings of one person, with that person's consent; a job."""
    from synth.voice.consent import Consent

    asked = body(name=str, recordings=list, sentences=(list, []), language=(str, ""), consent=dict)
    agreed = _agreed(asked["consent"])
    name = mine().free(asked["name"])
    given = _given(asked["recordings"])
    lines = _lines(asked["sentences"])
    if asked["language"] not in ("", "en", "ko"):
        raise Refused(400, "bad-request", _("A voice is recorded in English (en) or Korean (ko)."), field="language")
    record = Consent(agreed["statement"].strip(), datetime.now(UTC), sha256(given), g.account.name).record()
    found = examined(ears.hear(given))
    if found["verdict"] == "refuse":
        worst = found["findings"][0]
        raise Refused(422, "recording-refused", f"{worst['sentence']} {worst['advice']}", findings=found["findings"])
    likeness = _likeness(given, agreed) if agreed["recording"] else 0.0
    spoken = _given([agreed["recording"]]) if agreed["recording"] else []
    spend("voice")
    told = {
        "name": name,
        "recordings": [(each.path.name, each.name) for each in given],
        "spoken": [(each.path.name, each.name) for each in spoken],
        "script": "\n".join(lines),
        "language": asked["language"],
        "consent": record,
        "likeness": round(likeness, 3),
    }
    return _begun(told)


@bp.get("/api/voices/<name>/used")
def used(name: str) -> dict[str, Any]:
    """What would go with a voice of one's own: takes and their bytes; and the projects that ask for it."""
    return users(_entry(name))


@bp.delete("/api/voices/<name>")
def delete(name: str) -> dict[str, Any]:
    """Delete a voice of one's own, its consent and everything that it has spoken."""
    takes, size = remove(mine(), _entry(name))
    return {"takes": takes, "bytes": size}


@bp.get("/api/voices/<name>/preview/<language>")
def preview(name: str, language: str) -> Response:
    """Hear a voice: a sentence in en or ko, as FLAC."""
    path = _entry(name).previews.get(language)
    if path is None or not path.is_file():
        raise missing("preview")
    return send_file(path, mimetype="audio/flac", conditional=True)


@bp.get("/api/voices/<name>/consent")
def hear_consent(name: str) -> Response:
    """Hear the statement in which the person of a voice of one's own agreed, as FLAC."""
    entry = _entry(name)
    path = spoken_consent(mine(), entry.name) if entry.own else None
    if path is None:
        raise missing("consent")
    return send_file(path, mimetype="audio/flac", conditional=True)


def _listed() -> list[dict[str, Any]]:
    gallery: Gallery = mine()
    return [entry_json(gallery, entry) for entry in gallery.entries()]


def _making() -> list[dict[str, str]]:
    """The voices of this account that are not finished yet: {id of the job, name}."""
    unfinished = job.c.state.in_(("queued", "running"))
    with db().read() as connection:
        rows = connection.execute(
            select(job.c.id, job.c.asked).where(job.c.owner == g.account.id, job.c.kind == "voice", unfinished)
        )
        return [{"id": row.id, "name": row.asked["name"]} for row in rows]


def _entry(name: str) -> Any:
    from synth.voice import VoiceError

    try:
        return mine().entry(name)
    except VoiceError:
        raise missing("voice") from None


def _given(ids: list[Any]) -> list[Given]:
    """Complete uploads of recordings, of this account."""
    if not 0 < len(ids) <= MOST or not all(isinstance(id, str) for id in ids):
        raise Refused(
            400, "bad-request", _("Give 1 to %(most)d recordings by their ids.", most=MOST), field="recordings"
        )
    with translated():
        found = [uploads().complete(g.account.id, id, "recording") for id in ids]
    return [Given(store().upload(each.id), each.name) for each in found]


def _agreed(given: dict[str, Any]) -> dict[str, str]:
    """statement, and where it was read aloud: token and recording, else empty."""
    names = ("statement", "token", "recording")
    if set(given) - set(names) or not all(isinstance(value, str) for value in given.values()):
        sentence = _("The consent is a statement; for one that was read aloud also its token and recording.")
        raise Refused(400, "bad-request", sentence, field="consent")
    if not given.get("statement", "").strip():
        raise Refused(422, "consent-missing", _("Without the consent of the person who speaks no voice is made."))
    return {name: given.get(name, "") for name in names}


def _likeness(given: list[Given], spoken: dict[str, Any]) -> float:
    try:
        consent.confirm(config().key(), g.account.id, spoken["statement"], spoken["token"])
        return consent.same_person(ears.hear(given), ears.hear(_given([spoken["recording"]])))
    except consent.ConsentError as error:
        raise Refused(422, f"consent-{error.code}", _why(error.code)) from None


def _why(code: str) -> str:
    match code:
        case "expired":
            return _("The statement is more than two hours old: read the new one aloud.")
        case "unknown":
            return _("The statement is not the one that was given to read: read the new one.")
        case "short":
            return _("The statement cannot be heard whole: read all of it aloud.")
        case _:
            return _("The statement sounds like another person: whoever speaks in the recordings must read it.")


def _lines(sentences: list[Any]) -> list[str]:
    if not all(isinstance(line, str) for line in sentences) or sum(map(len, sentences)) > SCRIPT:
        raise Refused(400, "bad-request", _("The sentences must be text, %(most)d letters at most.", most=SCRIPT),
                      field="sentences")  # fmt: skip
    return [line for line in (" ".join(sentence.split()) for sentence in sentences) if line]


def _begun(asked: dict[str, Any]) -> Any:
    with db().write() as connection:
        id = enqueue(connection, owner=g.account.id, kind="voice", asked=asked)
        told = job_json(connection, connection.execute(select(job).where(job.c.id == id)).one())
    return {"job": told}, 202, {"Location": f"/api/jobs/{id}"}
