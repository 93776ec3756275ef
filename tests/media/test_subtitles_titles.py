"""Chapters that a subtitle file names are heard of, told, and neither spoken nor shown."""

import pytest

from media.subtitles import TitleMark, read_subtitles
from media.subtitles.headings import split_titles

SRT = """1
00:00:01,000 --> 00:00:02,000
[title: The boat]
The sea was quiet.

2
00:00:03,000 --> 00:00:04,000
[제목: 게와
종이배]

3
00:00:05,000 --> 00:00:06,000
ANNA: Wait. [Title: Part 3: 10:30] [mood: calm]

4
00:00:07,000 --> 00:00:08,000
[waves] He read the [king's] letter.
"""


@pytest.mark.parametrize("sound_cues", [False, True])
def test_a_title_is_never_spoken(tmp_path, sound_cues):
    (tmp_path / "film.srt").write_text(SRT, encoding="utf-8")
    read = read_subtitles(tmp_path / "film.srt", sound_cues=sound_cues)
    assert [(cue.number, cue.text) for cue in read.cues[:2]] == [(1, "The sea was quiet."), (3, "Wait.")]
    assert read.titles == (TitleMark(1, 1.0, "The boat"), TitleMark(2, 3.0, "게와 종이배"),
                           TitleMark(3, 5.0, "Part 3: 10:30"))  # fmt: skip
    assert [m.mood for m in read.moods] == ["calm"] and "skipped" not in read.counts()
    assert next(n.detail for n in read.notes if n.kind == "title") == "a chapter begins here: The boat"


@pytest.mark.parametrize("text", ["A title: bad.", "[titles]", "(title: calm)", "[title sea]", "[title:]"])
def test_other_brackets_are_left_alone(text):
    assert split_titles(text) == (text, ())
