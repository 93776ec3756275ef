"""A chapter's title over running pictures can be read on each of them, and touches no more than it needs."""

import numpy as np
import pytest

from media.probe import Color
from media.raster import Raster
from synth.title.lower import LONGEST, LowerThird, visible
from synth.title.setting import set_type
from synth.title.shade import CONTRAST, contrast

SIZES = [(480, 270), (270, 480)]


def raster(size, pixel_format="yuv444p"):
    return Raster(*size, pixel_format, Color(1, 1, 1, 1))


def grounds(size):
    rng = np.random.default_rng(5)
    down = np.linspace(0, 1, size[1])[:, None, None] * np.ones((1, size[0], 3))
    flat = [np.full((size[1], size[0], 3), level, np.uint8) for level in (0, 128, 255)]
    return [
        *flat,
        rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8),
        (down * [255, 240, 60]).astype(np.uint8),
    ]


def rgb(planes):
    y, cb, cr = (plane.astype(float) for plane in planes)
    y, cb, cr = (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    red, blue = y + 1.5748 * cr, y + 1.8556 * cb
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    return np.clip(np.stack([red, green, blue], -1) * 255, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("title", ["게와 종이배", "The crab and the boat"])
@pytest.mark.parametrize("size", SIZES)
def test_words_can_be_read_on_every_picture_that_passes(size, title):
    canvas, passing = raster(size), grounds(size)
    inset = LowerThird(title)
    draw = inset.drawer(canvas, inset.seconds, passing)
    black = draw(2.0, canvas.colour(passing[0]))
    letters = black[0] > 0.9 * black[0].max()
    for picture in passing:
        shown = rgb(draw(2.0, canvas.colour(picture)))
        ink = tuple(int(v) for v in np.median(shown[letters], axis=0))
        from scipy.ndimage import maximum_filter

        around = (maximum_filter(black[0], 9) > 60) & (maximum_filter(black[0], 5) <= 60)
        assert np.percentile(contrast(shown[around], ink), 5) >= CONTRAST


@pytest.mark.parametrize("size", SIZES)
def test_it_stands_in_the_lower_third_above_subtitles_and_inside_the_safe_area(size):
    made = set_type("게와 종이배가 바다로 가는 길", "", size, "third", 0.62)
    left, top, right, bottom = made.ink
    assert left >= 0.1 * size[0] - 1 and right <= 0.9 * size[0]
    assert top > 0.5 * size[1] and bottom == pytest.approx(0.8 * size[1], abs=1.5)


def test_a_dark_film_stays_dark_and_the_upper_half_is_never_touched():
    size = SIZES[0]
    canvas, (black, grey, *_) = raster(size), grounds(size)
    draw = LowerThird("Sea").drawer(canvas, 3.0, [black])
    planes = canvas.colour(black)
    drawn = draw(1.5, planes)
    assert (drawn[0] >= planes[0]).all() and np.median(drawn[0]) == planes[0][0, 0]
    draw = LowerThird("Sea").drawer(canvas, 3.0, [grey])
    planes = canvas.colour(grey)
    assert all((a[:120] == b[:120]).all() for a, b in zip(draw(1.5, planes), planes, strict=True))


def test_it_comes_and_goes_gently():
    assert visible(0, 3.5) == (0, 0) and visible(3.5, 3.5) == (0, 0) and visible(1.7, 3.5) == (1, 1)
    steps = np.array([visible(n / 100, 3.5) for n in range(351)])
    assert np.abs(np.diff(steps, axis=0)).max() < 0.035 and (steps[:, 0] <= steps[:, 1] + 1e-9).all()
    assert 3.0 <= LowerThird("Sea").seconds <= LowerThird("a b c d e f g h i j k l m").seconds <= LONGEST


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv422p", "yuv420p10le"])
def test_it_is_drawn_on_every_kind_of_picture(pixel_format):
    canvas = raster((161, 97) if pixel_format == "yuv444p" else (160, 96), pixel_format)
    picture = np.full((96, 160, 3), 200, np.uint8)
    planes = canvas.colour(picture)
    drawn = LowerThird("Sea").drawer(canvas, 3.0, [picture])(1.5, planes)
    assert [(p.shape, p.dtype) for p in drawn] == [(p.shape, p.dtype) for p in planes]
    assert not (drawn[0] == planes[0]).all()


def test_it_grows_by_parts_of_a_pixel():
    size = (960, 540)
    canvas = raster(size)
    draw = LowerThird("i").drawer(canvas, 4.0, [np.zeros((540, 960, 3), np.uint8)])
    planes = canvas.colour(np.zeros((540, 960, 3), np.uint8))
    tops = []
    for number in range(30, 90):
        light = draw(number / 30, planes)[0].astype(float) - 16
        tops.append((light.sum(axis=1) * np.arange(540)).sum() / light.sum())
    assert np.diff(tops).std() <= 0.03
