"""The voices of an account: its gallery, what the API tells of each, who uses one, and how one goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import g
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from server.cloning import spoken_consent
from server.db.tables import cue, project
from server.studio import config, db, store
from synth.voice import VoiceError
from synth.voice.folder import Entry
from synth.voice.gallery import Gallery
from synth.voice.names import folded

ABOUT = {  # what voices say of themselves
    "a calm woman": _("a calm woman"),
    "a low man, slow and calm": _("a low man, slow and calm"),
    "a lively man with a higher voice": _("a lively man with a higher voice"),
    "a bright woman, lively": _("a bright woman, lively"),
    "a young woman, light and quick": _("a young woman, light and quick"),
    "a low, warm voice": _("a low, warm voice"),
    "cloned at once from a recording": _("cloned at once from a recording"),
    "tuned on readings of known sentences": _("tuned on readings of known sentences"),
}
PERSON = _("Kathleen, who gave her voice to the public domain")
BLEND = _("a blend of three readers, and nobody’s own")
ORIGINS = {"nari": PERSON}  # of the sample voices; the others are blends (synth/weights/voices.md)
CLOSE, LIKE = 0.75, 0.55  # likeness of what a voice says to its recording; the best of ours reach 0.9
QUIET, PLENTY = 25, 20  # dB between speech and room, s of speech


def mine() -> Gallery:
    """Of the account of this request."""
    return Gallery(store().voices(g.account.id, config().local))


def entry_json(gallery: Gallery, entry: Entry) -> dict[str, Any]:
    """previews: addresses by language. origin: whose a sample voice is. consent: of one's own: when, in which words,
    and where it can be heard.
    """
    base = f"/api/voices/{quote(entry.name, safe='')}"
    shown = {
        "name": entry.name,
        "kind": entry.kind,
        "about": str(ABOUT.get(entry.about, entry.about)),
        "origin": "" if entry.own else str(ORIGINS.get(entry.name, BLEND)),
        "own": entry.own,
        "created": entry.created,
        "figures": dict(entry.figures),
        "id": entry.id,
        "damage": bool(entry.damage),
        "previews": {language: f"{base}/preview/{language}" for language in entry.previews},
    }
    return shown | {"consent": _consent(gallery, entry, base) if entry.own else None}


def quality(figures: Mapping[str, float]) -> list[tuple[bool, str]]:
    """The figures of a voice of one's own in words, each with whether it is good."""
    if not {"likeness", "snr_db", "speech_seconds"} <= set(figures):
        return []
    likeness, snr, seconds = figures["likeness"], figures["snr_db"], figures["speech_seconds"]
    alike = _("very like the recording") if likeness >= CLOSE else _("like the recording")
    room = _("recorded in a quiet room") if snr >= QUIET else _("recorded with some noise")
    return [
        (likeness >= LIKE, str(alike if likeness >= LIKE else _("somewhat like the recording"))),
        (snr >= QUIET, str(room)),
        (seconds >= PLENTY, str(_("learnt from %(seconds)d s of speech", seconds=round(seconds)))),
    ]


def users(entry: Entry) -> dict[str, Any]:
    """What hangs on a voice: {projects: [{id, name}], takes, bytes}."""
    from media.artefacts import Takes, home

    spoken = (Takes(home() / "takes").folder / entry.id).rglob("[!.]*.flac") if entry.id else ()
    sizes = [path.stat().st_size for path in spoken]
    return {"projects": _projects(entry.name), "takes": len(sizes), "bytes": sum(sizes)}


def remove(gallery: Gallery, entry: Entry) -> tuple[int, int]:
    """Deletes a voice of one's own and all that it has spoken: how many takes, and their bytes."""
    from narrate import forget

    takes, size = forget(entry.id) if entry.own and entry.id else (0, 0)
    gallery.remove(entry.name)
    if entry.id:  # what a narration that was under way has spoken meanwhile
        more = forget(entry.id)
        takes, size = takes + more[0], size + more[1]
    return takes, size


def _consent(gallery: Gallery, entry: Entry, base: str) -> dict[str, Any] | None:
    try:
        agreed = gallery.consent(entry.name)
    except VoiceError:
        return None
    heard = f"{base}/consent" if spoken_consent(gallery, entry.name) else None
    return {"statement": agreed.statement, "time": agreed.time.timestamp(), "spoken": heard}


def _projects(name: str) -> list[dict[str, str]]:
    """Of this account, in which the voice narrates, has a part or speaks a cue."""
    wanted = folded(name)
    with db().read() as connection:
        rows = connection.execute(select(project).where(project.c.owner == g.account.id)).all()
        cues = connection.execute(
            select(cue.c.project, cue.c.voice)
            .join(project, project.c.id == cue.c.project)
            .where(project.c.owner == g.account.id, cue.c.voice != "", ~cue.c.gone)
            .distinct()
        ).all()
    single = {row.project for row in cues if folded(row.voice) == wanted}

    def uses(settings: dict[str, Any]) -> bool:
        said = [settings.get("voice", ""), *settings.get("parts", {}).values()]
        return any(folded(each) == wanted for each in said if each)

    return [{"id": row.id, "name": row.name} for row in rows if row.id in single or uses(row.settings)]
