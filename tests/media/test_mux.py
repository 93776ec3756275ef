"""The narrated film as a whole: sync, streams, labels; what goes wrong leaves nothing behind."""

import errno
import os
import resource
import subprocess
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media.audio import decode_audio
from media.cancelled import Cancelled
from media.mux import MuxError, mux
from media.probe import probe
from tests.media.films import RATE, click_sound, click_time, cue, draw, flash_time, packets

CUES = [cue(0.2, 0.8, "Hello"), cue(1.0, 1.6, "안녕 <b>")]
VP9 = {"video": "libvpx-vp9", "audio": ("libopus",), "options": {"deadline": "realtime", "cpu-used": "8"}}
AV1 = {"video": "libsvtav1", "audio": ("libopus",), "options": {"preset": "12", "svtav1-params": "lp=1"}}
HEVC = {"video": "libx265", "pixel_format": "yuv420p10le", "color": (9, 16, 9)}
VARIABLE = {"times": [0, 0.04, 0.1, 0.2, 0.24, 0.5, 0.9, 1.0, 1.04, 1.5, 1.9]}


def narrate(path: Path, output: Path, **options):
    film = probe(path)
    return film, mux(film, click_sound(film.duration, flash_time(path)), output, **options)


@pytest.mark.parametrize(
    ("source", "drawn", "output"),
    [
        ("plain.mp4", {}, "out.mp4"),
        ("plain.mp4", {}, "out.mkv"),
        ("plain.mp4", {}, "out.mov"),
        ("b-frames.mkv", {"options": {"bf": "2", "preset": "fast"}}, "out.mkv"),
        ("b-frames.mkv", {"options": {"bf": "2", "preset": "fast"}}, "out.mp4"),
        ("late.mp4", {"start": 0.5}, "out.mp4"),
        ("late.mkv", {"start": 0.5}, "out.mkv"),
        ("late.mkv", {"start": 0.5}, "out.mp4"),
        ("silent.mp4", {"audio": ()}, "out.mp4"),
        ("variable.mp4", VARIABLE, "out.mp4"),
        ("44100.mp4", {"audio_rate": 44_100}, "out.mkv"),
        ("pcm.mov", {"audio": ("pcm_s16le",)}, "out.mov"),
        ("hevc.mp4", HEVC, "out.mp4"),
        ("hevc.mp4", HEVC, "out.mkv"),
        ("vp9.webm", VP9, "out.webm"),
        ("vp9.webm", VP9, "out.mp4"),
        ("av1.webm", AV1, "out.webm"),
        ("turned.mp4", {"rotation": 90}, "out.mp4"),
    ],
)
def test_picture_and_sound_stay_together(tmp_path, source, drawn, output):
    path = draw(tmp_path / source, **drawn)
    flash = flash_time(path)
    film, report = narrate(path, tmp_path / output, cues=CUES)
    assert packets(report.output) == packets(path)
    assert flash_time(report.output) == pytest.approx(flash, abs=0.0005)
    result = probe(report.output)
    for stream in (s for s in result.streams if s.kind == "audio"):
        click = click_time(np.concatenate(list(decode_audio(result, stream.index))))
        assert abs(click - flash) <= 0.001
    kinds = ["video", "audio", *("audio" for s in film.streams if s.kind == "audio"), "subtitle"]
    assert [s.kind for s in result.streams] == kinds
    assert (result.video.rotation, result.video.color) == (film.video.rotation, film.video.color)
    assert result.duration >= film.duration - 0.001
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({source, output})
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


@pytest.mark.parametrize("output", ["out.mp4", "out.mkv", "out.mov"])
def test_the_narration_is_the_one_default_sound_with_language_and_title(tmp_path, output):
    path = draw(tmp_path / "film.mkv", audio=("aac", "libmp3lame"))
    _, report = narrate(path, tmp_path / output, cues=CUES, language="kor", title="내레이션")
    sound = [s for s in probe(report.output).streams if s.kind == "audio"]
    assert [(s.language, s.title, s.default) for s in sound] == [
        ("kor", "내레이션", True),
        ("eng", "Track 1", False),
        ("kor", "Track 2", False),
    ]
    assert report.copied == ("#0 video h264", "#1 audio aac eng Track 1", "#2 audio mp3 kor Track 2")


