"""Voices on the command line: made with consent from a recording, heard, used, and gone with all that they said."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from console import ExitStatus, main
from narrate import gallery
from synth.speech.networks import Networks
from synth.speech.speech import Speech
from synth.voice.consent import SENTENCES, Consent
from synth.voice.samples import NAMES, sample_voice
from tests.synth.voice.test_readings import SCRIPT

ROOT = Path(__file__).parents[2]
CONSENT = ("--consent", SENTENCES["en"])


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """The deepest of our voices reads five sentences, in a quiet room, into a phone."""
    speech = Speech(min(map(sample_voice, NAMES), key=lambda voice: voice.mean_hz), Networks())
    audio = np.concatenate([np.pad(speech.speak(speech.draft(text)), (0, 6000)) for text in SCRIPT])
    audio += np.random.default_rng(0).normal(0, 5e-4, len(audio)).astype(np.float32)
    path = tmp_path_factory.mktemp("recording") / "me.m4a"
    with av.open(str(path), "w", format="mp4") as sink:
        stream = sink.add_stream("aac", rate=22_050)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(audio[None], "fltp", "mono")
        frame.sample_rate = 22_050
        sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    return path


@pytest.fixture
def mina(folder):
    """A voice that is there already."""
    voice = replace(sample_voice(), name="Mina", kind="instant", about="a test")
    gallery().add(voice, Consent(SENTENCES["en"], datetime.now(UTC), "0" * 64), {}, {})
    return voice


def test_a_recording_becomes_a_voice_that_is_listed_heard_and_used(folder, capsys, recording):
    assert main(["voices", "add", "미나", str(recording), *CONSENT]) == ExitStatus.OK
    said = capsys.readouterr()
    assert "미나 is made" in said.out and "Listening" in said.err and "Learning" in said.err
    kept = folder / "home" / "voices" / "미나"
    assert {path.name for path in kept.iterdir()} == {
        "voice.safetensors", "about.json", "consent.json", "preview.en.flac", "preview.ko.flac"}  # fmt: skip
    consent = json.loads((kept / "consent.json").read_text(encoding="utf-8"))
    assert consent["statement"] == SENTENCES["en"] and len(consent["recording_sha256"]) == 64
    assert main(["voices"]) == ExitStatus.OK
    said = capsys.readouterr().out
    assert said.startswith("미나 (instant)") and str(kept / "preview.ko.flac") in said and NAMES[0] in said
    assert main(["film.mp4", "film.srt", "--voice", "미나", "--report", "r.json"]) == ExitStatus.OK
    report = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    assert [cue["voice"] for cue in report["cues"]] == ["미나"]


def test_a_preview_says_what_it_is_and_spares_the_recording(folder, mina, capsys):
    (folder / "Mina.wav").write_bytes(b"the recording")
    assert main(["voices", "preview", "mina", "--text", "Good evening."]) == ExitStatus.OK
    with soundfile.SoundFile("Mina.preview.wav") as sound:
        assert sound.comment == "synthetic speech by Narrascore, voice Mina" and sound.frames > 10_000
    assert (folder / "Mina.wav").read_bytes() == b"the recording"


def test_a_removed_voice_takes_everything_it_has_spoken_with_it(folder, mina, capsys):
    srt = (folder / "film.srt").read_text(encoding="utf-8")
    (folder / "two.srt").write_text(srt + "\n2\n00:00:01,500 --> 00:00:02,000\nANNA: Wait.\n", encoding="utf-8")
    assert main(["film.mp4", "two.srt", "--voice", "anna=mina"]) == ExitStatus.OK
    takes = {path: path.stat().st_size for path in (folder / "home" / "takes").rglob("*.flac")}
    assert len(takes) == 2
    capsys.readouterr()
    assert main(["voices", "remove", "mina", "--yes"]) == ExitStatus.OK
    assert "Mina is removed, and with it 1 take (" in capsys.readouterr().out
    left = [path for path in takes if path.exists()]
    assert len(left) == 1 and left[0].parts[-3] == sample_voice().id
    assert list((folder / "home" / "voices").iterdir()) == []
    assert not (folder / "home" / "takes" / mina.id).exists()


def test_nothing_is_removed_unasked(folder, mina, capsys):
    command = [sys.executable, str(ROOT / "narrate.py"), "voices", "remove", "mina"]
    assert "Nothing" in subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    for answer, left in ((b"n\n", ["Mina"]), (b"y\n", [])):
        ours, theirs = pty.openpty()
        os.write(ours, answer)
        subprocess.run(command, stdin=theirs, capture_output=True, check=True)
        os.close(ours)
        os.close(theirs)
        assert [entry.name for entry in gallery().entries() if entry.own] == left


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "mina", "me.wav", *CONSENT), "already"),
        (("add", "a/b", "me.wav", *CONSENT), "cannot name a voice"),
        (("add", NAMES[0].upper(), "me.wav", *CONSENT), "sample voice"),
        (("add", "bora", "me.wav", "--consent", "yes"), "This is my own voice"),
        (("add", "bora", "missing.wav", *CONSENT), "missing.wav cannot be read"),
        (("add", "bora", "me.wav", *CONSENT, "--text", "missing.txt"), "missing.txt cannot be read"),
        (("add", "bora", "film.srt", *CONSENT), "film.srt"),
        (("add", "bora", "me.wav", *CONSENT), "silent"),
        (("check", "film.srt"), "film.srt"),
        (("preview", "minna"), "did you mean Mina"),
        (("preview", "mina", "-o", "a.xyz", "--text", "Hello."), ".wav"),
        (("remove", "bora", "--yes"), "no voice named"),
        (("remove", NAMES[0], "--yes"), "sample voice"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(folder, mina, failing, arguments, words):
    soundfile.write("me.wav", np.zeros(22_050 * 6, np.float32), 22_050)
    before = files(folder)
    got, sentence = failing("voices", *arguments)
    assert words in sentence and got in (ExitStatus.SPEECH, ExitStatus.OUTPUT)
    assert files(folder) == before


def files(folder: Path) -> list[Path]:
    """All but the networks, which are kept once they are converted."""
    cache = folder / "home" / "cache"
    return sorted(path for path in folder.rglob("*") if path != cache and cache not in path.parents)


def test_a_recording_is_judged_before_anything_is_made(folder, capsys, recording):
    assert main(["voices", "check", str(recording)]) == ExitStatus.OK
    said = capsys.readouterr().out
    assert said.startswith("me.m4a: mp4 (aac), 22.05 kHz") and "This recording" in said
    soundfile.write("silence.wav", np.zeros(22_050 * 6, np.float32), 22_050)
    assert main(["voices", "check", "silence.wav"]) == ExitStatus.SPEECH
    said = capsys.readouterr().out
    assert "silent. Check" in said and "will not do" in said
    assert not (folder / "home" / "voices").exists()


def test_interrupted_there_is_no_voice_and_no_rest_of_one(folder, recording):
    command = [sys.executable, str(ROOT / "narrate.py"), "voices", "add", "mina", str(recording), *CONSENT]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if line.startswith("Learning"):
                process.send_signal(signal.SIGINT)
                break
        said = process.stderr.read()
    assert process.returncode == ExitStatus.INTERRUPTED and "Stopped." in said and "Traceback" not in said
    voices = folder / "home" / "voices"
    assert not voices.exists() or list(voices.iterdir()) == []


@pytest.mark.parametrize("action", ["list", "add", "check", "script", "preview", "remove"])
def test_every_action_has_a_help(action, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["voices", action, "--help"])
    assert stop.value.code == 0 and capsys.readouterr().out.startswith(f"usage: narrate voices {action} ")


def test_the_script_can_be_read_back(capsys):
    from synth.voice.readings import sentences

    for language in ("en", "ko"):
        assert main(["voices", "script", "--language", language]) == ExitStatus.OK
        written = capsys.readouterr().out
        assert len(sentences(written)) == len(written.splitlines()) >= 12


def test_a_damaged_voice_is_told_and_can_still_be_removed(folder, mina, capsys):
    shutil.copy(folder / "film.srt", folder / "home" / "voices" / "mina" / "consent.json")
    assert main(["voices"]) == ExitStatus.OK
    assert "Mina (damaged)" in capsys.readouterr().out
    assert main(["voices", "remove", "Mina", "--yes"]) == ExitStatus.OK
    assert "Mina" not in gallery().names()
