"""A film with titles at the beginnings of its chapters: which of them can stand in its pictures, and how.

Those that the film's own title reaches, or the pictures that are encoded for it, are drawn together with it. The others
stand in the middle (media/titlemiddle.py), checked around their joins. What cannot be drawn is told, and stands in the
container's list all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av

from media.excerpt import excerpt
from media.gaps import Edge, Gap, Walked, gaps, walk
from media.mux import MuxError
from media.probe import Film, probe
from media.raster import digest
from media.titled import reason_of
from media.titlemiddle import Middle, Placed, middle
from media.verify import OURS

if TYPE_CHECKING:
    from media.remux import Written
    from media.titlehead import Head
    from media.titles import Canvas, Drawer, Opening, Titled

Outcome = tuple["Written", "Titled | None"]
SHORTEST = 1.5  # s: nobody reads a title that goes sooner
AROUND = 24  # pictures before and behind a gap that are compared
HELD = 40  # packets more than pictures that a decoder may want
CLOSE = 0.001  # s


class Unjoined(Exception):
    """What was put into the middle of a film did not come out right; the message is the reason."""


@dataclass(frozen=True)
class Left:
    """A chapter whose title is not in the picture: its name, its beginning (s of the film), and why."""

    title: str
    start: float
    reason: str

    def sentence(self) -> str:
        return left_out(self.title, self.start, self.reason)


def left_out(title: str, start: float, reason: str) -> str:
    """A sentence about a chapter that begins at `start` seconds."""
    minutes, seconds = divmod(int(start), 60)
    return f"The chapter title “{title}” at {minutes}:{seconds:02d} is not in the picture: {reason}."


@dataclass(frozen=True)
class Chaptered:
    """What became of chapters: their number in the file, of titles in the picture, of pictures encoded for those."""

    listed: int
    shown: int = 0
    encoded: int = 0
    left: tuple[Left, ...] = ()

    def sentences(self) -> list[str]:
        shown = f", {self.shown} with a title in the picture" if self.shown else ""
        ours = f": {self.encoded} pictures were encoded for them, all others are as they were" if self.encoded else ""
        said = [f"Chapters: {self.listed}{shown}{ours}."]
        return said + [each.sentence() for each in self.left]


@dataclass
class Insets:
    """Where the titles of chapters go. opening: the film's title, with those that are drawn together with it."""

    film: Film
    opening: Opening | None
    together: tuple[Placed, ...] = ()
    placed: tuple[Placed, ...] = ()
    walked: Walked | None = None
    gaps: tuple[Gap, ...] = ()
    left: list[Left] = field(default_factory=list)
    used: Middle | None = None

    def written(self, path: Path, write: Callable[[Head | None, Middle | None], Written],
                whole: Callable[[Opening | None, Callable[[Head | None], Written]], Outcome]) -> Outcome:  # fmt: skip
        """Have `whole` write the film to `path` by means of `write`; once more without what stands in its middle, if
        that does not come out right. Raises what they do.
        """
        try:
            return whole(self.opening, lambda head: self._with_middle(path, head, write))
        except Unjoined as error:
            self._give_up(str(error))
            return whole(self.opening, lambda head: write(head, None))

    def _with_middle(self, path: Path, head: Head | None,
                     write: Callable[[Head | None, Middle | None], Written]) -> Written:  # fmt: skip
        self.used = None
        if not self.gaps or not self.walked or (head and head.join is None):
            return write(head, None)
        if head and head.join:
            head.own = self.gaps[0].start.number - head.join.number
        try:
            self.used = middle(self.film, self.walked, self.gaps, self.placed, head.extradata if head else None)
            written = write(head, self.used)
            check(self.film, path, self.used, float(head.shift * head.time_base) if head else 0.0)
        except (ValueError, MuxError, av.error.FFmpegError) as error:
            raise Unjoined(reason_of(error)) from error
        return written

    def _give_up(self, reason: str) -> None:
        """Without those in the middle."""
        spans = {place for gap in self.gaps for place in gap.spans}
        self.left += [_left(self.placed[place], reason) for place in sorted(spans)]
        self.gaps, self.used = (), None

    def became(self, listed: int, titled: Titled | None) -> Chaptered:
        """listed: chapters in the file."""
        if titled and titled.way == "none":
            self.left += [_left(placed, "; ".join(titled.reasons)) for placed in self.together]
            self.together = ()
        if self.gaps and self.used is None:
            self._give_up("the whole picture was encoded again")
        shown = len(self.together) + sum(len(gap.spans) for gap in self.gaps)
        left = tuple(sorted(self.left, key=lambda each: each.start))
        return Chaptered(listed, shown, self.used.encoded if self.used else 0, left)


