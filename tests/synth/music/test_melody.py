"""The rule melody: in its range, over its chords, home at the end, and made of its motif."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.music.harmony import chord_at, harmonise, scale_at
from synth.music.melody import Request, motif_for, rule_melody, window
from synth.music.planner import plan
from synth.music.score import MOODS, Scene


def tune(mood, seed, seconds=60.0, prime=()):
    """(section, chords, [(phrase, its melody)]) of a scene."""
    section = plan([Scene(mood, 2, 0, seconds)], "piano", seed, prime).sections[0]
    chords = harmonise(section, None, seed, prime)
    motif, earlier, found, opening = motif_for(mood, seed, prime), {}, [], True
    for phrase in section.phrases:
        start = phrase.bar * section.metre.beats
        length = phrase.bars * section.metre.beats
        own = [c for c in chords if start <= c.beat < start + length]
        local = tuple(type(c)(c.roman, c.tones, c.bass, c.beat - start, c.beats) for c in own)
        sings = opening and phrase.kind != "intro"
        request = Request(
            phrase, local, section.key, section.metre, section.bars - phrase.bar, mood, 2, motif, str(seed),
            window(mood, 0, 127), earlier, sings,
        )  # fmt: skip
        notes = rule_melody(request)
        opening = opening and not sings
        if notes:
            earlier.setdefault(phrase.letter, notes)
        found.append((phrase, local, notes))
    return section, found


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(MOODS), st.integers(0, 999))
def test_a_melody_keeps_the_rules(mood, seed):
    section, phrases = tune(mood, seed)
    low, high = window(mood, 0, 127)
    pitches = [note.pitch for *_, notes in phrases for note in notes]
    assert min(pitches) >= low and max(pitches) <= high and 7 <= max(pitches) - min(pitches) <= 19
    strong = []
    for phrase, chords, notes in phrases:
        for here, after in itertools.pairwise(notes):
            assert here.beat + here.beats <= after.beat + 1e-6 and abs(after.pitch - here.pitch) <= 12
        for note in notes:
            chord = chord_at(chords, note.beat)
            assert note.pitch % 12 in scale_at(section.key, chord)
            if note.beat % section.metre.beats == 0:
                strong.append(note.pitch % 12 in chord.tones)
        if phrase.close == "final" and notes:
            assert notes[-1].pitch % 12 == section.key.tonic
    assert np.mean(strong) > 0.7


def test_melodies_move_mostly_by_step_and_leaps_turn_back():
    steps, leaps, turned = 0, 0, 0
    for seed in range(6):
        for mood in MOODS:
            for *_, notes in tune(mood, seed, 40.0)[1]:
                pitches = [note.pitch for note in notes]
                for before, here, after in zip(pitches, pitches[1:], pitches[2:], strict=False):
                    steps += abs(here - before) <= 2
                    if abs(here - before) > 7:
                        leaps += 1
                        turned += (after - here) * (here - before) < 0 and abs(after - here) <= 2
    assert leaps == turned and steps > 300


def test_given_notes_open_the_piece():
    prime = (64, 62, 60, 62, 64, 64)
    for seed in range(5):
        phrases = tune("sad", seed, 60.0, prime)[1]
        first = next(notes for *_, notes in phrases if notes)
        assert [note.pitch % 12 for note in first[:6]] == [pitch % 12 for pitch in prime]
        intervals = np.diff([note.pitch for note in first[:6]])
        assert intervals.tolist() == np.diff(prime).tolist()


def test_a_theme_comes_back_with_another_ending():
    phrases = tune("calm", 3, 90.0)[1]
    first, again = [notes for phrase, _, notes in phrases if phrase.letter == "A" and phrase.kind == "theme"][:2]
    same = [a.pitch == b.pitch for a, b in zip(first, again, strict=False) if a.beat == b.beat and a.beat < 8]
    assert len(same) >= 3 and np.mean(same) > 0.7 and first != again
