import av
import numpy as np
import pytest

from synth.title import TitleError
from synth.title.clip import clip, write_clip
from synth.title.design import design
from synth.title.motion import Motion

SIZE = (160, 90)


@pytest.fixture
def motion():
    grey = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    return Motion("Sea", 1.0, lambda size: design(grey, "Sea"))


def test_a_clip_begins_with_the_picture_and_ends_with_what_is_beneath(motion):
    white = np.full((SIZE[1], SIZE[0], 3), 255, np.uint8)
    made = clip(motion, SIZE, white)
    assert made.get_frame(0).shape == (90, 160, 3) and abs(int(made.get_frame(0)[5, 150, 0]) - 90) < 4
    assert made.get_frame(0.999).min() > 250 and made.duration == 1.0


def test_a_title_can_be_written_as_a_film_of_its_own(tmp_path, motion):
    write_clip(motion, tmp_path / "title.mp4", SIZE)
    with av.open(str(tmp_path / "title.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 30
    with pytest.raises(TitleError, match="title"):
        write_clip(motion, tmp_path / "nowhere" / "title.mp4", SIZE)
