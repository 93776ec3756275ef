"""A project as the director takes it."""

from __future__ import annotations

from director.scoring import scenes_of
from media.subtitles import read_subtitles
from server.jobs.work.asked import typed

MOODS = ["", "sad", "sad", "", "epic", "epic", "epic"]


def asked(moods):
    return {"name": "Sea", "cues": [
        {"id": f"c{n}", "start": 10.0 * n, "end": 10.0 * n + 4, "text": f"Line {n}.", "speaker": "", "voice": "",
         "mood": mood}
        for n, mood in enumerate(moods)]}  # fmt: skip


def test_a_mood_holds_for_its_cue_and_no_longer():
    found = read_subtitles(typed(asked(MOODS)))
    assert [(mark.cue, mark.mood) for mark in found.moods] == [(2, "sad"), (4, "auto"), (5, "epic")]


def test_what_is_said_stays_as_it_was_typed():
    found = read_subtitles(typed(asked(MOODS)))
    assert [cue.text for cue in found.cues] == [f"Line {n}." for n in range(7)]
    assert typed(asked(["", ""])).cues[1].text == "Line 1."


def test_the_music_turns_where_somebody_said_so():
    found = scenes_of(read_subtitles(typed(asked(MOODS))), 70.0)
    at = {
        second: next(scene.mood for scene in found if scene.start <= second < scene.end) for second in (12, 22, 42, 62)
    }
    assert at == {12: "sad", 22: "sad", 42: "epic", 62: "epic"}
