"""Whole pieces: they end as asked, play who was asked for, are the same for the same seed, and do not click or clip."""

import itertools

import numpy as np
import pytest

from synth.music import audition, midi
from synth.music.casting import genres
from synth.music.engine import compose, render
from synth.music.errors import MusicError
from synth.music.instruments import BAND
from synth.music.loudness import integrated
from synth.music.score import MOODS, RATE, Scene

FILM = [Scene("calm", 1, 0.0, 14.0), Scene("tense", 3, 14.0, 26.0), Scene("happy", 2, 28.0, 40.0)]


@pytest.fixture(scope="module")
def played():
    score = compose([Scene("sad", 2, 0, 16.0)], "piano", ["piano", "cello"], seed=3)
    return score, render(score)


@pytest.mark.parametrize("mood", MOODS)
def test_every_sketch_ends_on_a_cadence_and_the_tonic(mood, monkeypatch):
    monkeypatch.setattr(audition, "SKETCHES", 1)  # whichever is chosen
    for seed in range(100):
        seconds = 10.0 + (seed * 37 % 250) / 10
        score = compose([Scene(mood, 1 + seed % 3, 0, seconds)], genres()[seed % len(genres())], seed=seed)
        tonic, last = score.plan.sections[-1].key.tonic, score.chords[-1][-1]
        before = next(chord for chord in reversed(score.chords[-1]) if chord.tones[0] != tonic)
        assert last.tones[0] == last.bass == tonic and (before.tones[0] - tonic) % 12 in (5, 7)
        ends = [note for part in score.parts if not BAND[part.instrument].keys for note in part.notes]
        final = [note for note in ends if abs(note.end - seconds) < 0.02]
        assert final and max(note.end for note in ends) < seconds + 0.02
        tuned = [note.pitch % 12 for note in final if note.pitch != 50]  # the taiko is not tuned
        assert set(tuned) <= set(last.tones) and min(final, key=lambda note: note.pitch).pitch % 12 in last.tones


def test_who_is_asked_for_plays_and_nobody_else():
    names = list(BAND)
    for seed in range(24):
        asked = [names[(seed * 7 + step * 5) % len(names)] for step in range(1 + seed % 10)]
        speech = [(1.0, 11.0)] if seed % 2 else []
        score = compose([Scene(MOODS[seed % 5], 1 + seed % 3, 0, 12.0)], "piano", asked, seed=seed, speech=speech)
        assert {part.instrument for part in score.parts} == set(asked)
        assert all(part.notes for part in score.parts)


def test_a_genre_brings_ten_players_at_most():
    scenes = [Scene(mood, 3, 12 * n, 12 * n + 12) for n, mood in enumerate(MOODS)]
    for genre in genres():
        assert 3 <= len(compose(scenes, genre).parts) <= 10


def test_the_lead_rests_while_someone_speaks():
    speech = [(3.0, 9.0), (15.0, 20.0)]
    quiet = compose([Scene("calm", 2, 0, 30)], "orchestral", ["flute", "harp"], seed=1, speech=speech)
    flute = next(part for part in quiet.parts if part.instrument == "flute")
    assert flute.notes
    assert not [note for note in flute.notes if any(note.start < until and note.end > since for since, until in speech)]


def test_notes_stay_in_their_sections_and_ranges():
    score = compose(FILM, "orchestral", seed=2)
    for part in score.parts:
        player = BAND[part.instrument]
        for note in part.notes:
            assert 1 <= note.velocity <= 127 and note.end > note.start
            assert player.low <= note.pitch <= player.high or player.keys
            scene = next(s for s in FILM if s.start - 1e-3 <= note.start < s.end)
            assert player.keys or note.end <= scene.end + 1e-3


def test_there_are_no_dead_bars():
    score = compose(FILM, "ambient", seed=5)
    for section in score.plan.sections:
        bars = section.bar_times()
        for start, end in itertools.pairwise(bars):
            assert any(note.start < end and note.end > start for part in score.parts for note in part.notes)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(played):
    score, sound = played
    again = compose([Scene("sad", 2, 0, 16.0)], "piano", ["piano", "cello"], seed=3)
    assert again == score and render(again).tobytes() == sound.tobytes()
    assert compose([Scene("sad", 2, 0, 16.0)], "piano", ["piano", "cello"], seed=4).parts != score.parts


def test_the_sound_has_its_level_its_tail_and_no_click(played):
    sound = played[1]
    assert sound.dtype == np.float32 and sound.shape[1] == 2 and len(sound) > RATE * 18
    assert abs(integrated(sound) + 23) < 0.3 and np.abs(sound).max() <= 10 ** (-3 / 20)
    assert np.abs(sound[-480:]).max() < 1e-3 and np.abs(sound[:24]).max() < 0.02
    bend = np.abs(np.diff(sound, n=3, axis=0)).max(axis=1)  # a click is a sample's bend far above its surroundings
    frames = bend[: len(bend) - len(bend) % 480].reshape(-1, 480)
    assert (frames.max(axis=1) < 25 * np.median(frames, axis=1) + 2e-3).all()


def test_the_last_chord_rings_out_after_it_ends(played):
    _, sound = played
    power = [float((sound[round(at * RATE) :][: RATE // 4] ** 2).mean()) for at in (15.5, 16.5, 17.5, 18.5)]
    assert power[0] > power[1] > power[2] > power[3] > 0


def test_our_loudness_is_that_of_an_independent_meter(played):
    pyloudnorm = pytest.importorskip("pyloudnorm")
    assert abs(pyloudnorm.Meter(RATE).integrated_loudness(played[1].astype(np.float64)) - integrated(played[1])) < 0.1


def test_the_midi_file_tells_the_same_notes(tmp_path):
    import mido

    score = compose(FILM, "orchestral", seed=2)
    midi.write(score, tmp_path / "a.mid")
    file = mido.MidiFile(tmp_path / "a.mid")
    assert len(file.tracks) == len(score.parts) + 1
    clock, starts = 0.0, []
    for message in file:
        clock += message.time
        if message.type == "note_on":
            starts.append((clock, message.note, message.velocity))
    wanted = sorted((note.start, note.pitch, note.velocity) for part in score.parts for note in part.notes)
    assert len(starts) == len(wanted)
    assert np.abs(np.array([start for start, *_ in wanted]) - np.array(sorted(s for s, *_ in starts))).max() < 0.003
    assert sorted(note for _, note, _ in starts) == sorted(pitch for _, pitch, _ in wanted)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"genre": "polka"}, "genre"),
        ({"instruments": ["kazoo"]}, "kazoo"),
        ({"instruments": list(BAND)[:11]}, "ten"),
        ({"prime": [200]}, "note"),
    ],
)
def test_what_cannot_be_played_is_said(asked, word):
    with pytest.raises(MusicError, match=word):
        compose([Scene("calm", 1, 0, 20)], **asked)
