"""How a project wants to be narrated: checked when it is set, kept as JSON, given to `narrate` as its options."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from media.slots import OVERLAPS
from synth.music.casting import genres
from synth.music.score import MOODS

if TYPE_CHECKING:
    from narrate import Options

ORIGINALS = ("duck", "keep", "replace")
RATE = (0.5, 2.0)
LOUDNESS = (-40.0, -5.0)  # LUFS
LABEL = 64  # characters of a speaker's label, or of a voice's name
PARTS = 100
MUSIC = ("off", "auto", *MOODS)  # files and models are for the command line
LEVELS = ("balanced", "accessible", "cinematic")
SEED = 2**31 - 1
TITLE_MODES = ("off", "overlay", "card")
TITLE_SOURCES = ("painted", "frame", "own")
TITLE_LAYOUTS = ("auto", "left", "lower", "upper", "centred")
WORDS = 300  # letters of a title, of the line below it, and of what is painted


class SettingsError(ValueError):
    """A setting that cannot be. `field` names it; the message is one sentence."""

    def __init__(self, field: str, sentence: str):
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Settings:
    """voice: of the narrator, "" the first sample voice. parts: a speaker's label -> the voice that speaks for it.

    rate: pace, 1 is the voice's own. original: what becomes of the film's sound under the speech. loudness: LUFS.
    overlap: what cues do that overlap. sound_cues: whether "[music]" is spoken. music: off, auto (by the moods of the
    words and of the cues) or one mood throughout; genre, music_level and seed: which, how far under speech.
    title_mode: off, over the film's beginning, or a card before it; title, subtitle: its words; title_source: what is
    behind them, a scene painted from title_scene (or, if that is empty, from the title), a frame of the film, or a
    picture that was brought (title_picture, its id); title_layout, title_seed: where they stand, which scene.
    """

    voice: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    rate: float = 1.0
    original: str = "duck"
    loudness: float = -16.0
    overlap: str = "queue"
    sound_cues: bool = False
    music: str = "off"
    genre: str = "orchestral"
    music_level: str = "balanced"
    seed: int = 0
    title_mode: str = "off"
    title: str = ""
    subtitle: str = ""
    title_source: str = "painted"
    title_scene: str = ""
    title_picture: str = ""
    title_layout: str = "auto"
    title_seed: int = 0

    @classmethod
    def of(cls, given: Any) -> Settings:
        """The settings in an object of JSON; what it leaves out is as by default. SettingsError for what cannot be."""
        if not isinstance(given, Mapping):
            raise SettingsError("settings", "The settings must be an object.")
        names = [item.name for item in fields(cls)]
        if unknown := [str(name) for name in given if name not in names]:
            raise SettingsError(unknown[0][:LABEL], f"There is no setting {unknown[0][:LABEL]}.")
        return cls(**{name: _CHECKS[name](name, value) for name, value in given.items()})

    def with_(self, changes: Any) -> Settings:
        """These settings with some of them changed."""
        if not isinstance(changes, Mapping):
            raise SettingsError("settings", "The settings must be an object.")
        return Settings.of({**self.json(), **changes})

    def json(self) -> dict[str, Any]:
        return asdict(self) | {"parts": dict(self.parts)}

    def options(self) -> Options:
        """As `narrate` takes them."""
        from narrate import Music, Options
        from synth.voice.casting import Casting

        return Options(
            voice=Casting(self.voice, dict(self.parts)),
            rate=self.rate,
            original=self.original,
            loudness=self.loudness,
            overlap=self.overlap,
            sound_cues=self.sound_cues,
            music=Music(self.music, self.genre, self.music_level, self.seed),
        )


def voice_name(field: str, value: Any) -> str:
    """The name of a voice. Models of others are for the command line: a server does not load what a visitor names."""
    name = _label(field, value)
    if name.startswith("hf:"):
        raise SettingsError(field, "Only voices of the gallery can speak here: models are for the command line.")
    return name


def _label(field: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LABEL or not value.isprintable():
        raise SettingsError(field, f"The field {field} must be at most {LABEL} letters on one line.")
    return value.strip()


def _words(field: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > WORDS or not value.isprintable():
        raise SettingsError(field, f"The field {field} must be at most {WORDS} letters on one line.")
    return " ".join(value.split())


def _picture(field: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("(?:[0-9a-f]{32})?", value):
        raise SettingsError(field, "A picture for the title is brought first: there is none with this id.")
    return value


def _parts(field: str, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or len(value) > PARTS:
        raise SettingsError(field, f"The field {field} must be an object of at most {PARTS} labels and voices.")
    parts = {_label(field, label): voice_name(field, name) for label, name in value.items()}
    return {label: name for label, name in parts.items() if label and name}


def _within(bounds: tuple[float, float]) -> Any:
    def check(field: str, value: Any) -> float:
        number = type(value) in (int, float) and math.isfinite(value)
        if not number or not bounds[0] <= value <= bounds[1]:
            raise SettingsError(field, f"The field {field} must be a number from {bounds[0]:g} to {bounds[1]:g}.")
        return float(value)

    return check


def _one_of(choices: tuple[str, ...]) -> Any:
    def check(field: str, value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise SettingsError(field, f"The field {field} must be one of {', '.join(choices)}.")
        return value

    return check


def _yes(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(field, f"The field {field} must be true or false.")
    return value


def _seed(field: str, value: Any) -> int:
    if type(value) is not int or not 0 <= value <= SEED:
        raise SettingsError(field, f"The field {field} must be a whole number from 0 to {SEED}.")
    return value


_CHECKS: Mapping[str, Any] = {
    "voice": voice_name,
    "parts": _parts,
    "rate": _within(RATE),
    "original": _one_of(ORIGINALS),
    "loudness": _within(LOUDNESS),
    "overlap": _one_of(OVERLAPS),
    "sound_cues": _yes,
    "music": _one_of(MUSIC),
    "genre": _one_of(genres()),
    "music_level": _one_of(LEVELS),
    "seed": _seed,
    "title_mode": _one_of(TITLE_MODES),
    "title": _words,
    "subtitle": _words,
    "title_source": _one_of(TITLE_SOURCES),
    "title_scene": _words,
    "title_picture": _picture,
    "title_layout": _one_of(TITLE_LAYOUTS),
    "title_seed": _seed,
}
