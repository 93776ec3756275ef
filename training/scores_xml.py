"""MusicXML, plain or zipped, as bars and notes: just what learning from scores needs, in quarter notes from the start.

Grace notes, cue notes and ornaments are left out; repeats are not played out; tied notes are one note.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from xml.etree import ElementTree

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
UNITS = {"whole": 4.0, "half": 2.0, "quarter": 1.0, "eighth": 0.5, "16th": 0.25}
CLOSE = 1e-3  # quarter notes: times nearer than this are the same


@dataclass(frozen=True)
class Bar:
    """start and length in quarter notes; fifths: sharps (or, negative, flats); tempo: quarter notes a minute."""

    start: float
    length: float
    metre: tuple[int, int]
    fifths: int
    tempo: float | None

    @property
    def full(self) -> float:
        """What the metre says a bar holds."""
        return self.metre[0] * 4 / self.metre[1]


@dataclass(frozen=True)
class Sounding:
    """A note of a score; `sung` when words stand under it."""

    start: float
    length: float
    pitch: int
    part: int
    voice: str
    sung: bool


@dataclass
class Sheet:
    """A score: its bars in order, and its notes in order of time."""

    bars: list[Bar] = field(default_factory=list)
    notes: list[Sounding] = field(default_factory=list)


def read(data: bytes) -> Sheet:
    """An .mxl or .musicxml file. Raises ValueError when it is not a partwise score."""
    root = ElementTree.fromstring(_unzipped(data))
    parts = root.findall("part")
    if root.tag != "score-partwise" or not parts:
        raise ValueError(f"This is no partwise score but {root.tag}.")
    walks = [_Walk(number) for number in range(len(parts))]
    measures = [part.findall("measure") for part in parts]
    sheet, start = Sheet(), 0.0
    for number in range(min(map(len, measures))):
        lengths = [walk.measure(row[number], start) for walk, row in zip(walks, measures, strict=True)]
        lead = walks[0]
        tempo = next((walk.tempo for walk in walks if walk.tempo), None)
        bar = Bar(start, max(lengths), lead.metre, lead.fifths, tempo)
        if bar.length > CLOSE:
            sheet.bars.append(bar)
        start += bar.length
    for walk in walks:
        sheet.notes += walk.notes
    sheet.notes.sort(key=lambda note: (note.start, note.pitch))
    return sheet


def _unzipped(data: bytes) -> bytes:
    if data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        files = [node.get("full-path", "") for node in container.iter() if node.tag.endswith("rootfile")]
        return archive.read(files[0])


class _Walk:
    """One part, read measure by measure. Divisions, key, time and tempo last until they change."""

    def __init__(self, part: int):
        self.part = part
        self.divisions, self.fifths, self.metre = 1, 0, (4, 4)
        self.tempo: float | None = None
        self.notes: list[Sounding] = []
        self._tied: dict[tuple[str, int], int] = {}  # (voice, pitch): the note that is still to be lengthened

    def measure(self, measure: ElementTree.Element, start: float) -> float:
        """Reads one measure that begins at `start`; its length in quarter notes."""
        at = reached = before = 0
        for node in measure:
            if node.tag == "attributes":
                self._attributes(node)
            elif node.tag in ("direction", "sound"):
                self._direction(node)
            elif node.tag == "backup":
                at -= _duration(node)
            elif node.tag == "forward":
                at += _duration(node)
            elif node.tag == "note" and node.find("grace") is None:
                if node.find("chord") is not None:
                    self._note(node, start, before)
                    continue
                self._note(node, start, at)
                before, at = at, at + _duration(node)
            reached = max(reached, at)
        return reached / self.divisions

    def _attributes(self, node: ElementTree.Element) -> None:
        if (text := node.findtext("divisions")) is not None:
            self.divisions = int(float(text))
        if (text := node.findtext("key/fifths")) is not None:
            self.fifths = int(text)
        beats, unit = node.findtext("time/beats"), node.findtext("time/beat-type")
        if beats and unit and beats.isdigit():
            self.metre = (int(beats), int(unit))

    def _direction(self, node: ElementTree.Element) -> None:
        sound = node if node.tag == "sound" else node.find("sound")
        if sound is not None and sound.get("tempo"):
            self.tempo = float(sound.get("tempo", "0")) or None
            return
        mark = node.find("direction-type/metronome")
        minute = mark.findtext("per-minute") if mark is not None else None
        if mark is not None and minute and minute.replace(".", "", 1).isdigit():
            unit = UNITS.get(mark.findtext("beat-unit") or "", 0.0)
            dotted = 1.5 if mark.find("beat-unit-dot") is not None else 1.0
            self.tempo = float(minute) * unit * dotted or None

    def _note(self, node: ElementTree.Element, start: float, at: int) -> None:
        pitch = node.find("pitch")
        if pitch is None or node.find("cue") is not None:
            return
        alter = float(pitch.findtext("alter") or 0)
        number = 12 * (int(pitch.findtext("octave") or 4) + 1) + STEPS[pitch.findtext("step") or "C"] + round(alter)
        length = _duration(node) / self.divisions
        if length <= 0:
            return
        voice = node.findtext("voice") or "1"
        ties = {tie.get("type") for tie in node.findall("tie")}
        begin = start + at / self.divisions
        key = (voice, number)
        held = self._tied.pop(key, None) if "stop" in ties else None
        if held is not None and abs(self.notes[held].start + self.notes[held].length - begin) < CLOSE:
            old = self.notes[held]
            self.notes[held] = Sounding(old.start, begin + length - old.start, number, self.part, voice, old.sung)
            place = held
        else:
            place = len(self.notes)
            sung = node.find("lyric") is not None
            self.notes.append(Sounding(begin, length, number, self.part, voice, sung))
        if "start" in ties:
            self._tied[key] = place


def _duration(node: ElementTree.Element) -> int:
    return round(float(node.findtext("duration") or 0))


def leading_part(sheet: Sheet) -> tuple[int, str]:
    """(part, voice) of the melody: the one most words stand under, or the first part's busiest voice."""
    sung = Counter((note.part, note.voice) for note in sheet.notes if note.sung)
    if sung:
        return max(sung, key=lambda key: (sung[key], -key[0]))
    return max(Counter((note.part, note.voice) for note in sheet.notes if note.part == 0).items(), key=lambda x: x[1])[
        0
    ]
