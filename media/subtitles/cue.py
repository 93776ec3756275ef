"""What the import of a subtitle file gives back: cues to speak, and a report line for all that was not plain."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path


class SubtitleError(ValueError):
    """A subtitle file that cannot be used; the message is one sentence for a person."""


@dataclass(frozen=True)
class Cue:
    """One subtitle. Times in seconds; lines of `text` are joined by a line break."""

    number: int  # 1-based position in the file: the number people see in messages
    start: float
    end: float
    text: str
    speaker: str | None = None


@dataclass(frozen=True)
class Note:
    """One line of the import report. `cue` is a cue number, or 0 for the file as a whole.

    Kinds: repaired, untimed, out-of-order, overlapping, zero-length, past-the-end, before-the-start, skipped (the
    whole cue is not spoken), sound-cue (part of the cue is not spoken), speakers (several share one cue), mood (of the
    music), title (of a chapter).
    """

    cue: int
    kind: str
    detail: str


@dataclass(frozen=True)
class MoodMark:
    """What a cue asks of the music from its start on, in the words of the file."""

    cue: int
    start: float
    mood: str


@dataclass(frozen=True)
class TitleMark:
    """The chapter that begins with a cue."""

    cue: int
    start: float
    title: str


@dataclass(frozen=True)
class Import:
    """A subtitle file as read: `cues` are those to speak, sorted by start; `notes` tell about all the others."""

    path: Path
    format: str  # srt, vtt or ass; typed where there was no file
    encoding: str
    encoding_reason: str
    cues: tuple[Cue, ...]
    notes: tuple[Note, ...]
    found: int = 0  # cues in the file, spoken or not
    moods: tuple[MoodMark, ...] = ()
    titles: tuple[TitleMark, ...] = ()

    def counts(self) -> dict[str, int]:
        """Notes per kind, in the order in which the kinds first appear."""
        return dict(Counter(note.kind for note in self.notes))

    def summary(self) -> str:
        """One line: "film.srt: 12 cues (srt, utf-8), 11 to speak; skipped 1, overlapping 2"."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in self.counts().items())
        line = f"{self.path.name}: {self.found} cues ({self.format}, {self.encoding}), {len(self.cues)} to speak"
        return f"{line}; {kinds}" if kinds else line


@dataclass(frozen=True)
class RawCue:
    """A cue between parsing and cleaning: times in whole milliseconds (None: unreadable), markup still in the text."""

    number: int
    start: int | None
    end: int | None
    text: str
    speaker: str | None = None
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """Cues that were written in an editor, in place of a file: `name` is what messages call them."""

    name: str
    cues: tuple[RawCue, ...]
