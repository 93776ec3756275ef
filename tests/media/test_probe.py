import dataclasses
import os
import random
import resource
from fractions import Fraction

import av
import pytest

from media.probe import Limits, ProbeError, probe
from tests.media.films import add_sound, click_sound, draw


def test_tells_what_is_in_a_film(tmp_path):
    path = draw(tmp_path / "film.mkv", audio=("aac", "flac"), chapters=True, subtitle="subrip")
    film = probe(path)
    assert (film.path, film.format) == (path, "matroska")
    assert film.duration == pytest.approx(2.0, abs=0.05)
    assert [(s.kind, s.codec, s.language) for s in film.streams] == [
        ("video", "h264", None),
        ("audio", "aac", "eng"),
        ("audio", "flac", "kor"),
        ("subtitle", "subrip", "fra"),
    ]
    assert (film.video.width, film.video.height, film.video.fps, film.video.variable_fps) == (160, 96, 25.0, False)
    assert (film.audio.sample_rate, film.audio.channels, film.audio.title) == (48_000, 2, "Track 1")
    assert [(c.start, c.end, c.title) for c in film.chapters] == [(0.0, 1.0, "One"), (1.0, 2.0, "둘")]
    assert film.metadata["COMMENT"] == "가나다"


def test_rotation_colour_aspect_and_depth(tmp_path):
    ten_bit = probe(draw(tmp_path / "a.mp4", video="libx265", pixel_format="yuv420p10le", color=(9, 16, 9)))
    assert (ten_bit.video.codec, ten_bit.video.pixel_format) == ("hevc", "yuv420p10le")
    assert ten_bit.video.color.hdr
    assert (ten_bit.video.color.primaries, ten_bit.video.color.space) == (9, 9)
    turned = probe(draw(tmp_path / "b.mp4", rotation=-90, audio=()))
    assert turned.video.rotation == 90
    assert turned.audio is None
    assert probe(draw(tmp_path / "c.mov", sample_aspect=Fraction(2))).video.sample_aspect == 2


@pytest.mark.parametrize("fps", [24, 25, 30])
def test_b_frames_and_rounded_clocks_are_not_variable_frame_rate(tmp_path, fps):
    for suffix in ("mp4", "mkv"):
        path = draw(tmp_path / f"f.{suffix}", fps=fps, options={"bf": "3", "preset": "fast"}, audio=())
        assert not probe(path).video.variable_fps


def test_variable_frame_rate_is_seen(tmp_path):
    film = probe(draw(tmp_path / "f.mp4", times=[0, 0.04, 0.1, 0.2, 0.24, 0.5, 0.9, 1.0, 1.04, 1.5, 1.9]))
    assert film.video.variable_fps


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"There is no file .*film\.mp4"),
        (b"", r"film\.mp4 is empty"),
        (b"hello, this is not a film\n", r"film\.mp4 is not a film but a text file"),
    ],
)
def test_what_is_no_film_is_named_in_one_sentence(tmp_path, content, words):
    path = tmp_path / "film.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProbeError, match=words) as refusal:
        probe(path)
    assert str(refusal.value).count("\n") == 0


def test_a_folder_and_a_film_without_picture(tmp_path):
    with pytest.raises(ProbeError, match="is a folder"):
        probe(tmp_path)
    with av.open(str(tmp_path / "a.mp4"), "w") as sink:
        add_sound(sink, sink.add_stream("aac", rate=48_000), click_sound(1.0, 0.5))
    with pytest.raises(ProbeError, match="has no picture"):
        probe(tmp_path / "a.mp4")


@pytest.mark.parametrize("name", ["film.mp4", "film.mov", "film.mkv", "film.webm"])
def test_a_film_that_starts_late_ends_where_its_last_packet_does(tmp_path, name):
    codecs = {"video": "libvpx-vp9", "audio": ("libopus",)} if name.endswith("webm") else {}
    path = draw(tmp_path / name, start=5.0, seconds=2.0, **codecs)
    assert probe(path).duration == pytest.approx(7.0, abs=0.03)


@pytest.mark.parametrize("options", [{}, {"movflags": "+faststart"}])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_film_that_is_cut_short(tmp_path, suffix, options):
    whole = draw(tmp_path / f"whole.{suffix}", container_options=options if suffix == "mp4" else {}).read_bytes()
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(ProbeError, match=r"is cut short|has no index"):
        probe(cut)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "film.mp4")
    with pytest.raises(ProbeError, match="is a pipe or a device"):
        probe(tmp_path / "film.mp4")


def test_limits(tmp_path):
    path = draw(tmp_path / "film.mp4", audio=("aac", "aac"))
    for limits, words in [
        (Limits(streams=2), "holds 3 streams; at most 2"),
        (Limits(duration=1.0), "lasts"),
        (Limits(pixels=10_000), "a picture of more than"),
        (Limits(deadline=0.01), "took longer than 0.01 s"),
        (Limits(memory=1 << 26), "damaged or hostile|asks for more than"),
    ]:
        with pytest.raises(ProbeError, match=words):
            probe(path, limits)


def test_a_look_costs_less_than_0_4_seconds(tmp_path):
    path = draw(tmp_path / "film.mp4")
    costs = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        probe(path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(costs) < 0.4  # of processor time: the wall clock also tells what else the machine is doing


def test_damaged_bytes_give_a_film_or_a_sentence(tmp_path):
    whole = draw(
        tmp_path / "whole.mp4", seconds=0.5, flash=0.2, container_options={"movflags": "+faststart"}
    ).read_bytes()
    chance = random.Random(5)
    for number in range(12):
        broken = bytearray(whole)
        for _ in range(20):
            broken[chance.randrange(32, 1500)] = chance.randrange(256)  # in the index
        path = tmp_path / f"broken{number}.mp4"
        path.write_bytes(broken)
        try:
            assert dataclasses.is_dataclass(probe(path))
        except ProbeError as refusal:
            assert "broken" in str(refusal)
