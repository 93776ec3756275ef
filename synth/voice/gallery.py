"""The voices that a person keeps: a folder each, whole or absent, and none without consent.

<folder>/<name>/voice.safetensors     what it sounds like
                preview.en.flac       a sentence in each language that it speaks
                about.json            its kind, how good it is, when it was made
                consent.json          who agreed to what, when, and the hash of the recording
"""

from __future__ import annotations

import contextlib
import errno
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from synth.speech.mel import SAMPLE_RATE
from synth.voice import VoiceError, samples
from synth.voice.casting import provenance
from synth.voice.consent import Consent
from synth.voice.names import checked, folded, unknown
from synth.voice.voice import Voice

WEIGHTS, ABOUT, CONSENT = "voice.safetensors", "about.json", "consent.json"
ABANDONED = 3600  # s after which a hidden folder is what a killed process left behind: to fill one takes a second


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


class Gallery:
    """The voices under one folder, which is made with the first of them, and behind them the sample voices."""

    def __init__(self, folder: Path):
        self.folder = folder

    def free(self, name: str) -> str:
        """The name as it will be written. VoiceError if no voice can have it, or one has it already."""
        name = checked(name)
        if folded(name) in samples.NAMES:
            raise VoiceError(f"{name} is the name of a sample voice: choose another.")
        if self._path(name).exists():
            raise VoiceError(f"There is a voice named {name} already: remove it first, or choose another name.")
        return name

    def add(
        self, voice: Voice, consent: Consent, previews: Mapping[str, np.ndarray], figures: Mapping[str, float]
    ) -> Entry:
        """Keeps a voice. previews: (n,) float32 at 22,050 Hz by language. Of two who add one name, one gets it."""
        voice = replace(voice, name=self.free(voice.name))
        about = {"name": voice.name, "kind": voice.kind, "about": voice.about, "id": voice.id,
                 "created": datetime.now(UTC).isoformat(timespec="seconds"), "figures": dict(figures)}  # fmt: skip
        with self._telling(voice.name), self._hidden() as building:
            voice.save(building / WEIGHTS)
            for language, audio in previews.items():
                _write_preview(building / f"preview.{language}.flac", audio, voice.name)
            _write(building / ABOUT, about)
            _write(building / CONSENT, consent.record())
            try:
                building.rename(self._path(voice.name))
            except OSError as error:
                if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                    raise
                self.free(voice.name)  # somebody was faster
        return self._entry(self._path(voice.name))

    def get(self, name: str) -> Voice:
        """A voice of one's own, else a sample voice; "" is the first of those. VoiceError if there is none."""
        if not name:
            return samples.sample_voice()
        try:
            path = self._path(checked(name))
        except VoiceError:
            raise unknown(name, self.names()) from None
        if path.is_dir():
            voice = Voice.load(path / WEIGHTS)
            self.consent(name)
            return voice
        if folded(name) in samples.NAMES:
            return samples.sample_voice(folded(name))
        raise unknown(name, self.names())

    def consent(self, name: str) -> Consent:
        """What was agreed to. VoiceError if the record is missing or damaged: such a voice must not speak."""
        try:
            return Consent.from_record(_read(self._path(checked(name)) / CONSENT))
        except (VoiceError, KeyError, TypeError, ValueError, OSError):
            raise VoiceError(
                f"The consent kept with {name} is missing or damaged: remove the voice and add it again."
            ) from None

    def entries(self) -> list[Entry]:
        """Every voice, one's own first; a damaged one says what is wrong."""
        own = [self._entry(path) for path in self._own()]
        return own + [_sample(name) for name in samples.NAMES if name not in {folded(entry.name) for entry in own}]

    def names(self) -> list[str]:
        return [entry.name for entry in self.entries()]

    def entry(self, name: str) -> Entry:
        """One voice as lists show it. VoiceError if there is none."""
        found = next((entry for entry in self.entries() if folded(entry.name) == folded(name)), None)
        if found is None:
            raise unknown(name, self.names())
        return found

    def remove(self, name: str) -> None:
        """Deletes a voice of one's own, be it damaged; at once for all others, then from the disk."""
        entry = self.entry(name)
        if not entry.own:
            raise VoiceError(f"{entry.name} is a sample voice: only voices of your own can be removed.")
        gone = self.folder / f".{secrets.token_hex(8)}"
        with contextlib.suppress(FileNotFoundError):  # somebody was faster
            self._path(entry.name).rename(gone)
            shutil.rmtree(gone)

    def _path(self, name: str) -> Path:
        return self.folder / folded(name)

    def _own(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))

    def _entry(self, path: Path) -> Entry:
        """Reads everything but the sound, and that too to see whether it can be read."""
        previews = {file.name.split(".")[1]: file for file in sorted(path.glob("preview.*.flac"))}
        try:
            told = _read(path / ABOUT)
            entry = Entry(told["name"], told["kind"], told["about"], previews, told["created"], told["figures"],
                          told["id"])  # fmt: skip
            if not re.fullmatch("[0-9a-f]{16}", entry.id):
                raise ValueError(entry.id)
        except (OSError, ValueError, KeyError, TypeError):
            damage = f"{path / ABOUT} is missing or damaged: remove the voice and add it again."
            known = ""
            with contextlib.suppress(VoiceError):
                known = Voice.load(path / WEIGHTS).id
            return Entry(path.name, "damaged", previews=previews, id=known, damage=damage)
        try:
            self.get(path.name)
        except VoiceError as error:
            return replace(entry, damage=str(error))
        return entry

    @contextmanager
    def _hidden(self) -> Iterator[Path]:
        """A folder to build in, beside the others and in no list; gone at the end unless it was renamed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob(".*"):
            with contextlib.suppress(OSError):
                if time.time() - old.stat().st_mtime > ABANDONED:
                    shutil.rmtree(old)
        building = self.folder / f".{secrets.token_hex(8)}"
        building.mkdir()
        try:
            yield building
        finally:
            shutil.rmtree(building, ignore_errors=True)

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        import soundfile
        from safetensors import SafetensorError

        try:
            yield
        except (OSError, SafetensorError, soundfile.LibsndfileError) as error:
            why = getattr(error, "strerror", None) or str(error).splitlines()[0].rstrip(".")
            raise VoiceError(f"The voice {name} cannot be kept in {self.folder}: {why}.") from None


def _sample(name: str) -> Entry:
    previews = {file.name.split(".")[1]: file for file in sorted(samples.FOLDER.glob(f"{name}.*.flac"))}
    try:
        voice = samples.sample_voice(name)
    except VoiceError as error:
        return Entry(name, "sample", previews=previews, damage=str(error), own=False)
    return Entry(name, "sample", voice.about, previews, id=voice.id, own=False)


def _write_preview(path: Path, audio: np.ndarray, name: str) -> None:
    import soundfile

    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
        file.comment = provenance([name])
        file.write(audio)


def _write(path: Path, told: dict) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
