"""The files beside a film, at three depths that agree."""

import numpy as np
import pytest
from PIL import Image

from media.cancelled import Cancelled
from media.probe import probe
from server.peaks import write_peaks, write_poster
from tests.media.films import draw


def pairs(path):
    return np.fromfile(path, np.int8).reshape(-1, 2)


def test_each_depth_holds_the_extremes_of_the_one_before(tmp_path):
    write_peaks(probe(draw(tmp_path / "film.mp4", seconds=5.1, flash=2.0)), tmp_path)
    fine, middle, coarse = (pairs(tmp_path / f"peaks-{depth}.bin") for depth in (256, 1024, 4096))
    for few, many in ((middle, fine), (coarse, middle)):
        assert len(few) == -(-len(many) // 4)
        for at, (low, high) in enumerate(few):
            assert (low, high) == (many[4 * at : 4 * at + 4, 0].min(), many[4 * at : 4 * at + 4, 1].max())
    assert fine[:, 1].max() > 40


def test_a_film_without_sound_gets_empty_files(tmp_path):
    write_peaks(probe(draw(tmp_path / "film.mp4", seconds=0.4, audio=())), tmp_path)
    assert [(tmp_path / f"peaks-{depth}.bin").stat().st_size for depth in (256, 1024, 4096)] == [0, 0, 0]


def test_it_tells_how_far_it_is(tmp_path):
    told = []
    write_peaks(probe(draw(tmp_path / "film.mp4")), tmp_path, lambda *what: told.append(what))
    assert told[-1] == ("peaks", 1.0, "") and all(0 <= done <= 1 for _stage, done, _detail in told)


def test_cancelled_it_leaves_nothing(tmp_path):
    film = probe(draw(tmp_path / "film.mp4"))
    with pytest.raises(Cancelled):
        write_peaks(film, tmp_path, cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_the_poster_is_a_jpeg(tmp_path):
    write_poster(probe(draw(tmp_path / "film.mp4")), tmp_path)
    with Image.open(tmp_path / "poster.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (640, 384))


def test_a_film_whose_pictures_cannot_be_decoded_still_gets_a_poster(tmp_path):
    film = probe(draw(tmp_path / "film.mp4"))
    film.path.write_bytes(b"\0" * 1000)
    write_poster(film, tmp_path)
    with Image.open(tmp_path / "poster.jpg") as picture:
        assert picture.size == (640, 360)
