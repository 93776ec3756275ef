"""How far, and how long still: never back, never below nothing, and believing the clock more and more."""

from hypothesis import given, settings
from hypothesis import strategies as st

from server.jobs.pace import Pace

STAGES = {"read": 1.0, "speak": 8.0, "mix": 1.0}


def test_progress_is_by_the_shares_of_the_stages():
    pace = Pace(STAGES)
    assert [pace.progress(*at) for at in (("read", 0), ("speak", 0), ("speak", 0.5), ("mix", 1))] == [0, 0.1, 0.5, 1]
    assert pace.progress("dream", 0.5) == 0 and pace.left("dream", 0.5) is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(STAGES)), st.floats(0, 1)), max_size=20))
def test_progress_grows_with_the_work(told):
    pace, order = Pace(STAGES), list(STAGES)
    done = [pace.progress(*at) for at in sorted(told, key=lambda at: (order.index(at[0]), at[1]))]
    assert done == sorted(done) and all(0 <= each <= 1 for each in done)


def test_who_is_twice_as_slow_needs_twice_as_long():
    now = [0.0]
    pace = Pace({"speak": 100.0}, clock=lambda: now[0])
    assert pace.left("speak", 0) == 100
    now[0] = 160.0
    assert 38 < pace.left("speak", 0.8) <= 40
    assert pace.left("speak", 1) == 0


def test_the_time_left_counts_only_what_is_still_to_be_made():
    pace = Pace({}, clock=lambda: 0.0)
    pace.expect({"speak": 90, "mix": 10}, {"speak": 0, "mix": 10})
    assert pace.left("speak", 0.5) == 10 and pace.progress("speak", 0.5) == 0.45
