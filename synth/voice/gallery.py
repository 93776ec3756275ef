"""The voices that a person keeps: a folder each (folder.py), whole or absent, and none without consent."""

from __future__ import annotations

import contextlib
import errno
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from synth.voice import VoiceError, samples
from synth.voice.consent import Consent
from synth.voice.folder import Entry, consent_in, entry_of, entry_of_sample, fill, voice_in
from synth.voice.names import checked, folded, unknown
from synth.voice.voice import Voice

ABANDONED = 3600  # s after which a hidden folder is what a killed process left behind: to fill one takes a second


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
        with self._telling(voice.name), self._hidden() as building:
            fill(building, voice, consent, previews, figures)
            try:
                building.rename(self._path(voice.name))
            except OSError as error:
                if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                    raise
                self.free(voice.name)  # somebody was faster
        return entry_of(self._path(voice.name))

    def get(self, name: str) -> Voice:
        """A voice of one's own, else a sample voice; "" is the first of those. VoiceError if there is none."""
        if not name:
            return samples.sample_voice()
        try:
            path = self._path(checked(name))
        except VoiceError:
            raise unknown(name, self.names()) from None
        if path.is_dir():
            return voice_in(path)
        if folded(name) in samples.NAMES:
            return samples.sample_voice(folded(name))
        raise unknown(name, self.names())

    def consent(self, name: str) -> Consent:
        """What was agreed to. VoiceError if the record is missing or damaged."""
        return consent_in(self._path(checked(name)))

    def entries(self) -> list[Entry]:
        """Every voice, one's own first; a damaged one says what is wrong."""
        own = [entry_of(path) for path in self._own()]
        mine = {folded(entry.name) for entry in own}
        return own + [entry_of_sample(name) for name in samples.NAMES if name not in mine]

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
        self._sweep()
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

    @contextmanager
    def _hidden(self) -> Iterator[Path]:
        """A folder to build in, beside the others and in no list; gone at the end unless it was renamed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        building = self.folder / f".{secrets.token_hex(8)}"
        building.mkdir()
        try:
            yield building
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def _sweep(self) -> None:
        for old in self.folder.glob(".*"):
            with contextlib.suppress(OSError):
                if time.time() - old.stat().st_mtime > ABANDONED:
                    shutil.rmtree(old)

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        import soundfile
        from safetensors import SafetensorError

        try:
            yield
        except (OSError, SafetensorError, soundfile.LibsndfileError) as error:
            why = getattr(error, "strerror", None) or str(error).splitlines()[0].rstrip(".")
            raise VoiceError(f"The voice {name} cannot be kept in {self.folder}: {why}.") from None
