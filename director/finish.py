"""The last two steps: all sounds mixed into the programme, and the film written with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from synth.voice.casting import provenance

if TYPE_CHECKING:
    from director.chapters import Chapters
    from director.scoring import Scored
    from media.artefacts import Takes
    from media.cancelled import Progress
    from media.mix import MixReport
    from media.mux import MuxReport
    from media.probe import Film
    from media.subtitles import Cue, Typed
    from media.titles import Opening
    from narrate import Options, Prepared

PROGRAMME = "programme.f32"


@dataclass(frozen=True)
class Around:
    """What is put around the narration: the title, the seconds by which its card moves the film, music, chapters."""

    opening: Opening | None
    card: float
    music: Scored | None
    chapters: Chapters


def mix_film(
    ready: Prepared,
    takes: Takes,
    around: Around,
    options: Options,
    folder: Path,
    tell: Progress,
    cancelled: Callable[[], bool] | None,
) -> MixReport:
    """The programme, as raw sound in `folder`; stems, the score and its plan where they were asked for."""
    from media.audio import decode_audio
    from media.mix import MixOptions, Take, mix
    from media.titles import after

    film, card, music = ready.film, around.card, around.music
    mixed = mix(
        [Take(placed.start + card, takes.path(name), cue=cue.number) for cue, placed, name in ready],
        after(card, decode_audio(film)) if options.original != "replace" else None,
        film.duration + card,
        folder / PROGRAMME,
        MixOptions(original=options.original, loudness=options.loudness, music=options.music.level),
        music=music.blocks(folder) if music else None,
        stems=options.stems,
        wanted=options.stem_names,
        progress=lambda done: tell("mix", done, ""),
        cancelled=cancelled,
    )
    if music and options.stems:
        typed = ready.subtitles.format == "typed"  # then the film's file has no name that anybody gave it
        music.write(options.stems, ready.subtitles.path.name if typed else film.path.stem)
    return mixed


def write_film(
    ready: Prepared,
    subtitles: Path | Typed,
    around: Around,
    options: Options,
    folder: Path,
    output: Path,
    tell: Progress,
    cancelled: Callable[[], bool] | None,
) -> MuxReport:
    """The film with the programme that was mixed into `folder`."""
    from media.mux import mux
    from synth.speech.reading import language_of

    return mux(
        ready.film,
        folder / PROGRAMME,
        output,
        cues=_shown(subtitles, ready.film, options),
        language=language_of(ready.subtitles.cues[0].text),
        comment=provenance(speech.voice.name for speech in ready.speech),
        opening=around.opening,
        card=around.card,
        sections=around.chapters.sections,
        insets=around.chapters.placed,
        announce=lambda sentence: tell("write", 0, sentence),
        progress=lambda done: tell("write", done, ""),
        cancelled=cancelled,
    )


def _shown(subtitles: Path | Typed, film: Film, options: Options) -> list[Cue]:
    """The cues as viewers read them: sounds and speakers are written out."""
    from media.subtitles import read_subtitles

    every = read_subtitles(subtitles, encoding=options.encoding, sound_cues=True, film_end=film.duration).cues
    return [replace(cue, text=f"{cue.speaker}: {cue.text}") if cue.speaker else cue for cue in every]
