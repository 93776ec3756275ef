"""The title that opens a film."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media.cancelled import Progress
    from media.probe import Film
    from media.titles import Opening
    from narrate import Options, Prepared


def open_with(film: Film, ready: Prepared, options: Options, container: str,
              tell: Progress) -> tuple[Opening | None, float]:  # fmt: skip
    """The title that was asked for, and the seconds by which a card of it moves the film. Writes the poster.

    Tells now, before anything is spoken, if the whole picture must be encoded for it into `container`.
    """
    from media.poster import soon
    from media.titles import card_seconds, foresee, shown_size
    from synth.title.opening import opening

    if options.title is None:
        return None, 0.0
    words = " ".join(cue.text for cue in ready.subtitles.cues)
    hear = partial(tell, "title")
    made = opening(options.title, shown_size(film), words, soon(film), hear=hear)
    if options.poster:
        made.write(options.poster, shown_size(film))
    card = card_seconds(film, made.seconds) if options.title.mode == "card" else 0.0
    tell("title", 1, foresee(film, made, card, container))
    return made, card
