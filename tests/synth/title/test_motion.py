import numpy as np
import pytest
from PIL import Image

from synth.title import TitleError
from synth.title.design import design
from synth.title.motion import Motion, ease

SIZE = (640, 360)


class Rgb:
    """A canvas whose planes are red, green and blue."""

    depth, size = 8, SIZE

    def colour(self, rgb):
        return [np.ascontiguousarray(rgb[..., channel]) for channel in range(3)]

    def masks(self, alpha):
        return [alpha] * 3


def dots(size) -> np.ndarray:
    """Soft round spots on black, whose middles can be measured to a fraction of a pixel."""
    y, x = np.mgrid[: size[1], : size[0]]
    spots = sum(np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 18) for cx in (80, 320, 560) for cy in (60, 300))
    return np.repeat((200 * spots)[..., None], 3, 2).astype(np.uint8)


def middles(plane) -> np.ndarray:
    """Of the spots near the four corners, (n, 2)."""
    found = []
    for cx in (80, 560):
        for cy in (60, 300):
            part = plane[cy - 25 : cy + 26, cx - 25 : cx + 26].astype(float)
            y, x = np.mgrid[: part.shape[0], : part.shape[1]]
            found.append(((part * x).sum() / part.sum() + cx, (part * y).sum() / part.sum() + cy))
    return np.array(found)


@pytest.fixture(scope="module")
def moving():
    return Motion("Sea", 4.0, lambda size: design(dots(size), "Sea", layout="centred"))


BLACK = [np.zeros(SIZE[::-1], np.uint8)] * 3


def test_the_picture_moves_evenly_to_a_thirtieth_of_a_pixel(moving):
    draw = moving.drawer(Rgb())
    places = np.array([middles(draw(frame / 30, BLACK)[0]) for frame in range(90)])
    steps = np.diff(places, axis=0)
    assert np.abs(steps).mean() > 0.02
    assert steps.std(axis=0).max() <= 0.03


def test_words_come_and_go_and_the_film_takes_over(moving):
    draw = moving.drawer(Rgb())
    letters = moving.made(SIZE).letters > 250
    light = [float(draw(t, BLACK)[0][letters].mean()) for t in (0.0, 0.4, 2.0, 3.3, 4.0)]
    assert light[0] < light[1] < light[2] > light[3] > light[4]
    assert not np.any(draw(4.0, BLACK)) and light[2] > 180


def test_words_never_outgrow_the_safe_area(moving):
    draw = moving.drawer(Rgb())
    set_ = np.nonzero(moving.made(SIZE).letters)
    bare = Motion("Sea", 4.0, lambda size: moving.made(size)).drawer(Rgb())
    for time in (1.0, 2.9):
        seen = np.nonzero(draw(time, BLACK)[0] > 200)
        assert seen[0].min() >= set_[0].min() - 1 and seen[1].max() <= set_[1].max() + 1
    assert bare(1.0, BLACK)[0].dtype == np.uint8


def test_deep_planes_are_drawn_like_others():
    class Deep(Rgb):
        depth = 10

        def colour(self, rgb):
            return [plane.astype(np.uint16) * 4 for plane in super().colour(rgb)]

    motion = Motion("Sea", 4.0, lambda size: design(dots(size), "Sea", layout="centred"))
    black = [np.zeros(SIZE[::-1], np.uint16)] * 3
    for time in (0.5, 2.0, 3.5):
        deep, plain = motion.drawer(Deep())(time, black)[0], motion.drawer(Rgb())(time, BLACK)[0]
        assert deep.dtype == np.uint16 and np.abs(deep / 4 - plain).max() < 4


def test_easing_is_gentle_at_both_ends():
    assert (ease(-1), ease(0), ease(0.5), ease(1), ease(2)) == (0, 0, 0.5, 1, 1)
    assert ease(0.05) < 0.01


def test_a_poster_is_a_picture_file(tmp_path, moving):
    moving.write(tmp_path / "poster.jpg", SIZE)
    with Image.open(tmp_path / "poster.jpg") as poster:
        assert poster.size == SIZE
    with pytest.raises(TitleError, match="nowhere"):
        moving.write(tmp_path / "none" / "nowhere.jpg", SIZE)
    with pytest.raises(TitleError, match="ending"):
        moving.write(tmp_path / "poster.xyz", SIZE)
