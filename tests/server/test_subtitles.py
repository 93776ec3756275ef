from pathlib import Path

import pytest

from media.subtitles import SubtitleError
from server import subtitles

DEMO = Path(__file__).parents[2] / "demo"
SIGNS = ["1 < 2 & 3 > 2", "R&D", "a <3 b", "Tom & Jerry\n톰 & 제리"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_was_not_changed_comes_out_as_it_went_in(language):
    file = (DEMO / f"film.{language}.srt").read_text(encoding="utf-8")
    rows = subtitles.rows(subtitles.read(file.encode(), "film.srt"))
    assert subtitles.srt(rows).rstrip("\n") == file.rstrip("\n")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("write", [subtitles.srt, subtitles.vtt])
def test_both_formats_read_back_the_same(language, write):
    rows = subtitles.rows(subtitles.read((DEMO / f"film.{language}.srt").read_bytes(), "film.srt"))
    assert subtitles.rows(subtitles.read(write(rows).encode(), "again")) == rows


def test_speakers_read_back_the_same():
    rows = [
        {"start": float(n), "end": n + 0.9, "text": f"Line {n}.", "speaker": who}
        for n, who in enumerate(["ANNA", "BEN", "ANNA", "BEN"])
    ]
    for write in (subtitles.srt, subtitles.vtt):
        assert subtitles.rows(subtitles.read(write(rows).encode(), "again")) == rows


@pytest.mark.parametrize("text", SIGNS)
def test_webvtt_keeps_signs_that_mean_something_to_it(text):
    written = subtitles.vtt([{"start": 1.0, "end": 2.0, "text": text, "speaker": ""}])
    (again,) = subtitles.read(written.encode(), "x.vtt").cues
    assert again.text == text


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-16-le", "utf-8-sig"])
def test_a_preview_shows_korean_in_whatever_encoding(encoding):
    data = (DEMO / "film.ko.srt").read_text(encoding="utf-8").encode(encoding)
    found = subtitles.preview(data, "영화.srt")
    assert found["cues"][0]["text"].startswith("썰물이") and found["read"] == found["found"]
    assert found["candidates"][0]["encoding"] == found["encoding"] and "썰물이" in found["candidates"][0]["sample"]


def test_another_encoding_can_be_asked_for():
    data = "1\n00:00:01,000 --> 00:00:02,000\ncafé\n".encode("cp1252")
    assert subtitles.preview(data, "x.srt", "cp1252")["cues"][0]["text"] == "café"


def test_an_encoding_that_does_not_fit_is_said_with_the_name_of_the_file():
    with pytest.raises(SubtitleError, match=r"^my film\.srt: line 3 is not utf-8"):
        subtitles.read("1\n00:00:01,000 --> 00:00:02,000\n썰물\n".encode("cp949"), "my film.srt", "utf-8")


def test_a_name_with_a_backslash_is_said_as_it_is():
    with pytest.raises(SubtitleError, match="empty") as error:
        subtitles.read(b"", r"\1.srt")
    assert str(error.value).startswith(r"\1.srt: ")


def test_a_cue_without_length_is_given_one_that_ends_before_the_next():
    text = "1\n00:00:01,000 --> 00:00:01,000\nOne\n\n2\n00:00:01,400 --> 00:00:01,400\nTwo\n"
    assert [(row["start"], row["end"]) for row in subtitles.rows(subtitles.read(text.encode(), "x"))] == [
        (1.0, 1.4),
        (1.4, 2.4),
    ]


def test_plain_ascii_leaves_nothing_to_choose():
    assert len(subtitles.preview((DEMO / "film.en.srt").read_bytes(), "x.srt")["candidates"]) == 1


def test_a_long_file_is_sampled_at_a_line():
    text = "".join(
        f"{n}\n00:00:{n % 60:02d},000 --> 00:00:{n % 60:02d},900\n가나다라 마바사\n\n" for n in range(1, 4000)
    )
    for encoding in ("cp949", "utf-16", "utf-8"):
        found = subtitles.preview(text.encode(encoding), "x.srt")
        assert found["candidates"][0]["sample"].startswith("가나다라")


def test_what_is_spoken_is_without_sounds_and_labels():
    rows = [
        {"id": "a", "start": 1.0, "end": 2.0, "text": "[waves]", "speaker": ""},
        {"id": "b", "start": 3.0, "end": 4.0, "text": "ANNA: Hello [sighs] there.", "speaker": ""},
        {"id": "c", "start": 5.0, "end": 6.0, "text": "Plain.", "speaker": "BEN"},
    ]
    assert [(row["id"], row["text"]) for row in subtitles.spoken(rows, False)] == [
        ("b", "Hello there."),
        ("c", "Plain."),
    ]
    assert [row["id"] for row in subtitles.spoken(rows, True)] == ["a", "b", "c"]
    assert subtitles.spoken(rows[:1], False) == [] == subtitles.spoken([], False)


def test_the_moods_that_a_file_asks_for_become_those_of_its_cues():
    lines = [
        "One.",
        "[mood: tense] Two.",
        "Three.",
        "[분위기: 자동] Four.",
        "[분위기: 슬픔] Five.",
        "[mood: hungry] Six.",
    ]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n" for n, line in enumerate(lines, 1))
    rows = subtitles.rows(subtitles.read(text.encode(), "film.srt"))
    assert [row.get("mood", "") for row in rows] == ["", "tense", "tense", "", "sad", ""]
    assert rows[1]["text"] == "Two."


def test_the_chapters_that_a_file_names_stay_in_its_cues_and_begin_where_they_did():
    lines = ["One.", "[title: The crab] Two.", "Three.", "[제목: 종이배]", "Five."]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n" for n, line in enumerate(lines, 1))
    rows = subtitles.rows(subtitles.read(text.encode(), "film.srt"))
    assert [row["text"] for row in rows] == lines and rows[3]["end"] == 5.0
    cues = [{"id": str(n), **row} for n, row in enumerate(rows)]
    assert [row["text"] for row in subtitles.spoken(cues, False)] == ["One.", "Two.", "Three.", "Five."]
    again = subtitles.read(subtitles.srt(rows).encode(), "film.srt")
    assert [(mark.start, mark.title) for mark in again.titles] == [(2.0, "The crab"), (4.0, "종이배")]
