"""Someone else's model as the voice of a film, and someone else's vocoder in ours."""

import json
from pathlib import Path

import pytest
import soundfile
import torch

from console import ExitStatus, main
from synth.speech.hifigan import Generator, Shape
from tests.synth.hub import checkpoints

CUES = "1\n00:00:00,200 --> 00:00:00,900\nThe sea.\n\n2\n00:00:01,000 --> 00:00:01,800\nANNA: Go on.\n"


@pytest.fixture
def cast(folder):
    """A film with two speakers, and a model for each."""
    (folder / "film.srt").write_text(CUES, encoding="utf-8")
    checkpoints.vits(folder / "one")
    checkpoints.vits(folder / "two", speakers=2)
    return ["film.mp4", "film.srt", "--voice", "hf:one", "--voice", "ANNA=hf:two,speaker=1"]


def test_a_film_in_two_voices_of_models_that_are_introduced_first(cast, capsys):
    assert main([*cast, "--report", "r.json"]) == ExitStatus.OK
    told = capsys.readouterr()
    assert "hf:one: VITS" in told.err and "licence unknown" in told.err
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert [cue["voice"] for cue in report["cues"]] == ["hf:one", "hf:two,speaker=1"]
    assert report["takes_spoken"] == 2 and all(cue["length"] > 0 for cue in report["cues"])
    assert main([*cast, "--report", "r.json"]) == ExitStatus.OK
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["takes_spoken"] == 0


def test_takes_have_exactly_the_length_that_the_plan_gives(cast, folder):
    assert main([*cast, "--rate", "1.3", "--report", "r.json"]) == ExitStatus.OK
    for cue in json.loads(Path("r.json").read_text(encoding="utf-8"))["cues"]:
        voice, key = cue["take"].split("/")
        sound = soundfile.info(str(folder / "home" / "takes" / voice / key[:2] / f"{key}.flac"))
        assert sound.frames == pytest.approx(cue["length"] * 22050, abs=12)


def test_removing_a_voice_removes_what_it_has_spoken(cast, folder, capsys, failing):
    assert main(cast) == ExitStatus.OK
    assert main(["voices", "remove", "hf:one", "--yes"]) == ExitStatus.OK
    assert "1 takes" in capsys.readouterr().out
    assert len(list((folder / "home" / "takes").rglob("*.flac"))) == 1
    assert len(list((folder / "home" / "hub").iterdir())) == 1
    status, sentence = failing("voices", "remove", "hf:one", "--yes")
    assert status == ExitStatus.SPEECH and "Nothing is kept" in sentence


def test_a_model_that_is_not_here_stops_the_work_before_it_begins(folder, failing):
    status, sentence = failing("film.mp4", "film.srt", "--voice", "hf:./nowhere")
    assert status == ExitStatus.SPEECH and "There is no folder" in sentence
    assert not (folder / "home").exists() and not list(folder.glob("*narrated*"))


def test_a_sentence_at_an_asked_length(cast):
    assert main(["speak", "The sea.", "--voice", "hf:one", "-o", "a.wav", "--seconds", "1.2"]) == ExitStatus.OK
    assert soundfile.info("a.wav").duration == pytest.approx(1.2, abs=0.001)
    assert main(["speak", "The sea.", "--voice", "hf:one", "-o", "b.wav"]) == ExitStatus.OK
    assert main(["speak", "The sea.", "--voice", "hf:one", "-o", "c.wav", "--rate", "2"]) == ExitStatus.OK
    assert soundfile.info("c.wav").duration == pytest.approx(soundfile.info("b.wav").duration / 2, abs=0.001)


def test_another_vocoder_sounds_in_a_film(folder, capsys):
    torch.manual_seed(0)
    torch.save({"generator": Generator(Shape(channels=16)).state_dict()}, "generator")
    for more in ([], ["--vocoder", "generator"]):
        assert main(["film.mp4", "film.srt", *more, "--stems", "s", "--report", "r.json"]) == ExitStatus.OK
        assert json.loads(Path("r.json").read_text(encoding="utf-8"))["takes_spoken"] == 1
    capsys.readouterr()
    status = main(["film.mp4", "film.srt", "--vocoder", "missing"])
    assert status == ExitStatus.SPEECH and "There is no vocoder missing" in capsys.readouterr().err
