"""A narrated film with a title, from the command line's words to the finished file."""

import argparse
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from console import titles
from console.progress import ProgressLine
from media.probe import probe
from narrate import Options, narrate
from synth.title import TitleError
from synth.title.opening import Titling
from tests.media.films import draw, flash_time, packets

SRT = "1\n00:00:04,000 --> 00:00:06,000\nThe sea was quiet.\n"


@pytest.fixture
def film(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path / "home"))
    options = {"g": "25", "x264-params": "scenecut=0"}
    path = draw(tmp_path / "film.mp4", seconds=8.0, flash=7.0, options=options, size=(320, 180))
    path.with_suffix(".srt").write_text(SRT, encoding="utf-8")
    return path


def run(film: Path, **options):
    output = film.with_name("out.mp4")
    return narrate(film, film.with_suffix(".srt"), output, Options(**options))


def test_an_overlay_moves_nothing_and_is_told_in_the_report(film):
    poster = film.with_name("poster.jpg")
    report = run(film, title=Titling("바다로 가는 길", "The road", picture="sea at night"), poster=poster)
    assert report.mux.titled.way == "spliced" and report.mux.titled.sentence() in report.sentences()
    assert packets(report.mux.output)[-100:] == packets(film)[-100:]
    assert flash_time(report.mux.output) == pytest.approx(7.0, abs=0.001)
    assert probe(report.mux.output).duration == pytest.approx(8.0, abs=0.05)
    with Image.open(poster) as made:
        assert made.size == (320, 180)


def test_a_card_moves_picture_words_and_subtitles_alike(film):
    report = run(film, title=Titling("Sea", mode="card", picture="frame"))
    later = report.mux.titled.seconds
    assert later >= 3.0 and flash_time(report.mux.output) == pytest.approx(7.0 + later, abs=0.001)
    with av.open(str(report.mux.output)) as made:
        shown = [p for p in made.demux(made.streams.subtitles[0]) if b"quiet" in bytes(p)]
        assert float(shown[0].pts * shown[0].time_base) == pytest.approx(4.0 + later, abs=0.002)
    with av.open(str(report.mux.output)) as made:
        frames = list(made.decode(made.streams.audio[0]))
    sound = np.concatenate([np.abs(frame.to_ndarray()).max(axis=0) for frame in frames])
    words = np.flatnonzero(sound[: round((6.5 + later) * 48_000)] > 0.02)[0] / 48_000
    assert report.lines[0].placed.start == pytest.approx(words - later, abs=0.25)


def test_a_title_that_cannot_be_set_is_refused_before_anything_is_spoken(film):
    with pytest.raises(TitleError, match="🎬"):
        run(film, title=Titling("Film 🎬"))
    assert not film.with_name("out.mp4").exists() and not list(film.parent.glob("home/takes/**/*.flac"))


def test_that_the_whole_picture_must_be_encoded_is_told_before_anything_is_spoken(film, capsys):
    draw(film, seconds=8.0, flash=7.0, video="mpeg4", clock=1000, size=(320, 180))
    told, line = [], ProgressLine()

    def progress(stage, done, detail):
        told.append((stage, detail))
        line(stage, done, detail)

    asked = Options(title=Titling("Sea", picture="sea"))
    report = narrate(film, film.with_suffix(".srt"), film.with_name("out.mp4"), asked, progress)
    assert report.mux.titled.way == "remade" and probe(report.mux.output).video.codec == "h264"
    stages = [stage for stage, detail in told if "is encoded again as H.264, about " in detail]
    assert stages[0] == "title"
    assert capsys.readouterr().err.count("encoded again") == 1


def test_the_command_line_asks_for_titles(capsys):
    parser = argparse.ArgumentParser()
    titles.add_options(parser)
    given = parser.parse_args(["--title", "Sea", "--subtitle", "One", "--title-mode", "card", "--title-seed", "4"])
    none = {"chapters": None, "chapter_titles": True}
    assert titles.asked(parser, given) == {"title": Titling("Sea", "One", mode="card", seed=4), "poster": None} | none
    assert titles.asked(parser, parser.parse_args([])) == none
    with pytest.raises(SystemExit):
        titles.asked(parser, parser.parse_args(["--subtitle", "alone"]))
    assert "--title" in capsys.readouterr().err


def test_chapters_named_by_the_subtitles_are_in_the_list_and_in_the_picture(film):
    words = SRT + "\n2\n00:00:02,000 --> 00:00:03,000\n[title: The crab 🦀]\n\n"
    words += "3\n00:00:05,500 --> 00:00:06,000\n[제목: 게]\nIt came.\n"
    film.with_suffix(".srt").write_text(words, encoding="utf-8")
    report = run(film)
    told = report.mux.chaptered
    assert (told.listed, told.shown, told.encoded) == (3, 1, 75)
    assert [c.title for c in probe(report.mux.output).chapters] == ["A test film", "The crab 🦀", "게"]
    same = [a == b for a, b in zip(packets(film), packets(report.mux.output), strict=True)]
    assert all(same[:125]) and not any(same[126:])
    said = " ".join(report.sentences())
    assert "“The crab 🦀” at 0:02 is not in the picture: The title has characters" in said
    with av.open(str(report.mux.output)) as made:
        shown = [bytes(p) for p in made.demux(made.streams.subtitles[0]) if len(bytes(p)) > 2]
    assert not any("제목".encode() in text or b"title" in text for text in shown) and b"It came." in b"".join(shown)
