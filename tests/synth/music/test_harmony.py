"""Chords: numerals spelt, progressions in the grammar, cadences at the end, ways into the next key."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.music.harmony import _grammar, chord_at, harmonise, scale_at
from synth.music.planner import plan
from synth.music.roman import spell
from synth.music.score import MOODS, Scene
from synth.music.voicing import voice


@pytest.mark.parametrize(
    ("roman", "tones", "bass"),
    [
        ("I", (0, 4, 7), 0),
        ("V7/3", (7, 11, 2, 5), 11),
        ("bVImaj7", (8, 0, 3, 7), 8),
        ("iiø7", (2, 5, 8, 0), 2),
        ("Vsus4", (7, 0, 2), 7),
        ("IVmaj7/T", (5, 9, 0, 4), 0),
        ("i7/7", (0, 3, 7, 10), 10),
        ("i5", (0, 7), 0),
    ],
)
def test_numerals_are_spelt(roman, tones, bass):
    assert spell(roman, 0) == (tones, bass)
    assert spell(roman, 3) == (tuple((tone + 3) % 12 for tone in tones), (bass + 3) % 12)


def test_the_grammar_is_whole():
    for mood in MOODS:
        kinds = _grammar()[mood]
        assert all(len(line) == 4 for kind in ("theme", "contrast") for line in kinds[kind])
        assert all(len(line) == 2 for kind in ("half", "full", "final") for line in kinds[kind])
        assert all(
            len(bar) <= 2 and spell(roman, 0)
            for lines in kinds.values()
            for line in lines
            for bar in line
            for roman in bar
        )
        assert all(spell(line[-1][-1], 0)[0][0] == 0 for kind in ("full", "final") for line in kinds[kind])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MOODS), st.floats(10, 120), st.integers(0, 999))
def test_chords_fill_a_section_and_end_on_the_tonic(mood, seconds, seed):
    section = plan([Scene(mood, 2, 0, seconds)], "piano", seed).sections[0]
    chords = harmonise(section, None, seed)
    assert chords[0].beat == 0 and abs(chords[-1].beat + chords[-1].beats - section.length) < 1e-6
    assert all(abs(here.beat + here.beats - after.beat) < 1e-6 for here, after in itertools.pairwise(chords))
    assert chords[-1].tones[0] == chords[-1].bass == section.key.tonic
    before = next(chord for chord in reversed(chords) if chord.tones[0] != section.key.tonic)
    assert (before.tones[0] - section.key.tonic) % 12 in (7, 5)  # authentic, or plagal


def test_a_new_key_is_reached_through_its_dominant():
    scenes = [Scene("calm", 1, 0, 30), Scene("sad", 1, 30, 60)]
    for seed in range(30):
        first, second = plan(scenes, "piano", seed).sections
        last = harmonise(first, second, seed)[-1]
        assert first.leave in ("pivot", "dominant")
        assert (last.tones[0] - second.key.tonic) % 12 == 7 and (second.key.tonic - 1) % 12 in last.tones


def test_a_scale_gives_way_to_the_chord():
    section = plan([Scene("sad", 1, 0, 30)], "piano", 1).sections[0]
    for chord in harmonise(section, None, 1):
        scale = scale_at(section.key, chord)
        assert set(chord.tones) <= set(scale) and len(scale) == 7


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(MOODS), st.integers(3, 4), st.integers(0, 99))
def test_voices_move_little_and_leave_no_third_out(mood, voices, seed):
    section = plan([Scene(mood, 2, 0, 40)], "piano", seed).sections[0]
    chords = harmonise(section, None, seed)
    laid = voice(chords, voices, 48, 76)
    for chord, layout in zip(chords, laid, strict=True):
        assert len(layout) == voices and sorted(layout) == list(layout)
        assert {pitch % 12 for pitch in layout} <= set(chord.tones)
        assert len(chord.tones) < 3 or chord.tones[1] in {pitch % 12 for pitch in layout}
    moves = [abs(a - b) for x, y in itertools.pairwise(laid) for a, b in zip(x, y, strict=True)]
    assert sum(moves) / len(moves) < 3.5


def test_the_chord_at_a_beat():
    section = plan([Scene("sad", 1, 0, 30)], "piano", 1).sections[0]
    chords = harmonise(section, None, 1)
    assert all(chord_at(chords, chord.beat + 0.1) is chord for chord in chords)
