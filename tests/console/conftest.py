"""A folder with a film and one cue, and what a person reads when a command fails."""

import pytest

from console import main
from tests.media.films import draw

SRT = "1\n00:00:00,200 --> 00:00:01,500\nThe sea.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    draw(tmp_path / "film.mp4", seconds=2)
    (tmp_path / "film.srt").write_text(SRT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def failing(capsys):
    """Runs a command that must fail: its status and the one sentence a person reads."""

    def run(*arguments: str) -> tuple[int, str]:
        status = main(arguments)
        said = capsys.readouterr().err
        assert "Traceback" not in said
        sentence = [line for line in said.splitlines() if line.startswith("narrate: ")]
        assert len(sentence) == 1
        return status, sentence[0]

    return run
