"""Narrating a film: what comes out, what is refused before the work, what is never written over."""

import json

import pytest

from console import ExitStatus, main
from tests.console.conftest import SRT


def test_the_two_files_are_enough(folder, capsys):
    before = (folder / "film.mp4").read_bytes()
    assert main(["film.mp4", "film.srt", "--report", "r.json"]) == ExitStatus.OK
    assert (folder / "film.narrated.mp4").exists()
    assert (folder / "film.mp4").read_bytes() == before
    assert "1 of 1 cues fit" in capsys.readouterr().out
    report = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    assert report["cues"][0]["status"] == "fits" and report["output"]["video_sha256"]


@pytest.mark.parametrize(
    ("film", "subtitles", "status", "words"),
    [
        ("missing.mp4", "film.srt", ExitStatus.FILM, "missing.mp4"),
        ("film.srt", "film.srt", ExitStatus.FILM, "film.srt"),
        ("film.mp4", "missing.srt", ExitStatus.SUBTITLES, "missing.srt"),
        ("film.mp4", "empty.srt", ExitStatus.SUBTITLES, "empty.srt"),
        ("film.mp4", "film.mp4", ExitStatus.SUBTITLES, "film.mp4"),
        ("film.mp4", "arabic.srt", ExitStatus.SPEECH, "arabic.srt, cue 1"),
        ("film.mp4", "after.srt", ExitStatus.SUBTITLES, "after.srt"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_its_own_status(folder, failing, film, subtitles, status, words):
    (folder / "empty.srt").write_bytes(b"")
    (folder / "arabic.srt").write_text(SRT.replace("The sea.", "البحر."), encoding="utf-8")
    (folder / "after.srt").write_text(SRT.replace("00:00:0", "00:01:0"), encoding="utf-8")
    before = {p.name for p in folder.iterdir()}
    got, sentence = failing(film, subtitles)
    assert got == status and words in sentence
    assert {p.name for p in folder.iterdir()} - before <= {"home"}


def test_an_output_that_cannot_be_written_fails_before_the_work(folder, failing):
    for output, words in (("nowhere/out.mp4", "no folder"), ("out.avi", ".mp4"), ("film.mp4", "never overwritten")):
        got, sentence = failing("film.mp4", "film.srt", "-o", output)
        assert got == ExitStatus.OUTPUT and words in sentence
        assert not (folder / "home" / "takes").exists()


def test_wrong_words_are_a_usage_error(folder, capsys):
    for arguments in (
        ["film.mp4"],
        ["film.mp4", "film.srt", "--loudness", "loud"],
        ["film.mp4", "film.srt", "--rate", "9"],
    ):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == ExitStatus.USAGE
    capsys.readouterr()


def test_an_unknown_voice_is_a_sentence(folder, failing):
    got, sentence = failing("film.mp4", "film.srt", "--voice", "nobody")
    assert got == ExitStatus.SPEECH and "nari" in sentence


def test_a_report_never_takes_the_place_of_another_file(folder, capsys):
    (folder / "link.mp4").symlink_to(folder / "film.mp4")
    for name in ("film.mp4", "film.srt", "out.mp4", "link.mp4", "."):
        with pytest.raises(SystemExit) as stop:
            main(["film.mp4", "film.srt", "-o", "out.mp4", "--report", name])
        assert stop.value.code == ExitStatus.USAGE and "--report" in capsys.readouterr().err
    assert (folder / "film.srt").read_text(encoding="utf-8") == SRT
    assert not (folder / "out.mp4").exists()


@pytest.mark.parametrize("value", ["0", "-100", "nan", "inf"])
def test_a_loudness_out_of_bounds_is_refused(folder, capsys, value):
    with pytest.raises(SystemExit) as stop:
        main(["film.mp4", "film.srt", f"--loudness={value}"])
    assert stop.value.code == ExitStatus.USAGE and "between -40 and -5" in capsys.readouterr().err


def test_a_damaged_take_is_spoken_again(folder, capsys):
    assert main(["film.mp4", "film.srt"]) == ExitStatus.OK
    take = next((folder / "home" / "takes").rglob("*.flac"))
    whole = take.read_bytes()
    for damage in (b"", whole[: len(whole) // 2]):
        take.write_bytes(damage)
        assert main(["film.mp4", "film.srt"]) == ExitStatus.OK
        assert take.read_bytes() == whole


def test_foreign_files_in_the_home_do_no_harm(folder, capsys):
    (folder / "home" / "work").mkdir(parents=True)
    (folder / "home" / "work" / ".DS_Store").write_bytes(b"x")
    (folder / "home" / "lengths.sqlite").write_bytes(b"not a database" * 100)
    assert main(["film.mp4", "film.srt"]) == ExitStatus.OK


def test_without_music_the_end_says_how_to_get_some(folder, capsys):
    assert main(["film.mp4", "film.srt"]) == ExitStatus.OK
    assert "--music auto" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--music", "missing.mp3"], 'no music file "missing.mp3"'),
        (["--music", "film.srt"], "The music cannot be used: film.srt"),
        (["--music", "auto", "--genre", "polka"], "polka"),
        (["--music", "hf:nowhere/at/all"], "nowhere/at/all"),
        (["--music", "film.mp4"], "film.mp4 lasts 2.0 s"),
    ],
)
def test_music_that_cannot_be_had_is_refused_before_the_work(folder, failing, asked, words):
    got, sentence = failing("film.mp4", "film.srt", *asked)
    assert got == ExitStatus.MUSIC and words in sentence
    assert not (folder / "home" / "takes").exists()


def test_a_plan_with_music_tells_its_scenes(folder, capsys):
    assert main(["film.mp4", "film.srt", "--plan", "--music", "sad"]) == ExitStatus.OK
    assert "music: sad" in capsys.readouterr().out


def test_a_plan_tells_of_the_title_and_the_chapters(folder, capsys):
    (folder / "list.txt").write_text("0:00 One\n0:01 Two\n", encoding="utf-8")
    asked = ["--title", "Sea", "--title-mode", "card", "--chapters", "list.txt"]
    assert main(["film.mp4", "film.srt", "--plan", *asked]) == ExitStatus.OK
    said = capsys.readouterr().out
    assert 'title: "Sea", a card of 3.00 s before the film; ' in said
    assert "chapters: 0:00 One, 0:01 Two" in said
    assert "The chapter title “One” at 0:00 is not in the picture: the next one comes 1.0 s later." in said


def test_a_list_of_chapters_that_cannot_be_used_is_refused_before_the_work(folder, failing):
    (folder / "list.txt").write_text("0:00 One\n0:09 Two\n", encoding="utf-8")
    got, sentence = failing("film.mp4", "film.srt", "--chapters", "list.txt")
    assert got == ExitStatus.TITLE and "list.txt, line 2: the chapter begins at 9.00 s" in sentence
    assert not (folder / "home" / "takes").exists()
