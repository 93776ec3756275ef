"""Checking: how every cue will fit, and no film made."""

from console import ExitStatus, main


def test_plan_and_check_make_no_film_and_no_take(folder, capsys):
    assert main(["film.mp4", "film.srt", "--plan"]) == ExitStatus.OK
    assert "1 of 1 cues to speak" in capsys.readouterr().out
    assert main(["check", "film.mp4", "film.srt"]) == ExitStatus.OK
    assert "fits" in capsys.readouterr().out
    assert {p.name for p in folder.iterdir()} == {"film.mp4", "film.srt", "home"}
    assert not (folder / "home" / "takes").exists()
