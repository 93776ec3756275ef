"""Any text with timing lines in it, however damaged, to raw cues: the tolerant scan before the strict parser.

The scan finds the timing lines first; what stands between two of them belongs to the earlier cue, except the index of
the later one. Whether a number there is an index or dialogue ("42") is decided by how the rest of the file is written:
whether it numbers its cues, puts blank lines before the numbers, and counts upwards.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from media.subtitles.cue import RawCue
from media.subtitles.timestamps import Timing, is_unreadable_timing, may_be_timing, parse_timing

_BREAKS = str.maketrans({mark: "\n" for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"})
_STRICT = r"-?\d{1,4}:\d{2}:\d{2}[,.]\d{1,3}\s{0,4}-->\s{0,4}-?\d{1,4}:\d{2}:\d{2}[,.]\d{1,3}"
_GLUED = re.compile(rf"(?:(?<!\S)\d{{1,9}}\s{{1,4}})?{_STRICT}")
_NUMBER = re.compile(r"#?(\d{1,18})[.):\]]?$")
_JUNK_INDEX = re.compile(r"[A-Za-z]{1,8}$|[^\W\d_]{0,10}[\W_]{0,3}\d{1,9}\w{0,3}[\W_]{0,2}$|[\W_]{1,12}$")
_VTT_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True)
class Scan:
    """Raw cues in file order, and what was mended for the file as a whole."""

    cues: list[RawCue]
    repairs: tuple[str, ...]


@dataclass(frozen=True)
class _Style:
    """How the file writes its indices, by majority."""

    indexed: bool  # most timing lines follow a number (or some other label)
    separated: bool  # a blank line before the index
    adjacent: bool  # no blank line between index and timing line
    labels: bool  # every line before a timing line is an identifier (WebVTT)


def scan(text: str, webvtt: bool = False) -> Scan:
    """Find every cue in `text`. Linear in the length of the text; an empty list when there is no timing line."""
    lines, repairs = _lines(text, webvtt)
    timings = _timings(lines)
    if not timings:
        return Scan([], repairs)
    style = _style(lines, timings, webvtt)
    short = _counts_milliseconds(timings)
    cues: list[RawCue] = []
    header, index = _split_index(lines[: timings[0][0]], None, 1, style)
    header = [line for line in header if line]
    if header and not webvtt:
        repairs += (f'{len(header)} lines before the first cue ignored, beginning "{header[0][:40]}"',)
    for position, (at, timing) in enumerate(timings):
        after = timings[position + 1][0] if position + 1 < len(timings) else len(lines)
        block = lines[at + 1 : after]
        value = _value(timing.index or index)
        block, following = _split_index(block, value, len(cues) + 2, style, final=after == len(lines))
        body, lost = _untimed(block, len(cues) + 1 if value is None else value, _value(following), style)
        cue = _cue(len(cues) + 1, timing, [timing.tail, *body], short)
        cues.append(replace(cue, repairs=cue.repairs + _index_repairs(timing.index or index, cues, style)))
        for orphan in lost:
            cues.append(RawCue(len(cues) + 1, None, None, "\n".join(orphan)))
        index = following
    return Scan(_with_ends(cues), repairs)


def _lines(text: str, webvtt: bool) -> tuple[list[str], tuple[str, ...]]:
    """Stripped lines with one cue start per line, whatever the line ends were."""
    repairs: tuple[str, ...] = ()
    if "\r" in text:
        if "\n" not in text:
            repairs = ("line ends are bare carriage returns",)
        elif text.count("\r\n") != text.count("\n") or text.count("\r") != text.count("\n"):
            repairs = ("line ends are mixed",)
        if "\n\r" in text and "\r\n" not in text:
            text = text.replace("\n\r", "\n")
        text = re.sub(r"\r{1,4}\n", "\n", text).replace("\r", "\n")  # \r\r\n comes of translating twice
    text = text.translate(_BREAKS) if not text.isascii() or re.search("[\x0b\x0c\x1c-\x1e]", text) else text
    lines: list[str] = []
    for line in re.sub(r"\n{3,}", "\n\n", text).split("\n"):
        line = line.strip()
        if len(line) > 30 and "-->" in line:
            _unglue(line, lines)
        else:
            lines.append(line)
    return (_without_blocks(lines) if webvtt else lines), repairs


def _unglue(line: str, lines: list[str]) -> None:
    """Append a line, broken before every timing that stands behind text: there a line break was lost."""
    starts = [match.start() for match in _GLUED.finditer(line)]
    edges = [0, *(start for start in starts if start), len(line)]
    lines += (line[left:right].strip() for left, right in pairwise(edges))


def _without_blocks(lines: list[str]) -> list[str]:
    """WebVTT lines without comment, style and region blocks, which last until a blank line or a timing line."""
    kept: list[str] = []
    inside, before = False, ""
    for line in lines:
        if inside:
            inside = bool(line) and "-->" not in line
        elif not before and _VTT_BLOCK.match(line):
            inside = True
        if not inside:
            kept.append(line)
        before = line
    return kept


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
    return [(at, t) for at, t in found if not t.weak or not at or not lines[at - 1] or _NUMBER.match(lines[at - 1])]


def _style(lines: list[str], timings: list[tuple[int, Timing]], webvtt: bool) -> _Style:
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
    return _Style(indexed * 2 > len(timings), separated >= bare, adjacent >= apart, webvtt)


def _split_index(
    block: list[str], value: int | None, position: int, style: _Style, final: bool = False
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
    number = _value(line)
    counts_on = number is not None and (number == position or (value is not None and number == value + 1))
    if final:
        return (block[:last], "") if counts_on and blank and style.indexed and not alone else (block, "")
    if number is None:
        header = position == 1
        label = blank and (header or not alone or style.labels) and (style.labels or (
            style.indexed and bool(_JUNK_INDEX.match(line))))  # fmt: skip
        label = label or (header and last == 0 and (style.labels or bool(_JUNK_INDEX.match(line))))
        return (block[:last], line) if label and adjacent else (block, "")
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


def _untimed(block: list[str], value: int, following: int | None, style: _Style) -> tuple[list[str], list[list[str]]]:
    """Separate cues whose timing line is missing or unreadable from the text of the cue before them."""
    if "" not in block and not any(map(is_unreadable_timing, block)):
        return block, []
    current: list[str] = []
    parts = [current]
    for at, line in enumerate(block):
        opens = at == 0 or not block[at - 1]
        number = _value(line) if opens and at + 1 < len(block) and block[at + 1] else None
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


def _cue(number: int, timing: Timing, body: list[str], short: bool) -> RawCue:
    repairs: list[str] = []
    start, end = timing.start, timing.end
    if short:
        start, end = _recount(start, timing.start_fraction), _recount(end, timing.end_fraction)
    if start is None:
        repairs.append("has no start time")
    elif start < 0:
        repairs.append(f"begins {-start / 1000:.3f} s before the film")
        start = 0 if end is None or end > 0 else start
    if end is None:
        repairs.append("has no end time")
    return RawCue(number, start, end, "\n".join(filter(None, body)), None, tuple(repairs))


def _counts_milliseconds(timings: list[tuple[int, Timing]]) -> bool:
    """Whether short fractions are unpadded milliseconds (",5" = 5 ms) and not decimals (",5" = 500 ms).

    A writer that pads has fractions that begin with 0, one that trims zeros has none that end with 0; only a writer
    of plain integers has many three-digit fractions, some ending and none beginning with 0.
    """
    if all(timing.strict for _, timing in timings):
        return False
    fractions = [fraction for _, t in timings for fraction in (t.start_fraction, t.end_fraction)]
    full = [fraction for fraction in fractions if len(fraction) == 3]
    padded = any(len(fraction) > 1 and fraction[0] == "0" for fraction in fractions)
    return len(full) >= 10 and not padded and any(fraction[-1] == "0" for fraction in full)


def _recount(value: int | None, fraction: str) -> int | None:
    if value is None or not fraction or len(fraction) >= 3:
        return value
    return value - int(fraction.ljust(3, "0")) + int(fraction)


def _index_repairs(index: str, before: list[RawCue], style: _Style) -> tuple[str, ...]:
    if style.labels or not style.indexed:
        return ()
    if not index:
        return ("has no index",)
    return () if _value(index) is not None else (f'index "{index}" is no number',)


def _with_ends(cues: list[RawCue]) -> list[RawCue]:
    """A cue without an end lasts until the next one begins; one without a start begins where the last one ended."""
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


def _value(index: str) -> int | None:
    match = _NUMBER.match(index)
    return int(match[1]) if match else None
