"""Subtitle files into cues and back: what a file would give, in which encoding, and the cues as SRT or WebVTT."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from media.subtitles import Cue, Import, RawCue, SubtitleError, Typed, read_subtitles, write_srt
from synth.music.names import is_mood, mood_named

LARGEST = 5_000_000  # bytes of a file; ten hours of dense subtitles are under two million
ENCODINGS = ("utf-8", "cp949", "utf-16", "cp1252", "cp932", "gb18030")  # offered where they can be what the file is in
SAMPLE = 60_000  # bytes from which each of them shows what it would give
NOTES = 100
LENGTH = 1.0  # s given to a cue that ends where it begins


def read(data: bytes, name: str, encoding: str | None = None) -> Import:
    """The cues of a file, sounds among them. SubtitleError, naming the file as its owner does."""
    with tempfile.TemporaryDirectory(prefix="narrascore-") as folder:
        path = Path(folder) / "subtitles"
        path.write_bytes(data)
        try:
            return read_subtitles(path, encoding=encoding or None, sound_cues=True)
        except SubtitleError as error:
            told = str(error).replace(f"{path}", name)
            raise SubtitleError(re.sub(r"^subtitles(?=: )", lambda _: name, told)) from None


def preview(data: bytes, name: str, encoding: str | None = None) -> dict[str, Any]:
    """What an import would do: {name, encoding, reason, format, found, read, counts, notes, cues, candidates}."""
    found = read(data, name, encoding)
    return {
        "name": name,
        "encoding": found.encoding,
        "reason": found.encoding_reason,
        "format": found.format,
        "found": found.found,
        "read": len(found.cues),
        "counts": found.counts(),
        "notes": [{"cue": note.cue, "kind": note.kind, "detail": note.detail} for note in found.notes[:NOTES]],
        "cues": rows(found)[:5],
        "candidates": _candidates(data, found),
    }


def rows(found: Import) -> list[dict[str, Any]]:
    """The cues as the database keeps them: each with a length, times in whole milliseconds, speakers of one line, the
    mood that the file asks for, and before its words the title of a chapter that begins there.
    """
    cues = _with_titles(found)
    starts = [cue.start for cue in cues]
    marks, mood = sorted(found.moods, key=lambda mark: (mark.start, mark.cue)), ""
    made = []
    for cue, following in zip(cues, [*starts[1:], float("inf")], strict=True):
        end = cue.end if cue.end > cue.start else cue.start + LENGTH
        if cue.end <= cue.start < following:
            end = min(end, following)
        speaker = " ".join((cue.speaker or "").split())[:64]
        while marks and (marks[0].start, marks[0].cue) <= (cue.start, cue.number):
            word = marks.pop(0).mood
            mood = mood_named(word) if is_mood(word) else ""
        row = {"start": cue.start, "end": round(end, 3), "text": cue.text[:2000], "speaker": speaker}
        made.append(row | ({"mood": mood} if mood else {}))
    return made


def _with_titles(found: Import) -> list[Cue]:
    """The cues with the titles of chapters as they stood in the file, those among them that said nothing else."""
    cues = {cue.number: cue for cue in found.cues}
    for mark in reversed(found.titles):
        cue = cues.get(mark.cue) or Cue(mark.cue, mark.start, mark.start, "")
        word = "제목" if re.search("[가-힣]", mark.title) else "title"
        cues[mark.cue] = replace(cue, text=f"[{word}: {mark.title}] {cue.text}".strip())
    return sorted(cues.values(), key=lambda cue: cue.start)


def spoken(cues: Sequence[Mapping[str, Any]], sound_cues: bool) -> list[dict[str, Any]]:
    """The cues of a project as they are spoken: without sounds such as [music], and without speakers' labels."""
    raw = (
        RawCue(number, round(cue["start"] * 1000), round(cue["end"] * 1000), cue["text"], cue["speaker"] or None)
        for number, cue in enumerate(cues, 1)
    )
    try:
        found = read_subtitles(Typed("typed", tuple(raw)), sound_cues=sound_cues)
    except SubtitleError:  # nothing is
        return []
    return [
        {**cues[cue.number - 1], "start": cue.start, "end": cue.end, "text": cue.text, "speaker": cue.speaker or ""}
        for cue in found.cues
    ]


def srt(cues: Iterable[Mapping[str, Any]]) -> str:
    """The cues as SRT, a speaker before the text: read again it gives the same."""
    return write_srt(map(_media, range(1, 1_000_000), cues))


def vtt(cues: Iterable[Mapping[str, Any]]) -> str:
    """The cues as WebVTT, a speaker as a voice tag."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(cues, 1):
        lines = html.escape("\n".join(filter(None, map(str.strip, cue["text"].splitlines()))), quote=False)
        text = f"<v {html.escape(cue['speaker'], quote=False)}>{lines}" if cue["speaker"] else lines
        blocks.append(f"{number}\n{_clock(cue['start'])} --> {_clock(cue['end'])}\n{text}\n")
    return "\n".join(blocks)


def _media(number: int, cue: Mapping[str, Any]) -> Cue:
    return Cue(number, cue["start"], cue["end"], cue["text"], cue["speaker"] or None)


def _candidates(data: bytes, found: Import) -> list[dict[str, str]]:
    """Each encoding that the file can be in, with two lines as it would give them, the one found first."""
    head = data[:SAMPLE]
    if head.isascii() and b"\0" not in head:
        return [{"encoding": found.encoding, "sample": _sample(found)}]
    offered: list[dict[str, str]] = []
    for encoding in dict.fromkeys((found.encoding, *ENCODINGS)):
        try:
            read_as = found if encoding == found.encoding else read(_cut(head, encoding), "", encoding)
        except SubtitleError:
            continue
        sample = _sample(read_as)
        if sample not in (other["sample"] for other in offered):
            offered.append({"encoding": encoding, "sample": sample})
    return offered


def _cut(head: bytes, encoding: str) -> bytes:
    """Without the last character, of which only a part may be there."""
    if len(head) < SAMPLE:
        return head
    mark = b"\n\0" if encoding.startswith("utf-16") else b"\n"
    return head[: head.rfind(mark) + len(mark)]


def _sample(found: Import) -> str:
    foreign = [cue.text for cue in found.cues if not cue.text.isascii()]
    return " / ".join(" ".join(text.split()) for text in (foreign or [cue.text for cue in found.cues])[:2])[:120]


def _clock(time: float) -> str:
    minutes, rest = divmod(round(time * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
