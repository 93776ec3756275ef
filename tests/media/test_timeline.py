"""Where each cue sounds and how fast: by example, by property and against a golden plan."""

import json
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.timeline import STEP, Placement, Policy, TimelineError, plan

GOLDEN = Path(__file__).with_name("timeline_golden.json")
ORDER = ("fits", "faster", "marked", "late", "overflow")


@dataclass(frozen=True)
class Cue:
    number: int
    start: float
    end: float


def cues(*spans: tuple[float, float]) -> list[Cue]:
    return [Cue(number, start, end) for number, (start, end) in enumerate(spans, 1)]


def one(length: float, *, start: float = 1.0, end: float = 3.0, film_end: float = 3.0) -> Placement:
    return plan(cues((start, end)), [length], film_end)[0]


@pytest.mark.parametrize(
    ("length", "status", "rate"),
    [(0.0, "fits", 1.0), (2.0, "fits", 1.0), (2.2, "faster", 1.1), (2.3, "faster", 1.15), (2.8, "marked", 1.4)],
)
def test_a_lone_cue_is_only_as_fast_as_its_slot_asks(length, status, rate):
    placement = one(length)
    assert (placement.status, placement.rate) == (status, pytest.approx(rate))
    assert placement.start == 1.0 and placement.overflow == 0


def test_speech_that_does_not_fit_the_film_is_reported_not_rushed():
    placement = one(6.0)
    assert placement.status == "overflow" and placement.rate == 1.5
    assert placement.overflow == pytest.approx(2.0)


def test_a_cue_borrows_the_gap_but_keeps_the_guard():
    first, last = plan(cues((0, 1), (3, 4)), [2.9, 5.0], 9.0)
    assert first.slot_end == pytest.approx(2.95) and first.rate == 1.0
    assert last.slot_end == 9.0 and last.rate == 1.0


def test_the_next_cue_starts_late_before_anything_overflows():
    first, second = plan(cues((0, 2), (2, 4)), [3.6, 1.0], 9.0)
    assert (first.status, first.rate) == ("late", 1.5)
    assert (second.status, second.start) == ("late", pytest.approx(2.4))
    assert second.late == pytest.approx(0.4)
    first, second = plan(cues((0, 2), (2, 4)), [4.5, 1.0], 9.0)
    assert (first.status, first.overflow) == ("overflow", pytest.approx(0.5))
    assert second.start == 2.5


def test_queue_shares_the_time_of_two_overlapping_cues_evenly():
    first, second = plan(cues((0, 4), (1, 5)), [3.5, 3.0], 5.0)
    assert first.rate == pytest.approx(1.3) and second.rate == pytest.approx(1.3)
    assert second.start == pytest.approx(first.end) and second.late == 0


def test_queue_says_three_simultaneous_cues_one_after_the_other():
    placements = plan(cues((0, 6), (0, 6), (0, 6)), [2.0, 1.0, 1.5], 6.0)
    assert [p.start for p in placements] == pytest.approx([0, 2, 3])
    assert {p.status for p in placements} == {"fits"}


def test_queue_does_not_wait_beyond_the_cues_own_subtitle():
    long_caption, line = plan(cues((0, 10), (1, 3)), [8.0, 1.0], 20.0)
    assert line.start <= 3.5
    assert long_caption.status == "overflow"


def test_mix_lets_two_and_three_overlapping_cues_sound_together():
    placements = plan(cues((0, 4), (1, 5), (1.5, 4)), [3.5, 3.0, 2.0], 5.0, Policy(overlap="mix"))
    assert [p.start for p in placements] == [0, 1, 1.5]
    assert {p.status for p in placements} == {"fits"}


def test_mix_still_queues_cues_that_the_file_keeps_apart():
    _, _, third = plan(cues((0, 4), (1, 4), (4, 6)), [1.0, 4.8, 1.0], 9.0, Policy(overlap="mix"))
    assert third.start == pytest.approx(1 + 4.8 / 1.5) and third.status == "late"


