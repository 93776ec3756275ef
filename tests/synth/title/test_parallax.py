"""What is near moves more than what is far, evenly, and by parts of a pixel."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from synth.title.clip import Rgb
from synth.title.design import design
from synth.title.motion import Motion
from synth.title.parallax import Parallax

SIZE = (960, 540)
CUBIC = Image.Resampling.BICUBIC


def spots(places):
    y, x = np.mgrid[: SIZE[1], : SIZE[0]].astype(np.float32)
    ground = 200 * sum(np.exp(-((x - a) ** 2 + (y - b) ** 2) / 50) for a, b in places)
    return np.repeat(ground[..., None], 3, 2).astype(np.uint8)


def middle(plane, x, y):
    part = plane[y - 50 : y + 51, x - 50 : x + 51].astype(float)
    rows, columns = np.mgrid[: part.shape[0], : part.shape[1]]
    return (part * columns).sum() / part.sum(), (part * rows).sum() / part.sum()


def nearness():
    """Sky above, ground below."""
    down = np.clip(np.linspace(-1, 1, SIZE[1]), 0, 1)[:, None] * np.ones(SIZE[0])
    return np.rint(255 * down).astype(np.uint8)


def test_near_moves_more_than_far_evenly_in_steps_of_less_than_a_pixel():
    places = [(120, 80), (840, 80), (120, 460), (840, 460)]
    picture = spots(places)
    made = replace(design(picture, "Sea", layout="centred"), picture=picture, nearness=nearness())
    draw = Motion("Sea", 4.0, lambda size: made).drawer(Rgb(SIZE))
    nothing = [np.zeros(SIZE[::-1], np.uint8)] * 3
    found = np.array([[middle(draw(n / 30, nothing)[0], *spot) for spot in places] for n in range(60)])
    steps = np.diff(found, axis=0)
    assert steps.std(axis=0).max() <= 0.03
    far, near = np.hypot(*np.abs(steps[:, :2]).mean(axis=(0, 1))), np.hypot(*np.abs(steps[:, 2:]).mean(axis=(0, 1)))
    assert 1.3 * far < near < 3 * far


@pytest.mark.parametrize("turned", [False, True])
def test_a_flat_scene_moves_as_one(turned):
    picture = Image.fromarray(spots([(300, 200), (700, 400)])[..., 0])
    flat = Parallax.of(np.full(SIZE[::-1], 90, np.uint8))
    box = tuple(edge - edge / 1.03 for edge in (480, 270)) + tuple(edge + edge / 1.03 for edge in (480, 270))
    whole = np.asarray(picture.resize(SIZE, CUBIC, box=box), int)
    parallax = Parallax(flat.share, not turned)
    assert np.abs(np.asarray(parallax.enlarged(picture, 1.03, CUBIC), int) - whole).max() <= 3


def test_a_scene_that_is_stored_turned_is_known():
    assert Parallax.of(nearness()).upright and not Parallax.of(np.ascontiguousarray(nearness().T)).upright
    made = Parallax.of(np.ascontiguousarray(nearness().T)).share
    assert made[0] < 0.85 and made[-1] > 1.2 and np.abs(np.diff(made)).max() < 0.05


def test_it_begins_with_the_picture_itself():
    picture = Image.fromarray(spots([(300, 200)])[..., 0])
    assert (np.asarray(Parallax.of(nearness()).enlarged(picture, 1.0, CUBIC)) == np.asarray(picture)).all()
