"""A piece of music, really composed and played; and the music of a whole film."""

from __future__ import annotations

import json
import shutil
import time

import mido
import pytest
import soundfile
from sqlalchemy import insert, select

from media.cancelled import Cancelled
from server.db.tables import cue, film, new_id, project
from server.jobs.queue import enqueue
from server.jobs.work.asked import snapshot
from server.jobs.work.music import FILES, _played, heard
from synth.music.loudness import integrated
from tests.media.films import draw

ASKED = {"mood": "sad", "text": "", "energy": 0, "seconds": 10.0, "genre": "piano", "instruments": ["piano", "cello"],
         "prime": "E4 D4 C4 D4 E4 E4", "seed": 3}  # fmt: skip


def test_ten_seconds_are_composed_played_and_written_down(studio):
    id = studio.ask("music", **ASKED)
    assert studio.run(id) == "done"
    told = studio.job(id)["result"]
    assert (told["mood"], told["energy"], told["genre"], told["seed"]) == ("sad", 1, "piano", 3)
    assert sorted(told["instruments"]) == ["cello", "piano"] and 50 < told["tempo"] < 80
    assert " " in told["key"] and told["licence"] is None and told["files"] == FILES
    folder = studio.store.result(id)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES.values())
    sound, rate = soundfile.read(folder / FILES["music"], dtype="float32")
    assert rate == 48_000 and len(sound) / rate == pytest.approx(14, abs=0.01) and abs(sound).max() <= 0.9
    assert integrated(sound) == pytest.approx(-16, abs=1)
    assert 8 < mido.MidiFile(folder / FILES["midi"]).length < 12
    stages = [event["stage"] for event in studio.events(id)]
    assert stages[0] == "" and studio.job(id)["progress"] == 1


def test_the_same_request_gives_the_same_piece(studio):
    ids = [studio.ask("music", **ASKED | {"instruments": ["piano"]}) for _ in range(2)]
    for id in ids:
        assert studio.run(id) == "done"
    first, second = ((studio.store.result(id) / FILES["music"]).read_bytes() for id in ids)
    assert first == second


def test_words_have_a_mood():
    mood, energy = heard(ASKED | {"mood": "auto", "text": "They won! What a wonderful, joyful day for everyone!"})
    assert mood == "happy" and energy >= 2


def test_what_was_asked_for_comes_before_what_the_words_say():
    assert heard(ASKED | {"text": "What a joyful day!", "energy": 3}) == ("sad", 3)


def test_it_stops_when_nobody_wants_it_any_more():
    from media.cancelled import teller
    from synth.music.engine import compose
    from synth.music.score import Scene

    score, said = compose([Scene("calm", 1, 0.0, 30.0)], "piano", ["piano"]), []
    tell = teller(lambda *told: said.append(told), lambda: len(said) >= 2)
    with pytest.raises(Cancelled):
        _played(score, tell)
    assert len(said) == 2


def test_a_film_is_narrated_with_music(studio, tmp_path):
    id = film_asked(studio, draw(tmp_path / "film.mp4", seconds=12, flash=6), music="auto", genre="piano", seed=3)
    assert studio.run(id) == "done", studio.job(id)["error"]
    folder, files = studio.store.result(id), studio.job(id)["result"]["files"]
    assert (files["music"], files["midi"], files["plan"]) == ("music.flac", "music.mid", "music.png")
    assert sorted(path.name for path in folder.iterdir()) == sorted(files.values())
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    told = report["music"]
    assert (told["source"], told["genre"]) == ("auto", "piano")
    assert [scene["mood"] for scene in told["scenes"]][-1] == "epic", "what somebody set for a cue"
    assert report["seconds"]["score"] > 0
    stages = [event["stage"] for event in studio.events(id) if event["stage"]]  # short ones go untold
    assert stages == sorted(stages, key=["read", "plan", "speak", "score", "mix", "write"].index)
    assert "mood:" not in (folder / "film.srt").read_text(encoding="utf-8")


def film_asked(studio, drawn, **settings):
    """A narration of a film with two cues, of which the second is to be epic; its id."""
    of, now = new_id(), time.time()
    studio.store.film(of).mkdir(parents=True)
    shutil.copy(drawn, studio.store.source(of, ".mp4"))
    with studio.db.write() as connection:
        row = {"owner": studio.me, "created": now}
        connection.execute(insert(film).values(id=of, name="Sea.mp4", suffix=".mp4", size=1, state="ready", **row))
        connection.execute(
            insert(project).values(id=new_id(), film=of, name="Sea", changed=now, settings=settings, **row)
        )
        here = connection.execute(select(project)).one()
        for place, mood in enumerate(("", "epic")):
            values = {"start": 1 + 5.0 * place, "end": 3 + 5.0 * place, "text": "The sea was quiet.", "mood": mood}
            connection.execute(insert(cue).values(project=here.id, id=f"c{place}", version=1, **values))
        return enqueue(connection, owner=studio.me, kind="narration", asked=snapshot(connection, here), project=here.id)