def test_clip_closes_the_earlier_slot_at_the_next_start_and_never_cuts():
    first, second, third = plan(cues((0, 4), (1, 5), (2, 6)), [1.4, 1.2, 1.0], 9.0, Policy(overlap="clip"))
    assert (first.slot_end, second.slot_end) == (1, 2)
    assert (first.rate, second.rate, third.rate) == pytest.approx((1.4, 1.25, 1.0))
    overlong, _ = plan(cues((0, 4), (1, 5)), [3.0, 1.0], 9.0, Policy(overlap="clip"))
    assert overlong.length == pytest.approx(2.0) and overlong.status == "overflow"


def test_zero_length_and_coinciding_cues_get_time_to_speak():
    placements = plan(cues((5, 5), (5, 5), (5, 8)), [2.0, 1.0, 1.0], 20.0)
    assert [p.start for p in placements] == pytest.approx([5, 7, 8])
    assert {p.status for p in placements} == {"fits"}


def test_cues_past_the_end_of_the_film_are_kept_and_reported():
    inside, outside = plan(cues((0, 2), (30, 32)), [1.0, 1.5], 10.0)
    assert inside.status == "fits"
    assert outside.start == 30 and outside.status == "overflow" and outside.overflow == pytest.approx(1.0)


def test_unsorted_cues_answer_in_their_own_order():
    spans, lengths = [(8, 9), (0, 2), (2, 4)], [0.5, 3.6, 1.0]
    shuffled = plan(cues(*spans), lengths, 12.0)
    assert [p.cue for p in shuffled] == [1, 2, 3]
    assert [p.start for p in shuffled] == pytest.approx([8, 0, 2.4])


def test_neighbours_of_a_fast_cue_are_eased_towards_it_but_keep_their_class():
    spans = [(0, 2), (2, 4), (4, 6), (6, 8), (8, 10)]
    rates = [p.rate for p in plan(cues(*spans), [2.0, 2.04, 3.0, 2.36, 2.0], 10.0)]
    assert rates == pytest.approx([1.0, 1.15, 1.5, 1.35, 1.0])


def test_a_pause_forgives_a_jump():
    rates = [p.rate for p in plan(cues((0, 2), (2, 8), (8, 10)), [3.0, 2.0, 2.4], 10.0)]
    assert rates == pytest.approx([1.5, 1.0, 1.2])


def test_a_huge_text_does_not_break_its_neighbours():
    first, huge, last = plan(cues((0, 2), (2, 4), (4, 6)), [1.0, 3600.0, 1.0], 10.0)
    assert first.status == "fits" and huge.status == "overflow" and huge.rate == 1.5
    assert last.start == 4.5


@pytest.mark.parametrize(
    ("spans", "lengths", "film_end", "word"),
    [
        ([(0, 1)], [1.0, 2.0], 5.0, "exactly one"),
        ([(0, 1)], [-1.0], 5.0, "cue 1"),
        ([(0, 1)], [float("nan")], 5.0, "cue 1"),
        ([(float("nan"), 1)], [1.0], 5.0, "cue 1"),
        ([(0, 1)], [1.0], 0.0, "film"),
    ],
)
def test_impossible_input_is_named(spans, lengths, film_end, word):
    with pytest.raises(TimelineError, match=word):
        plan(cues(*spans), lengths, film_end)


@pytest.mark.parametrize("policy", [Policy(overlap="shuffle"), Policy(unmarked=1.6), Policy(max_late=-1)])
def test_impossible_policies_are_refused(policy):
    with pytest.raises(TimelineError):
        plan([], [], 5.0, policy)


def test_no_cues_is_an_empty_plan():
    assert plan([], [], 5.0) == []


@pytest.mark.parametrize("chained", [False, True])
def test_four_thousand_cues_take_less_than_a_second(chained):
    overlap = 1.5 if chained else 0.0
    spans = [(2.5 * k, 2.5 * k + 2.4 + overlap) for k in range(4000)]
    lengths = [1.0 + (k * 7919 % 300) / 100 for k in range(4000)]
    began = time.process_time()  # of the processor: the wall clock also tells what else the machine is doing
    assert len(plan(cues(*spans), lengths, 10_001.0)) == 4000
    assert time.process_time() - began < 1


