"""The picture that stands for a film: as a player shows it, not a dark one; and where there is none, no error."""

from fractions import Fraction

import av
import numpy as np
import pytest

from media.poster import poster
from media.probe import probe
from tests.media.films import draw


def scenes(path, pictures, fps=2):
    """A film whose every picture is a key frame; pictures: (h, w, 3) uint8."""
    with av.open(str(path), "w") as sink:
        stream = sink.add_stream("libx264", rate=fps, options={"g": "1", "preset": "ultrafast"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            sink.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        sink.mux(stream.encode(None))
    return probe(path)


def board(low, high, size=(96, 160)):
    """A chessboard."""
    rows, columns = np.indices(size) // 8
    return np.repeat(np.where((rows + columns) % 2, low, high).astype(np.uint8)[:, :, None], 3, 2)


def test_it_is_640_wide_in_the_shape_of_the_film(tmp_path):
    assert poster(probe(draw(tmp_path / "film.mp4", size=(160, 96)))).shape == (384, 640, 3)


def test_pixels_that_are_not_square_are_shown_square(tmp_path):
    film = probe(draw(tmp_path / "film.mp4", size=(160, 96), sample_aspect=Fraction(2, 1)))
    assert poster(film).shape == (192, 640, 3)


@pytest.mark.parametrize("rotation", [90, 270])
def test_a_film_held_upright_stands_upright(tmp_path, rotation):
    film = probe(draw(tmp_path / "film.mp4", size=(160, 96), rotation=rotation))
    assert poster(film).shape == (1067, 640, 3)


def test_it_is_turned_as_a_player_turns_it(tmp_path):
    film = probe(draw(tmp_path / "film.mp4", size=(160, 96), rotation=90))
    assert film.video.rotation in (90, 270)
    picture = poster(film).mean(2)
    edge = (slice(None, 40), slice(-40, None))
    corners = {(down, right): picture[edge[down], edge[right]] for down in (0, 1) for right in (0, 1)}
    noisy = max(corners, key=lambda corner: corners[corner].std())
    # the film is drawn with noise in its upper left corner, which a quarter turn clockwise takes to the upper right
    assert noisy == {90: (0, 1), 270: (1, 0)}[film.video.rotation]


def test_the_picture_that_shows_most_is_taken(tmp_path):
    black, blurred, sharp = board(0, 4), board(110, 130), board(40, 210)
    film = scenes(tmp_path / "film.mp4", [black] * 4 + [blurred] * 4 + [sharp] * 2 + [black] * 10)
    picture = poster(film)
    assert picture.std() > 60


def test_a_film_of_one_key_frame_is_looked_at_further(tmp_path):
    film = probe(draw(tmp_path / "film.mp4", seconds=1.0, flash=0.4))
    assert poster(film).mean() > 200  # the flash is the only picture that is not black


def test_a_film_that_cannot_be_decoded_has_none(tmp_path):
    film = probe(draw(tmp_path / "film.mp4"))
    film.path.write_bytes(b"\0" * 1000)
    assert poster(film) is None


def test_the_child_may_open_no_other_file(tmp_path):
    film = probe(draw(tmp_path / "film.mp4"))
    draw(tmp_path / "victim.mp4")
    film.path.write_text("ffconcat version 1.0\nfile victim.mp4\n")
    assert poster(film) is None
