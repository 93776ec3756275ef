"""A cue as people type it to the tokens that are spoken: each run of it in its own language, numbers written out."""

from __future__ import annotations

import unicodedata

from synth.speech import SpeechError
from synth.speech.mixed import spans
from synth.speech.normalise import normalise
from synth.speech.phones import Phone, phones

SPOKEN = ("en", "ko")


def read(text: str, language: str = "en") -> list[Phone]:
    """Tokens from START to END. language: what a run is read in that has no letters, such as "2024".

    SpeechError for text without anything to say, in a script that nothing here reads, or in another language.
    """
    if language not in SPOKEN:
        raise SpeechError(f"{text!r} is not English or Korean: the voices speak no other language yet.")
    runs = [phones(normalise(run, spoken), spoken) for spoken, run in spans(text, language)]
    if script := foreign_script(text):
        raise SpeechError(f"{text!r} has {script} letters: the voices speak English and Korean.")
    runs = [run for run in runs if len(run) > 2]
    if not runs:
        raise SpeechError(f"There is nothing to say in {text!r}: it holds no letter or number that can be read aloud.")
    return [runs[0][0], *(token for run in runs for token in run[1:-1]), runs[-1][-1]]


def language_of(text: str) -> str:
    """The language a cue is written in, by its script: "ko" where there is Hangul, else "en"."""
    return "ko" if any("\uac00" <= c <= "\ud7a3" or "\u3130" <= c <= "\u318f" for c in text) else "en"


def foreign_script(text: str) -> str | None:
    """The script of the first letter that no reading is known for, such as "CJK" or "ARABIC"; None if all are known."""
    scripts = (unicodedata.name(c, "UNKNOWN").split()[0] for c in text if unicodedata.category(c) == "Lo")
    return next((s for s in scripts if s not in ("FEMININE", "MASCULINE", "LATIN", "HANGUL")), None)
