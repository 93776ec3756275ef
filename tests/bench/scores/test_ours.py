"""Our pieces as the measures see them, a listener's page, and what the judge of moods hears in plain notes."""

import numpy as np

from bench.scores import ours
from bench.scores.moods import recognised
from bench.scores.page import played, write
from bench.scores.traits import traits
from synth.music.melody import rule_melody
from synth.music.score import RATE
from synth.music.taste.piece import Piece, table


def test_our_pieces_are_whole_and_always_the_same():
    one, again = (next(ours.pieces(range(3, 4), moods=("sad",))) for _ in range(2))
    assert (one.melody == again.melody).all() and (one.others == again.others).all()
    assert one.melody[:, 0].max() < one.length and (np.diff(one.melody[:, 0]) > 0).all()
    assert any(True for _ in one.excerpts())


def test_an_excerpt_is_cut_at_its_edges():
    piece = Piece("long", table([(3.0, 4.0, 60), (7.5, 1.0, 62)]), table([(0.0, 8.0, 48)]), (4, 4), 2, 0, True)
    cut = piece.excerpt(0, 1)
    assert cut.melody.tolist() == [[3.0, 1.0, 60.0]] and cut.others.tolist() == [[0.0, 4.0, 48.0]]
    assert piece.excerpt(1, 1).melody.tolist() == [[3.5, 0.5, 62.0]]


def test_people_are_played_by_our_piano():
    piece = Piece("short", table([(0, 1, 72), (1, 1, 74)]), table([(0, 8, 48)]), (4, 4), 2, 0, True, bpm=120)
    sound = played(piece)
    assert sound.shape[1] == 2 and abs(len(sound) / RATE - 6.0) < 0.1 and np.abs(sound).max() > 0.05


def test_the_page_asks_nothing_of_the_network(tmp_path, monkeypatch):
    piece = Piece("somebody", table([(0, 1, 72), (1, 1, 74)]), table([(0, 8, 48)]), (4, 4), 2, 0, True, bpm=120)
    monkeypatch.setattr("bench.scores.page.MOODS", ("sad",))
    monkeypatch.setattr("bench.scores.page.genres", lambda: ("piano",))
    page = write(tmp_path, {"rule": rule_melody}, [piece], seconds=8.0).read_text(encoding="utf-8")
    assert "http" not in page and "somebody" in page and page.count("<audio") == 3
    assert all((tmp_path / name).stat().st_size > 1000 for name in ("blind-01.flac", "blind-02.flac", "open-01.flac"))


def test_quick_notes_and_slow_ones_are_told_apart():
    quick = np.array([(n / 8, n / 8 + 0.1, 60 + n % 5) for n in range(64)])
    slow = np.array([(n * 1.0, n + 0.9, 60 + n % 5) for n in range(16)])
    assert traits(quick)[0] > 7 > 1.5 > traits(slow)[0]


def test_what_counts_as_heard():
    heard = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    assert [recognised(mood, heard).tolist().index(True) for mood in ("happy", "tense", "sad", "calm")] == [0, 1, 2, 3]
    assert recognised("epic", heard).tolist() == [True, True, False, False]
