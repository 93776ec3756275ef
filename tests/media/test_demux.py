"""Leaving streams unread changes nothing about the others."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.demux import open_film, packets, seconds
from media.probe import probe
from tests.media.films import draw


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.mov", "film.webm"])
def test_the_packets_asked_for_are_the_same_as_among_all(tmp_path, name):
    drawn = {"audio": ("libopus",), "video": "libvpx-vp9"} if name.endswith("webm") else {"audio": ("aac", "aac")}
    film = probe(draw(tmp_path / name, seconds=3, **drawn))

    def told(packet):
        return packet.stream_index, packet.pts, packet.dts, packet.duration, bytes(packet)

    with open_film(film.path, film.format) as container:
        everything = [told(packet) for packet in container.demux() if packet.size]
    for kind in ("audio", "video"):
        wanted = [stream.index for stream in film.streams if stream.kind == kind]
        with open_film(film.path, film.format) as container:
            some = [
                told(packet) for packet in packets(container, [container.streams[i] for i in wanted]) if packet.size
            ]
        assert some == [row for row in everything if row[0] in wanted]


@given(st.integers(-(2**62), 2**62), st.fractions(min_value=Fraction(1, 10**6), max_value=1, max_denominator=10**6))
def test_seconds_are_the_nearest_float(ticks, time_base):
    assert seconds(ticks, time_base) == float(ticks * time_base)
