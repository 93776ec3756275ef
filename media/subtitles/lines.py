"""The text of an SRT or WebVTT file to clean lines: one line end, nothing glued, no comment blocks."""

import re
from itertools import pairwise

_BREAKS = str.maketrans({mark: "\n" for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"})
_STRICT = r"-?\d{1,4}:\d{2}:\d{2}[,.]\d{1,3}\s{0,4}-->\s{0,4}-?\d{1,4}:\d{2}:\d{2}[,.]\d{1,3}"
_GLUED = re.compile(rf"(?:(?<!\S)\d{{1,9}}\s{{1,4}})?{_STRICT}")
_VTT_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


def split_lines(text: str, webvtt: bool) -> tuple[list[str], tuple[str, ...]]:
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
