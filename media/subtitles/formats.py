"""Which format a text is in, and the libraries that read and write it: pysrt for SRT, pysubs2 for WebVTT and ASS.

SRT and WebVTT reach their library only as the strict form that `repair.scan` makes, so what a file's damage means is
decided in one place and the libraries never see it.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pysrt
import pysubs2

from media.subtitles.cue import Cue, RawCue
from media.subtitles.repair import scan
from media.subtitles.sami import is_sami, read_sami
from media.subtitles.timestamps import milliseconds

_ASS = re.compile(r"^\s{0,8}(?:\[Script Info\]|\[V4\+? Styles\]|Dialogue:\s{0,8}(?:Marked=)?\d+,\s?\d+:\d+:\d+)", re.M)
_ASS_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_STRICT_TIMES = re.compile(r"^\d\d:[0-5]\d:[0-5]\d,\d{3} --> \d\d:[0-5]\d:[0-5]\d,\d{3}$", re.M)
_LIKE_TIMES = re.compile(r"-->|^\d[^\n]*?(?:-->|[->→＞–—~]).*", re.M)
_STRICT_FILE = re.compile(r"\n*+(?:\d{1,9}\n\d\d:[^\n]{9} --> [^\n]{12}\n(?:\S[^\n]*+\n)++\n++)++")
_BREAK = re.compile(r"[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|[^\S\n]\n")
_INNER_TIME = re.compile(r"(?<=:\d\d)\.(?=\d\d)")


def sniff(text: str) -> str:
    """srt, vtt, ass or smi, by content."""
    if text.lstrip().startswith("WEBVTT"):
        return "vtt"
    if is_sami(text):
        return "smi"
    return "ass" if _ASS.search(text) else "srt"


def parse(text: str, form: str) -> tuple[list[RawCue], tuple[str, ...]]:
    """All cues of the file in file order, and the repairs that concern the file as a whole."""
    if form in ("ass", "smi"):
        return (_read_ass if form == "ass" else read_sami)(text), ()
    if form == "srt" and (strict := _read_strict(text)):
        return strict, ()
    found = scan(text, webvtt=form == "vtt")
    timed = [cue for cue in found.cues if cue.start is not None]
    texts = iter(_through_pysubs2(timed) if form == "vtt" else _through_pysrt(timed))
    cues = [
        cue if cue.start is None or cue.text == (read := next(texts)) else replace(cue, text=read) for cue in found.cues
    ]
    return cues, found.repairs


def write_srt(cues: Iterable[Cue]) -> str:
    """The cues as a strict SRT file, numbered from 1; times rounded to the millisecond.

    A speaker is written as a label before the text, as viewers are used to read it.
    """
    items = []
    for number, cue in enumerate(cues, 1):
        text = "\n".join(filter(None, (line.strip() for line in cue.text.splitlines())))
        if cue.speaker:
            text = f"{cue.speaker}: {text}"
        start, end = (pysrt.SubRipTime(milliseconds=round(time * 1000)) for time in (cue.start, cue.end))
        items.append(pysrt.SubRipItem(number, start, end, text))
    return "\n".join(map(str, items))


def write_vtt(cues: Iterable[Cue]) -> str:
    """The same as WebVTT, the form that browsers show; a speaker is a label here too."""
    parts = ["WEBVTT\n"]
    for cue in cues:
        lines = filter(None, (line.strip() for line in cue.text.splitlines()))
        text = (f"{cue.speaker}: " if cue.speaker else "") + "\n".join(lines)
        start, end = (pysrt.SubRipTime(milliseconds=round(time * 1000)) for time in (cue.start, cue.end))
        times = f"{start} --> {end}".replace(",", ".")
        parts.append(f"{times}\n{html.escape(text, quote=False)}\n")
    return "\n".join(parts)


def _read_strict(text: str) -> list[RawCue] | None:
    """The cues of a file that needs no repair, as most files: then the scan is left out. None if in doubt."""
    text = text.replace("\r\n", "\n").rstrip() + "\n\n"
    if _BREAK.search(text) or not _STRICT_FILE.fullmatch(text):
        return None
    cues = [RawCue(number, *item) for number, item in enumerate(_pysrt(text), 1)]
    like_times = len(_LIKE_TIMES.findall(text))  # a cue whose blank line is missing hides in the text of the one before
    return cues if like_times == len(cues) == len(_STRICT_TIMES.findall(text)) else None


def _through_pysrt(cues: Sequence[RawCue]) -> list[str]:
    strict = "".join(f"{at}\n{_clock(c.start)} --> {_clock(c.end)}\n{c.text}\n\n" for at, c in enumerate(cues, 1))
    return _checked(cues, _pysrt(strict))


def _pysrt(strict: str) -> list[tuple[int, int, str]]:
    items = pysrt.SubRipFile.stream(strict.splitlines(True), error_handling=pysrt.ERROR_RAISE)
    return [(item.start.ordinal, item.end.ordinal, item.text) for item in items]


def _through_pysubs2(cues: Sequence[RawCue]) -> list[str]:
    """pysubs2 takes any line with two times for a timing line, and drops a number that ends a cue as the index of the
    next: so times in the text are masked (as an entity, undone with the others) and every cue is given an index."""
    strict = ["WEBVTT\n"]
    for at, cue in enumerate(cues, 1):
        text = _INNER_TIME.sub("&#46;", cue.text)
        strict.append(f"\n{at}\n{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{text}\n")
    strict.append(f"\n{len(cues) + 1}\n")
    events = pysubs2.SSAFile.from_string("".join(strict), format_="vtt", keep_html_tags=True)
    return _checked(cues, [(event.start, event.end, event.text.replace(r"\N", "\n")) for event in events])


def _checked(cues: Sequence[RawCue], read: list[tuple[int, int, str]]) -> list[str]:
    times = [(max(0, cue.start or 0), max(0, cue.end or 0)) for cue in cues]
    if [(start, end) for start, end, _ in read] != times:
        raise AssertionError("the strict form was read back with other times")
    return [text for _, _, text in read]


def _clock(time: int | None, mark: str = ",") -> str:
    minutes, rest = divmod(max(0, time or 0), 60000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


def _read_ass(text: str) -> list[RawCue]:
    """Dialogue lines in their own field order; drawings, comments and copies of a line on other layers left out."""
    order: tuple[str, ...] = _ASS_FIELDS
    in_events = False
    dialogue: list[dict[str, str]] = []
    for line in map(str.strip, re.split(r"[\r\n]+", text)):
        if line.startswith("["):
            in_events = line.lower().startswith("[events")
        elif in_events and line.startswith("Format:"):
            names = [name.strip().lower() for name in line[7:].split(",")]
            order = tuple({"actor": "name", "marked": "layer"}.get(name, name) for name in names)
        elif line.startswith("Dialogue:"):
            dialogue.append(dict(zip(order, line[9:].strip().split(",", len(order) - 1), strict=False)))
    times = [tuple(milliseconds(fields.get(key, "")) for key in ("start", "end")) for fields in dialogue]
    strict = [
        f"Dialogue: 0,{_clock(start, '.')},{_clock(end, '.')},,,0,0,0,,{fields.get('text', '')}\n"
        for fields, (start, end) in zip(dialogue, times, strict=True)
    ]
    events = pysubs2.SSAFile.from_string("[Events]\n" + "".join(strict), format_="ass")
    cues: list[RawCue] = []
    seen: set[tuple[int, int, str]] = set()
    for fields, (start, end), event in zip(dialogue, times, events, strict=True):
        speaker = fields.get("name", "").strip() or None
        if start is None or end is None:
            cues.append(RawCue(len(cues) + 1, None, None, event.plaintext))
        elif not event.is_drawing and (start, end, event.plaintext) not in seen:
            seen.add((start, end, event.plaintext))
            odd = ("begins before the film",) if start < 0 else ()
            cues.append(RawCue(len(cues) + 1, max(0, start) if end > 0 else start, end, event.plaintext, speaker, odd))
    return cues
