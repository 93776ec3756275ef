"""Films, names and cues as people own them, through the command line: what comes out, and what stays untouched."""

import av
import pytest

from console import ExitStatus, main
from tests.media.films import draw, packets

SRT = "1\n00:00:00,200 --> 00:00:01,500\nThe sea.\n"
WAIT = "\n2\n00:00:02,000 --> 00:00:02,500\n{}\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One store for all: the one cue is spoken once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def folder(tmp_path, monkeypatch, home):
    monkeypatch.setenv("NARRASCORE_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "film.srt").write_text(SRT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "drawn", "tracks"),
    [
        ("silent.mp4", {"audio": ()}, ["video", "audio", "subtitle"]),
        ("turned.mp4", {"rotation": 90}, ["video", "audio", "audio", "subtitle"]),
        ("uneven.mp4", {"times": [0.0, 0.05, 0.3, 0.34, 1.0, 1.9]}, ["video", "audio", "audio", "subtitle"]),
        ("pcm.mov", {"audio": ("pcm_s16le",)}, ["video", "audio", "audio", "subtitle"]),
        (
            "rich.mkv",
            {"audio": ("aac", "aac"), "subtitle": "subrip", "chapters": True},
            ["video", "audio", "audio", "audio", "subtitle", "subtitle"],
        ),
    ],
)
def test_every_kind_of_film_keeps_its_picture_and_gains_a_narration(folder, capsys, name, drawn, tracks):
    film = draw(folder / name, seconds=3, **drawn)
    before = film.read_bytes()
    output = folder / f"{film.stem}.narrated{film.suffix}"
    assert main([name, "film.srt"]) == ExitStatus.OK
    assert "1 of 1 cues fit" in capsys.readouterr().out
    assert film.read_bytes() == before and packets(output) == packets(film)
    with av.open(str(output)) as narrated, av.open(str(film)) as source:
        assert [stream.type for stream in narrated.streams] == tracks
        assert len(narrated.chapters()) == len(source.chapters())


@pytest.mark.parametrize("name", ["바다 '가는' 날.mp4", "-film.mp4", "100%03d.mp4", 'say "sea".mp4'])
def test_any_name_will_do(folder, name):
    draw(folder / name, seconds=2)
    assert main(["--", name, "film.srt"]) == ExitStatus.OK
    assert (folder / name.replace(".mp4", ".narrated.mp4")).exists()
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("text", ["...", "???", "😀🎉", "♪", "♪ la la ♪", "—", "<i></i>", "\u200b"])
def test_a_cue_without_words_is_named_and_left_out(folder, capsys, text):
    draw(folder / "film.mp4", seconds=3)
    (folder / "film.srt").write_text(SRT + WAIT.format(text), encoding="utf-8")
    assert main(["film.mp4", "film.srt", "--plan"]) == ExitStatus.OK
    said = capsys.readouterr().out
    assert "cue 2: skipped" in said and "of 1 cues to speak" in said


def test_a_film_of_half_a_second(folder, capsys):
    draw(folder / "film.mp4", seconds=0.5, flash=0.2)
    assert main(["film.mp4", "film.srt"]) == ExitStatus.OK
    assert "Cue 1" in capsys.readouterr().out
    assert packets(folder / "film.narrated.mp4") == packets(folder / "film.mp4")


@pytest.mark.parametrize("alias", ["symlink", "hardlink"])
def test_the_film_under_another_name_is_not_overwritten_either(folder, capsys, alias):
    film = draw(folder / "film.mp4", seconds=2)
    before = film.read_bytes()
    (folder / "other.mp4").symlink_to(film) if alias == "symlink" else (folder / "other.mp4").hardlink_to(film)
    assert main(["film.mp4", "film.srt", "-o", "other.mp4"]) == ExitStatus.OUTPUT
    assert "never overwritten" in capsys.readouterr().err and film.read_bytes() == before
