from fractions import Fraction

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.decode_times import DecodeClock
from media.mux import mux
from media.probe import probe
from tests.media.films import click_sound, draw


@pytest.fixture(scope="module")
def stream(tmp_path_factory):
    path = draw(tmp_path_factory.mktemp("film") / "film.mkv", audio=())
    with av.open(str(path)) as source:
        yield source.streams.video[0]


def packet(pts: int | None, dts: int | None) -> av.Packet:
    made = av.Packet(b"x")
    made.pts, made.dts, made.time_base = pts, dts, Fraction(1, 1000)
    return made


def run(stream, times: list[tuple[int | None, int | None]]) -> list[tuple[int, int | None]]:
    clock = DecodeClock(stream)
    ready = [pair for pts, dts in times for pair in clock.push(packet(pts, dts))] + clock.flush()
    return [(ticks, made.pts) for ticks, made in ready]


def test_missing_first_times_are_counted_back(stream):
    assert run(stream, [(0, None), (120, None), (40, 0), (80, 40)]) == [(-80, 0), (-40, 120), (0, 40), (40, 80)]


def test_times_after_the_presentation_are_set_back_as_one(stream):
    assert run(stream, [(0, 0), (80, 20), (40, 40), (20, 60)]) == [(-40, 0), (-20, 80), (0, 40), (20, 20)]


def test_no_times_at_all(stream):
    assert run(stream, [(0, None), (40, None), (80, None)]) == [(0, 0), (40, 40), (80, 80)]


@given(st.lists(st.one_of(st.none(), st.integers(0, 5000)), max_size=80))
def test_times_always_rise_and_nothing_is_lost(stream, times):
    ready = run(stream, [(i * 40, dts) for i, dts in enumerate(times)])
    assert [pts for _, pts in ready] == [i * 40 for i in range(len(times))]
    ticks = [tick for tick, _ in ready]
    assert ticks == sorted(set(ticks))


def test_a_film_whose_decoding_times_come_late_is_copied(tmp_path):
    source = draw(tmp_path / "film.mp4", options={"bf": "2", "preset": "fast", "x264-params": "b-adapt=0"}, audio=())
    assert mux(probe(source), click_sound(2.0, 1.0), tmp_path / "out.mkv").video_packets == 50
