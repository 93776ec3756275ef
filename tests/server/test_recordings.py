"""Uploads become one recording, and a verdict."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from media.recording import Recording, RecordingError
from server.recordings import Ears, Given, examined, joined, levels, likeness, sha256, speech_seconds
from server.told import translated
from synth.speech.mel import SAMPLE_RATE
from synth.voice.findings import judge
from synth.voice.measures import Measures
from synth.voice.scripts import SCRIPTS
from tests.server.spoken import read_aloud, write

FINDINGS = Path(__file__).parents[2] / "synth" / "voice" / "findings.py"


def tone(seconds, hertz, rate=SAMPLE_RATE):
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.fixture(scope="module")
def sentences():
    return [read_aloud(text) for text in SCRIPTS["en"][:3]]


def test_sentences_are_joined_in_their_order(tmp_path):
    given = [Given(write(tmp_path / name, tone(seconds, 300)), name) for name, seconds in (("b", 1), ("a", 2))]
    alone = [Ears().hear([each]).seconds for each in given]
    together = Ears().hear(given)
    assert alone == pytest.approx([1, 2], abs=0.01) and together.seconds == pytest.approx(3, abs=0.01)
    assert Ears().hear(given[::-1]).audio[:100] == pytest.approx(together.audio[SAMPLE_RATE:][:100], abs=1e-4)


def test_recordings_of_two_rates_meet_at_the_higher_one():
    slow = Recording(tone(1, 500, 16_000), 16_000, "wav", "pcm_s16le")
    fast = Recording(tone(1, 500, 48_000), 48_000, "wav", "pcm_s16le")
    both = joined([slow, fast])
    assert both.sample_rate == 48_000 and len(both.audio) == 96_000 and both.audio.dtype == np.float32
    peaks = [np.argmax(np.abs(np.fft.rfft(half))) for half in np.split(both.audio, 2)]
    assert peaks == [500, 500]


def test_a_recording_that_cannot_be_read_is_called_by_the_name_its_person_knows(tmp_path):
    path = tmp_path / ("0" * 32)
    path.write_bytes(b"no sound at all" * 100)
    with pytest.raises(RecordingError, match=r"^mine\.webm ") as told:
        Ears().hear([Given(path, "mine.webm")])
    assert path.name not in str(told.value)


def test_what_was_heard_is_not_decoded_again_until_it_changes(tmp_path, monkeypatch):
    import server.recordings as module

    seen = []
    read = module._read
    monkeypatch.setattr(module, "_read", lambda given: seen.append(given.name) or read(given))
    ears = Ears()
    given = Given(write(tmp_path / "a", tone(1, 300)), "a")
    assert ears.hear([given]).seconds == ears.hear([given]).seconds and seen == ["a"]
    write(given.path, tone(2, 300))
    assert ears.hear([given]).seconds == pytest.approx(2, abs=0.01) and seen == ["a", "a"]


def test_ears_forget_the_oldest_where_memory_ends(tmp_path):
    ears = Ears(kept=3 * SAMPLE_RATE * 4)
    for name in "abcd":
        ears.hear([Given(write(tmp_path / name, tone(1, 300)), name)])
    assert ears._size <= ears._kept and [path.name for path, *_ in ears._known] == ["b", "c", "d"]


def test_good_sentences_pass(sentences):
    told = examined(Recording(np.concatenate(sentences), SAMPLE_RATE, "wav", "pcm_s16le"))
    assert told["verdict"] in ("ok", "warn") and told["levels"]["speech"] > 8 and told["levels"]["snr"] > 25


def test_silence_is_refused_with_what_to_do(sentences):
    told = examined(Recording(np.zeros(10 * SAMPLE_RATE, np.float32), SAMPLE_RATE, "wav", "pcm_s16le"))
    assert told["verdict"] == "refuse"
    assert [(each["code"], each["severity"]) for each in told["findings"]] == [("silent", "refuse")]
    assert told["findings"][0]["sentence"].endswith(".") and told["findings"][0]["advice"].endswith(".")


def test_one_person_is_told_from_another(sentences):
    def recorded(audio):
        return Recording(audio, SAMPLE_RATE, "wav", "pcm_s16le")

    first, last = recorded(np.concatenate(sentences[:2])), recorded(sentences[2])
    other = recorded(read_aloud(SCRIPTS["en"][2], "sora"))
    assert likeness(first, last) > 0.7 > 0.5 > likeness(first, other)


def test_pauses_are_no_speech(sentences):
    longer = np.pad(sentences[0], (0, 5 * SAMPLE_RATE))
    alone, padded = (speech_seconds(Recording(audio, SAMPLE_RATE, "wav", "")) for audio in (sentences[0], longer))
    assert padded == pytest.approx(alone, abs=1.0)


def test_the_hash_of_one_file_is_its_own(tmp_path):
    for name, content in (("a", b"one"), ("b", b"two")):
        (tmp_path / name).write_bytes(content)
    given = [Given(tmp_path / name, name) for name in "ab"]
    assert sha256(given[:1]) == hashlib.sha256(b"one").hexdigest()
    assert sha256(given) == hashlib.sha256(b"onetwo").hexdigest() != sha256(given[::-1])


def test_levels_are_figures_for_people():
    told = levels(Measures(seconds=64.04, speech_seconds=3.21, level_db=-31.4, snr_db=-2.0, clipped=0.0123))
    assert told["seconds"] == 64.0 and told["minutes"] == 1 and told["speech"] == 3.2
    assert told["snr"] == 0 and told["clipped"] == 1.2 and told["level"] == -31


def test_every_finding_can_be_told_in_korean():
    good = Measures(20, 18, level_db=-20, noise_db=-60, snr_db=40, bandwidth_hz=10_000, voiced=0.7, likeness=1.0)
    flaws = [
        {"seconds": 1200}, {"level_db": -70}, {"snr_db": 1, "voiced": 0}, {"speech_seconds": 2}, {"speech_seconds": 5},
        {"snr_db": 8}, {"snr_db": 15}, {"clipped": 0.1}, {"clipped": 0.01}, {"level_db": -55}, {"bandwidth_hz": 3000},
        {"offset": 0.5}, {"steadiness": 2}, {"steadiness": 1.3}, {"voiced": 0.2}, {"likeness": 0.2}, {"likeness": 0.65},
        {"second_pitch": 0.5},
    ]  # fmt: skip
    found = [finding for flaw in flaws for finding in judge(replace(good, **flaw))]
    assert {each.code for each in found} == set(re.findall(r'Finding\(\s*"([a-z-]+)"', FINDINGS.read_text("utf-8")))
    for each in found:
        for english in (each.sentence, each.advice):
            assert re.search("[가-힣]", translated(english, "ko")), english
