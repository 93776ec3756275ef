"""A film's chapters: where each begins and what it is called, from a list that somebody wrote.

Two kinds of list are read, told apart by their first line. The one that video sites read from descriptions:

    0:00 The boat
    1:02:30 게와 종이배

and the one that ffmpeg writes (`;FFMETADATA1`, then a `[CHAPTER]` with START, TIMEBASE and title for each).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from media.subtitles import SubtitleError
from media.subtitles.encoding import decode

LARGEST, LONGEST, MOST = 1 << 20, 200, 500  # bytes of a file, characters of a title, chapters
APART = 0.5  # s from one chapter to the next, at least
LINE = re.compile(r"[-*•\s]*[\[(]?((?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?)[\])]?(?:\s*[-–—:|]\s+|\s+|$)(.*)")
HEADER = ";FFMETADATA"
NANOSECOND = Fraction(1, 1_000_000_000)  # ffmpeg's clock where a chapter names none


class ChapterError(ValueError):
    """A list of chapters that cannot be used. One sentence: which file and line, what is wrong, what to do."""


@dataclass(frozen=True)
class Section:
    """A chapter: it lasts from `start` (s of the film) to the next one's."""

    start: float
    title: str


def read_chapters(path: Path, film_end: float) -> tuple[Section, ...]:
    """The chapters of a list, in order. Raises ChapterError; film_end: in seconds."""
    lines = _text(path).split("\n")
    first = next((line for line in lines if line.strip()), "")
    rows = _metadata(path.name, lines) if first.startswith(HEADER) else _listed(path.name, lines)
    if not rows:
        raise ChapterError(f'{path.name} names no chapter: write a line such as "0:00 The boat" for each.')
    if len(rows) > MOST:
        raise ChapterError(f"{path.name} names {len(rows)} chapters: {MOST} are the most.")
    for number, section in rows:
        where = f"{path.name}, line {number}"
        if not section.title:
            raise ChapterError(f"{where}: the chapter has no title: write one behind its time.")
        if len(section.title) > LONGEST:
            raise ChapterError(f"{where}: the title has {len(section.title)} characters: {LONGEST} are the most.")
        if section.start >= film_end:
            raise ChapterError(f"{where}: the chapter begins at {section.start:.2f} s, "
                               f"but the film ends at {film_end:.2f} s.")  # fmt: skip
    for (_, before), (number, section) in pairwise(rows):
        if section.start < before.start + APART:
            raise ChapterError(f"{path.name}, line {number}: the chapter must begin at least {APART:g} s after the one "
                               "before it: put them in order.")  # fmt: skip
    return tuple(section for _, section in rows)


def from_marks(marks: list[tuple[float, str]]) -> tuple[Section, ...]:
    """What a subtitle file named, (seconds, title) in order; of those at one time, the last."""
    kept: list[Section] = []
    for start, title in marks:
        if kept and start < kept[-1].start + APART:
            kept.pop()
        kept.append(Section(max(0.0, start), title))
    return tuple(kept)


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise ChapterError(f"{path}: this is no file: name a list of chapters.")
        if path.is_file() and path.stat().st_size > LARGEST:
            raise ChapterError(f"{path.name}: this is larger than any list of chapters (1 MB).")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ChapterError(f"{path}: there is no such list of chapters; check the name.") from None
    except OSError as error:
        raise ChapterError(f"{path}: the list of chapters cannot be read: {error.strerror or error}.") from None
    if not data.strip():
        raise ChapterError(f'{path.name} names no chapter: write a line such as "0:00 The boat" for each.')
    try:
        return decode(data, path.name).text.replace("\r\n", "\n").replace("\r", "\n")
    except SubtitleError:
        raise ChapterError(f"{path.name}: this is not text: give a list of chapters in UTF-8.") from None


def _listed(name: str, lines: list[str]) -> list[tuple[int, Section]]:
    """(number of the line, chapter) of a plain list."""
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        found = LINE.fullmatch(line.strip())
        if not found:
            raise ChapterError(f'{name}, line {number}: there is no time before "{_short(line)}": '
                               'write it as "1:23 Title" or "1:02:03 Title".')  # fmt: skip
        rows.append((number, Section(_seconds(name, number, found[1]), " ".join(found[2].split()))))
    return rows


def _seconds(name: str, line: int, written: str) -> float:
    parts = [float(part) for part in written.replace(",", ".").split(":")]
    if any(part >= 60 for part in parts[1:]):
        raise ChapterError(f"{name}, line {line}: {written} is no time: minutes and seconds go up to 59.")
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def _metadata(name: str, lines: list[str]) -> list[tuple[int, Section]]:
    """(number of its [CHAPTER], chapter) of ffmpeg's own form."""
    blocks: list[tuple[int, dict[str, tuple[int, str]]]] = []
    inside, number = False, 0
    while number < len(lines):
        line, number = lines[number], number + 1
        at = number
        while re.search(r"(?<!\\)(?:\\\\)*\\$", line) and number < len(lines):  # an escaped end of line belongs to it
            line, number = line[:-1] + " " + lines[number], number + 1
        if line.startswith("["):
            inside = line.strip().upper() == "[CHAPTER]"
            if inside:
                blocks.append((at, {}))
        elif inside and line.strip() and line[0] not in ";#":
            key, equals, value = line.partition("=")
            if not equals:
                raise ChapterError(f'{name}, line {at}: "{_short(line)}" is not of the form key=value.')
            blocks[-1][1][key.strip().lower()] = at, re.sub(r"\\(.)", r"\1", value).strip()
    return [(at, _block(name, at, block)) for at, block in blocks]


def _block(name: str, at: int, block: dict[str, tuple[int, str]]) -> Section:
    if "start" not in block:
        raise ChapterError(f"{name}, line {at}: this chapter has no START.")
    clock, (line, written) = NANOSECOND, block["start"]
    try:
        if "timebase" in block:
            line, written = block["timebase"]
            clock = Fraction(written)
            line, written = block["start"]
        start = int(written) * clock
        if clock <= 0 or start < 0:
            raise ValueError
    except (ValueError, ZeroDivisionError):
        raise ChapterError(f'{name}, line {line}: "{_short(written)}" is no time of a chapter.') from None
    return Section(float(start), " ".join(block.get("title", (0, ""))[1].split()))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
