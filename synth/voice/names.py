"""What a voice may be called: a name that is a folder on every file system, an argument and a label for people."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from synth.voice import VoiceError

LONGEST = 40
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}  # of Windows


def checked(name: str) -> str:
    """The name in its composed form. VoiceError if it cannot name a voice."""
    given, name = name, unicodedata.normalize("NFKC", name).strip()
    fits = 0 < max(len(name), len(folded(name))) <= LONGEST
    if not fits or not name[0].isalnum() or not all(c.isalpha() or c.isdecimal() or c in "-_" for c in name):
        raise VoiceError(
            f"{given!r} cannot name a voice: use letters, digits, - and _, at most {LONGEST} of them, and begin with a "
            "letter or a digit."
        )
    if folded(name) in RESERVED:
        raise VoiceError(f"{given!r} cannot name a voice, for Windows keeps it for itself: choose another name.")
    return name


def folded(name: str) -> str:
    """The same for names that differ in nothing but case or the way their letters are composed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).strip().casefold())


def unknown(name: str, names: Iterable[str]) -> VoiceError:
    """The error for a name that no voice has, with those that were perhaps meant."""
    known = {folded(each): each for each in names}
    close = [known[match] for match in difflib.get_close_matches(folded(name), known, n=3)]
    if close:
        return VoiceError(f"There is no voice named {name!r}: did you mean {' or '.join(close)}?")
    some = ", ".join(list(known.values())[:8]) + (" …" if len(known) > 8 else "")
    return VoiceError(f"There is no voice named {name!r}: choose one of {some}.")
