"""The director without a subtitle file: cues from an editor, one of them alone, a gallery of one's own."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media.artefacts import Takes
from media.probe import probe
from media.subtitles import RawCue, SubtitleError, Typed
from narrate import Options, gallery, narrate, prepare, speak_cue
from synth.speech.networks import Networks
from synth.voice.casting import Casting
from synth.voice.consent import SENTENCES, Consent
from synth.voice.samples import NAMES, sample_voice
from tests.media.films import draw

CUES = Typed("My film", (
    RawCue(1, 500, 2500, "The sea was quiet."),
    RawCue(2, 3000, 3600, "Go and look."),
    RawCue(3, 5000, 6000, "[waves]"),
    RawCue(4, 6500, 8000, "Wait.", "ANNA"),
))  # fmt: skip


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    return draw(tmp_path_factory.mktemp("typed") / "film.mp4", seconds=10, flash=9)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_one_cue_is_spoken_as_it_will_be_in_the_film(film, home, tmp_path):
    networks, takes = Networks(home / "cache"), Takes(home / "takes")
    ready = prepare(probe(film), CUES, Options(), lambda *_: None, networks)
    line, spoken = speak_cue(ready, 4, takes, Options())
    assert (
        spoken
        and line.cue.speaker == "ANNA"
        and [path.stem for path in takes.folder.rglob("*.flac")] == [line.take.rpartition("/")[2]]
    )
    assert speak_cue(ready, 4, takes, Options())[1] is False
    plans = []
    report = narrate(film, CUES, tmp_path / "o.mp4", Options(), networks=networks, planned=plans.append)
    assert report.spoken == 2 and report.lines[2] == line
    assert plans[0].names == ready.names


def test_a_cue_that_is_not_spoken_says_why(film, home):
    ready = prepare(probe(film), CUES, Options(), lambda *_: None)
    with pytest.raises(SubtitleError, match=r"My film, cue 3 is not spoken: a sound, not spoken: \[waves\]"):
        speak_cue(ready, 3, Takes(home / "takes"), Options())


def test_a_single_cue_has_a_voice_of_its_own_from_a_gallery_of_its_own(film, home, tmp_path):
    folder = tmp_path / "voices"
    voice = replace(sample_voice("dan"), name="Mina", kind="instant")
    gallery(folder).add(voice, Consent(SENTENCES["en"], datetime.now(UTC), "0" * 64), {}, {})
    cast = Casting(cues={2: "mina"})
    ready = prepare(probe(film), CUES, Options(voice=cast, gallery=folder), lambda *_: None)
    assert [line.voice for line in ready.lines()] == [NAMES[0], "Mina", NAMES[0]]
    assert ready.names[1].startswith(voice.id)
