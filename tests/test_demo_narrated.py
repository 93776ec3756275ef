"""The bundled film, narrated: what a first user gets, measured on the finished file by other tools than made it."""

from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pysrt
import pytest
import soundfile
from scipy.signal import resample_poly

from bench.bed import HIGHEST, LOWEST, measured
from narrate import Music, Options, narrate
from tests.media.films import packets

DEMO = Path(__file__).parents[1] / "demo"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """(report, the narrated film, the speech stem)."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NARRASCORE_HOME", str(folder / "home"))
        options = Options(stems=folder / "stems")
        report = narrate(DEMO / "film.mp4", DEMO / "film.en.srt", folder / "film.mp4", options)
    return report, folder / "film.mp4", folder / "stems" / "speech.flac"


def test_the_picture_is_copied_packet_by_packet(made):
    assert packets(made[1], "video") == packets(DEMO / "film.mp4", "video")


def test_narration_original_and_subtitles_are_all_there(made):
    with av.open(str(made[1])) as film:
        sounds = film.streams.audio
        assert len(sounds) == 2 and sounds[0].language == "eng"
        assert [bool(s.disposition & av.stream.Disposition.default) for s in sounds] == [True, False]
        texts = [p for p in film.demux(film.streams.subtitles[0]) if p.size > 2]
    written = pysrt.open(str(DEMO / "film.en.srt"), encoding="utf-8")
    assert len(texts) == len(written)
    assert any(b"[waves]" in bytes(p) for p in texts) and any(b"GULL: " in bytes(p) for p in texts)


def test_every_spoken_cue_starts_on_time_and_ends_in_its_slot(made):
    report, _, stem = made
    speech, rate = soundfile.read(stem)
    level = np.abs(speech).reshape(len(speech), -1).max(1)
    assert len(report.lines) == 14
    for line in report.lines:
        placed = line.placed
        before = 0.04  # less than the pause kept between cues: the words before are not taken for this cue's
        piece = level[round((placed.start - before) * rate) : round((placed.end + before) * rate)]
        heard = np.flatnonzero(piece > 0.02) / rate - before
        assert abs(heard[0]) <= 0.05, f"cue {line.cue.number}: onset off by {heard[0]:.3f} s"
        ends = placed.start + heard[-1]
        told = f"cue {line.cue.number} ends at {ends:.3f}"
        assert ends <= placed.slot_end + 0.001 or placed.status in ("late", "overflow"), told


def test_loudness_and_true_peak_of_the_file(made):
    with av.open(str(made[1])) as film:
        frames = [f.to_ndarray() for f in film.decode(film.streams.audio[0])]
    sound = np.concatenate(frames, 1).T
    assert abs(pyloudnorm.Meter(48_000).integrated_loudness(sound) + 16) <= 0.5
    assert 20 * np.log10(np.abs(resample_poly(sound, 4, 1)).max()) <= -1


@pytest.fixture(scope="module")
def scored(made):
    """The same film with music that changes: (report, as told to programs; what was measured on the stems; folder)."""
    folder = made[1].parent
    words = (DEMO / "film.en.srt").read_text(encoding="utf-8").replace("Listen.", "[mood: epic] Listen.")
    (folder / "scored.srt").write_text(words.replace("Wait.", "[mood: tense] Wait."), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NARRASCORE_HOME", str(folder / "home"))
        options = Options(stems=folder / "scored", music=Music("auto", "piano"))
        report = narrate(DEMO / "film.mp4", folder / "scored.srt", folder / "scored.mp4", options).told()
    return report, measured(folder / "scored", report), folder


def test_music_lies_sixteen_lu_under_the_words_and_is_down_before_them(scored):
    report, found, _ = scored
    assert len(found.windows) > 20 and found.windows.min() >= LOWEST and found.windows.max() <= HIGHEST
    assert len(found.parts) > 200 and found.parts.min() >= LOWEST - 0.5 and found.parts.max() <= HIGHEST + 0.5
    assert found.lead >= 0.2
    told = report["mix"]["music_under"]
    assert told["least"] == pytest.approx(found.parts.min(), abs=0.3) and told["median"] == pytest.approx(16, abs=0.3)


def test_the_scored_film_is_on_its_loudness_under_its_peak_and_without_clicks(scored):
    _, found, _ = scored
    assert abs(found.loudness + 16) <= 0.5 and found.peak <= -1
    assert found.click <= 0  # no boundary is sharper than the sharpest stroke elsewhere
    assert -11 <= found.gaps.mean() <= -7


def test_the_music_changes_where_the_subtitles_ask_for_it_and_ends_with_the_film(scored):
    report, _, folder = scored
    scenes = report["music"]["scenes"]
    assert [next(row["mood"] for row in scenes if row["end"] > at) for at in (16, 37, 43, 53)] == [
        "tense", "tense", "epic", "epic"]  # fmt: skip
    assert scenes[0]["start"] == 0 and scenes[-1]["end"] == pytest.approx(54.0, abs=0.1)
    sound, rate = soundfile.read(folder / "scored" / "music.flac")
    assert len(sound) == round(54.0 * rate) and np.abs(sound[-10:]).max() < 1e-3
    assert (folder / "scored" / "music.mid").exists() and (folder / "scored" / "music.png").exists()


def test_the_stems_of_a_scored_film_add_up(scored):
    folder = scored[2] / "scored"
    stems = {name: soundfile.read(folder / f"{name}.flac")[0] for name in ("speech", "original", "music", "programme")}
    total = stems["speech"][:, None] + stems["original"] + stems["music"]
    assert np.abs(total - stems["programme"]).max() < 1e-5
