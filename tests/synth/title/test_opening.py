"""What is asked of a title, made into an opening."""

import numpy as np

from synth.title.opening import Titling, opening

SIZE = (640, 360)


def half_busy(prompt, mood, size, seed, subtitles):
    """Speckled on the left, even on the right."""
    picture = np.full((size[1], size[0], 3), 90, np.uint8)
    speckles = np.random.default_rng(seed).integers(0, 255, (size[1], size[0] // 2, 1), np.uint8)
    picture[:, : size[0] // 2] = speckles
    return picture


def test_a_painted_scene_is_mirrored_where_that_leaves_the_words_more_room():
    made = opening(Titling("Sea", picture="a beach", layout="left"), SIZE, "", lambda: None, half_busy).made(SIZE)
    left, right = made.picture[:, : SIZE[0] // 2].std(), made.picture[:, SIZE[0] // 2 :].std()
    assert left < right / 2


def test_a_picture_that_was_described_has_the_mood_of_its_own_words():
    heard = []

    def paint(prompt, mood, size, seed, subtitles):
        heard.append((prompt, mood, subtitles))
        return half_busy(prompt, mood, size, seed, subtitles)

    opening(Titling("Everything we lost", picture="desert at sunset"), SIZE, "words", lambda: None, paint)
    assert set(heard) == {("desert at sunset", None, "words")}
