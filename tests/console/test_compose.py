"""Composing to a sound file."""

import argparse
from pathlib import Path

import pytest
import soundfile

from console import ExitStatus, main
from console.compose import notes


def test_compose_writes_stereo_of_the_asked_length_and_its_score(folder):
    asked = ["--mood", "sad", "--seconds", "10", "--genre", "piano", "--instruments", "piano,cello"]
    assert main(["compose", *asked, "--prime", "E4 D4 C4 D4 E4 E4", "-o", "a.wav", "--midi", "a.mid"]) == ExitStatus.OK
    sound = soundfile.info("a.wav")
    assert (sound.samplerate, sound.channels) == (48000, 2) and 10 < sound.duration < 16
    assert Path("a.mid").read_bytes()[:4] == b"MThd"


def test_a_text_gives_the_mood_and_the_music(folder, capsys):
    asked = [
        "--text",
        "눈 내리는 밤, 돌아가신 할머니의 편지를 읽으며 나는 울었다.",
        "--seconds",
        "10",
        "--genre",
        "piano",
    ]
    assert main(["compose", *asked, "-o", "a.wav"]) == ExitStatus.OK
    assert "sad, energy" in capsys.readouterr().out
    assert main(["compose", *asked, "--mood", "웅장한", "--energy", "3", "-o", "b.wav"]) == ExitStatus.OK
    assert "epic, energy 3" in capsys.readouterr().out and Path("a.wav").read_bytes() != Path("b.wav").read_bytes()


def test_what_cannot_be_composed_is_a_sentence(folder, failing):
    got, sentence = failing("compose", "--instruments", "kazoo", "-o", "a.wav")
    assert got == ExitStatus.MUSIC and "kazoo" in sentence and not Path("a.wav").exists()
    got, sentence = failing("compose", "--mood", "angry", "-o", "a.wav")
    assert got == ExitStatus.MUSIC and "happy" in sentence


def test_notes_are_read_by_name():
    assert notes("E4 D#4, Bb3 C-1") == (64, 63, 58, 0)
    for text in ("H4 C4", "C4", "C4 C99"):
        with pytest.raises(argparse.ArgumentTypeError):
            notes(text)
