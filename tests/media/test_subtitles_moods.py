"""What a subtitle file asks of the music is heard, told, and neither spoken nor shown."""

import pytest

from media.subtitles import MoodMark, SubtitleError, read_subtitles
from media.subtitles.moods import split_moods

SRT = """1
00:00:01,000 --> 00:00:02,000
[mood: calm]
The sea was quiet.

2
00:00:03,000 --> 00:00:04,000
[Mood: Tense]

3
00:00:05,000 --> 00:00:06,000
ANNA: Wait. [분위기: 슬픔]

4
00:00:07,000 --> 00:00:08,000
[waves] He read the [king's] letter.
"""


@pytest.fixture
def film(tmp_path):
    (tmp_path / "film.srt").write_text(SRT, encoding="utf-8")
    return tmp_path / "film.srt"


@pytest.mark.parametrize("sound_cues", [False, True])
def test_a_mood_is_never_spoken(film, sound_cues):
    cues = read_subtitles(film, sound_cues=sound_cues).cues
    assert [cue.number for cue in cues] == [1, 3, 4]
    assert cues[0].text == "The sea was quiet." and cues[1].text == "Wait." and cues[1].speaker == "ANNA"


def test_every_mood_is_told_with_its_cue_and_time(film):
    read = read_subtitles(film)
    assert read.moods == (MoodMark(1, 1.0, "calm"), MoodMark(2, 3.0, "Tense"), MoodMark(3, 5.0, "슬픔"))
    told = [(note.cue, note.detail) for note in read.notes if note.kind == "mood"]
    assert told == [(1, "the music from here on: calm"), (2, "the music from here on: Tense"),
                    (3, "the music from here on: 슬픔")]  # fmt: skip
    assert "skipped" not in read.counts() and "mood 3" in read.summary()


def test_moods_alone_are_nothing_to_speak(tmp_path):
    (tmp_path / "film.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n[mood: calm]\n", encoding="utf-8")
    with pytest.raises(SubtitleError, match="none of its 1 cues can be spoken"):
        read_subtitles(tmp_path / "film.srt")


@pytest.mark.parametrize("text", ["He was in a mood: bad.", "[moody music]", "(mood: calm)", "[mood calm]"])
def test_other_brackets_are_left_alone(text):
    assert split_moods(text) == (text, ())
