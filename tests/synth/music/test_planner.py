"""The plan: scenes change on bar lines, the last chord ends in time, tempi and keys suit the moods."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.music.errors import MusicError
from synth.music.planner import TEMPI, plan
from synth.music.score import MOODS, SHORTEST, Scene

CLOSE = 0.02  # seconds


@st.composite
def films(draw):
    """Scenes that fill 10 s to 10 min, with silences now and then."""
    total = draw(st.floats(10, 600))
    count = draw(st.integers(1, max(1, min(12, int(total / 8)))))
    cuts = sorted(draw(st.lists(st.floats(0, 1), min_size=count - 1, max_size=count - 1)))
    edges = [0.0, *(cut * total for cut in cuts), total]
    scenes = []
    for start, end in itertools.pairwise(edges):
        gap = draw(st.sampled_from([0.0, 0.0, 0.0, 1.5]))
        if end - start - gap >= SHORTEST:
            scenes.append(Scene(draw(st.sampled_from(MOODS)), draw(st.integers(1, 3)), start + gap, end))
    return scenes or [Scene("calm", 1, 0.0, total)]


@settings(max_examples=120, deadline=None)
@given(films(), st.sampled_from(["orchestral", "piano", "lo-fi"]), st.integers(0, 999))
def test_scenes_begin_on_bar_lines_and_end_in_time(scenes, genre, seed):
    made = plan(scenes, genre, seed)
    for scene, section in zip(scenes, made.sections, strict=True):
        bars = section.bar_times()
        assert abs(bars[0] - scene.start) < CLOSE and abs(bars[-1] - scene.end) < CLOSE
        assert len(bars) == section.bars + 1 and all(after > here for here, after in itertools.pairwise(bars))
        assert sum(phrase.bars for phrase in section.phrases) == section.bars
        assert [phrase.bar for phrase in section.phrases] == [
            sum(before.bars for before in section.phrases[:number]) for number in range(len(section.phrases))
        ]
    assert abs(made.end - scenes[-1].end) < CLOSE


@given(st.sampled_from(MOODS), st.integers(1, 3), st.floats(12, 600), st.integers(0, 99))
@settings(max_examples=150, deadline=None)
def test_the_tempo_belongs_to_the_mood(mood, energy, seconds, seed):
    section = plan([Scene(mood, energy, 0, seconds)], "orchestral", seed).sections[0]
    low, high = TEMPI[mood]
    assert low * 0.94 <= section.tempo <= high * 1.06


def test_neighbours_are_in_related_keys():
    for seed in range(60):
        scenes = [
            Scene(mood, 2, 20 * n, 20 * n + 20) for n, mood in enumerate(("calm", "tense", "sad", "epic", "happy"))
        ]
        keys = [section.key for section in plan(scenes, "orchestral", seed).sections]
        for here, after in itertools.pairwise(keys):
            common = len(set(here.scale) & set(after.scale))
            assert common >= 5 or (here.tonic == after.tonic and common >= 3)


def test_the_last_chord_is_reached_slower():
    section = plan([Scene("sad", 1, 0, 60)], "piano", 0).sections[0]
    first, last = section.beats[1] - section.beats[0], section.beats[-1] - section.beats[-2]
    assert 1.1 < last / first < 1.3


def test_a_given_beginning_decides_the_key():
    key = plan([Scene("sad", 1, 0, 60)], "piano", 0, prime=[64, 62, 60, 62, 64, 64]).sections[0].key
    assert {64 % 12, 62 % 12, 60} - set(key.scale) <= {60}


@pytest.mark.parametrize(
    ("scenes", "word"),
    [
        ([], "nothing"),
        ([("calm", 1, 0, 20), ("sad", 1, 10, 30)], "overlap"),
        ([("calm", 1, 0, 4000)], "hour"),
        ([("angry", 1, 0, 20)], "mood"),
        ([("calm", 4, 0, 20)], "energy"),
        ([("calm", 1, 0, 1)], "short"),
    ],
)
def test_what_cannot_be_scored_is_said(scenes, word):
    with pytest.raises(MusicError, match=word):
        plan([Scene(*each) for each in scenes], "piano", 0)