@pytest.mark.parametrize(
    ("source", "drawn", "output", "expected"),
    [
        ("film.mp4", {}, "out.mp4", ["Hello", "안녕 <b>"]),
        ("film.mp4", {}, "out.mkv", ["Hello", "안녕 <b>"]),
        ("film.webm", VP9, "out.webm", ["Hello", "안녕 &lt;b&gt;"]),
    ],
)
def test_cues_are_a_soft_subtitle_track(tmp_path, source, drawn, output, expected):
    _, report = narrate(draw(tmp_path / source, **drawn), tmp_path / output, cues=CUES, language="kor")
    with av.open(str(report.output)) as result:
        track = result.streams.subtitles[0]
        assert track.language == "kor"
        found = [packet for packet in result.demux(track) if packet.size]
        rows = [(float(p.pts * p.time_base), float(p.duration * p.time_base), bytes(p)) for p in found]
    if output.endswith("mp4"):  # a 16-bit length before each text
        rows = [(start, length, data[2:]) for start, length, data in rows]
    rows = [(start, length, data.decode()) for start, length, data in rows if data]
    assert rows == [(0.2, pytest.approx(0.6), expected[0]), (1.0, pytest.approx(0.6), expected[1])]


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "webm"])
def test_a_comment_is_added_to_the_films_own_and_only_once(tmp_path, ending):
    said = "synthetic speech by Narrascore, voice 미나"
    film = draw(tmp_path / f"film.{ending}", **(VP9 if ending == "webm" else {}))
    narrate(film, tmp_path / f"out.{ending}", comment=said)
    narrate(tmp_path / f"out.{ending}", tmp_path / f"again.{ending}", comment=said)
    for name in ("out", "again"):
        with av.open(str(tmp_path / f"{name}.{ending}")) as made:
            tags = {key.lower(): text for key, text in made.metadata.items()}
        assert tags["comment"] == f"가나다; {said}" and tags["title"] == "A test film"


@pytest.mark.parametrize(("given", "written"), [("ko", "kor"), ("en-GB", "eng"), ("jpn", "jpn"), ("xx", "und")])
def test_languages_are_written_as_containers_want_them(tmp_path, given, written):
    _, report = narrate(draw(tmp_path / "film.mp4"), tmp_path / "out.mp4", language=given)
    assert probe(report.output).audio.language == written


def test_a_rich_film_keeps_everything(tmp_path):
    path = draw(tmp_path / "film.mkv", audio=("aac", "flac", "libopus", "ac3"), chapters=True, subtitle="subrip")
    with av.open(str(path)) as source, av.open(str(tmp_path / "rich.mkv"), "w") as sink:
        copies = {s.index: sink.add_stream_from_template(s, opaque=True) for s in source.streams}
        sink.add_attachment("type.ttf", "application/x-truetype-font", b"not really a font")
        sink.set_chapters(source.chapters())
        sink.metadata.update(source.metadata)
        for packet in source.demux():
            if packet.size:
                packet.stream = copies[packet.stream.index]
                sink.mux(packet)
    film, report = narrate(tmp_path / "rich.mkv", tmp_path / "out.mkv", cues=CUES)
    assert report.dropped == ()
    result = probe(report.output)
    assert result.chapters == film.chapters
    assert result.metadata["COMMENT"] == "가나다"
    assert [s.codec for s in result.streams if s.kind == "audio"] == ["aac", "aac", "flac", "opus", "ac3"]
    with av.open(str(report.output)) as file:
        assert [s.data for s in file.streams if s.type == "attachment"] == [b"not really a font"]
    assert packets(report.output, "subtitle", 1) == packets(path, "subtitle")
    assert packets(report.output, "audio", 2) == packets(path, "audio", 1)


def test_what_the_container_cannot_hold_is_named(tmp_path):
    path = draw(tmp_path / "film.mkv", audio=("aac", "flac"), subtitle="subrip", chapters=True)
    _, report = narrate(path, tmp_path / "out.mov")
    assert report.dropped == ("#2 audio flac kor Track 2: not kept, mov cannot hold it",)
    assert report.copied[-1] == "#3 subtitle subrip fra: as mov_text"
    assert len(probe(report.output).chapters) == 2
    with pytest.raises(MuxError, match=r"A \.webm file cannot hold h264 video: choose \.mkv"):
        narrate(path, tmp_path / "out.webm")


@pytest.mark.parametrize(
    ("source", "drawn", "text", "output", "codec"),
    [
        ("film.mkv", {}, "<i>one</i> & two", "out.mp4", "mov_text"),
        ("film.mkv", {}, "one & two", "out.mov", "mov_text"),
        ("film.mp4", {}, "one & two", "out.mkv", "subrip"),
        ("film.mp4", {"video": "libvpx-vp9"}, "one & two", "out.webm", "webvtt"),
    ],
)
def test_texts_of_the_film_are_kept_in_the_form_of_the_container(tmp_path, source, drawn, text, output, codec):
    bare = probe(draw(tmp_path / f"bare{Path(source).suffix}", **drawn))
    texts = [cue(0.2, 0.8, text), cue(0.5, 1.2, "셋\n넷")]
    film = mux(bare, click_sound(2.0, 1.0), tmp_path / source, cues=texts, language="fra", title="Texts").output
    _, report = narrate(film, tmp_path / output, cues=[cue(0, 1, "ours")])
    assert report.copied[-1].endswith(f"fra Texts: as {codec}")
    assert not [line for line in report.dropped if "subtitle" in line]
    stream = [s for s in probe(report.output).streams if s.kind == "subtitle"][1]
    assert (stream.codec, stream.language, stream.title) == (codec, "fra", "Texts")
    with av.open(str(report.output)) as file:
        packets_shown = [p for p in file.demux(file.streams.subtitles[1]) if p.size > 2]
        shown = [(float(p.pts * p.time_base), p.decode()[0].dialogue.decode()) for p in packets_shown]
    assert shown[0] == (pytest.approx(0.2), "one & two")
    assert "셋\n넷" in shown[-1][1]


