"""The string pulled tight through a row of windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.tautstring import taut_string

rows = st.lists(st.tuples(st.floats(0.1, 5), st.floats(0, 20), st.floats(0, 10)), min_size=1, max_size=15)


def test_nothing_in_the_way_is_a_straight_line():
    assert taut_string([0, 1, 2], [0, 0, 4], [0, 9, 4]) == pytest.approx([0, 2, 4])


def test_it_bends_only_at_the_edges_in_the_way():
    assert taut_string([0, 1, 2, 3], [0, 3, 0, 4], [0, 9, 3.2, 4]) == pytest.approx([0, 3, 3.2, 4])


@given(rows)
def test_it_stays_inside_and_every_bend_leans_on_an_edge(windows):
    x, low, high = [0.0], [0.0], [0.0]
    for step, bottom, size in windows:
        x.append(x[-1] + step)
        low.append(bottom)
        high.append(bottom + size)
    low[-1] = high[-1]
    path = taut_string(x, low, high)
    assert path[0] == low[0] and path[-1] == pytest.approx(high[-1])
    for k in range(1, len(x) - 1):
        assert low[k] - 1e-7 <= path[k] <= high[k] + 1e-7
        before = (path[k] - path[k - 1]) / (x[k] - x[k - 1])
        after = (path[k + 1] - path[k]) / (x[k + 1] - x[k])
        # optimality: a string turns down only round a lower edge, up only round an upper one
        if after < before - 1e-6:
            assert path[k] == pytest.approx(low[k], abs=1e-6)
        if after > before + 1e-6:
            assert path[k] == pytest.approx(high[k], abs=1e-6)
