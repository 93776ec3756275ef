"""A piece of music by itself: for a mood or for what some words feel like, composed, played and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.jobs.task import Task

if TYPE_CHECKING:
    import numpy as np

    from media.cancelled import Progress
    from synth.music.score import Score

PLAY, WRITE = 0.14, 0.02  # s for a second of music
LOUDNESS, CEILING = -16.0, -1.0  # LUFS, dBFS: as loud as what people listen to in a browser
TITLE = 60  # letters over the plan
FILES = {"music": "music.flac", "midi": "music.mid", "plan": "music.png"}


def work(task: Task) -> dict[str, Any]:
    """asked: {mood (or auto), text, energy (0: as the mood has it), seconds, genre, instruments, prime, seed}.

    Result: its files, and what was composed.
    """
    from media.artefacts import write_sound
    from media.cancelled import teller
    from synth.music import midi
    from synth.music.engine import compose
    from synth.music.loudness import level
    from synth.music.names import notes_named
    from synth.music.plan_picture import draw, key_name
    from synth.music.score import RATE, Scene

    asked = task.asked
    seconds = asked["seconds"]
    task.pace.expect({"compose": 0.5, "play": 0.5 + PLAY * seconds, "write": 0.5 + WRITE * seconds})
    tell = teller(task.tell, task.cancelled)
    tell("compose", 0, "")
    mood, energy = heard(asked)
    prime = notes_named(asked["prime"]) if asked["prime"] else ()
    scene = Scene(mood, energy, 0.0, seconds)
    score = compose([scene], asked["genre"], asked["instruments"], prime, asked["seed"])
    sound = _played(score, tell)
    tell("write", 0, "")
    write_sound(task.folder / FILES["music"], level(sound, LOUDNESS, CEILING), RATE)
    midi.write(score, task.folder / FILES["midi"])
    draw(score, (), " ".join(asked["text"].split())[:TITLE]).save(task.folder / FILES["plan"])
    section = score.plan.sections[0]
    kept = {name: asked[name] for name in ("seconds", "genre", "seed", "text")}
    return {**kept, "mood": mood, "energy": energy, "key": key_name(section.key), "tempo": round(section.tempo, 1),
            "metre": section.metre.name, "bars": section.bars, "licence": None, "kept": False,
            "instruments": [part.instrument for part in score.parts], "files": FILES}  # fmt: skip


def heard(asked: dict[str, Any]) -> tuple[str, int]:
    """The mood that is meant, and its energy."""
    from synth.mood import mood_of
    from synth.mood.cutting import USUAL
    from synth.speech.reading import language_of

    if asked["mood"] != "auto":
        return asked["mood"], asked["energy"] or USUAL[asked["mood"]]
    mood = mood_of(asked["text"], language_of(asked["text"]))
    return mood.tag, asked["energy"] or mood.energy


def _played(score: Score, tell: Progress) -> np.ndarray:
    """(n, 2) float32 at 48 kHz, its echo included, as loud as the band plays."""
    import numpy as np

    from synth.music.engine import TAIL, played
    from synth.music.score import RATE

    out = np.empty((round((score.plan.end + TAIL) * RATE), 2), np.float32)
    place = 0
    tell("play", 0, "")
    for block in played(score, len(out)):
        out[place : place + len(block)] = block
        place += len(block)
        tell("play", place / len(out), "")
    return out
