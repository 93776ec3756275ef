"""A picture, really painted."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from media.cancelled import Cancelled
from server.jobs.work.picture import FILES
from synth.image import picture

ASKED = {"prompt": "눈 내리는 밤의 기차역", "mood": "auto", "width": 320, "height": 180, "seed": 3}


def test_words_become_a_png(studio):
    id = studio.ask("picture", **ASKED)
    assert studio.run(id) == "done"
    told, folder = studio.job(id)["result"], studio.store.result(id)
    assert told["scene"] | {"season": "", "mood": ""} == {
        "place": "station", "time": "night", "weather": "snow", "season": "", "mood": ""}  # fmt: skip
    assert told["files"] == FILES and sorted(path.name for path in folder.iterdir()) == sorted(FILES.values())
    with Image.open(folder / FILES["image"]) as image:
        assert image.format == "PNG"
        assert np.array_equal(np.asarray(image), picture(ASKED["prompt"], None, (320, 180), 3))


def test_the_small_one_is_small(studio):
    id = studio.ask("picture", **ASKED | {"prompt": "the sea", "width": 2000, "height": 100, "mood": "sad"})
    assert studio.run(id) == "done" and studio.job(id)["result"]["scene"]["mood"] == "sad"
    with Image.open(studio.store.result(id) / FILES["small"]) as image:
        assert image.size == (960, 48)


def test_it_can_be_stopped_between_two_coats():
    coats = []

    def each():
        coats.append(1)
        if len(coats) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        picture("the sea", None, (64, 36), 0, each=each)
    assert len(coats) == 2
