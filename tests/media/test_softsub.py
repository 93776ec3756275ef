import itertools

from hypothesis import given
from hypothesis import strategies as st

from media.softsub import text_packets
from tests.media.films import cue

TIMES = st.floats(0, 100, allow_nan=False)


def test_subrip_keeps_lines_and_overlaps():
    packets = text_packets([cue(1, 3, "one\n\ntwo"), cue(2, 4, "셋")], "subrip", 10)
    assert [(p.start, p.duration, p.payload.decode()) for p in packets] == [
        (1000, 2000, "one\ntwo"),
        (2000, 2000, "셋"),
    ]


def test_webvtt_escapes_markup():
    assert text_packets([cue(0, 1, "a < b & c")], "webvtt", 10)[0].payload == b"a &lt; b &amp; c"


def test_mov_text_fills_gaps_and_joins_overlaps():
    packets = text_packets([cue(1, 3, "a"), cue(2, 4, "b"), cue(5, 6, "c")], "mov_text", 10)
    shown = [(p.start, p.duration, p.payload[2:].decode()) for p in packets]
    assert shown == [(0, 1000, ""), (1000, 1000, "a"), (2000, 1000, "a\nb"), (3000, 1000, "b"), (4000, 1000, ""),
                     (5000, 1000, "c")]  # fmt: skip
    assert all(int.from_bytes(p.payload[:2], "big") == len(p.payload) - 2 for p in packets)


def test_nothing_after_the_end_of_the_film_or_without_text():
    cues = [cue(9, 12, "cut"), cue(11, 12, "gone"), cue(10, 10, "at the end"), cue(1, 2, " \n ")]
    assert [(p.start, p.duration) for p in text_packets(cues, "subrip", 10)] == [(9000, 1000)]


def test_a_cue_without_a_length_is_shown_briefly():
    cues = [cue(3, 3, "no length"), cue(5, 4, "backwards"), cue(9.5, 9.5, "cut")]
    shown = [(p.start, p.duration) for p in text_packets(cues, "subrip", 10)]
    assert shown == [(3000, 1000), (5000, 1000), (9500, 500)]


@given(st.lists(st.tuples(TIMES, TIMES, st.text(max_size=5)), max_size=12))
def test_mov_text_is_one_unbroken_row_of_samples(rows):
    packets = text_packets([cue(a, b, text) for a, b, text in rows], "mov_text", 90)
    for before, after in itertools.pairwise(packets):
        assert before.start + before.duration == after.start
    assert all(p.duration > 0 for p in packets)
    assert not packets or (packets[0].start == 0 and packets[-1].start + packets[-1].duration <= 90_000)
