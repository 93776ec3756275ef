"""A piece of music, really composed and played; and the music of a whole film."""

from __future__ import annotations

import mido
import pytest
import soundfile

from media.cancelled import Cancelled
from server.jobs.work.music import FILES, _played, heard
from synth.music.loudness import integrated

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
