"""Any text with timing lines in it, however damaged, to raw cues: the tolerant scan before the strict parser.

The scan finds the timing lines first; what stands between two of them belongs to the earlier cue, except the index of
the later one. Whether a number there is an index or dialogue ("42") is decided by how the rest of the file is written:
whether it numbers its cues, puts blank lines before the numbers, and counts upwards.
"""

from dataclasses import dataclass, replace

from media.subtitles.cue import RawCue
from media.subtitles.lines import split_lines
from media.subtitles.numbering import Numbering, find_numbering, index_repairs, index_value, split_index
from media.subtitles.timestamps import Timing, is_unreadable_timing, may_be_timing, parse_timing


@dataclass(frozen=True)
class Scan:
    """Raw cues in file order, and what was mended for the file as a whole."""

    cues: list[RawCue]
    repairs: tuple[str, ...]


def scan(text: str, webvtt: bool = False) -> Scan:
    """Find every cue in `text`. Linear in the length of the text; an empty list when there is no timing line."""
    lines, repairs = split_lines(text, webvtt)
    timings = _timings(lines)
    if not timings:
        return Scan([], repairs)
    style = find_numbering(lines, timings, webvtt)
    short = _counts_milliseconds(timings)
    cues: list[RawCue] = []
    header, index = split_index(lines[: timings[0][0]], None, 1, style)
    header = [line for line in header if line]
    if header and not webvtt:
        repairs += (f'{len(header)} lines before the first cue ignored, beginning "{header[0][:40]}"',)
    for position, (at, timing) in enumerate(timings):
        after = timings[position + 1][0] if position + 1 < len(timings) else len(lines)
        block = lines[at + 1 : after]
        value = index_value(timing.index or index)
        block, following = split_index(block, value, len(cues) + 2, style, final=after == len(lines))
        body, lost = _untimed(block, len(cues) + 1 if value is None else value, index_value(following), style)
        odd = index_repairs(timing.index or index, style)
        cues.append(_cue(len(cues) + 1, timing, [timing.tail, *body], short, odd))
        for orphan in lost:
            cues.append(RawCue(len(cues) + 1, None, None, "\n".join(orphan)))
        index = following
    return Scan(_with_ends(cues), repairs)


def _timings(lines: list[str]) -> list[tuple[int, Timing]]:
    found = []
    for at, line in enumerate(lines):
        if line and may_be_timing(line):
            timing = parse_timing(line)
            if timing is not None:
                found.append((at, timing))
    if all(timing.weak for _, timing in found):
        return found
    # "12:30 -> 13:00" in the middle of a text is dialogue, in a file whose other times are complete
    return [
        (at, timing)
        for at, timing in found
        if not timing.weak or not at or not lines[at - 1] or index_value(lines[at - 1]) is not None
    ]


def _untimed(
    block: list[str], value: int, following: int | None, style: Numbering
) -> tuple[list[str], list[list[str]]]:
    """Separate cues whose timing line is missing or unreadable from the text of the cue before them."""
    if "" not in block and not any(map(may_be_timing, block)):
        return block, []
    current: list[str] = []
    parts = [current]
    for at, line in enumerate(block):
        opens = at == 0 or not block[at - 1]
        number = index_value(line) if opens and at + 1 < len(block) and block[at + 1] else None
        counts_on = number is not None and number == value + 1 and at > 0
        if number is not None and (
            is_unreadable_timing(block[at + 1])
            or (counts_on and style.indexed and (following is None or number < following))
        ):
            value, current = number, []
            parts.append(current)
        elif (opens or not current) and is_unreadable_timing(line):
            if current or len(parts) == 1:
                current = []
                parts.append(current)
        else:
            current.append(line)
    return parts[0], [[line for line in part if line] for part in parts[1:]]


def _cue(number: int, timing: Timing, body: list[str], short: bool, repairs: tuple[str, ...]) -> RawCue:
    start, end = timing.start, timing.end
    if short:
        start, end = _recount(start, timing.start_fraction), _recount(end, timing.end_fraction)
    if start is None:
        repairs += ("has no start time",)
    elif start < 0:
        repairs += (f"begins {-start / 1000:.3f} s before the film",)
        start = 0 if end is None or end > 0 else start
    if end is None:
        repairs += ("has no end time",)
    return RawCue(number, start, end, "\n".join(filter(None, body)), None, repairs)


def _counts_milliseconds(timings: list[tuple[int, Timing]]) -> bool:
    """Whether short fractions are unpadded milliseconds (",5" = 5 ms) and not decimals (",5" = 500 ms).

    A writer that pads has fractions that begin with 0, one that trims zeros has none that end with 0; only a writer
    of plain integers has many three-digit fractions, some ending and none beginning with 0.
    """
    fractions = [fraction for _, t in timings for fraction in (t.start_fraction, t.end_fraction)]
    full = [fraction for fraction in fractions if len(fraction) == 3]
    if len(full) < 10 or len(full) == len(fractions):
        return False
    padded = any(len(fraction) > 1 and fraction[0] == "0" for fraction in fractions)
    return not padded and any(fraction[-1] == "0" for fraction in full)


def _recount(value: int | None, fraction: str) -> int | None:
    if value is None or not fraction or len(fraction) >= 3:
        return value
    return value - int(fraction.ljust(3, "0")) + int(fraction)


def _with_ends(cues: list[RawCue]) -> list[RawCue]:
    """A cue without an end lasts until the next one begins; one without a start begins where the last one ended."""
    if all(cue.start is not None and cue.end is not None for cue in cues):
        return cues
    ended: list[RawCue] = []
    following: int | None = None
    for cue in reversed(cues):
        if cue.start is not None and cue.end is None:
            cue = replace(cue, end=cue.start if following is None else max(cue.start, following))
        following = cue.start if cue.start is not None else following
        ended.append(cue)
    ended.reverse()
    before = 0
    for at, cue in enumerate(ended):
        if cue.start is None and cue.end is not None:
            ended[at] = replace(cue, start=min(before, cue.end))
        before = cue.end if cue.end is not None else before
    return ended
