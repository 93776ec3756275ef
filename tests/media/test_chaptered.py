"""A film with titles in its middle: these pictures are ours, all others the film's, bit for bit, and nothing moves."""

import hashlib
import os

import av
import numpy as np
import pytest

from media.chaptered import Left
from media.chapters import Section
from media.mux import mux
from media.probe import probe
from media.titlemiddle import Placed
from media.titles import after, card_seconds
from tests.media.films import click_sound, click_time, draw, packets
from tests.media.test_titles import HLG, Plain

CLOSED = {"options": {"preset": "fast", "g": "25", "bf": "2", "x264-params": "scenecut=0"}, "seconds": 8.0}
OPEN = {**CLOSED, "options": {**CLOSED["options"], "x264-params": "scenecut=0:open-gop=1"}}


class Green:
    """A title of one colour, for most of its time; `seen` are the pictures it was told it would stand on."""

    def __init__(self, name: str = "Part", seconds: float = 1.6) -> None:
        self.name, self.seconds, self.seen = name, seconds, []

    def drawer(self, canvas, seconds, beneath):
        self.seen = list(beneath)
        green = canvas.colour(np.full((canvas.size[1], canvas.size[0], 3), (0, 200, 0), np.uint8))
        return lambda time, film: green if time < 0.9 * seconds - 0.01 else film


def narrated(path, output, *starts, opening=None, card=False, end=None, sections=True):
    film = probe(path)
    opening = opening and Plain(1.2)
    later = card_seconds(film, 1.2) if card else 0.0
    sound = np.concatenate(list(after(later, iter([click_sound(film.duration, 1.0)]))))
    titles = [Section(start, f"Part {start:g}") for start in starts]
    placed = [Placed(Green(each.title), each.start, 1.6) for each in titles]
    chapters = titles if sections else ()
    return film, mux(film, sound, output, opening=opening, card=later, sections=chapters, insets=placed), later


def pictures(path):
    """(time, digest, green) of every picture as a player shows it."""
    with av.open(str(path)) as source:
        stream = source.streams.video[0]
        seen = []
        for frame in source.decode(stream):
            rgb = frame.to_ndarray(format="rgb24").astype(int)
            whole = hashlib.sha256(b"".join(bytes(plane) for plane in frame.planes)).hexdigest()
            seen.append((frame.time, whole, float((rgb[..., 1] - rgb[..., 0]).mean()) > 80))
        return seen


def green_times(path):
    return [round(time, 2) for time, _, green in pictures(path) if green]


def unchanged(before, after, ours):
    """All packets but those of the numbers `ours` are the same, and lie at the same places."""
    a, b = packets(before), packets(after)
    assert len(a) == len(b)
    same = [x == y for x, y in zip(a, b, strict=True)]
    assert not any(same[number] for number in ours if number)
    return all(one for number, one in enumerate(same) if number not in ours)


@pytest.mark.parametrize("output", ["out.mp4", "out.mkv", "out.mov"])
@pytest.mark.parametrize("source", ["film.mp4", "film.mkv"])
def test_only_what_a_title_covers_is_encoded(tmp_path, source, output):
    path = draw(tmp_path / source, **CLOSED)
    _, report, _ = narrated(path, tmp_path / output, 2.4)
    told = report.chaptered
    assert (told.listed, told.shown, told.encoded, told.left) == (2, 1, 50, ())
    assert told.sentences() == ["Chapters: 2, 1 with a title in the picture: 50 pictures were encoded for them, "
                                "all others are as they were."]  # fmt: skip
    assert unchanged(path, report.output, range(50, 100))
    a, b = pictures(path), pictures(report.output)
    assert [time for time, _, _ in b] == pytest.approx([time for time, _, _ in a], abs=0.0011)
    assert [x[1] for n, x in enumerate(b) if not 50 <= n < 100] == [x[1] for n, x in enumerate(a) if not 50 <= n < 100]
    assert green_times(report.output) == pytest.approx([2.4 + n / 25 for n in range(36)], abs=0.011)
    chapters = probe(report.output).chapters
    assert [c.title for c in chapters] == ["A test film", "Part 2.4"]
    assert [c.start for c in chapters] == pytest.approx([0, 2.4], abs=1e-3)
    assert [c.end for c in chapters] == pytest.approx([2.4, 8], abs=0.05)


def test_decoding_times_and_the_sound_beside_it_stay(tmp_path):
    path = draw(tmp_path / "film.mp4", **CLOSED)
    _, report, _ = narrated(path, tmp_path / "out.mp4", 0.0, 2.0, 6.0)

    def times(file, kind):
        with av.open(str(file)) as source:
            stream = [s for s in source.streams if s.type == kind][-1]
            return [(p.dts, p.duration) for p in source.demux(stream) if p.size]

    assert times(path, "video") == times(report.output, "video")
    assert times(path, "audio") == times(report.output, "audio")
    assert report.chaptered.shown == 3 and report.chaptered.encoded == 150


def test_with_an_opening_and_chapters_near_it_and_far_from_it(tmp_path):
    path = draw(tmp_path / "film.mp4", **CLOSED)
    _, report, _ = narrated(path, tmp_path / "out.mp4", 0.0, 1.5, 6.0, opening=True)
    told = report.chaptered
    assert report.titled.way == "spliced" and report.titled.copied_from == 4.0 and report.titled.encoded == 100
    assert (told.listed, told.shown, told.encoded) == (3, 2, 50)
    assert told.left == (Left("Part 0", 0.0, "the film's own title stands there"),)
    assert unchanged(path, report.output, {*range(100), *range(150, 200)})
    greens = green_times(report.output)
    assert min(greens) == 1.52 and max(greens) == pytest.approx(7.4, abs=0.05) and 3.5 not in greens


