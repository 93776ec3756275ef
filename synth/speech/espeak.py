"""espeak-ng, in process, as the grapheme-to-phoneme front end (through espeakng-loader; GPL-3.0-or-later, as we
are).
"""

from __future__ import annotations

import ctypes
import re
import threading
from functools import lru_cache

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: no sound device is opened
_DONT_EXIT = 0x8000
_UTF8 = 1
_IPA_SEPARATED = 0x02 | ord("_") << 8
_SWITCH = re.compile(r"\([a-z-]+\)")  # "(fr)": from here on as in French
_lock = threading.Lock()  # the library keeps global state


class EspeakError(RuntimeError):
    """espeak-ng is missing or has no such voice."""


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    if library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _DONT_EXIT) <= 0:
        raise EspeakError("espeak-ng did not start: reinstall it with `pip install --force-reinstall espeakng-loader`.")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    return library


def ipa(text: str, voice: str = "en-us") -> list[list[str]]:
    """Words of one clause, each a list of IPA phonemes with stress marks: "hello" -> [["h", "ə", "l", "ˈoʊ"]].

    espeak-ng may join words it reduces together ("of the" -> one word). Unknown voice: EspeakError.
    """
    with _lock:
        library = _library()
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise EspeakError(f"espeak-ng has no voice named {voice!r}.")
        buffer = ctypes.create_string_buffer(text.encode("utf-8"))
        pointer = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses = []
        while pointer.value:
            clauses.append(library.espeak_TextToPhonemes(ctypes.byref(pointer), _UTF8, _IPA_SEPARATED).decode("utf-8"))
    words = [word for clause in clauses for word in _SWITCH.sub("", clause).split()]
    return [[p for p in word.split("_") if p] for word in words if word.strip("_")]
