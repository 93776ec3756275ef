"""Scenes cover the film, in order and long enough, and what a person set stands."""

import time
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from synth.mood import Mood, scenes
from synth.mood.cutting import LEAST
from synth.music.errors import MusicError
from synth.music.score import MOODS, SHORTEST


@dataclass(frozen=True)
class Cue:
    number: int
    start: float
    end: float
    text: str = ""


def row(*tags: str, each: float = 4.0, pauses: dict[int, float] | None = None):
    """Cues of `each` seconds, half a second apart or as `pauses` says before a cue; their moods, all sure."""
    cues, at = [], 0.0
    for number in range(1, len(tags) + 1):
        at += (pauses or {}).get(number, 0.5)
        cues.append(Cue(number, at, at + each))
        at += each
    return cues, [Mood(tag, 2, 0.9) for tag in tags], at + 1


@st.composite
def films(draw):
    at, cues, moods = 0.0, [], []
    for number in range(1, draw(st.integers(0, 25)) + 1):
        at += draw(st.floats(0, 12))
        length = draw(st.floats(0.3, 8))
        cues.append(Cue(number, at, at + length))
        moods.append(Mood(draw(st.sampled_from(MOODS)), draw(st.integers(1, 3)), draw(st.floats(0, 1))))
        at += length * draw(st.floats(0.8, 1))
    return cues, moods, max(at, draw(st.floats(0, 200)))


@for_all(films())
@settings(deadline=None, max_examples=150)
def test_scenes_cover_the_film_in_order_without_holes(film):
    cues, moods, end = film
    found = scenes(cues, moods, end)
    assert found[0].start == 0 and found[-1].end == max(end, SHORTEST)
    assert all(a.end == b.start and a.mood != b.mood for a, b in pairwise(found))


@for_all(films())
@settings(deadline=None, max_examples=150)
def test_no_scene_is_too_short(film):
    cues, moods, end = film
    found = scenes(cues, moods, end)
    assert len(found) == 1 or min(scene.end - scene.start for scene in found) >= LEAST - 1e-6


@for_all(films(), st.data())
@settings(deadline=None, max_examples=150)
def test_what_a_person_set_stands(film, data):
    cues, moods, end = film
    if end < LEAST or not cues:
        return
    cue = data.draw(st.sampled_from(cues))
    tag = data.draw(st.sampled_from(MOODS))
    found = scenes(cues, moods, end, {cue.number: tag})
    middle = (cue.start + min(cue.end, end)) / 2
    assert any(scene.mood == tag and scene.start - 1e-6 <= middle <= scene.end + 1e-6 for scene in found)
    assert all(scene.end - scene.start >= SHORTEST - 1e-6 for scene in found)


def test_a_person_s_scene_may_be_short():
    cues, moods, end = row(*["calm"] * 12, each=3.0)
    found = scenes(cues, moods, end, {6: "epic"})
    assert [scene.mood for scene in found] == ["calm", "epic", "calm"]
    assert SHORTEST <= found[1].end - found[1].start < LEAST and found[1].energy == 3


def test_without_cues_all_is_calm():
    (only,) = scenes([], [], 30.0)
    assert (only.mood, only.energy, only.start, only.end) == ("calm", 1, 0.0, 30.0)


@pytest.mark.parametrize("end", [0.5, 2.0, 7.9])
def test_a_short_film_is_one_scene(end):
    cues, moods, _ = row("happy", "sad", each=0.9)
    assert len(scenes(cues, moods, end)) == 1


def test_one_strange_line_does_not_turn_the_music():
    cues, moods, end = row("calm", "calm", "calm", "tense", "calm", "calm", "calm", each=3.0)
    assert [scene.mood for scene in scenes(cues, moods, end)] == ["calm"]


def test_the_music_turns_in_the_pause():
    cues, moods, end = row("sad", "sad", "sad", "sad", "happy", "happy", "happy", "happy", pauses={5: 5.0})
    first, second = scenes(cues, moods, end)
    assert cues[3].end <= first.end == second.start <= cues[4].start


def test_energy_is_the_mean_of_the_sure():
    cues, _, end = row("tense", "tense", "tense")
    moods = [Mood("tense", 3, 0.9), Mood("tense", 3, 0.9), Mood("tense", 1, 0.1)]
    assert scenes(cues, moods, end)[0].energy == 3


def test_a_long_film_is_cut_in_no_time():
    cues, moods, end = row(*[MOODS[i // 9 % 5] for i in range(3000)])
    began = time.perf_counter()
    assert len(scenes(cues, moods, end, {5: "epic", 700: "sad"})) > 100
    assert time.perf_counter() - began < 5


def test_a_mood_that_is_none_is_named():
    cues, moods, end = row("calm", "calm", "calm")
    with pytest.raises(MusicError, match="angry"):
        scenes(cues, moods, end, {2: "angry"})
