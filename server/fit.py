"""How every cue will fit before a word is spoken: known lengths, else a good guess, placed by media.timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from media.timeline import Policy, plan
from server.settings import Settings

Known = Callable[[str, str], float | None]  # voice, text -> natural seconds, where it has been found out before

# Seconds of natural speech, by least squares over the drafts of four sample voices (error 0.12 s a cue).
EDGES = 0.15
SYLLABLE = 0.143  # of Hangul
LETTER = 0.06
DIGIT = 0.16  # spoken it is a word
PAUSE = 0.65  # at a mark inside the text
MARKS = frozenset(".,!?;:—…。，！？")


@dataclass(frozen=True)
class _Placed:
    number: int
    start: float
    end: float


def fit(cues: Sequence[Mapping[str, Any]], settings: Settings, film_end: float, known: Known) -> list[dict[str, Any]]:
    """Per cue {id, natural, known, start, length, slot, rate, needed, status}; times in seconds.

    `known` says whether `natural` is the voice's own word or a guess. `rate` is how much faster than by nature the cue
    will be spoken, `needed` how much faster it would have to be to end within its slot. A cue without words is left
    out.
    """
    spoken = [cue for cue in cues if any(map(str.isalnum, cue["text"]))]
    exact = [known(voice_of(cue, settings), cue["text"]) for cue in spoken]
    guesses = [guess(cue["text"]) / settings.rate for cue in spoken]
    # how far this film's voices are from the guess, where some of its cues are known
    ratios = [seconds / guessed for seconds, guessed in zip(exact, guesses, strict=True) if seconds]
    factor = median(ratios) if len(ratios) >= 3 else 1.0
    natural = [
        seconds if seconds is not None else guessed * factor for seconds, guessed in zip(exact, guesses, strict=True)
    ]
    timed = [_Placed(number, cue["start"], cue["end"]) for number, cue in enumerate(spoken, 1)]
    placements = plan(timed, natural, film_end, Policy(overlap=settings.overlap))
    return [
        {
            "id": cue["id"],
            "natural": round(placed.natural, 3),
            "known": seconds is not None,
            "start": round(placed.start, 3),
            "length": round(placed.length, 3),
            "slot": round(max(0.0, placed.slot_end - placed.slot_start), 3),
            "rate": round(placed.rate, 3),
            "needed": _needed(placed.natural, placed.slot_end - placed.start),
            "status": placed.status,
        }
        for cue, seconds, placed in zip(spoken, exact, placements, strict=True)
    ]


def voice_of(cue: Mapping[str, Any], settings: Settings) -> str:
    """Who speaks a cue: its own voice, else that of its speaker's part, else the narrator."""
    from synth.voice.casting import Casting

    return cue["voice"] or Casting(settings.voice, settings.parts).name_for(cue["speaker"] or None)


def guess(text: str) -> float:
    """Seconds that a text takes at natural speed, by its letters."""
    body = text.strip()
    inner = sum(letter in MARKS for letter in body.rstrip("".join(MARKS) + "\"'”’) "))
    letters = [letter for letter in body if letter.isalnum()]
    hangul = sum("가" <= letter <= "힣" for letter in letters)
    digits = sum(letter.isdecimal() for letter in letters)
    return (
        EDGES + SYLLABLE * hangul + DIGIT * digits + LETTER * (len(letters) - hangul - digits) + PAUSE * min(inner, 40)
    )


def _needed(natural: float, room: float) -> float | None:
    return round(natural / room, 3) if room > 0.05 else None
