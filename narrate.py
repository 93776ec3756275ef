"""Narrate a film: subtitles in, speech in place, the picture untouched.

    python narrate.py film.mp4 film.srt               # -> film.narrated.mp4

This module is the director and the command line: the only one that knows the whole way.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from director.scoring import Music
from director.voices import forget, gallery, speaker
from synth.voice.casting import Casting

if TYPE_CHECKING:
    from media.artefacts import Takes
    from media.cancelled import Progress
    from media.probe import Film
    from media.report import Line, Report
    from media.subtitles import Cue, Import, Typed
    from media.timeline import Placement
    from synth.speaker import Speaker
    from synth.speech.networks import Networks
    from synth.title.opening import Titling

__all__ = [
    "Music",
    "Options",
    "Prepared",
    "estimate",
    "forget",
    "gallery",
    "narrate",
    "prepare",
    "speak_cue",
    "speaker",
]

CACHED = 1_000_000_000  # bytes of converted networks, one set to each version of the model, before the oldest go


@dataclass(frozen=True)
class Options:
    """What a person may want different. rate: pace of the voices; loudness in LUFS; the rest as in `--help`."""

    voice: Casting = field(default_factory=Casting)
    rate: float = 1.0
    original: str = "duck"
    loudness: float = -16.0
    overlap: str = "queue"
    encoding: str | None = None
    sound_cues: bool = False
    music: Music = field(default_factory=Music)  # none, unless asked for
    stems: Path | None = None
    stem_names: tuple[str, ...] = ("programme", "speech", "original", "music")
    title: Titling | None = None
    poster: Path | None = None  # where the title is written as a picture
    chapters: Path | None = None  # a list of them; None: those that the subtitles name
    chapter_titles: bool = True  # in the picture, not only in the file's list
    vocoder: Path | None = None
    seed: int = 0
    gallery: Path | None = None  # the folder of one's own voices; None: that of whoever runs this


@dataclass(frozen=True)
class Prepared:
    """Everything decided before the first word is spoken. Cue by cue: who speaks, where, and the name of the take."""

    film: Film
    subtitles: Import
    speech: list[Speaker]
    placements: list[Placement]
    names: list[str]
    warnings: tuple[str, ...] = ()  # sentences about what was asked for and cannot be done

    def __iter__(self) -> Iterator[tuple[Cue, Placement, str]]:
        return zip(self.subtitles.cues, self.placements, self.names, strict=True)

    def lines(self) -> tuple[Line, ...]:
        """The report of every cue."""
        from media.report import Line

        return tuple(Line(*planned, who.voice.name) for planned, who in zip(self, self.speech, strict=True))


def narrate(
    video: Path,
    subtitles: Path | Typed,
    output: Path,
    options: Options,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    networks: Networks | None = None,
    planned: Callable[[Prepared], None] | None = None,
) -> Report:
    """Writes the narrated film to `output` and says what became of every cue.

    networks: those of an earlier call, still warm (then `options.vocoder` is theirs). planned: hears what was decided
    before the first word is spoken.
    Raises VoiceError, ProbeError, SubtitleError, SpeechError, TitleError, ChapterError, MusicError, MusicFileError,
    MixError or MuxError with one sentence for a person, and Cancelled when `cancelled`, asked between cues and steps,
    says so. Interrupted at any time, it leaves no partial output, and finished takes are found again by the next run.
    """
    from director.chapters import chapters_of
    from director.finish import Around, mix_film, write_film
    from director.opening import open_with
    from director.scoring import check, score_film
    from media.artefacts import Takes, home, room
    from media.cancelled import teller
    from media.mux import container_for
    from media.probe import probe
    from media.report import Report
    from media.scratch import MUSIC, check_room, scratch
    from media.stemfiles import check_folder
    from media.sweep import sweep

    tell, seconds = teller(progress, cancelled), dict[str, float]()
    tell("read", 0, video.name)
    with _timed(seconds, "prepare"):
        film = probe(video)
        container = container_for(film, output)
        most = room()
        if options.stems:
            check_folder(options.stems)
        check(options.music)
        ready = prepare(film, subtitles, options, tell, networks)
        chapters = chapters_of(film, ready.subtitles, options)
    if planned:
        planned(ready)
    if options.title:
        tell("title", 0, "")
    with _timed(seconds, "title"):
        opening, card = open_with(film, ready, options, container, tell)
    takes = Takes(home() / "takes")
    with _timed(seconds, "speak"):
        spoken = speak_all(ready, takes, options, tell)
    with _timed(seconds, "score"):
        words = [(placed.start, placed.end) for placed in ready.placements]
        music = score_film(ready.subtitles, words, film.duration, card, options.music, tell)
    around = Around(opening, card, music, chapters)
    with scratch(home() / "work") as folder:
        check_room(folder, film.duration + card, MUSIC if music else 0)
        with _timed(seconds, "mix"):
            mixed = mix_film(ready, takes, around, options, folder, tell, cancelled)
        with _timed(seconds, "write"):
            written = write_film(ready, subtitles, around, options, folder, output, tell, cancelled)
    takes.sweep(most)
    sweep((home() / "cache").glob("*"), CACHED)
    played, warnings = music.told() if music else None, (*ready.warnings, *chapters.warnings)
    return Report(film, ready.subtitles, ready.lines(), mixed, written, spoken, seconds, warnings, played)


def prepare(
    film: Film, subtitles: Path | Typed, options: Options, tell: Progress, networks: Networks | None = None
) -> Prepared:
    """Reads the subtitles, asks each cue's voice how long it will take and decides where it sounds."""
    from media.artefacts import Lengths, home, key
    from media.subtitles import read_subtitles
    from media.timeline import Policy, plan
    from synth.speech import SpeechError
    from synth.speech.networks import Networks
    from synth.speech.reading import language_of

    networks = networks or Networks(home() / "cache", generator=options.vocoder)
    voices = {name: speaker(name, networks, options.gallery) for name in options.voice.names()}
    tell("read", 0, subtitles.name)
    text = read_subtitles(subtitles, encoding=options.encoding, sound_cues=options.sound_cues, film_end=film.duration)
    speech = [voices[options.voice.name_for(cue.speaker, cue.number)] for cue in text.cues]
    made_of: list[dict[str, str | float]] = [
        {"text": cue.text, "language": language_of(cue.text), "voice": who.version, "rate": options.rate}
        for cue, who in zip(text.cues, speech, strict=True)
    ]
    natural = []
    with Lengths(home() / "lengths.sqlite") as known:
        for i, (cue, who, parts) in enumerate(zip(text.cues, speech, made_of, strict=True)):
            tell("plan", i / len(text.cues), f"cue {cue.number}")
            name = f"{who.voice.id}/{key(**parts)}"
            if (seconds := known.get(name)) is None:
                try:
                    seconds = who.draft(cue.text, language_of(cue.text), rate=options.rate).natural
                except SpeechError as error:
                    raise SpeechError(f"{subtitles.name}, cue {cue.number}: {error}") from None
                known.put(name, seconds)
            natural.append(seconds)
    placements = plan(text.cues, natural, film.duration, Policy(overlap=options.overlap))
    tell("plan", 1, "")
    names = [
        f"{who.voice.id}/{key(**parts, length=round(placed.length, 4), seed=options.seed)}"
        for who, parts, placed in zip(speech, made_of, placements, strict=True)
    ]
    warnings = options.voice.unheard(cue.speaker for cue in text.cues)
    return Prepared(film, text, speech, placements, names, tuple(warnings))


