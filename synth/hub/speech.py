"""A model of someone else's as a voice, with the same way in as our own (synth/speech/speech.py).

Such a model cannot be told how long to take, so a draft is spoken at once, and whoever asked stretches the sound to the
length that the film has room for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from synth.hub.asked import asked
from synth.hub.card import Card, card_of
from synth.hub.families import Family, family_of, say_with
from synth.hub.fingerprint import fingerprint, with_spelling
from synth.hub.folder import located, weights_of
from synth.hub.kept import Kept
from synth.hub.loading import telling
from synth.hub.sample import Hear, by_soundfile, consent_to, resampled, sample_of
from synth.speech import SpeechError
from synth.speech.mel import SAMPLE_RATE
from synth.speech.normalise import UnsupportedLanguage, normalise

if TYPE_CHECKING:
    from synth.hub.direct import Say
    from synth.voice.consent import Consent

LEAST, PER_LETTER = 3.0, 0.3  # s: no text takes longer to read than this and so much for each of its letters


@dataclass(frozen=True)
class HubVoice:
    """What reports and takes are named by."""

    name: str
    id: str  # 16 hex digits over the name and the model


@dataclass(frozen=True)
class HubDraft:
    """What will be said, and already was: `sound` is float32 (n,) at 22,050 Hz, trimmed."""

    text: str
    language: str
    sound: np.ndarray
    rate: float

    @property
    def natural(self) -> float:
        """Seconds at the pace asked for."""
        return len(self.sound) / SAMPLE_RATE / self.rate

    @property
    def shortest(self) -> float:
        """Seconds below which phones would be lost: there is no such length for a sound that is stretched."""
        return 0.0


class HubSpeech:
    """One voice of one model, which loads when it first speaks. Not thread-safe."""

    def __init__(
        self,
        voice: str,
        kept: Path | None = None,
        trim: Callable[[np.ndarray, int], np.ndarray] = lambda sound, rate: sound,
        hear: Hear = by_soundfile,
    ):
        """voice: as in `asked.py`. kept: a folder for what voices of this kind have spoken, a folder each. trim: takes
        the silence off the edges of a sound, (n,) and its rate. hear: reads a recording.
        """
        self.asked = asked(voice)
        self.folder_kept, self.trim, self.hear = kept, trim, hear

    @cached_property
    def folder(self) -> Path:
        return located(self.asked.model)

    @cached_property
    def family(self) -> Family:
        return family_of(self.folder, self.asked)

    @cached_property
    def card(self) -> Card:
        """What to show before the model is first used. SpeechError if there is no such model, or it is not whole."""
        title = self.family.title
        return card_of(self.folder, weights_of(self.folder, self.asked.model), self.asked.name, title)

    @cached_property
    def version(self) -> str:
        """Hash of all that shapes a take but its text, for the keys of stored takes."""
        return with_spelling(self._made_of)

    @cached_property
    def voice(self) -> HubVoice:
        name = self.asked.name
        return HubVoice(name, hashlib.sha256(f"{name.casefold()} {self._made_of}".encode()).hexdigest()[:16])

    def draft(
        self, text: str, language: str = "en", *, rate: float = 1.0, pitch: float = 0.0, energy: float = 0.0
    ) -> HubDraft:
        """Speaks a text, unless it was spoken before. Raises SpeechError if the model cannot.

        rate: 1.2 asks for a fifth faster than the model's own pace. Pitch and energy are its own.
        """
        if pitch or energy:
            raise SpeechError(f"{self.asked.name} speaks at its own pitch: leave the pitch out.")
        language = self.language(text, language)
        words = _words(text, language)
        return HubDraft(words, language, self._spoken(words, language, 0), rate)

    def speak(self, draft: HubDraft, length: float | None = None, seed: int = 0) -> np.ndarray:
        """The draft's sound, float32 (n,) at 22,050 Hz in [-1, 1], in the model's own time whatever the length.

        For another seed than 0 it is spoken again. The same draft and seed give the same samples.
        """
        return draft.sound if seed == 0 else self._spoken(draft.text, draft.language, seed)

    def language(self, text: str, language: str) -> str:
        """The language a text is read in. SpeechError for Hangul where the model is known not to speak Korean."""
        known = self.card.languages
        if self.asked.language or not known or language in known or "multilingual" in known:
            return self.asked.language or language
        if language == "ko":
            raise SpeechError(f"{self.asked.name} speaks {', '.join(known[:6])}, and {text!r} is Korean.")
        return known[0]

    def _spoken(self, words: str, language: str, seed: int) -> np.ndarray:
        sound = self._kept.get(words, language, seed)
        if sound is None:
            sound = self._say_now(words, language, seed)
            self._kept.put(sound, words, language, seed)
        return sound

    def _say_now(self, words: str, language: str, seed: int) -> np.ndarray:
        import torch

        name = self.asked.name
        with telling(name), torch.inference_mode(), torch.random.fork_rng():
            say = self._say  # opening a model draws random numbers too
            torch.manual_seed(seed)
            sound, rate = say(words, language, LEAST + PER_LETTER * len(words))
            sound = torch.as_tensor(sound).float().reshape(-1).cpu().numpy()
        if not np.isfinite(sound).all():
            raise SpeechError(f"{name} gives no sound for {words!r}: its samples are no numbers.")
        sound = sound / max(1.0, float(np.abs(sound).max(initial=0)))
        sound = np.clip(self.trim(resampled(sound, rate, SAMPLE_RATE), SAMPLE_RATE), -1, 1)
        if len(sound) == 0:
            raise SpeechError(f"{name} says nothing for {words!r}: change the words, or take another voice.")
        return sound

    @cached_property
    def _say(self) -> Say:
        return say_with(self.family, self.folder, self.asked, sample_of(self.asked, self.hear))

    @cached_property
    def _kept(self) -> Kept:
        return Kept(self.folder_kept and self.folder_kept / self.voice.id, self.voice.name, self._consent)

    @cached_property
    def _consent(self) -> Consent | None:
        return consent_to(self.asked)

    @cached_property
    def _made_of(self) -> str:
        """Hash of the model and of whose voice it takes. SpeechError if it is not whole, or nobody has agreed."""
        _ = self.card, self._consent
        return fingerprint(self.asked, self.folder)


def _words(text: str, language: str) -> str:
    """One line of plain words where there are rules to make them, else the text as it is."""
    try:
        plain = normalise(text, language)
    except UnsupportedLanguage:
        plain = text
    if not any(char.isalnum() for char in plain):
        raise SpeechError(f"There is nothing to say in {text!r}: it holds no letter or number that can be read aloud.")
    return " ".join(plain.split())
