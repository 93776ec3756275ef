"""Natural lengths that narrate has found out before, by voice and text, without a model."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import TracebackType

from media.artefacts import Lengths, key


class KnownLengths:
    """`known(voice, text)` in seconds, or None; `gallery` is the folder of the account's voices, `rate` their pace."""

    def __init__(self, home: Path, gallery: Path, rate: float):
        from synth.voice.gallery import Gallery

        self._home, self._gallery, self._rate = home, Gallery(gallery), rate
        self._voices: dict[str, tuple[str, str] | None] = {}
        self._lengths = Lengths(home / "lengths.sqlite")

    def __enter__(self) -> KnownLengths:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._lengths.__exit__()

    def __call__(self, voice: str, text: str) -> float | None:
        from synth.speech.reading import language_of

        if voice not in self._voices:
            self._voices[voice] = self._find(voice)
        found = self._voices[voice]
        if found is None:
            return None
        id, version = found
        named = key(text=text, language=language_of(text), voice=version, rate=self._rate)
        return self._lengths.get(f"{id}/{named}")

    def _find(self, name: str) -> tuple[str, str] | None:
        """The id of a voice and the version of what it says."""
        from synth.speech.speech import Speech
        from synth.voice import VoiceError

        try:
            voice = self._gallery.get(name)
        except VoiceError:  # deleted since: the narration will say so
            return None
        speech = Speech(voice, _networks(self._home / "cache"))
        return voice.id, speech.version


@lru_cache(maxsize=1)
def _networks(cache: Path):  # type: ignore[no-untyped-def]  # one for all requests: to read its version takes half a second
    from synth.speech.networks import Networks

    return Networks(cache)