def speak_all(ready: Prepared, takes: Takes, options: Options, tell: Progress) -> int:
    """Speaks the cues that have no take yet, at the length the plan gives each; returns how many."""
    spoken = 0
    for i, cue in enumerate(ready.subtitles.cues):
        tell("speak", i / len(ready.names), f"cue {cue.number}")
        spoken += _speak(ready, i, takes, options)
    tell("speak", 1, "")
    return spoken


def speak_cue(ready: Prepared, number: int, takes: Takes, options: Options) -> tuple[Line, bool]:
    """Speaks one cue, by its number, as it will be in the film: its line, and whether it had to be spoken.

    SubtitleError if it is none that is spoken.
    """
    from media.subtitles import SubtitleError

    at = next((i for i, cue in enumerate(ready.subtitles.cues) if cue.number == number), None)
    if at is None:
        why = "; ".join(note.detail for note in ready.subtitles.notes if note.cue == number)
        raise SubtitleError(f"{ready.subtitles.path.name}, cue {number} is not spoken: {why or 'there is none'}.")
    return ready.lines()[at], _speak(ready, at, takes, options)


def _speak(ready: Prepared, at: int, takes: Takes, options: Options) -> bool:
    """Speaks a cue if there is no such take yet; whether it did."""
    from media.stretch import fit
    from synth.speech.mel import SAMPLE_RATE
    from synth.speech.reading import language_of

    cue, placed, name = ready.subtitles.cues[at], ready.placements[at], ready.names[at]
    if name in takes:
        return False
    who = ready.speech[at]
    draft = who.draft(cue.text, language_of(cue.text), rate=options.rate)
    audio = who.speak(draft, placed.length, options.seed)
    takes.put(name, fit(audio, SAMPLE_RATE, placed.length), SAMPLE_RATE)
    return True


def estimate(speech: float, film: float) -> float:
    """Seconds of work for so much speech still to be made and so much film (measured on two cores, rounded up)."""
    return 3 + 0.1 * speech + 0.02 * film


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[stage] = time.monotonic() - began


if __name__ == "__main__":
    from console import main

    sys.exit(main())
