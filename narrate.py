"""Narrate a film: subtitles in, speech in place, the picture untouched.

    python narrate.py film.mp4 film.srt               # -> film.narrated.mp4

This module is the director and the command line: the only one that knows the whole way.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from synth.voice.casting import Casting, provenance

if TYPE_CHECKING:
    import numpy as np

    from media.artefacts import Takes
    from media.probe import Film
    from media.report import Line, Report
    from media.subtitles import Cue, Import
    from media.timeline import Placement
    from synth.speaker import Speaker
    from synth.speech.networks import Networks
    from synth.voice.gallery import Gallery

BYTES_PER_FRAME = (
    21  # of scratch: the programme in stereo, speech, and the original in stereo, float32 each, and a margin
)
CACHED = 1_000_000_000  # bytes of converted networks, one set to each version of the model, before the oldest go
Progress = Callable[[str, float, str], None]  # stage, 0..1, detail


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
    stems: Path | None = None
    vocoder: Path | None = None
    seed: int = 0


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
    subtitles: Path,
    output: Path,
    options: Options,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Writes the narrated film to `output` and says what became of every cue.

    Raises VoiceError, ProbeError, SubtitleError, SpeechError, MixError or MuxError with one sentence for a person, and
    Cancelled when `cancelled`, asked between cues and steps, says so. Interrupted at any time, it leaves no partial
    output, and finished takes are found again by the next run.
    """
    from media.artefacts import Takes, home, room
    from media.audio import decode_audio
    from media.mix import MixOptions, Take, mix
    from media.mux import container_for, mux
    from media.probe import probe
    from media.report import Report
    from media.scratch import scratch
    from media.stemfiles import check_folder
    from media.sweep import sweep
    from synth.speech.reading import language_of

    tell = _teller(progress, cancelled)
    seconds: dict[str, float] = {}
    tell("read", 0, video.name)
    with _timed(seconds, "prepare"):
        film = probe(video)
        container_for(film, output)
        most = room()
        if options.stems:
            check_folder(options.stems)
        ready = prepare(film, subtitles, options, tell)
    takes = Takes(home() / "takes")
    with _timed(seconds, "speak"):
        spoken = speak_all(ready, takes, options, tell)
    with scratch(home() / "work") as folder:
        _check_room(folder, film.duration)
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
                cancelled=cancelled,
            )
        with _timed(seconds, "write"):
            written = mux(
                film,
                programme,
                output,
                cues=_shown(subtitles, film, options),
                language=language_of(ready.subtitles.cues[0].text),
                comment=provenance(speech.voice.name for speech in ready.speech),
                progress=lambda done: tell("write", done, ""),
                cancelled=cancelled,
            )
    takes.sweep(most)
    sweep((home() / "cache").glob("*"), CACHED)
    return Report(film, ready.subtitles, ready.lines(), mixed, written, spoken, seconds, ready.warnings)


def prepare(film: Film, subtitles: Path, options: Options, tell: Progress) -> Prepared:
    """Reads the subtitles, asks each cue's voice how long it will take and decides where it sounds."""
    from media.artefacts import Lengths, home, key
    from media.subtitles import read_subtitles
    from media.timeline import Policy, plan
    from synth.speech import SpeechError
    from synth.speech.networks import Networks
    from synth.speech.reading import language_of

    networks = Networks(home() / "cache", generator=options.vocoder)
    voices = {name: speaker(name, networks) for name in options.voice.names()}
    tell("read", 0, subtitles.name)
    text = read_subtitles(subtitles, encoding=options.encoding, sound_cues=options.sound_cues, film_end=film.duration)
    speech = [voices[options.voice.name_for(cue.speaker)] for cue in text.cues]
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
    from media.stretch import fit
    from synth.speech.mel import SAMPLE_RATE
    from synth.speech.reading import language_of

    spoken = 0
    for i, (who, (cue, placed, name)) in enumerate(zip(ready.speech, ready, strict=True)):
        tell("speak", i / len(ready.names), f"cue {cue.number}")
        if name not in takes:
            draft = who.draft(cue.text, language_of(cue.text), rate=options.rate)
            audio = who.speak(draft, placed.length, options.seed)
            takes.put(name, fit(audio, SAMPLE_RATE, placed.length), SAMPLE_RATE)
            spoken += 1
    tell("speak", 1, "")
    return spoken


def speaker(name: str, networks: Networks) -> Speaker:
    """Who speaks under a name: a voice of one's own or a sample voice, or, as hf:…, a model of someone else's."""
    from synth.hub.asked import PREFIX
    from synth.speech.speech import Speech

    if not name.startswith(PREFIX):
        return Speech(gallery().get(name), networks)
    from media.artefacts import home
    from media.recording import read_recording
    from media.stretch import trim
    from synth.hub.speech import HubSpeech

    def hear(path: Path) -> tuple[np.ndarray, int]:
        recording = read_recording(path)
        return recording.audio, recording.sample_rate

    return HubSpeech(name, home() / "hub", trim, hear)


def gallery() -> Gallery:
    """The voices of whoever runs this."""
    from media.artefacts import home
    from synth.voice.gallery import Gallery

    return Gallery(home() / "voices")


def forget(voice: str) -> tuple[int, int]:
    """Deletes all that was made with a voice, by its id: how many takes, and their size in bytes."""
    from media.artefacts import Lengths, Takes, home

    shutil.rmtree(home() / "hub" / voice, ignore_errors=True)
    with Lengths(home() / "lengths.sqlite") as known:
        known.forget(voice)
    return Takes(home() / "takes").forget(voice)


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


def _teller(progress: Progress | None, cancelled: Callable[[], bool] | None) -> Progress:
    from media.cancelled import Cancelled

    def tell(stage: str, done: float, detail: str) -> None:
        if cancelled and cancelled():
            raise Cancelled("The film was not narrated: cancelled.")
        if progress:
            progress(stage, done, detail)

    return tell


def _check_room(folder: Path, duration: float) -> None:
    """Too little room for the raw mix: MuxError."""
    from media.mux import MuxError

    need = int(duration * 48_000 * BYTES_PER_FRAME)
    if (free := shutil.disk_usage(folder).free) < need:
        raise MuxError(f"The mix needs {need >> 20} MB in {folder}, {free >> 20} MB are free: free some space, "
                       "or set NARRASCORE_HOME to a folder on another disk.")  # fmt: skip


if __name__ == "__main__":
    from console import main

    sys.exit(main())
