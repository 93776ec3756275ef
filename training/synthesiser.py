"""espeak-ng as a speaking machine that tells when each of its phonemes begins."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from synth.speech import espeak as front_end

_SYNCHRONOUS, _NO_EXIT = 2, 0x8000  # audio comes through a callback, no sound device is opened
_PHONEMES, _IPA = 1, 2  # events for phonemes; named in IPA and not by espeak's own mnemonics
_UTF8, _BRACKETS = 1, 0x100  # "[[...]]" in the text holds mnemonics
_SEPARATED = ord("_") << 8
_END, _PHONEME = 0, 7  # kinds of event
_RATE, _PITCH, _RANGE = 1, 3, 4  # parameters
_STRESS = "ˈˌ',%=|"


@dataclass(frozen=True)
class Sound:
    """One phoneme of the audio: its name ("" for a pause, without stress marks), and its first sample."""

    name: str
    start: int


class _Name(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("pointer", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Name),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def speak(
    text: str, voice: str, rate: int = 160, pitch: int = 50, swing: int = 50, ipa: bool = True
) -> tuple[np.ndarray, list[Sound]]:
    """Audio int16 (n,) at 22,050 Hz and its phonemes in order, pauses among them, named in IPA or by mnemonics.

    rate: words a minute; pitch and swing (of the pitch): 0 to 100, 50 is the voice's own. Unknown voice: ValueError.
    """
    library = _library(ipa)
    _choose(library, voice)
    for parameter, value in ((_RATE, rate), (_PITCH, pitch), (_RANGE, swing)):
        library.espeak_SetParameter(parameter, value, 0)
    blocks: list[np.ndarray] = []
    sounds: list[Sound] = []

    def hear(wave, count, events) -> int:
        if wave and count:
            blocks.append(np.ctypeslib.as_array(wave, (count,)).copy())
        i = 0
        while events[i].type != _END:
            if events[i].type == _PHONEME:
                name = events[i].id.string.decode("utf-8", "replace").strip(_STRESS)
                sounds.append(Sound("" if name.startswith("_") else name, events[i].sample))
            i += 1
        return 0

    callback = _Callback(hear)
    library.espeak_SetSynthCallback(callback)
    data = text.encode("utf-8")
    library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8 | _BRACKETS, None, None)
    return np.concatenate(blocks), sounds


def read(text: str, voice: str, ipa: bool = True) -> list[list[str]]:
    """Words of `text` as lists of phoneme names, stress marks of IPA kept. espeak-ng may join words it reduces."""
    library = _library(ipa)
    _choose(library, voice)
    buffer = ctypes.create_string_buffer(text.encode("utf-8"))
    pointer, clauses = ctypes.c_void_p(ctypes.addressof(buffer)), []
    mode = _SEPARATED | (_IPA if ipa else 0)
    while pointer.value:
        clauses.append(library.espeak_TextToPhonemes(ctypes.byref(pointer), _UTF8, mode).decode("utf-8"))
    words = [
        [p.strip("" if ipa else _STRESS) for p in word.split("_")] for clause in clauses for word in clause.split()
    ]
    return [[p for p in word if p] for word in words if any(word)]


def _choose(library: ctypes.CDLL, voice: str) -> None:
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise ValueError(f"espeak-ng has no voice named {voice!r}.")


@lru_cache(maxsize=1)  # the library knows one set of options at a time
def _library(ipa: bool) -> ctypes.CDLL:
    import espeakng_loader

    front_end.ipa("a")  # starts the library without events, once in a process: so it must not come after us
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    options = _NO_EXIT | _PHONEMES | (_IPA if ipa else 0)
    if library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), options) != 22050:
        raise RuntimeError("espeak-ng did not start: `pip install --force-reinstall espeakng-loader`.")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    return library
