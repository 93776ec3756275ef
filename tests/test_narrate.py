"""The director: every cue in its place, takes kept and reused, and a result that does not depend on interruptions."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from media.artefacts import Takes
from media.cancelled import Cancelled
from media.mix import MixError
from media.report import Report
from narrate import Music, Options, forget, gallery, narrate
from synth.voice import VoiceError
from synth.voice.casting import casting
from synth.voice.consent import SENTENCES, Consent
from synth.voice.pitch import f0
from synth.voice.samples import NAMES, sample_voice
from tests.media.films import draw, packets

ROOT = Path(__file__).parents[1]
SRT = """1
00:00:00,500 --> 00:00:02,500
The sea was quiet.

2
00:00:03,000 --> 00:00:03,600
Somebody had to go down and look.

3
00:00:05,000 --> 00:00:06,000
[waves]

4
00:00:06,500 --> 00:00:08,000
ANNA: Wait.
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("narrate")
    draw(folder / "film.mp4", seconds=10, flash=9)
    (folder / "film.srt").write_text(SRT, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(place: Path, output: Path, **options) -> Report:
    return narrate(place / "film.mp4", place / "film.srt", output, Options(**options))


def test_every_cue_sounds_where_the_report_says(place, home, tmp_path):
    report = run(place, tmp_path / "out.mp4", stems=tmp_path / "stems")
    assert [line.cue.number for line in report.lines] == [1, 2, 4]
    assert report.lines[2].cue.speaker == "ANNA" and report.lines[2].cue.text == "Wait."
    speech, rate = soundfile.read(tmp_path / "stems" / "speech.flac")
    level = np.abs(speech).max(1) if speech.ndim == 2 else np.abs(speech)
    for line in report.lines:
        begin, end = line.placed.start, line.placed.end
        around = level[round((begin - 0.3) * rate) : round((end + 0.3) * rate)]
        heard = np.flatnonzero(around > 0.02)
        assert abs(heard[0] / rate - 0.3) < 0.05, f"cue {line.cue.number} starts at {heard[0] / rate - 0.3 + begin:.3f}"
        assert begin - 0.3 + heard[-1] / rate <= end + 0.01
        assert line.placed.status in ("late", "overflow") or end <= line.placed.slot_end + 0.001
    ends = [0.0, *(line.placed.end for line in report.lines)]
    starts = [*(line.placed.start for line in report.lines), 10.0]
    for quiet_from, quiet_to in zip(ends, starts, strict=True):
        assert level[round((quiet_from + 0.02) * rate) : round((quiet_to - 0.02) * rate)].max(initial=0) < 1e-4


def test_the_film_comes_out_whole(place, home, tmp_path):
    report = run(place, tmp_path / "out.mp4")
    assert packets(tmp_path / "out.mp4", "video") == packets(place / "film.mp4", "video")
    with av.open(str(tmp_path / "out.mp4")) as film:
        assert [s.type for s in film.streams] == ["video", "audio", "audio", "subtitle"]
    assert abs(report.mix.loudness + 16) < 0.5 and report.mix.true_peak <= -1


def test_nothing_unchanged_is_spoken_again(place, home, tmp_path):
    assert run(place, tmp_path / "a.mp4").spoken == 3
    assert run(place, tmp_path / "b.mp4").spoken == 0
    (tmp_path / "film.srt").write_text(SRT.replace("quiet", "loud"), encoding="utf-8")
    again = narrate(place / "film.mp4", tmp_path / "film.srt", tmp_path / "c.mp4", Options())
    assert again.spoken == 1
    assert run(place, tmp_path / "d.mp4", rate=1.2).spoken == 3


def test_takes_that_there_is_no_room_for_go_when_the_film_is_made(place, home, tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_TAKES_GB", "0")
    (home / "cache" / "old").mkdir(parents=True)
    assert run(place, tmp_path / "a.mp4").spoken == 3 and (tmp_path / "a.mp4").exists()
    assert not list((home / "takes").rglob("*.flac")) and (home / "cache" / "old").exists()


def test_the_original_can_be_left_out(place, home, tmp_path):
    run(place, tmp_path / "out.mp4", original="replace", stems=tmp_path / "stems")
    programme, rate = soundfile.read(tmp_path / "stems" / "programme.flac")
    assert np.abs(programme[round(8.9 * rate) : round(9.1 * rate)]).max() < 1e-4


@pytest.fixture
def mina(home):
    """A deep voice of one's own."""
    voice = replace(sample_voice("dan"), name="Mina", kind="instant")
    gallery().add(voice, Consent(SENTENCES["en"], datetime.now(UTC), "0" * 64), {}, {})
    return voice


def median_f0(path: Path) -> float:
    track = f0(soundfile.read(path, dtype="float32")[0])
    return float(np.median(track[track > 0]))


def test_each_speaker_has_a_voice(place, home, tmp_path, mina):
    report = run(place, tmp_path / "out.mp4", voice=casting(["anna=mina", "BEN=mina"]))
    assert [line.voice for line in report.lines] == [NAMES[0], NAMES[0], "Mina"]
    assert report.warnings == ("No cue is labelled BEN, so mina has nothing to say: the labels are ANNA.",)
    takes = [Takes(home / "takes").path(line.take) for line in report.lines]
    assert [path.parts[-3] for path in takes] == [sample_voice().id, sample_voice().id, mina.id]
    assert median_f0(takes[2]) < 0.75 * median_f0(takes[0])
    with av.open(str(tmp_path / "out.mp4")) as film:
        assert film.metadata["comment"] == f"가나다; synthetic speech by Narrascore, voices {NAMES[0]}, Mina"


def test_what_a_voice_has_said_is_forgotten_with_it(place, home, tmp_path, mina):
    def lengths() -> int:
        with closing(sqlite3.connect(home / "lengths.sqlite")) as rows:
            return rows.execute("SELECT count(*) FROM lengths").fetchone()[0]

    takes, cast = Takes(home / "takes"), casting(["ANNA=mina"])
    report = run(place, tmp_path / "a.mp4", voice=cast)
    assert len(list(takes.folder.rglob("*.flac"))) == lengths() == 3
    size = takes.path(report.lines[2].take).stat().st_size
    assert forget(mina.id) == (1, size)
    assert sorted(path.stem for path in takes.folder.rglob("*.flac")) == sorted(
        Path(line.take).name for line in report.lines[:2]
    )
    assert lengths() == 2 and not (takes.folder / mina.id).exists()
    assert run(place, tmp_path / "b.mp4", voice=cast).spoken == 1


def test_an_unknown_voice_is_refused_before_any_work(place, home, tmp_path, mina):
    with pytest.raises(VoiceError, match=r"no voice named 'minna': did you mean Mina\?"):
        run(place, tmp_path / "a.mp4", voice=casting(["ANNA=minna"]))
    assert [path.name for path in home.iterdir()] == ["voices"]


def test_progress_is_told_from_start_to_end(place, home, tmp_path):
    told = []
    narrate(place / "film.mp4", place / "film.srt", tmp_path / "o.mp4", Options(), lambda *step: told.append(step))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["read", "plan", "speak", "mix", "write"]
    for stage in stages[1:]:
        done = [fraction for s, fraction, _ in told if s == stage]
        assert done == sorted(done) and done[-1] == pytest.approx(1)


@pytest.mark.parametrize("stage", ["plan", "speak", "mix", "write"])
def test_cancelled_in_any_stage_it_leaves_no_film_and_keeps_the_takes(place, home, tmp_path, stage):
    seen = []
    with pytest.raises(Cancelled):
        narrate(place / "film.mp4", place / "film.srt", tmp_path / "o.mp4", Options(),
                lambda *step: seen.append(step[:2]), lambda: bool(seen) and seen[-1][0] == stage)  # fmt: skip
    assert seen[-1][0] == stage and [path.name for path in tmp_path.iterdir()] == ["home"]
    assert not (home / "work").exists() or list((home / "work").iterdir()) == []
    if stage in ("mix", "write"):
        assert run(place, tmp_path / "o.mp4").spoken == 0


def test_music_is_composed_once_the_same_every_time_and_found_by_a_run_that_was_cut_short(place, home, tmp_path):
    told, music = [], Music("tense", "electronic")
    with pytest.raises(Cancelled):  # while it is mixed: what was played is kept
        narrate(place / "film.mp4", place / "film.srt", tmp_path / "a.mp4", Options(music=music),
                lambda *step: told.append(step[:2]), lambda: bool(told) and told[-1][0] == "mix")  # fmt: skip
    (sound,) = (home / "music").rglob("*.flac")
    made, when = sound.read_bytes(), sound.stat().st_mtime_ns
    report = run(place, tmp_path / "b.mp4", music=music)
    assert [*(home / "music").rglob("*.flac")] == [sound] and sound.stat().st_mtime_ns == when
    assert report.music["source"] == "tense" and abs(report.mix.loudness + 16) < 0.5
    sound.unlink()
    run(place, tmp_path / "c.mp4", music=music)
    assert sound.read_bytes() == made
    assert packets(tmp_path / "c.mp4", "audio") == packets(tmp_path / "b.mp4", "audio")


def test_stems_that_cannot_be_written_are_refused_before_a_word_is_spoken(place, home, tmp_path):
    (tmp_path / "stems").write_text("a file")
    with pytest.raises(MixError, match="is a file"):
        run(place, tmp_path / "o.mp4", stems=tmp_path / "stems")
    assert not home.exists()


def test_killed_at_ten_random_moments_it_ends_the_same(place, tmp_path):
    """SIGKILL ten times, then run to the end: the same film as undisturbed, and no take was written twice."""
    half_seconds = [(f"0{i // 2},{i % 2 * 5}00", f"0{i // 2},{i % 2 * 5 + 4}00") for i in range(18)]
    cues = [f"{i}\n00:00:{a} --> 00:00:{b}\nNumber {i}.\n" for i, (a, b) in enumerate(half_seconds, 1)]
    (tmp_path / "long.srt").write_text("\n".join(cues), encoding="utf-8")
    undisturbed, disturbed = tmp_path / "a" / "film.mp4", tmp_path / "b" / "film.mp4"

    def command(output: Path) -> tuple[list[str], dict]:
        output.parent.mkdir(exist_ok=True)
        arguments = [
            sys.executable,
            "narrate.py",
            str(place / "film.mp4"),
            str(tmp_path / "long.srt"),
            "-o",
            str(output),
        ]
        return arguments, dict(cwd=ROOT, env=os.environ | {"NARRASCORE_HOME": str(output.parent / "home")})

    arguments, where = command(undisturbed)
    began = time.monotonic()
    subprocess.run(arguments, check=True, capture_output=True, **where)
    whole = time.monotonic() - began

    arguments, where = command(disturbed)
    written: dict[str, int] = {}
    chance = random.Random(7)
    for _ in range(10):
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **where)
        time.sleep(chance.uniform(0.2, 0.95) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for take in (disturbed.parent / "home" / "takes").rglob("[0-9a-f]*.flac"):
            assert written.setdefault(take.name, take.stat().st_mtime_ns) == take.stat().st_mtime_ns
        if disturbed.exists():  # a kill that came too late: the film must be whole already
            assert packets(disturbed, "audio") == packets(undisturbed, "audio")
            disturbed.unlink()
    subprocess.run(arguments, check=True, capture_output=True, **where)
    assert packets(disturbed, "audio") == packets(undisturbed, "audio")
    assert packets(disturbed, "video") == packets(undisturbed, "video")
    assert written, "no kill left a take behind: the test would show nothing"
    assert not list((disturbed.parent / "home" / "work").iterdir())
