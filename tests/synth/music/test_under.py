"""What goes on of the melody while somebody speaks."""

from __future__ import annotations

import itertools
import random

import pytest

from synth.music.casting import genres
from synth.music.engine import draft
from synth.music.score import MOODS, Scene
from synth.music.under import UNDER


def talk(total: float, dice: random.Random) -> list[tuple[float, float]]:
    """Sentences with the pauses of a narration between them."""
    at, found = dice.uniform(0.5, 4), []
    while at < total - 4:
        end = min(at + dice.uniform(1.2, 5.5), total - 2)
        found.append((at, end))
        at = end + dice.choice((0.3, 0.5, 0.8, 1.2, 2.5))
    return found


@pytest.mark.parametrize("genre", genres())
@pytest.mark.parametrize("mood", MOODS)
def test_no_fifteen_seconds_of_a_talkative_film_are_without_a_tune(mood, genre):
    dice = random.Random(f"{mood} {genre}")
    total = dice.uniform(40, 80)
    paper = draft([Scene(mood, dice.choice((1, 2, 3)), 0, total)], genre, seed=3, speech=talk(total, dice))
    section = paper.plan.sections[0]
    sung = sorted(section.at(note.beat) for p in paper.passages if p.role in ("lead", UNDER) for note in p.notes)
    assert max(after - before for before, after in itertools.pairwise([0, *sung, total])) < 15


@pytest.mark.parametrize("mood", MOODS)
def test_the_line_under_speech_is_low_slow_and_softer_than_the_melody(mood):
    paper = draft([Scene(mood, 2, 0, 40)], "orchestral", seed=1, speech=[(0, 40)])
    section = paper.plan.sections[0]
    line = [note for passage in paper.passages if passage.role == UNDER for note in passage.notes]
    starts = [section.at(note.beat) for note in line]
    assert len(line) > 6
    assert max(note.pitch for note in line) <= 68
    assert min(after - before for before, after in itertools.pairwise(starts)) > 0.9  # nearer only where phrases meet
    assert max(note.force for note in line) < 0.65


def test_a_player_sings_one_line_at_a_time():
    paper = draft([Scene("calm", 3, 0, 60)], "piano", seed=2, speech=[(5, 25), (30, 50)])
    cello = sorted(
        (note.beat, note.beat + note.beats)
        for passage in paper.passages
        if passage.instrument.name == "cello"
        for note in passage.notes
    )
    assert all(end <= start + 1e-6 for (_, end), (start, _) in itertools.pairwise(cello))


def test_without_speech_nothing_goes_under():
    paper = draft([Scene("calm", 2, 0, 40)], "orchestral", seed=1)
    assert UNDER not in {passage.role for passage in paper.passages}
