"""Long films are cut into reels where the mood changes, and nothing gets lost."""

from hypothesis import given
from hypothesis import strategies as st

from synth.music.reels import reels
from synth.music.score import MOODS, Scene

lengths = st.lists(st.floats(2.5, 2000), min_size=1, max_size=12)


@given(lengths, st.floats(60, 1200))
def test_reels_cover_the_film_without_holes_and_none_is_too_long(seconds, most):
    scenes, at = [], 0.0
    for number, length in enumerate(seconds):
        scenes.append(Scene(MOODS[number % 5], 1 + number % 3, at, at + length))
        at += length
    found = reels(scenes, most)
    end = 0.0
    for reel in found:
        assert abs(reel.start - end) < 1e-6 and reel.scenes[0].start == 0
        assert reel.seconds <= most + 1e-6
        end = reel.start + reel.seconds
    assert abs(end - at) < 1e-6


def test_a_short_film_is_one_reel_and_a_long_one_is_cut_at_a_change():
    scenes = [Scene("calm", 1, 0, 400), Scene("tense", 2, 400, 700), Scene("epic", 3, 700, 1000)]
    assert len(reels(scenes[:2])) == 1
    assert [reel.start for reel in reels(scenes)] == [0, 700]
