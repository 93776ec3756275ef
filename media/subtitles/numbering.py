"""Which number in front of a timing line is the index of a cue, and which is dialogue ("42")."""

import re
from dataclasses import dataclass

from media.subtitles.timestamps import Timing

_NUMBER = re.compile(r"#?(\d{1,40})[.):\]]?$")
_JUNK_INDEX = re.compile(r"[A-Za-z]{1,8}$|[^\W\d_]{0,10}[\W_]{0,3}\d{1,40}\w{0,3}[\W_]{0,2}$|[\W_]{1,12}$")


@dataclass(frozen=True)
class Numbering:
    """How the file writes its indices, by majority."""

    indexed: bool  # most timing lines follow a number (or some other label)
    separated: bool  # a blank line before the index
    adjacent: bool  # no blank line between index and timing line
    labels: bool  # every line before a timing line is an identifier (WebVTT)


def find_numbering(lines: list[str], timings: list[tuple[int, Timing]], webvtt: bool) -> Numbering:
    indexed = separated = bare = adjacent = apart = 0
    for order, (at, timing) in enumerate(timings):
        last = at - 1
        while last >= 0 and not lines[last]:
            last -= 1
        floor = timings[order - 1][0] if order else -1
        if timing.index:
            indexed += 1
        elif last > floor and _JUNK_INDEX.match(lines[last]):
            number = bool(_NUMBER.match(lines[last]))
            blank = last == 0 or not lines[last - 1]
            if order and not blank and (not number or last - 1 == floor):
                continue  # it may as well be the text of the cue
            indexed += 1
            adjacent += last == at - 1
            apart += last != at - 1
            separated += blank
            bare += not blank
    return Numbering(indexed * 2 > len(timings), separated >= bare, adjacent >= apart, webvtt)


def split_index(
    block: list[str], value: int | None, position: int, style: Numbering, final: bool = False
) -> tuple[list[str], str]:
    """Take the index of the next cue off the end of a block: (text lines, index or "").

    `final`: no cue follows, so that only a number that counts on, after a blank line, can be the start of a lost one.
    """
    last = len(block) - 1
    while last >= 0 and not block[last]:
        last -= 1
    if last < 0:
        return block, ""
    line, adjacent = block[last], last == len(block) - 1
    blank = last > 0 and not block[last - 1]
    alone = not any(block[:last])
    number = index_value(line)
    counts_on = number is not None and (number == position or (value is not None and number == value + 1))
    if final:
        return (block[:last], "") if counts_on and blank and style.indexed and not alone else (block, "")
    if number is None:
        listed = style.labels or (_JUNK_INDEX.match(line) is not None and (style.indexed or position == 1))
        placed = (blank and (not alone or position == 1 or style.labels)) or (position == 1 and last == 0)
        return (block[:last], line) if adjacent and listed and placed else (block, "")
    if position == 1:
        taken = True
    elif adjacent and blank:
        taken = style.indexed or counts_on or not alone
    elif adjacent and alone:
        taken = style.indexed and counts_on
    elif adjacent:
        taken = style.indexed and (counts_on or not style.separated)
    else:
        taken = style.indexed and blank and (counts_on or not style.adjacent) and not (alone and style.adjacent)
    return (block[:last], line) if taken else (block, "")


def index_repairs(index: str, style: Numbering) -> tuple[str, ...]:
    if style.labels or not style.indexed:
        return ()
    if not index:
        return ("has no index",)
    return () if index_value(index) is not None else (f'index "{index}" is no number',)


def index_value(index: str) -> int | None:
    match = _NUMBER.match(index)
    return int(match[1]) if match else None
