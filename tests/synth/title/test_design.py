import numpy as np
import pytest

from synth.title import TitleError
from synth.title.design import LONGEST, SHORTEST, covering, design, reading_time
from synth.title.quiet import quietest
from synth.title.shade import CONTRAST, contrast, surroundings

SIZE = (480, 270)


def ground(kind: str) -> np.ndarray:
    rng = np.random.default_rng(3)
    down = np.linspace(0, 1, SIZE[1])[:, None, None] * np.ones((1, SIZE[0], 3))
    return {
        "white": np.full((SIZE[1], SIZE[0], 3), 255, np.uint8),
        "black": np.zeros((SIZE[1], SIZE[0], 3), np.uint8),
        "grey": np.full((SIZE[1], SIZE[0], 3), 128, np.uint8),
        "noise": rng.integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8),
        "yellow": (down * [255, 240, 60]).astype(np.uint8),
    }[kind]


@pytest.mark.parametrize("layout", ["left", "lower", "upper", "centred"])
@pytest.mark.parametrize("kind", ["white", "black", "grey", "noise", "yellow"])
def test_words_can_be_read_on_anything(kind, layout):
    made = design(ground(kind), "바다로 가는 길", "The road", layout)
    reached = contrast(surroundings(made.picture, made.letters, 3), made.ink)
    assert np.percentile(reached, 5) >= CONTRAST and made.contrast >= CONTRAST


def test_a_picture_that_is_dark_enough_is_hardly_touched():
    picture = ground("black")
    assert np.abs(design(picture, "Night").picture.astype(int) - picture).max() <= 1


def test_the_poster_shows_the_letters_in_their_ink():
    made = design(ground("grey"), "Sea", layout="left")
    assert (made.poster()[made.letters == 255] == made.ink).all()


def test_words_go_where_the_picture_is_quiet():
    rng = np.random.default_rng(1)
    boxes = {"upper": (48, 30, 300, 90), "lower": (48, 190, 300, 240)}
    for name, rows in (("upper", slice(150, None)), ("lower", slice(None, 120))):
        picture = ground("grey")
        picture[rows] = rng.integers(0, 256, picture[rows].shape)
        assert quietest(picture, boxes) == name


def test_a_picture_of_another_shape_is_cut_and_not_squeezed():
    tall = np.zeros((400, 100, 3), np.uint8)
    tall[140:260] = 255
    assert covering(tall, (200, 200)).min() >= 250


def test_a_title_stays_as_long_as_it_takes_to_read():
    assert reading_time("바다") == SHORTEST
    assert reading_time("a " * 40) == LONGEST
    assert SHORTEST < reading_time("The Long and Winding Road") < LONGEST


def test_an_unknown_layout_is_named():
    with pytest.raises(TitleError, match="diagonal"):
        design(ground("grey"), "Sea", layout="diagonal")
