"""A film with a title: the head is ours, the rest is the film's, bit for bit, and nothing is out of time."""

import hashlib
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from media.audio import decode_audio
from media.cancelled import Cancelled
from media.mux import MuxError, mux
from media.probe import probe
from media.titles import after, card_seconds, foresee, shown_size
from tests.media.films import RATE, click_sound, click_time, cue, draw, flash_time, packets

GOP = {"options": {"preset": "fast", "g": "25", "bf": "2", "x264-params": "scenecut=0"}}
CLOSED = {**GOP, "seconds": 4.0}
SECONDS = 1.2


class Plain:
    """A title of one colour that gives way to the film in its second half."""

    name = "Plain"

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds

    def drawer(self, canvas):
        width, height = canvas.size
        picture = np.full((height, width, 3), (200, 30, 30), np.uint8)
        picture[: height // 2, : width // 2] = (250, 250, 0)
        red = canvas.colour(picture)

        def draw(time, film):
            return red if time < self.seconds / 2 else film

        return draw


def opened(path, output, card=False, seconds=SECONDS, **options):
    film = probe(path)
    opening = Plain(seconds)
    later = card_seconds(film, seconds) if card else 0.0
    sound = np.concatenate(list(after(later, iter([click_sound(film.duration, 1.0)]))))
    return film, mux(film, sound, output, opening=opening, card=later, **options), later


def frames(path):
    """(time, digest, mean red minus blue) of every picture, as a player shows them."""
    seen = []
    with av.open(str(path)) as source:
        for frame in source.decode(source.streams.video[0]):
            digest = hashlib.sha256(b"".join(bytes(plane) for plane in frame.planes)).hexdigest()
            rgb = frame.to_ndarray(format="rgb24").astype(int)
            seen.append((frame.time, digest, float((rgb[..., 0] - rgb[..., 2]).mean())))
    return seen


@pytest.mark.parametrize("output", ["out.mp4", "out.mkv", "out.mov"])
@pytest.mark.parametrize("source", ["film.mp4", "film.mkv"])
def test_an_overlay_leaves_everything_behind_the_next_key_frame_as_it_was(tmp_path, source, output):
    path = draw(tmp_path / source, **CLOSED)
    _, report, _ = opened(path, tmp_path / output)
    titled = report.titled
    assert (titled.way, titled.encoded, titled.copied, titled.copied_from) == ("spliced", 50, 50, 2.0)
    assert packets(report.output)[50:] == packets(path)[50:]
    before, now = frames(path), frames(report.output)
    assert [time for time, _, _ in now] == pytest.approx([time for time, _, _ in before], abs=0.0011)
    assert [digest for _, digest, _ in now[50:]] == [digest for _, digest, _ in before[50:]]
    assert now[3][2] > 100 and abs(now[40][2]) < 10  # red, then the film


@pytest.mark.parametrize("output", ["out.mp4", "out.mkv"])
def test_a_card_moves_picture_sound_subtitles_and_chapters_by_its_length(tmp_path, output):
    path = draw(tmp_path / "film.mp4", **CLOSED, chapters=True)
    film, report, later = opened(path, tmp_path / output, card=True, cues=[cue(1.0, 2.0, "말")])
    assert (report.titled.way, report.titled.copied) == ("spliced", 100)
    assert packets(report.output)[-100:] == packets(path)
    before, now = frames(path), frames(report.output)
    assert [d for _, d, _ in now[-100:]] == [d for _, d, _ in before]
    assert now[-100][0] == pytest.approx(later, abs=0.0011) and now[0][0] == 0
    result = probe(report.output)
    for stream in (s for s in result.streams if s.kind == "audio"):
        click = click_time(np.concatenate(list(decode_audio(result, stream.index))))
        assert abs(click - 1.0 - later) <= 0.001
    assert [c.title for c in result.chapters] == ["Plain", "One", "둘"]
    assert [c.start for c in result.chapters[1:]] == pytest.approx([c.start + later for c in film.chapters], abs=0.001)
    with av.open(str(report.output)) as made:
        words = [p for p in made.demux(made.streams.subtitles[0]) if p.size and "말".encode() in bytes(p)]
        assert float(words[0].pts * words[0].time_base) == pytest.approx(1.0 + later, abs=0.001)


def test_pictures_at_odd_times_keep_them(tmp_path):
    times = [0, 0.04, 0.1, 0.2, 0.24, 0.5, 0.9, 1.0, 1.04, 1.5, 1.9, 2.2, 2.3, 2.9]
    path = draw(tmp_path / "film.mp4", times=times, options={"g": "4", "bf": "0"}, seconds=3.0, flash=1.0)
    _, report, _ = opened(path, tmp_path / "out.mp4")
    assert report.titled.way == "spliced"
    assert [time for time, _, _ in frames(report.output)] == pytest.approx(times, abs=0.0005)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_film_gets_its_title_turned_too(tmp_path, rotation):
    path = draw(tmp_path / "film.mp4", **CLOSED, rotation=rotation)
    film, report, _ = opened(path, tmp_path / "out.mp4")
    assert report.titled.way == "spliced"
    assert probe(report.output).video.rotation == film.video.rotation != 0
    with av.open(str(report.output)) as made:
        first = next(made.decode(video=0)).to_ndarray(format="rgb24")
    shown = np.rot90(first, -(film.video.rotation // 90))
    height, width = shown.shape[:2]
    assert shown[height // 4, width // 4, 1] > 200 and shown[-height // 4, width // 4, 1] < 60 > shown[9, -9, 1]
    assert shown_size(film) == ((96, 160) if rotation % 180 else (160, 96))


def test_a_film_of_one_key_frame_is_encoded_again_and_says_so(tmp_path):
    path = draw(tmp_path / "film.mp4", seconds=3.0, options={"g": "999"})
    _, report, _ = opened(path, tmp_path / "out.mp4")
    assert report.titled.way == "encoded" and "no key frame" in report.titled.sentence()
    assert len(frames(report.output)) == 75


HLG = {
    "video": "libx265",
    "pixel_format": "yuv420p10le",
    "color": (9, 18, 9),
    "options": {"x265-params": "log-level=1"},
}
DEEP, DENSE = {"pixel_format": "yuv420p10le"}, {"pixel_format": "yuv444p"}


@pytest.mark.parametrize("film", [HLG, DEEP, DENSE, {"sample_aspect": Fraction(4, 3)}, {"start": 0.5}])
@pytest.mark.parametrize("card", [False, True])
def test_deep_dense_wide_and_late_pictures_get_titles_too(tmp_path, film, card):
    path = draw(tmp_path / "film.mp4", **{**CLOSED, **film})
    before, report, _ = opened(path, tmp_path / "out.mp4", card=card)
    assert report.titled.way in ("spliced", "encoded")
    after_ = probe(report.output).video
    assert (after_.pixel_format, after_.sample_aspect) == (before.video.pixel_format, before.video.sample_aspect)
    assert all(b > a for a, b in pairwise(time for time, _, _ in frames(report.output)))


def test_vp9_is_spliced_at_its_key_frames(tmp_path):
    options = {"deadline": "realtime", "cpu-used": "8", "g": "25"}
    path = draw(tmp_path / "film.webm", video="libvpx-vp9", audio=("libopus",), options=options, seconds=3.0)
    _, report, _ = opened(path, tmp_path / "out.webm")
    assert report.titled.way == "spliced" and report.titled.copied == 25


def test_sound_that_comes_after_a_card_begins_with_silence():
    blocks = np.concatenate(list(after(0.5, iter([np.ones((10, 2), np.float32)]))))
    assert len(blocks) == RATE // 2 + 10 and not blocks[: RATE // 2].any() and blocks[RATE // 2 :].all()


REMADE = [
    ({"video": "ffv1", "options": {"level": "3"}}, "film.mkv", "out.mkv", ("h264", "yuv420p"), ""),
    ({"video": "mpeg4", "clock": 1000}, "film.mp4", "out.mp4", ("h264", "yuv420p"), ""),
    ({"video": "mpeg2video", "options": {"bf": "2"}, "clock": 25}, "film.mkv", "out.mkv", ("h264", "yuv420p"), ""),
    ({"video": "prores_ks", "pixel_format": "yuv422p10le"}, "film.mov", "out.mov", ("hevc", "yuv420p10le"), "colour"),
    ({"video": "prores_ks", "pixel_format": "yuva444p10le"}, "film.mov", "out.mp4", ("hevc", "yuv420p10le"), "transp"),
    ({"video": "mjpeg", "pixel_format": "yuvj422p"}, "film.mov", "out.mov", ("h264", "yuvj420p"), "colour"),
    ({"video": "ffv1", "pixel_format": "bgr0"}, "film.mkv", "out.mp4", ("h264", "yuv420p"), "colour"),
    ({"video": "ffv1", "size": (161, 97)}, "film.mkv", "out.mp4", ("h264", "yuv420p"), ""),
    ({"video": "libsvtav1", "options": {"preset": "12"}}, "film.mp4", "out.webm", ("vp9", "yuv420p"), ""),
    ({"video": "libsvtav1", "pixel_format": "yuv420p10le", "color": (9, 16, 9), "options": {"preset": "12"}},
     "film.mp4", "out.mp4", ("hevc", "yuv420p10le"), ""),
]  # fmt: skip


@pytest.mark.parametrize("card", [False, True])
@pytest.mark.parametrize("film, source, output, becomes, lost", REMADE)
def test_what_nothing_can_be_joined_to_is_written_anew_and_that_is_announced(
    tmp_path, film, source, output, becomes, lost, card
):
    times = [0, 0.04, 0.12, 0.2, 0.24, 0.48, 0.92, 1.0, 1.04, 1.52, 1.92]
    path = draw(tmp_path / source, **film, times=times)
    said = []
    before, report, later = opened(path, tmp_path / output, card=card, announce=said.append)
    assert report.titled.way == "remade"
    assert len(said) == 1 and " is encoded again as " in said[0] and " of work: " in said[0]
    result = probe(report.output)
    picture = result.video
    assert (picture.codec, picture.pixel_format) == becomes and lost in report.titled.sentence()
    assert (picture.width, picture.height) == (160, 96)
    assert before.video.color.transfer in (2, picture.color.transfer)
    now = [(time, red) for time, _, red in frames(report.output) if time >= later - 0.001]
    assert [time - later for time, _ in now] == pytest.approx(times, abs=0.0015)
    assert card or now[3][1] > 40  # HDR, looked at as if it were none, is pale
    assert abs(now[-1][1]) < 10
    assert abs(flash_time(report.output) - 1.0 - later) < 0.0015
    sounds = [stream.index for stream in result.streams if stream.kind == "audio"]
    clicks = [click_time(np.concatenate(list(decode_audio(result, index)))) for index in sounds]
    assert clicks == pytest.approx([1.0 + later] * len(sounds), abs=0.001)


def test_a_picture_written_anew_may_leave_the_usual_range_unsaid(tmp_path):
    path = draw(tmp_path / "film.mkv", video="ffv1", color_range=1)
    film, report, _ = opened(path, tmp_path / "out.mp4")
    assert film.video.color.range == 1 and report.titled.way == "remade"
    assert probe(report.output).video.color.range != 2


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_picture_that_is_written_anew_stays_turned(tmp_path, rotation):
    path = draw(tmp_path / "film.mp4", video="mpeg4", clock=1000, rotation=rotation, sample_aspect=Fraction(4, 3))
    film, report, _ = opened(path, tmp_path / "out.mp4")
    after_ = probe(report.output).video
    assert (after_.rotation, after_.sample_aspect) == (film.video.rotation, film.video.sample_aspect)
    with av.open(str(report.output)) as made:
        first = next(made.decode(video=0)).to_ndarray(format="rgb24")
    shown = np.rot90(first, -(film.video.rotation // 90))
    height, width = shown.shape[:2]
    assert shown[height // 4, width // 4, 1] > 200 and shown[-height // 4, width // 4, 1] < 60


def test_what_will_be_done_is_foreseen(tmp_path):
    spliced, whole = draw(tmp_path / "film.mp4", **CLOSED), draw(tmp_path / "old.mp4", video="mpeg4", clock=1000)
    assert foresee(probe(spliced), Plain(), 0.0, "mp4") == ""
    said = []
    film, _, _ = opened(whole, tmp_path / "out.mp4", announce=said.append)
    assert [foresee(film, Plain(), 0.0, "mp4")] == said


def test_writing_a_picture_anew_can_be_cancelled(tmp_path, monkeypatch):
    monkeypatch.setattr("media.remux.TICK_WITHIN", 0)
    path = draw(tmp_path / "film.mp4", video="mpeg4", clock=1000, seconds=4.0)
    asked = iter([False] * 3)
    with pytest.raises(Cancelled):
        opened(path, tmp_path / "out.mp4", cancelled=lambda: next(asked, True))
    assert [file.name for file in tmp_path.iterdir()] == ["film.mp4"]


def test_where_no_title_can_be_drawn_the_film_is_written_without_one(tmp_path):
    path = draw(tmp_path / "film.mkv", video="ffv1", options={"level": "3"}, color=(1, 1, 8))  # YCgCo
    _, report, _ = opened(path, tmp_path / "out.mkv")
    assert report.titled.way == "none" and report.titled.sentence().startswith("The film has no title: ")
    assert packets(report.output) == packets(path)
    with pytest.raises(MuxError, match=r"No card can be put before .* its colours"):
        opened(path, tmp_path / "card.mkv", card=True)
