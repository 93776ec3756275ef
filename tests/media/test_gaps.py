"""Between which key frames something can be put into the middle of a film."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.gaps import Edge, Walked, gaps, walk
from media.probe import probe
from tests.media.films import draw

CLOSED = {"options": {"preset": "fast", "g": "25", "bf": "2", "x264-params": "scenecut=0"}, "seconds": 4.0}
OPEN = {**CLOSED, "options": {**CLOSED["options"], "x264-params": "scenecut=0:open-gop=1"}}


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv"])
def test_the_edges_of_a_film_are_its_key_frames(tmp_path, name):
    film = probe(draw(tmp_path / name, **CLOSED))
    seen = walk(film, 99.0)
    assert [edge.number for edge in seen.edges] == [0, 25, 50, 75] and seen.length == 100
    assert [seen.time(edge) for edge in seen.edges] == [0, 1, 2, 3] and not seen.hidden


def test_no_more_of_a_film_is_read_than_is_needed(tmp_path):
    seen = walk(probe(draw(tmp_path / "film.mp4", **{**CLOSED, "seconds": 8.0})), 1.5)
    assert seen.length is None and [edge.number for edge in seen.edges][:3] == [0, 25, 50]


def test_what_others_are_shown_before_is_no_edge(tmp_path):
    seen = walk(probe(draw(tmp_path / "film.mp4", **OPEN)), 99.0)
    assert [edge.number for edge in seen.edges] == [0]


def test_hevc_has_none(tmp_path):
    path = draw(tmp_path / "film.mp4", video="libx265", options={"x265-params": "log-level=1"})
    with pytest.raises(ValueError, match="HEVC"):
        walk(probe(path), 1.0)


def seen(*numbers: int, length: int | None = 100, hidden: tuple[int, ...] = ()) -> Walked:
    """One picture a second."""
    return Walked(Fraction(1), tuple(Edge(number, number) for number in numbers), length, 100, hidden)


def test_titles_between_the_same_key_frames_share_a_gap():
    found, refused = gaps(seen(0, 10, 20, 30), [(11, 14), (16, 19), (19, 22)])
    assert [(g.start.number, g.end.number, g.count, g.before.number, g.spans) for g in found] == [
        (10, 30, 20, 0, (0, 1, 2))
    ]
    assert not refused


def test_the_last_gap_may_end_with_the_film():
    found, _ = gaps(seen(0, 80), [(90, 94), (95, 97)])
    assert [(g.start.number, g.end, g.count, g.spans) for g in found] == [(80, None, 20, (0, 1))]


def test_why_nothing_can_be_drawn():
    walked = seen(5, 10, 45, 50, length=None, hidden=(47,))
    _, refused = gaps(walked, [(1, 3), (20, 23), (46, 49), (90, 93)])
    assert refused == {
        0: "no key frame stands before it",
        1: "no key frame ends what would be encoded for it before 35 s",
        2: "the film hides pictures there",
        3: "no key frame stands behind it",
    }


@given(
    st.sets(st.integers(1, 99), max_size=20),
    st.lists(st.tuples(st.integers(0, 95), st.integers(1, 4)), max_size=8, unique_by=lambda span: span[0]),
)
def test_gaps_never_touch_and_hold_their_spans(numbers, spans):
    asked = sorted((float(start), float(start + length)) for start, length in spans)
    found, refused = gaps(seen(0, *sorted(numbers)), asked)
    assert sorted([place for gap in found for place in gap.spans] + list(refused)) == list(range(len(asked)))
    at = -1
    for gap in found:
        end = gap.end.number if gap.end else 100
        assert at < gap.start.number and gap.count == end - gap.start.number and (at := end)
        assert all(gap.start.number <= asked[p][0] and asked[p][1] <= (end if gap.end else 999) for p in gap.spans)