seconds = st.floats(0, 30, allow_nan=False).map(lambda t: round(t, 3))
films = st.lists(st.tuples(seconds, st.floats(-1, 6), st.floats(0, 8)), max_size=12).map(
    lambda rows: ([Cue(n, a, a + d) for n, (a, d, _) in enumerate(rows, 1)], [length for _, _, length in rows])
)
policies = st.sampled_from(["queue", "mix", "clip"]).map(lambda name: Policy(overlap=name))


@given(films, st.floats(0.5, 40), policies)
def test_promises_that_hold_for_every_film(film, film_end, policy):
    lines, lengths = film
    placements = plan(lines, lengths, film_end, policy)
    assert [p.cue for p in placements] == [cue.number for cue in lines]
    for cue, length, p in zip(lines, lengths, placements, strict=True):
        assert p.start >= cue.start
        assert 1 <= p.rate <= policy.marked
        assert 0 <= p.late <= policy.max_late + 1e-9
        assert p.length * p.rate == pytest.approx(length)  # nothing is cut
        assert p.status in ORDER and (p.status == "overflow") == (p.overflow > 0)
        if length > 1e-5 and p.end > film_end + 1e-5:
            assert p.status == "overflow"
        if p.status in ORDER[:3]:
            assert p.end <= p.slot_end + 1e-5
        if p.status == "fits":
            assert p.rate == pytest.approx(1)
    by_time = sorted(range(len(lines)), key=lambda k: (lines[k].start, k))
    starts = [placements[k].start for k in by_time]
    assert starts == sorted(starts)


@given(films, st.floats(0.5, 40), st.sampled_from(["queue", "clip"]))
def test_no_two_cues_sound_together_unless_overflow_is_reported(film, film_end, overlap):
    lines, lengths = film
    placements = plan(lines, lengths, film_end, Policy(overlap=overlap))
    spoken = [placements[k] for k in sorted(range(len(lines)), key=lambda k: (lines[k].start, k))]
    for k, earlier in enumerate(spoken):
        for later in spoken[k + 1 :]:
            assert earlier.end <= later.start + 1e-5 or earlier.overflow > 0


@given(st.floats(0, 10), st.floats(0, 5), st.floats(0, 20), st.floats(0.01, 30), st.floats(0, 10))
def test_more_room_never_means_a_higher_rate(start, shown, length, film_end, extra):
    tight = plan(cues((start, start + shown)), [length], film_end)[0]
    roomy = plan(cues((start, start + shown)), [length], film_end + extra)[0]
    assert roomy.rate <= tight.rate
    assert ORDER.index(roomy.status) <= ORDER.index(tight.status)


@given(films, st.floats(0.5, 40))
def test_softening_only_narrows_jumps_and_never_changes_a_class(film, film_end):
    lines, lengths = film
    placements = plan(lines, lengths, film_end, Policy(overlap="mix"))
    by_time = sorted(range(len(lines)), key=lambda k: (lines[k].start, k))
    for k in by_time:
        p = placements[k]
        room = p.slot_end - p.start
        assert p.rate == 1 or p.natural > room - 1e-5  # what fits is not touched
    for a, b in pairwise(by_time):
        slow, fast = sorted((placements[a], placements[b]), key=lambda p: p.rate)
        pause = max(0.0, placements[b].start - placements[a].end)
        at_cap = any(slow.rate == pytest.approx(cap) for cap in (1.0, 1.15, 1.5))
        # the pause shrinks a little while rates rise, hence the slack on the step
        assert at_cap or fast.rate - slow.rate <= STEP * (1 + pause) + 1e-5


def test_golden_plan():
    """A film with every situation in it; a change of behaviour shows as a diff of the golden file."""
    case = json.loads(GOLDEN.read_text())
    for overlap, expected in case["plans"].items():
        lines = cues(*[tuple(span) for span in case["cues"]])
        answer = [asdict(p) for p in plan(lines, case["natural"], case["film_end"], Policy(overlap=overlap))]
        assert [{k: round(v, 6) if isinstance(v, float) else v for k, v in row.items()} for row in answer] == expected
