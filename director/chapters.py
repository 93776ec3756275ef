"""The film's chapters: those of a list that was given, else those that its subtitles name, and their titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media.chapters import Section
    from media.probe import Film
    from media.subtitles import Import
    from media.titlemiddle import Placed
    from narrate import Options


@dataclass(frozen=True)
class Chapters:
    """sections: none where the film keeps its own. placed: their titles over its pictures. warnings: sentences about
    titles that cannot be set in type.
    """

    sections: tuple[Section, ...] = ()
    placed: tuple[Placed, ...] = ()
    warnings: tuple[str, ...] = ()


def chapters_of(film: Film, subtitles: Import, options: Options) -> Chapters:
    """Raises ChapterError if the list cannot be used."""
    from media.chapters import from_marks, read_chapters

    if options.chapters:
        sections = read_chapters(options.chapters, film.duration)
    else:
        sections = from_marks([(mark.start, mark.title) for mark in subtitles.titles])
    if not sections or not options.chapter_titles:
        return Chapters(sections)

    from media.chaptered import left_out
    from media.titlemiddle import Placed
    from media.titles import shown_size
    from synth.title import TitleError
    from synth.title.lower import LowerThird

    placed, warnings = [], []
    for section in sections:
        title = LowerThird(section.title)
        try:
            title.check(shown_size(film))
        except TitleError as error:
            warnings.append(left_out(section.title, section.start, str(error).rstrip(".")))
        else:
            placed.append(Placed(title, section.start, title.seconds))
    return Chapters(sections, tuple(placed), tuple(warnings))
