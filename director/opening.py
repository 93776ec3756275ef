"""The title that opens a film."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media.probe import Film
    from media.titles import Opening
    from narrate import Options, Prepared


def open_with(film: Film, ready: Prepared, options: Options) -> tuple[Opening | None, float]:
    """The title that was asked for, and the seconds by which a card of it moves the film. Writes the poster."""
    from media.poster import poster
    from media.titles import card_seconds, shown_size
    from synth.title.opening import opening

    if options.title is None:
        return None, 0.0
    words = " ".join(cue.text for cue in ready.subtitles.cues)
    made = opening(options.title, shown_size(film), words, lambda: poster(film))
    if options.poster:
        made.write(options.poster, shown_size(film))
    return made, card_seconds(film, made.seconds) if options.title.mode == "card" else 0.0
