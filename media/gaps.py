"""Where pictures in the middle of a film can be encoded anew while all around them is copied: between two key frames
that need nothing of what stands before them, and before which nothing of what stands behind them is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from av.video.stream import VideoStream

from media.demux import open_film, packets
from media.probe import Film
from media.titlejoin import LATER, numbers, opens, record_of

LONGEST = 30.0  # s that are encoded for one title
TINY = 1e-4  # s: a chapter that begins at a key frame begins there


@dataclass(frozen=True)
class Edge:
    """Such a key frame: its place among the picture's packets, and the tick at which it is shown."""

    number: int
    pts: int


@dataclass(frozen=True)
class Walked:
    """What is known of a film's pictures. length: their number, where all were seen; last: the tick of the last that
    was; hidden: those not to be shown; taken: numbers of parameter sets in use.
    """

    clock: Fraction
    edges: tuple[Edge, ...]
    length: int | None
    last: int
    hidden: tuple[int, ...] = ()
    taken: frozenset[int] = frozenset()

    def time(self, edge: Edge) -> float:
        return float(edge.pts * self.clock)


@dataclass(frozen=True)
class Gap:
    """`count` pictures from `start` up to `end`, or up to the film's; `before`: the key frame before it, to check from.

    spans: places, in the list asked for, of what is drawn in it.
    """

    start: Edge
    end: Edge | None
    count: int
    before: Edge | None
    spans: tuple[int, ...]


def walk(film: Film, until: float) -> Walked:
    """Looks at a film's pictures up to the first edge at or after `until` seconds. ValueError with the reason if
    nothing can be put between them.
    """
    edges: list[Edge] = []
    hidden: list[int] = []
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        clock = cast(Fraction, stream.time_base)
        record = record_of(film, stream)
        taken = set(record.numbers()) if record else set()
        latest, count, length, goal = None, 0, None, None
        for packet in packets(source, [stream]):
            if not packet.size:
                continue
            if packet.pts is None:
                raise ValueError("its pictures do not say when they are shown")
            if packet.has_sidedata("new_extradata"):
                raise ValueError("its pictures change their parameters on the way")
            taken |= numbers(packet, record)
            while edges and edges[-1].pts >= packet.pts:  # shown before it, though it comes later
                edges.pop()
                goal = None if goal == len(edges) else goal
            if (latest is None or packet.pts > latest) and opens(packet, record):
                edges.append(Edge(count, packet.pts))
                goal = len(edges) - 1 if goal is None and packet.pts * clock >= until else goal
            if packet.is_discard:
                hidden.append(count)
            latest = packet.pts if latest is None else max(latest, packet.pts)
            count += 1
            if goal is not None and count > edges[goal].number + LATER:
                break
        else:
            length = count
    if not edges:
        raise ValueError("none of its key frames lets what follows be copied")
    return Walked(clock, tuple(edges), length, cast(int, latest), tuple(hidden), frozenset(taken))


def gaps(walked: Walked, spans: Sequence[tuple[float, float]]) -> tuple[list[Gap], dict[int, str]]:
    """What must be encoded for something to be drawn in these spans (s, in order); and why not, for those for which
    that cannot be.
    """
    found: list[Gap] = []
    refused: dict[int, str] = {}
    for place, (start, end) in enumerate(spans):
        gap = _gap(walked, place, start, end)
        if isinstance(gap, str):
            refused[place] = gap
        elif found and (last := found[-1]).end is None:
            found[-1] = Gap(last.start, None, last.count, last.before, (*last.spans, place))
        elif found and last.end and gap.start.number <= last.end.number:
            until = gap.end if gap.end is None or gap.end.number > last.end.number else last.end
            count = (until.number if until else cast(int, walked.length)) - last.start.number
            found[-1] = Gap(last.start, until, count, last.before, (*last.spans, place))
        else:
            found.append(gap)
    return found, refused


def _gap(walked: Walked, place: int, start: float, end: float) -> Gap | str:
    times = [walked.time(edge) for edge in walked.edges]
    first = bisect_right(times, start + TINY) - 1
    after = bisect_left(times, end - TINY)
    if first < 0:
        return "no key frame stands before it"
    begins = walked.edges[first]
    ends = walked.edges[after] if after < len(times) else None
    if ends is None and walked.length is None:
        return "no key frame stands behind it"
    count = (ends.number if ends else cast(int, walked.length)) - begins.number
    long = (times[after] if ends else float(walked.last * walked.clock)) - times[first]
    if long > LONGEST:
        return f"no key frame ends what would be encoded for it before {long:.0f} s"
    if any(begins.number <= number < begins.number + count for number in walked.hidden):
        return "the film hides pictures there"
    near = first > 0 and times[first] - times[first - 1] <= LONGEST
    return Gap(begins, ends, count, walked.edges[first - 1] if near else None, (place,))
