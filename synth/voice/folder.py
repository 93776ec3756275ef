"""A voice that is kept, as a folder: what it sounds like, what may be heard and known of it, and the consent.

voice.safetensors     what it sounds like (voice.py)
preview.en.flac       a sentence, in each language that it speaks
about.json            its kind, how good it is, when it was made
consent.json          who agreed to what, when, and the hash of the recording
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from synth.speech.mel import SAMPLE_RATE
from synth.voice import VoiceError, samples
from synth.voice.casting import provenance
from synth.voice.consent import Consent
from synth.voice.voice import Voice

WEIGHTS, ABOUT, CONSENT = "voice.safetensors", "about.json", "consent.json"


@dataclass(frozen=True)
class Entry:
    """A voice as lists show it. previews: by language; damage: what is wrong with it, if anything."""

    name: str
    kind: str
    about: str = ""
    previews: Mapping[str, Path] = field(default_factory=dict)
    created: str = ""  # ISO 8601; a sample voice has no such time
    figures: Mapping[str, float] = field(default_factory=dict)
    id: str = ""  # Voice.id; empty where too much is damaged to know it
    damage: str = ""
    own: bool = True  # and not a sample voice


def fill(
    folder: Path, voice: Voice, consent: Consent, previews: Mapping[str, np.ndarray], figures: Mapping[str, float]
) -> None:
    """Writes every part into an empty folder. Raises OSError, SafetensorError or LibsndfileError."""
    import soundfile

    voice.save(folder / WEIGHTS)
    for language, audio in previews.items():
        path = folder / f"preview.{language}.flac"
        with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
            file.comment = provenance([voice.name])
            file.write(audio)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    _write(folder / ABOUT, {"name": voice.name, "kind": voice.kind, "about": voice.about, "id": voice.id,
                            "created": created, "figures": dict(figures)})  # fmt: skip
    _write(folder / CONSENT, consent.record())


def voice_in(folder: Path) -> Voice:
    """The voice. VoiceError if it, or the consent to it, is missing or damaged: then it must not speak."""
    voice = Voice.load(folder / WEIGHTS)
    consent_in(folder)
    return voice


def consent_in(folder: Path) -> Consent:
    try:
        return Consent.from_record(_read(folder / CONSENT))
    except (VoiceError, KeyError, TypeError, ValueError, OSError):
        raise VoiceError(
            f"The consent kept with {folder.name} is missing or damaged: remove the voice and add it again."
        ) from None


def entry_of(folder: Path) -> Entry:
    """Reads all but the previews; whatever is damaged is told in the entry."""
    previews = {file.name.split(".")[1]: file for file in sorted(folder.glob("preview.*.flac"))}
    try:
        told = _read(folder / ABOUT)
        entry = Entry(told["name"], told["kind"], told["about"], previews, told["created"], told["figures"],
                      told["id"])  # fmt: skip
        if not re.fullmatch("[0-9a-f]{16}", entry.id):
            raise ValueError(entry.id)
    except (OSError, ValueError, KeyError, TypeError):
        damage = f"{folder / ABOUT} is missing or damaged: remove the voice and add it again."
        known = ""
        with contextlib.suppress(VoiceError):
            known = Voice.load(folder / WEIGHTS).id
        return Entry(folder.name, "damaged", previews=previews, id=known, damage=damage)
    try:
        voice_in(folder)
    except VoiceError as error:
        return replace(entry, damage=str(error))
    return entry


def entry_of_sample(name: str) -> Entry:
    """A sample voice, its previews as <name>.<language>.flac beside it."""
    previews = {file.name.split(".")[1]: file for file in sorted(samples.FOLDER.glob(f"{name}.*.flac"))}
    try:
        voice = samples.sample_voice(name)
    except VoiceError as error:
        return Entry(name, "sample", previews=previews, damage=str(error), own=False)
    return Entry(name, "sample", voice.about, previews, id=voice.id, own=False)


def _write(path: Path, told: dict) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
