"""The list of chapters that a container gets."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from media.chapterlist import listed
from media.chapters import Section

OWN = [{"id": 7, "start": 0, "end": 30, "time_base": Fraction(1, 10), "metadata": {"title": "One", "more": "x"}}]


def told(chapters):
    return [(float(c["start"] * c["time_base"]), float(c["end"] * c["time_base"]), c["metadata"].get("title"))
            for c in chapters]  # fmt: skip


def test_the_film_s_own_stay_as_they_are():
    assert listed(OWN, (), 9.0, Fraction(0), "Film") == OWN and not listed([], (), 9.0, Fraction(3), "Film")


def test_new_ones_take_their_place_and_follow_each_other_to_the_end():
    made = listed(OWN, (Section(0.0, "A"), Section(2.5, "B")), 9.0, Fraction(0), "Film")
    assert told(made) == [(0, 2.5, "A"), (2.5, 9, "B")]


def test_before_a_first_one_that_does_not_begin_at_0_stands_the_film_s_name():
    assert told(listed([], (Section(2.5, "B"),), 9.0, Fraction(0), "Film")) == [(0, 2.5, "Film"), (2.5, 9, "B")]


def test_a_card_is_the_first_and_what_the_film_says_of_its_own_is_kept():
    made = listed(OWN, (), 9.0, Fraction(1001, 300), "Card")
    assert [c["metadata"] for c in made] == [{"title": "Card"}, {"title": "One", "more": "x"}]
    assert made[0]["end"] == made[1]["start"] == round(Fraction(1001, 300) * 10**9)


@given(
    st.lists(st.floats(0, 5000), min_size=1, max_size=9, unique_by=lambda t: round(t, 3)),
    st.fractions(0, 9, max_denominator=90_000),
)
def test_they_never_overlap_and_all_come_later_by_the_card(starts, card):
    sections = tuple(Section(start, str(start)) for start in sorted(starts))
    made = listed([], sections, 6000.0, card, "Card")
    assert all(a["start"] <= a["end"] <= b["start"] for a, b in pairwise(made))
    ours = made[-len(sections) :]
    assert all(abs(c["start"] / 1e9 - s.start - float(card)) < 1e-8 for c, s in zip(ours, sections, strict=True))
    assert len({c["id"] for c in made}) == len(made)
