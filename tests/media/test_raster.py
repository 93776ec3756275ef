import numpy as np
import pytest

from media.probe import Color
from media.raster import Raster

WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (255, 0, 0)


HD = Color(1, 1, 1, 1)


def raster(pixel_format="yuv420p", color=HD, **more) -> Raster:
    return Raster(64, 32, pixel_format, color, **more)


def values(one: Raster, colour) -> list[int]:
    width, height = one.size
    return [int(plane[0, 0]) for plane in one.colour(np.full((height, width, 3), colour, np.uint8))]


@pytest.mark.parametrize(
    ("pixel_format", "color", "colour", "expected"),
    [
        ("yuv420p", Color(1, 1, 1, 1), WHITE, [235, 128, 128]),
        ("yuv420p", Color(1, 1, 1, 1), BLACK, [16, 128, 128]),
        ("yuv420p", Color(1, 1, 1, 1), RED, [63, 102, 240]),
        ("yuv420p", Color(6, 6, 6, 1), RED, [81, 90, 240]),
        ("yuvj420p", Color(6, 6, 6, 2), WHITE, [255, 128, 128]),
        ("yuv444p10le", Color(1, 1, 1, 1), WHITE, [940, 512, 512]),
        ("yuv420p10le", Color(9, 16, 9, 1), WHITE, [573, 512, 512]),  # PQ: 203 nit
        ("yuv420p10le", Color(9, 18, 9, 1), WHITE, [721, 512, 512]),  # HLG: 75 %
    ],
)
def test_colours_have_the_values_that_the_standards_give_them(pixel_format, color, colour, expected):
    assert values(raster(pixel_format, color), colour) == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(
    ("turn", "corner"),
    [
        ((1, 0, 0, 1), (0, 0)),
        ((-1, 0, 0, -1), (-1, -1)),  # half a turn
        ((-1, 0, 0, 1), (0, -1)),  # mirrored
        ((1, 0, 0, -1), (-1, 0)),
        ((0, 1, -1, 0), (-1, 0)),  # shown a quarter turn clockwise: its upper left is stored at the lower left
        ((0, -1, 1, 0), (0, -1)),
    ],
)
def test_what_is_seen_at_the_upper_left_is_stored_where_the_player_takes_it_from(turn, corner):
    one = raster("yuv444p", turn=turn)
    width, height = one.size
    mark = np.zeros((height, width), np.uint8)
    mark[0, 0] = 255
    stored = one.masks(mark)[0]
    assert stored.shape == (32, 64) and stored[corner] == 255 and stored.sum() == 255


def test_pixels_that_are_not_square_are_drawn_as_they_are_seen():
    assert raster(aspect=2.0).size == (128, 32) and raster(aspect=0.5).size == (64, 64)
    assert raster(aspect=2.0).masks(np.zeros((32, 128), np.uint8))[0].shape == (32, 64)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv422p", "yuv444p", "yuv420p10le"])
def test_planes_go_into_a_frame_and_out_again(pixel_format):
    one = Raster(34, 18, pixel_format, Color())
    planes = one.colour(np.random.default_rng(1).integers(0, 256, (18, 34, 3), dtype=np.uint8))
    assert all((a == b).all() for a, b in zip(planes, one.planes(one.frame(planes)), strict=True))
