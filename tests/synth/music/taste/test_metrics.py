"""The numbers of a piece, on pieces made by hand whose numbers are plain, and on any piece: they stay within bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.music.taste.metrics import BESIDES, METRICS, besides, groove, measure
from synth.music.taste.order import ORDER
from synth.music.taste.piece import Piece, jaccard, table

C, D, E, F, G, A, B = 60, 62, 64, 65, 67, 69, 71


def piece(melody, others=(), bars=4, metre=(4, 4)):
    return Piece("by hand", table(melody), table(others), metre, bars, 0, True)


def in_quarters(*pitches):
    return [(float(beat), 1.0, pitch) for beat, pitch in enumerate(pitches) if pitch]


def held(*chords):
    """One chord a bar of four, in whole notes."""
    return [(4.0 * bar, 4.0, pitch) for bar, chord in enumerate(chords) for pitch in chord]


SCALE = piece(in_quarters(C, D, E, F, G, A, B, C + 12), held((48, 52, 55), (43, 47, 50)), bars=2)
notes = st.lists(st.tuples(st.integers(0, 127), st.integers(1, 16), st.integers(36, 84)), min_size=2, max_size=60).map(
    lambda rows: table([(place / 4, length / 4, pitch) for place, length, pitch in rows])
)


@settings(max_examples=40, deadline=None)
@given(notes, notes)
def test_every_number_stays_within_its_bounds(melody, others):
    any_piece = Piece("any", melody, others, (4, 4), 8, 0, True)
    found = measure(any_piece) | besides(any_piece)
    assert set(found) == set(METRICS) | set(BESIDES) and len(METRICS) == 17
    returns = {name for name in ORDER if name.endswith("returns")}
    assert all(np.isfinite(value) and value >= -(name in returns) for name, value in found.items())
    shares = found.keys() - {"entropy", "notes per beat"} - (ORDER.keys() - returns)
    assert all(found[name] <= 1 + 1e-9 for name in shares) and found["entropy"] <= np.log2(12) + 1e-9


@settings(max_examples=20, deadline=None)
@given(notes, notes, st.integers(-12, 12))
def test_a_key_does_not_matter(melody, others, by):
    here = Piece("here", melody, others, (4, 4), 8, 0, True)
    up = np.array([0.0, 0.0, float(by)])
    there = Piece("there", melody + up, others + up, (4, 4), 8, 0, True)
    one, other = measure(here) | besides(here), measure(there) | besides(there)
    harmony = {"chord tones", "chord tones on beats", "roots by fifth"}  # of two chords that fit alike, one is taken
    assert all(one[name] == pytest.approx(other[name]) for name in one.keys() - harmony)


def test_a_scale_over_its_chords():
    found = measure(SCALE) | besides(SCALE)
    assert found["scale consistency"] == 1 and found["leaps"] == 0 and found["steps"] == 1
    assert found["rests"] == 0 and found["notes per beat"] == 1
    assert found["chord tones"] == pytest.approx(4 / 8)  # C E | G B


def test_the_more_pitch_classes_the_more_bits():
    assert besides(piece(in_quarters(*[C] * 16), held((48,))))["entropy"] == 0
    assert besides(piece(in_quarters(*(C, D) * 8)))["entropy"] == pytest.approx(1)


def test_rests_are_quarters_in_which_the_melody_is_silent():
    assert besides(piece([(0, 4, C), (8, 2, D)], held((48,) * 1), bars=4))["rests"] == pytest.approx(10 / 16)


def test_a_rhythm_that_returns_is_a_groove():
    same = piece(in_quarters(*[C] * 16))
    assert groove(same.melody, same) == 1
    half = piece([(0, 1, C), (4, 1, C), (5, 1, C), (8, 1, C), (12, 1, C), (13, 1, C)])
    assert groove(half.melody, half) == pytest.approx(1 - 1 / 16)


def test_a_semitone_in_any_octave_clashes():
    found = measure(piece(in_quarters(C, D, E, G), [(0, 4, 47)], bars=1))
    assert found["clashes"] == pytest.approx(1 / 4)  # the C over the B


def test_the_bass_makes_the_consonance():
    found = besides(piece(in_quarters(C, D, F, A), [(0, 4, 48), (0, 4, 53)], bars=1))
    assert found["consonance"] == pytest.approx(2 / 4)  # C and A over C; D and F not


def test_roots_that_fall_by_fifths():
    chords = held((50, 53, 57), (43, 47, 50), (48, 52, 55), (45, 48, 52))
    assert besides(piece(in_quarters(D, D, D, D), chords))["roots by fifth"] == pytest.approx(2 / 3)


def test_a_bar_that_returns_is_a_repetition():
    bars = (C, D, E, C)
    assert measure(piece(in_quarters(*bars, *bars, *bars, *bars)))["repetition"] == 1
    assert measure(piece(in_quarters(*bars, *(note + 1 for note in bars))))["repetition"] == 0


def test_a_tune_in_order_is_nearer_than_one_in_disorder():
    climbing = [note for bar in range(8) for note in (50 + 3 * bar, 51 + 3 * bar, 52 + 3 * bar, 52 + 3 * bar)]
    order = [0, 5, 2, 7, 4, 1, 6, 3]
    mixed = [climbing[4 * bar + beat] for bar in order for beat in range(4)]
    there, gone = piece(in_quarters(*climbing), bars=8), piece(in_quarters(*mixed), bars=8)
    assert measure(there)["line"] < 0.3 < 1 < measure(gone)["line"]
    swapped = piece(in_quarters(*[C] * 32), there.melody, bars=8), piece(in_quarters(*[C] * 32), gone.melody, bars=8)
    for name in ("bass line", "upper line", "voice leading", "register"):
        assert measure(swapped[0])[name] < 0.5 < 1 < measure(swapped[1])[name]


PHRASE = ((60, 64, 67), (65, 69, 72), (62, 65, 69), (59, 62, 67))  # a bar each
PLAIN = table([(0, 32, 84)])


def accompanied(order):
    """Bars of PHRASE as quarter notes, in some order."""
    return table([(4.0 * at + beat, 1.0, PHRASE[bar][beat]) for at, bar in enumerate(order) for beat in range(3)])


def test_what_returns_as_it_was_returns_in_order():
    whole, mixed = ((0, 1, 2, 3) * 4, (0, 1, 2, 3, 2, 0, 3, 1, 1, 3, 0, 2, 3, 2, 1, 0))
    there, gone = (measure(piece(accompanied(order), accompanied(order), bars=16)) for order in (whole, mixed))
    for name in ("accompaniment returns", "melody returns", "harmony returns"):
        assert there[name] > 0.85 and gone[name] < 0.3


def test_a_texture_that_stays_for_a_while_is_nearer_than_one_that_comes_and_goes():
    def struck(quick):
        return table([(4.0 * bar + n / (4 if q else 1), 0.25, 60 + n % 3) for bar, q in enumerate(quick)
                      for n in range(16 if q else 4)])  # fmt: skip

    stays, goes = (
        measure(piece(PLAIN, struck(quick), bars=8)) for quick in ((0, 0, 0, 0, 1, 1, 1, 1), (0, 1, 1, 0) * 2)
    )
    assert stays["texture"] < 0.8 < goes["texture"] and stays["rhythm"] < 0.8 < goes["rhythm"]


def test_silence_has_numbers_too():
    empty = table([])
    silence = Piece("silence", empty, empty, (4, 4), 4, 0, True)
    found = measure(silence) | besides(silence)
    assert found["line"] == found["register"] == found["texture"] == 1 and found["melody returns"] == 0
    assert found["rests"] == 1 and found["chord tones"] == 0


def test_likeness_of_sets():
    assert jaccard(frozenset("ab"), frozenset("bc")) == pytest.approx(1 / 3) and jaccard(frozenset(), frozenset()) == 0