@pytest.mark.parametrize("output", ["out.mp4", "out.mkv"])
def test_behind_a_card_all_chapters_are_later_by_its_length(tmp_path, output):
    path = draw(tmp_path / "film.mp4", **CLOSED)
    _, report, later = narrated(path, tmp_path / output, 0.0, 3.0, opening=True, card=True)
    assert report.titled.way == "spliced" and (report.chaptered.shown, report.chaptered.encoded) == (2, 100)
    chapters = probe(report.output).chapters
    assert [c.title for c in chapters] == ["Plain", "Part 0", "Part 3"]
    assert [c.start for c in chapters] == pytest.approx([0, later, later + 3], abs=0.0006)
    own, made = packets(path), packets(report.output)[-200:]
    assert made[50:75] == own[50:75] and made[125:] == own[125:] and made[:25] != own[:25] and made[75:90] != own[75:90]
    assert min(green_times(report.output)) == pytest.approx(later, abs=0.05)


def test_the_film_s_own_chapters_stay_where_no_new_ones_are_given(tmp_path):
    path = draw(tmp_path / "film.mp4", **CLOSED, chapters=True)
    _, report, _ = narrated(path, tmp_path / "out.mp4", sections=False)
    assert [c.title for c in probe(report.output).chapters] == ["One", "둘"] and report.chaptered is None
    _, report, _ = narrated(path, tmp_path / "new.mp4", 0.0, 5.0)
    assert [c.title for c in probe(report.output).chapters] == ["Part 0", "Part 5"]


def test_sound_and_film_stay_together(tmp_path):
    path = draw(tmp_path / "film.mkv", **CLOSED)
    _, report, _ = narrated(path, tmp_path / "out.mkv", 2.0)
    with av.open(str(report.output)) as made:
        sound = np.concatenate([frame.to_ndarray().T for frame in made.decode(made.streams.audio[0])])
    assert click_time(sound) == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("film", [{**OPEN, "seconds": 31.0}, {**CLOSED, **HLG}])
def test_where_nothing_can_be_joined_the_list_stands_alone_and_why_is_told(tmp_path, film):
    path = draw(tmp_path / "film.mp4", **film)
    _, report, _ = narrated(path, tmp_path / "out.mp4", 3.0)
    assert packets(report.output) == packets(path)
    assert report.chaptered.shown == 0 and len(probe(report.output).chapters) == 2
    (left,) = report.chaptered.left
    assert left.sentence().startswith("The chapter title “Part 3” at 0:03 is not in the picture: ")


def test_pictures_that_are_encoded_anyway_get_all_titles(tmp_path):
    path = draw(tmp_path / "film.mp4", seconds=8.0, video="libx265", options={"x265-params": "log-level=1"})
    _, report, _ = narrated(path, tmp_path / "out.mp4", 3.0, 6.0, opening=True)
    assert report.titled.way == "encoded" and report.chaptered.shown == 2 and not report.chaptered.left
    assert min(green_times(report.output)) == pytest.approx(3.0, abs=0.05)


def test_vp9_too(tmp_path):
    options = {"deadline": "realtime", "cpu-used": "8", "g": "25"}
    path = draw(tmp_path / "film.webm", video="libvpx-vp9", audio=("libopus",), options=options, seconds=5.0)
    _, report, _ = narrated(path, tmp_path / "out.webm", 2.0)
    assert report.chaptered.shown == 1 and report.chaptered.encoded == 50
    assert unchanged(path, report.output, range(50, 100))


def test_pictures_at_odd_times_keep_them(tmp_path):
    times = [n / 25 + (0.011 if n % 3 == 1 else 0.0) for n in range(150) if n % 7]
    path = draw(tmp_path / "film.mp4", times=times, options=CLOSED["options"], seconds=6.0)
    _, report, _ = narrated(path, tmp_path / "out.mp4", 2.5)
    assert report.chaptered.shown == 1
    assert [t for t, _, _ in pictures(report.output)] == pytest.approx([t for t, _, _ in pictures(path)], abs=0.0005)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_title_is_told_what_it_will_stand_on_as_a_viewer_sees_it(tmp_path, rotation):
    path = draw(tmp_path / "film.mp4", **CLOSED, rotation=rotation, flash=3.0)
    film = probe(path)
    inset = Green()
    sound = np.zeros((48_000, 2), np.float32)
    mux(film, sound, tmp_path / "out.mp4", sections=[Section(2.0, "x")], insets=[Placed(inset, 2.0, 1.6)])
    assert len(inset.seen) == 14
    height, width = inset.seen[0].shape[:2]
    assert (width, height) == ((96, 160) if rotation % 180 else (160, 96))
    bright = {tuple(n > 3 for n in each[::80, ::80].mean(axis=2).ravel()) for each in inset.seen}
    assert bright  # noise in one corner of black


def test_a_join_that_a_decoder_does_not_like_is_undone(tmp_path, monkeypatch):
    from media import chaptered

    def broken(*given):
        raise ValueError("a player would not show all pictures around a chapter's title")

    monkeypatch.setattr(chaptered, "check", broken)
    path = draw(tmp_path / "film.mp4", **CLOSED)
    _, report, _ = narrated(path, tmp_path / "out.mp4", 3.0, opening=True)
    assert report.titled.way == "spliced" and report.titled.copied_from == 2.0
    assert report.chaptered.left[0].reason.startswith("a player would not") and report.chaptered.shown == 0
    assert packets(report.output)[50:] == packets(path)[50:] and len(probe(report.output).chapters) == 2
    assert not [name for name in os.listdir(tmp_path) if ".part" in name]
