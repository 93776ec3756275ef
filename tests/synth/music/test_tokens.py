"""Melodies as tokens and back: nothing is lost, bars are always full, and every token knows its place."""

from hypothesis import given
from hypothesis import strategies as st

from synth.music.tokens import (
    BARS,
    BESIDE,
    CLOSE,
    EVENTS,
    HOLD,
    LEFT,
    LENGTH,
    PITCH,
    PLACE,
    REST,
    VOCABULARY,
    Line,
    Tone,
    Tune,
    chord_id,
    decode,
    encode,
    slots,
)


@st.composite
def tunes(draw):
    metre = draw(st.sampled_from(list(BARS)))
    at, tones, lines = 0, [], []
    for phrase in range(draw(st.integers(1, 3))):
        count = draw(st.integers(1, 8))
        for number in range(count):
            at += draw(st.integers(0, 5))
            length = draw(st.integers(1, 20))
            tones.append(Tone(at, length, draw(st.integers(-14, 27)), phrase, number == count - 1))
            at += length
        lines.append(Line(tones[-1].onset // BARS[metre], "half", phrase > 0, 1))
    chords = tuple(draw(st.integers(0, 59)) for _ in range(2 * (at // BARS[metre] + 1)))
    return Tune(metre, True, "calm", True, chords, tuple(lines), tuple(tones))


@given(tunes())
def test_a_tune_comes_back_as_it_was(tune):
    assert tuple(decode(encode(tune)[0])) == tune.tones


@given(tunes())
def test_bars_are_full_and_places_are_right(tune):
    tokens, beside = encode(tune)
    assert len(beside) == len(tokens) - 1 and all(len(ids) == BESIDE for ids in beside)
    assert max(tokens) < EVENTS and all(EVENTS <= each < VOCABULARY for ids in beside for each in ids)
    at, length = 0, 0
    for token, ids in zip(tokens[1:], beside, strict=True):
        assert ids[0] == PLACE[at % BARS[tune.metre]]
        if token in LENGTH:
            length = token - LENGTH[0] + 1
            assert at % BARS[tune.metre] + length <= BARS[tune.metre]
        elif token != CLOSE:
            assert token in PITCH or token in (REST, HOLD)
            at += length


def test_the_bars_left_are_counted_down():
    lines = (Line(2, "final", False, 1),)
    tones = tuple(Tone(12 * bar, 12, 0, 0, bar == 2) for bar in range(3))
    tune = Tune("3/4", True, "sad", True, (0,) * 6, lines, tones)
    tokens, beside = encode(tune)
    left = [LEFT.index(ids[3]) for token, ids in zip(tokens[1:], beside, strict=True) if token in LENGTH]
    assert left == [2, 1, 0]


def test_chords_are_told_by_root_and_quality():
    assert chord_id((7, 11, 2, 5), 0) == 7 * 5 + 2 and chord_id((9, 0, 4), 9) == 1
    assert chord_id((11, 2, 5), 0) == 11 * 5 + 3 and chord_id((0, 4, 8), 0) % 5 == 4


def test_every_bar_has_two_chords():
    assert slots([(0.0, 1), (4.0, 2), (6.0, 3)], "4/4", 2) == (1, 1, 2, 3)
    assert slots([(0.0, 1), (1.5, 2), (3.0, 3)], "6/8", 2) == (1, 2, 3, 3)
