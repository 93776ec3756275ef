"""The work of a job of kind `voice`: from the uploaded recordings to a voice in the gallery of whoever asked.

asked: name, recordings and spoken (pairs of an upload's id and its name), script, language, consent (a record),
likeness (of the spoken consent to the recordings, if it was spoken).
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from media.cancelled import teller

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from media.recording import Recording
    from server.jobs.task import Task
    from synth.voice.gallery import Gallery

SPOKEN = "consent.flac"  # in the folder of a voice: the statement as it was read
STAGES = {"listen": 3.0, "learn": 4.0, "preview": 2.0}  # s
TUNED = 240.0  # s of learning with a script


def clone(task: Task) -> dict[str, Any]:
    """Makes and keeps the voice, then deletes the uploads it was made from. Done again, it is not made again."""
    from narrate import gallery
    from synth.voice.consent import Consent
    from synth.voice.making import make

    asked = task.asked
    task.pace.expect(STAGES | ({"learn": TUNED} if asked["script"] else {}))
    task.also.append(lambda connection: _discard(connection, task))
    voices = gallery(task.voices)
    consent = Consent.from_record(asked["consent"])
    if _kept(voices, asked["name"], consent):  # by a worker that died before it could say so
        return _result(voices, asked["name"])
    name = voices.free(asked["name"])
    tell = teller(task.tell, task.cancelled)
    tell("listen", 0.0, "")
    recording = _heard(task, asked["recordings"])
    spoken = _heard(task, asked["spoken"]) if asked["spoken"] else None
    made = make(name, recording.audio, recording.sample_rate, task.networks, script=asked["script"],
                language=asked["language"], progress=lambda stage, done, _: tell(stage, done, ""))  # fmt: skip
    entry = voices.add(made.voice, consent, made.previews, made.figures)
    if spoken:
        _write(voices, entry.name, spoken, f"{consent.statement} Likeness to the recordings: {asked['likeness']:.2f}.")
    return _result(voices, entry.name)


def spoken_consent(voices: Gallery, name: str) -> Path | None:
    """The recording in which the person agrees, if there is one."""
    path = _spoken(voices, name)
    return path if path.is_file() else None


def _heard(task: Task, uploads: list[list[str]]) -> Recording:
    from server.recordings import Ears, Given

    return Ears(0).hear([Given(task.store.upload(id), name) for id, name in uploads])


def _discard(connection: Connection, task: Task) -> None:
    """The recordings have done their work."""
    from sqlalchemy import delete

    from server.db.tables import upload

    ids = [id for id, _ in (*task.asked["recordings"], *task.asked["spoken"])]
    connection.execute(delete(upload).where(upload.c.id.in_(ids)))
    for id in ids:
        task.store.upload(id).unlink(missing_ok=True)


def _kept(voices: Gallery, name: str, consent: Any) -> bool:
    from synth.voice import VoiceError

    with contextlib.suppress(VoiceError):
        return voices.consent(name) == consent
    return False


def _result(voices: Gallery, name: str) -> dict[str, Any]:
    entry = voices.entry(name)
    return {"voice": entry.name, "id": entry.id, "figures": dict(entry.figures)}


def _spoken(voices: Gallery, name: str) -> Path:
    from synth.voice.names import folded

    return voices.folder / folded(name) / SPOKEN


def _write(voices: Gallery, name: str, spoken: Recording, about: str) -> None:
    """A killed worker leaves a voice whose consent was given, but cannot be heard."""
    import soundfile

    with soundfile.SoundFile(_spoken(voices, name), "w", spoken.sample_rate, 1, "PCM_16") as file:
        file.comment = about
        file.write(spoken.audio)