def test_a_text_track_that_says_nothing_is_no_obstacle(tmp_path):
    with av.open(str(draw(tmp_path / "film.mkv"))) as source, av.open(str(tmp_path / "texts.mkv"), "w") as sink:
        copies = {s.index: sink.add_stream_from_template(s, opaque=True) for s in source.streams}
        sink.add_mux_stream("subrip", time_base=Fraction(1, 1000))
        for packet in source.demux():
            if packet.size:
                packet.stream = copies[packet.stream.index]
                sink.mux(packet)
    _, report = narrate(tmp_path / "texts.mkv", tmp_path / "out.mp4", cues=CUES)
    assert report.dropped == ()


def test_sound_longer_than_the_picture_is_not_cut(tmp_path):
    film = probe(draw(tmp_path / "film.mp4", audio=()))
    report = mux(film, click_sound(5.0, 4.5), tmp_path / "out.mp4")
    assert probe(report.output).duration == pytest.approx(5.0, abs=0.01)
    assert report.duration == 5.0


def test_the_index_of_an_mp4_comes_first(tmp_path):
    _, report = narrate(draw(tmp_path / "film.mp4"), tmp_path / "out.mp4")
    data = report.output.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_mix_may_be_a_scratch_file(tmp_path):
    film = probe(draw(tmp_path / "film.mp4"))
    mix = tmp_path / "programme.f32"
    click_sound(film.duration, 1.0).astype("<f4").tofile(mix)
    report = mux(film, mix, tmp_path / "out.mp4")
    assert click_time(np.concatenate(list(decode_audio(probe(report.output))))) == pytest.approx(1.0, abs=0.001)
    mix.write_bytes(b"12345")
    with pytest.raises(MuxError, match=r"the mix programme\.f32 is damaged"):
        mux(film, mix, tmp_path / "again.mp4")


def test_progress_rises_to_one(tmp_path):
    seen: list[float] = []
    narrate(draw(tmp_path / "film.mp4"), tmp_path / "out.mp4", progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


# ---------------------------------------------------------------- failures leave nothing behind


@pytest.fixture
def film(tmp_path):
    return probe(draw(tmp_path / "film.mp4"))


def hiss() -> np.ndarray:
    """Sound that fills some room: 50 kB."""
    return np.random.default_rng(2).normal(0, 0.1, (2 * RATE, 2)).astype(np.float32)


def refused(film, output: Path, words: str, kind: type[Exception] = MuxError, **options) -> None:
    folder = film.path.parent
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    with pytest.raises(kind, match=words) as refusal:
        mux(film, click_sound(film.duration, 1.0), output, **options)
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before
    assert "\n" not in str(refusal.value)


def test_the_input_is_never_overwritten(film, tmp_path):
    refused(film, film.path, "is the film itself")
    (tmp_path / "other.mp4").symlink_to(film.path)
    refused(film, tmp_path / "other.mp4", "is the film itself")


def test_names_that_cannot_be_written(film, tmp_path):
    refused(film, tmp_path / "out.avi", "use one of .mp4, .m4v, .mov, .mkv, .webm")
    refused(film, tmp_path / "missing" / "out.mp4", "There is no folder")
    (tmp_path / "folder.mp4").mkdir()
    refused(film, tmp_path / "folder.mp4", "is a folder")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody may write to")
def test_a_read_only_folder(film):
    only_told_by_trying = os.access("/proc", os.W_OK)  # so it is for root
    refused(film, Path("/proc/out.mp4"), "could not be written" if only_told_by_trying else "may be written to")


def test_cancelled_half_way(film, tmp_path):
    (tmp_path / "out.mp4").write_bytes(b"an older film")
    calls = iter([False, True])
    refused(film, tmp_path / "out.mp4", "cancelled", Cancelled, cancelled=lambda: next(calls, True))


def test_no_room_for_the_file(film, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(MuxError, match="larger than this system allows"):
            mux(film, hiss(), tmp_path / "out.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_full_disk(film, tmp_path, suffix):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", small], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        with pytest.raises(MuxError, match="the disk is full: free some space"):
            mux(film, hiss(), small / f"out.{suffix}")
        assert os.listdir(small) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_every_error_of_the_system_becomes_one_sentence(film, tmp_path):
    from media.mux import _sentence

    assert "disk is full" in _sentence(OSError(errno.ENOSPC, "x"), tmp_path / "a.mp4")
    assert "may not be written to" in _sentence(PermissionError(errno.EACCES, "x"), tmp_path / "a.mp4")


def test_a_programme_with_no_numbers_in_it(film, tmp_path):
    sound = np.full((2 * RATE, 2), np.nan, np.float32)
    with pytest.raises(MuxError, match="could not be written"):
        mux(film, sound, tmp_path / "out.mp4")
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]
