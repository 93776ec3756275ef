"""Subtitle files to cues that can be spoken, with a report of everything that was not plain.

bytes -> encoding.decode -> formats.parse (repair.scan, then pysrt or pysubs2) -> clean -> moods, titles, speakers and
sounds -> times
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from media.subtitles.clean import clean
from media.subtitles.cue import Cue, Import, MoodMark, Note, RawCue, SubtitleError, TitleMark, Typed
from media.subtitles.encoding import decode
from media.subtitles.formats import parse, sniff, write_srt, write_vtt
from media.subtitles.headings import split_titles
from media.subtitles.moods import split_moods
from media.subtitles.sounds import split_sounds
from media.subtitles.speakers import find_cast, split_speakers

__all__ = [
    "Cue", "Import", "MoodMark", "Note", "RawCue", "SubtitleError", "TitleMark", "Typed", "read_subtitles",
    "write_srt", "write_vtt",
]  # fmt: skip

_MARKED = re.compile(r"[^\w\s.,!?'\"]")  # without such a character a text has neither sounds nor speakers
_LARGEST = 64 * 1024 * 1024  # bytes; ten hours of dense subtitles are under 2 MB


def read_subtitles(
    path: str | Path | Typed, *, encoding: str | None = None, sound_cues: bool = False, film_end: float | None = None
) -> Import:
    """Read an SRT, WebVTT or ASS file, whose format is told by its content; or cues typed elsewhere, in the same way.

    `encoding` overrides the detection. `sound_cues` keeps "[music]" and the like. `film_end` (seconds) leaves out
    cues that begin after it. Cues come sorted by start and keep the number they have in the file.
    Raises SubtitleError for a file that is missing, empty, binary, has no cue, or none that can be spoken.
    """
    if isinstance(path, Typed):
        if not path.cues:
            raise SubtitleError(f"{path.name}: there is no cue yet; write the first one.")
        return _cleaned(Import(Path(path.name), "typed", "", "", (), ()), list(path.cues), sound_cues, film_end)
    path = Path(path)
    decoded = decode(_load(path), path.name, encoding)
    form = sniff(decoded.text)
    raw, repairs = parse(decoded.text, form)
    if not raw:
        raise SubtitleError(f"{path.name}: no subtitle was found in it; give an SRT, WebVTT or ASS file.")
    notes = tuple(Note(0, "repaired", repair) for repair in decoded.repairs + repairs)
    return _cleaned(Import(path, form, decoded.encoding, decoded.reason, (), notes), raw, sound_cues, film_end)


def _cleaned(read: Import, raw: list[RawCue], sound_cues: bool, film_end: float | None) -> Import:
    """The cues to speak, and what is to be told about the others. SubtitleError if none is to be spoken."""
    notes = list(read.notes)
    timed = _timed(raw, film_end, notes)
    texts, voices = zip(*map(clean, (cue.text for cue in timed)), strict=True) if timed else ((), ())
    plain, moods = _without_moods(timed, texts, notes)
    plain, titles = _without_titles(timed, plain, notes)
    cues = _spoken(timed, plain, voices, sound_cues, notes)
    _note_times(cues, film_end, notes)
    if not cues:
        raise SubtitleError(_nothing_to_speak(read.path.name, len(raw), notes))
    notes.sort(key=lambda note: note.cue)
    return replace(read, cues=tuple(cues), notes=tuple(notes), found=len(raw), moods=moods, titles=titles)


def _load(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise SubtitleError(f"{path}: this is no file that could hold subtitles.")
        if path.is_file() and path.stat().st_size > _LARGEST:
            raise SubtitleError(f"{path.name}: this is larger than any subtitle file (64 MB); is it the film?")
        return path.read_bytes()
    except FileNotFoundError:
        raise SubtitleError(f"{path}: there is no such subtitle file; check the name.") from None
    except IsADirectoryError:
        raise SubtitleError(f"{path}: this is a folder; name the subtitle file in it.") from None
    except OSError as error:
        raise SubtitleError(f"{path}: the subtitle file cannot be read: {error.strerror or error}.") from None


def _timed(raw: list[RawCue], film_end: float | None, notes: list[Note]) -> list[RawCue]:
    """The cues with a time inside the film, sorted by start."""
    kept: list[RawCue] = []
    latest = 0
    for cue in raw:
        notes.extend(Note(cue.number, "repaired", repair) for repair in cue.repairs)
        if cue.start is None or cue.end is None:
            notes.append(Note(cue.number, "untimed", f'no readable time, left out: "{_short(cue.text)}"'))
        elif cue.start < 0:
            notes.append(Note(cue.number, "before-the-start", "ends before the film begins, left out"))
        elif film_end is not None and cue.start >= round(film_end * 1000):
            late = cue.start / 1000 - film_end
            notes.append(Note(cue.number, "past-the-end", f"begins {late:.2f} s after the film ends, left out"))
        else:
            if cue.start < latest:
                notes.append(Note(cue.number, "out-of-order", "begins before the cue above it; sorted by time"))
            latest = max(latest, cue.start)
            kept.append(cue)
    kept.sort(key=lambda cue: cue.start or 0)
    return kept


def _without_moods(
    raw: list[RawCue], texts: Sequence[str], notes: list[Note]
) -> tuple[list[str], tuple[MoodMark, ...]]:
    """The texts without what they ask of the music, and that."""
    plain, marks = [], []
    for cue, text in zip(raw, texts, strict=True):
        rest, asked = split_moods(text)
        plain.append(rest)
        marks += [MoodMark(cue.number, (cue.start or 0) / 1000, mood) for mood in asked]
        notes += [Note(cue.number, "mood", f"the music from here on: {mood}") for mood in asked]
    return plain, tuple(marks)


def _without_titles(
    raw: list[RawCue], texts: Sequence[str], notes: list[Note]
) -> tuple[list[str], tuple[TitleMark, ...]]:
    """The texts without the titles of chapters, and those."""
    plain, marks = [], []
    for cue, text in zip(raw, texts, strict=True):
        rest, titles = split_titles(text)
        plain.append(rest)
        marks += [TitleMark(cue.number, (cue.start or 0) / 1000, title) for title in titles]
        notes += [Note(cue.number, "title", f"a chapter begins here: {title}") for title in titles]
    return plain, tuple(marks)


def _spoken(
    raw: list[RawCue], texts: Sequence[str], voices: Sequence[str | None], sound_cues: bool, notes: list[Note]
) -> list[Cue]:
    """Sounds and labels taken off; cues with nothing left to say left out."""
    cast = find_cast(list(texts))
    cues = []
    speech: str
    sounds: tuple[str, ...]
    speakers: tuple[str, ...]
    for cue, text, voice in zip(raw, texts, voices, strict=True):
        speech, sounds, speakers = text, (), ()
        if _MARKED.search(text):
            speech, sounds = (text, ()) if sound_cues else split_sounds(text, cast.names, cast.capitals)
            speech, speakers = split_speakers(speech, cast)
        speaker = cue.speaker or voice or (speakers[0] if speakers else None)
        heard = ", ".join(sounds).replace("\n", " ")
        if not any(map(str.isalnum, speech)):
            what = f"a sound, not spoken: {heard}" if heard else f'nothing to say: "{_short(text)}"'
            if not text and (split_moods(cue.text)[1] or split_titles(cue.text)[1]):
                continue
            notes.append(Note(cue.number, "skipped", what if text else "has no text"))
            continue
        if sounds:
            notes.append(Note(cue.number, "sound-cue", f"not spoken: {heard}"))
        if len(speakers) > 1:
            notes.append(Note(cue.number, "speakers", f"{' and '.join(speakers)} share it; spoken as {speaker}"))
        cues.append(Cue(cue.number, (cue.start or 0) / 1000, (cue.end or 0) / 1000, speech, speaker))
    return cues


def _note_times(cues: list[Cue], film_end: float | None, notes: list[Note]) -> None:
    """Report odd times; a cue that ends before it begins is given no length, so that it sounds from its start."""
    last: Cue | None = None
    for at, cue in enumerate(cues):
        if cue.end <= cue.start:
            odd = "has no length" if cue.end == cue.start else f"ends {cue.start - cue.end:.2f} s before it begins"
            notes.append(Note(cue.number, "zero-length", f"{odd}; spoken from {cue.start:.2f} s"))
            cue = cues[at] = replace(cue, end=cue.start)
        if last is not None and cue.start < last.end:
            shared = min(last.end, cue.end) - cue.start
            notes.append(Note(cue.number, "overlapping", f"shares {shared:.2f} s with cue {last.number}"))
        if film_end is not None and cue.end > film_end:
            notes.append(Note(cue.number, "past-the-end", f"lasts {cue.end - film_end:.2f} s longer than the film"))
        last = cue if last is None or cue.end > last.end else last


def _nothing_to_speak(name: str, found: int, notes: list[Note]) -> str:
    kinds = {
        "past-the-end": "begin after the film ends",
        "before-the-start": "end before the film begins",
        "skipped": "are sounds or empty",
        "untimed": "have no readable time",
    }
    counts = {kind: sum(note.kind == kind for note in notes) for kind in kinds}
    why = ", ".join(f"{count} {kinds[kind]}" for kind, count in counts.items() if count)
    return f"{name}: none of its {found} cues can be spoken: {why}; check that it belongs to this film."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."