def arrange(film: Film, opening: Opening | None, card: float, placed: Sequence[Placed]) -> Insets:
    """placed: in order of time. card: seconds of an opening that stands before the film, 0 for one over it."""
    made = Insets(film, opening)
    kept = _seen_in_time(film, placed, made.left)
    if film.video.color.hdr:
        made.left += [_left(each, "the film's colours are HDR") for each in kept]
        return made
    over = opening is not None and not card
    start = film.video.start or 0.0
    if opening and over:
        until = start + opening.seconds
        made.left += [_left(each, "the film's own title stands there") for each in kept if each.start < until]
        kept = [each for each in kept if each.start >= until]
    if not kept:
        return made
    try:
        made.walked = walk(film, kept[-1].end)
    except ValueError as error:
        if opening and over:  # the whole picture will be encoded
            made.opening, made.together = Together(film, opening, kept), tuple(kept)
        else:
            made.left += [_left(each, str(error)) for each in kept]
        return made
    join = None
    if opening and over:
        early, join = _reached(made.walked, start + opening.seconds, kept)
        made.together, kept = tuple(kept[:early]), kept[early:]
        made.opening = Together(film, opening, made.together) if early else opening
        beyond = [each for each in kept if join and each.start >= made.walked.time(join)]
        made.left += [_left(each, "no key frame stands behind it") for each in kept if each not in beyond]
        kept = beyond
    made.placed = tuple(kept)
    found, refused = gaps(made.walked, [(each.start, each.end) for each in kept])
    ours = join.number if join else 0  # before it, the pictures of the output are not the film's
    made.gaps = tuple(replace(gap, before=gap.before if gap.before and gap.before.number >= ours else None)
                      for gap in found)  # fmt: skip
    made.left += [_left(kept[place], reason) for place, reason in refused.items()]
    return made


def _seen_in_time(film: Film, placed: Sequence[Placed], left: list[Left]) -> list[Placed]:
    """Each until the next one comes, or the film ends."""
    picture = film.video
    last = (picture.start or 0.0) + picture.duration if picture.duration else film.duration
    ends = [after.start for _, after in pairwise(placed)] + [last] * bool(placed)
    kept = []
    for each, end in zip(placed, ends, strict=True):
        seconds = min(each.seconds, end - each.start)
        if seconds < SHORTEST:
            what = "the film ends" if each is placed[-1] else "the next one comes"
            left.append(_left(each, f"{what} {max(0.0, end - each.start):.1f} s later"))
        else:
            kept.append(replace(each, seconds=seconds))
    return kept


def _reached(walked: Walked, until: float, placed: Sequence[Placed]) -> tuple[int, Edge | None]:
    """How many of them lie in the pictures that are encoded for an opening up to `until` s, and where these then end.

    None: with the film, in which all of them lie.
    """

    def behind(time: float) -> Edge | None:
        return next((edge for edge in walked.edges if walked.time(edge) >= time), None)

    join, count = behind(until), 0
    if join is None:
        return len(placed), None
    while count < len(placed) and placed[count].start < walked.time(join):
        later = behind(placed[count].end)
        if later is None:
            break
        join, count = later, count + 1
    return count, join


def _left(placed: Placed, reason: str) -> Left:
    return Left(placed.inset.name, placed.start, reason)


class Together:
    """An opening over the film, and behind it titles of chapters; `seconds` up to the end of the last."""

    def __init__(self, film: Film, opening: Opening, placed: Sequence[Placed]) -> None:
        self.film, self.opening, self.placed = film, opening, placed
        self.name, self.start = opening.name, film.video.start or 0.0
        self.seconds = max(each.end for each in placed) - self.start

    def drawer(self, canvas: Canvas) -> Drawer:
        draw, made = self.opening.drawer(canvas), dict[int, "Drawer"]()

        def drawn(time: float, film: list) -> list:
            if time < self.opening.seconds:
                return draw(time, film)
            for number, each in enumerate(self.placed):
                if each.start <= time + self.start < each.end:
                    if number not in made:
                        made.clear()
                        made[number] = each.drawer(self.film, canvas)  # type: ignore[arg-type]  # a Raster
                    return made[number](time + self.start - each.start, film)
            return film

        return drawn


def check(film: Film, path: Path, used: Middle, shift: float) -> None:
    """Decode across both joins of every gap, as a player does. Raises ValueError with what is wrong.

    shift: seconds by which a card moves the film.
    """
    result = probe(path, OURS)
    for gap, times in zip(used.gaps, used.times, strict=True):
        seconds = [float(ticks * used.clock) for ticks in times]
        first = gap.before or gap.start
        before = _own(film, used, first, gap.start.number - first.number) if gap.before else []
        behind = _own(film, used, gap.end, AROUND + HELD, AROUND) if gap.end else []
        wanted = len(before) + len(seconds) + len(behind)
        begin = float(first.pts * used.clock) + shift
        shown = islice(excerpt(path, result.format, result.video.index, begin), wanted)
        near = range(len(before) - AROUND, len(before))
        far = range(len(before) + len(seconds), wanted)
        found = [(frame.time or 0.0, digest(frame) if n in near or n in far else "") for n, frame in enumerate(shown)]
        expected = [*before, *((time, "") for time in seconds), *behind]
        if len(found) < wanted:
            raise ValueError("a player would not show all pictures around a chapter's title")
        for (time, seen), (at, own) in zip(expected, found, strict=True):
            if abs(time + shift - at) > CLOSE:
                raise ValueError(f"the picture at {at:.2f} s should be shown at {time + shift:.2f} s")
            if own and seen != own:
                raise ValueError(f"the picture at {at:.2f} s, beside a chapter's title, would not be shown as it was")


def _own(film: Film, used: Middle, edge: Edge, count: int, most: int | None = None) -> list[tuple[float, str]]:
    """(time, digest) of the film's own pictures, of `count` packets from an edge on; of more than AROUND, the last
    ones alone have a digest.
    """
    frames = excerpt(film.path, film.format, film.video.index, float(edge.pts * used.clock), count)
    silent = 0 if most else count - AROUND
    return [(frame.time or 0.0, digest(frame) if n >= silent else "") for n, frame in enumerate(islice(frames, most))]
