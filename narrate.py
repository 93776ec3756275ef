"""Narrate a film: subtitles in, speech in place, the picture untouched.

    python narrate.py film.mp4 film.srt               # -> film.narrated.mp4

This module is the director and the command line: the only one that knows the whole way.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media.artefacts import Takes
    from media.probe import Film
    from media.report import Report
    from media.subtitles import Cue, Import
    from media.timeline import Placement
    from synth.speech.speech import Speech

BYTES_PER_FRAME = (
    21  # of scratch: the programme in stereo, speech, and the original in stereo, float32 each, and a margin
)
Progress = Callable[[str, float, str], None]  # stage, 0..1, detail


@dataclass(frozen=True)
class Options:
    """What a person may want different. rate: pace of the voice; loudness in LUFS; the rest as in `--help`."""

    voice: str = "kathleen"
    rate: float = 1.0
    original: str = "duck"
    loudness: float = -16.0
    overlap: str = "queue"
    encoding: str | None = None
    sound_cues: bool = False
    stems: Path | None = None
    seed: int = 0


@dataclass(frozen=True)
class Prepared:
    """Everything decided before the first word is spoken. `names` are the content keys of the takes, cue by cue."""

    film: Film
    subtitles: Import
    speech: Speech
    placements: list[Placement]
    names: list[str]

    def __iter__(self) -> Iterator[tuple[Cue, Placement, str]]:
        return zip(self.subtitles.cues, self.placements, self.names, strict=True)


def narrate(video: Path, subtitles: Path, output: Path, options: Options, progress: Progress | None = None) -> Report:
    """Writes the narrated film to `output` and says what became of every cue.

    Raises ProbeError, SubtitleError, SpeechError, MixError or MuxError with one sentence for a person. Interrupted at
    any time, it leaves no partial output, and finished takes are found again by the next run.
    """
    from media.artefacts import Takes, home
    from media.audio import decode_audio
    from media.mix import MixOptions, Take, mix
    from media.mux import container_for, mux
    from media.probe import probe
    from media.report import Report, line
    from synth.speech.speech import language_of

    tell = progress or (lambda stage, done, detail: None)
    seconds: dict[str, float] = {}
    tell("read", 0, video.name)
    with _timed(seconds, "prepare"):
        film = probe(video)
        container_for(film, output)
        ready = prepare(film, subtitles, options, tell)
    takes = Takes(home() / "takes")
    with _timed(seconds, "speak"):
        spoken = speak_all(ready, takes, options, tell)
    with _scratch(home() / "work", film.duration) as folder:
        programme = folder / "programme.f32"
        with _timed(seconds, "mix"):
            mixed = mix(
                [Take(placed.start, takes.path(name), cue=cue.number) for cue, placed, name in ready],
                decode_audio(film) if options.original != "replace" else None,
                film.duration,
                programme,
                MixOptions(original=options.original, loudness=options.loudness),
                stems=options.stems,
                progress=lambda done: tell("mix", done, ""),
            )
        with _timed(seconds, "write"):
            written = mux(
                film,
                programme,
                output,
                cues=_shown(subtitles, film, options),
                language=language_of(ready.subtitles.cues[0].text),
                progress=lambda done: tell("write", done, ""),
            )
    lines = tuple(line(cue, placed, name) for cue, placed, name in ready)
    return Report(film, ready.subtitles, lines, mixed, written, spoken, seconds)


def prepare(film: Film, subtitles: Path, options: Options, tell: Progress) -> Prepared:
    """Reads the subtitles, asks the voice how long each cue will take and decides where it sounds."""
    from media.artefacts import Lengths, home, key
    from media.subtitles import read_subtitles
    from media.timeline import Policy, plan
    from synth.speech.speech import Speech, SpeechError, language_of

    tell("read", 0, subtitles.name)
    text = read_subtitles(subtitles, encoding=options.encoding, sound_cues=options.sound_cues, film_end=film.duration)
    speech = Speech(options.voice, cache=home() / "cache")
    made_of: list[dict[str, str | float]] = [
        {"text": cue.text, "language": language_of(cue.text), "voice": speech.version, "rate": options.rate}
        for cue in text.cues
    ]
    natural = []
    with Lengths(home() / "lengths.sqlite") as known:
        for i, (cue, parts) in enumerate(zip(text.cues, made_of, strict=True)):
            tell("plan", i / len(text.cues), f"cue {cue.number}")
            if (seconds := known.get(key(**parts))) is None:
                try:
                    seconds = speech.draft(cue.text, language_of(cue.text), rate=options.rate).natural
                except SpeechError as error:
                    raise SpeechError(f"{subtitles.name}, cue {cue.number}: {error}") from None
                known.put(key(**parts), seconds)
            natural.append(seconds)
    placements = plan(text.cues, natural, film.duration, Policy(overlap=options.overlap))
    tell("plan", 1, "")
    names = [
        key(**parts, length=round(placed.length, 4), seed=options.seed)
        for parts, placed in zip(made_of, placements, strict=True)
    ]
    return Prepared(film, text, speech, placements, names)


def speak_all(ready: Prepared, takes: Takes, options: Options, tell: Progress) -> int:
    """Speaks the cues that have no take yet, at the length the plan gives each; returns how many."""
    from media.stretch import fit
    from synth.speech.mel import SAMPLE_RATE
    from synth.speech.speech import language_of

    spoken = 0
    for i, (cue, placed, name) in enumerate(ready):
        tell("speak", i / len(ready.names), f"cue {cue.number}")
        if name not in takes:
            draft = ready.speech.draft(cue.text, language_of(cue.text), rate=options.rate)
            audio = ready.speech.speak(draft, placed.length, options.seed)
            takes.put(name, fit(audio, SAMPLE_RATE, placed.length), SAMPLE_RATE)
            spoken += 1
    tell("speak", 1, "")
    return spoken


def _shown(subtitles: Path, film: Film, options: Options) -> list[Cue]:
    """The cues as viewers read them: sounds and speakers are written out."""
    from media.subtitles import read_subtitles

    every = read_subtitles(subtitles, encoding=options.encoding, sound_cues=True, film_end=film.duration).cues
    return [replace(cue, text=f"{cue.speaker}: {cue.text}") if cue.speaker else cue for cue in every]


def estimate(speech: float, film: float) -> float:
    """Seconds of work for so many seconds of speech still to be made and of film (measured on two cores, rounded
    up).
    """
    return 3 + 0.1 * speech + 0.02 * film


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[stage] = time.monotonic() - began


@contextmanager
def _scratch(folder: Path, duration: float) -> Iterator[Path]:
    """A folder for the raw mix; what a killed run left behind is swept. Too little room for the mix: MuxError."""
    from media.mux import MuxError

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[0-9]*-*"):
        owner = old.name.split("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(old, ignore_errors=True)
    need = int(duration * 48_000 * BYTES_PER_FRAME)
    if (free := shutil.disk_usage(folder).free) < need:
        raise MuxError(f"The mix needs {need >> 20} MB in {folder}, {free >> 20} MB are free: free some space, "
                       "or set NARRASCORE_HOME to a folder on another disk.")  # fmt: skip
    with tempfile.TemporaryDirectory(dir=folder, prefix=f"{os.getpid()}-") as name:
        yield Path(name)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    from console import main

    sys.exit(main())
