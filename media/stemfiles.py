"""The parts of a finished mix as FLAC files for whoever wants to mix again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from media.samplerate import SAMPLE_RATE
from media.stems import MixError
from media.whole import Partial

if TYPE_CHECKING:
    import soundfile


CHANNELS = {"programme": 2, "speech": 1, "original": 2, "music": 2}
NAMES = tuple(CHANNELS)


def check_folder(folder: Path) -> None:
    """Raise MixError if stems cannot be written to `folder`, which need not exist: ask before long work."""
    there = next(path for path in [folder.absolute(), *folder.absolute().parents] if path.exists())
    if not there.is_dir():
        why = f"{there} is a file"
    elif not os.access(there, os.W_OK | os.X_OK):
        why = f"{there} may not be written to"
    elif taken := next((f"{name}.flac" for name in NAMES if (folder / f"{name}.flac").is_dir()), None):
        why = f"{taken} is a folder"
    else:
        return
    raise _refused(folder, why)


def _refused(folder: Path, why: str) -> MixError:
    return MixError(f"the stems cannot be written to {folder} ({why}): name another folder.")


class StemFiles:
    """NAME.flac for each of some NAMES, 24 bit at 48 kHz, under temporary names until `publish`.

    A context: what is not published is removed at its end. Raises MixError where the folder cannot be written to.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._folder = folder
        self._parts: list[Partial] = []
        self._files: list[soundfile.SoundFile] = []
        check_folder(folder)
        with self._told():
            folder.mkdir(parents=True, exist_ok=True)

    def begin(self) -> None:
        """Open them afresh: what an earlier pass wrote is gone."""
        import soundfile

        self._close()
        with self._told():
            for name in self.names[len(self._parts) :]:
                self._parts.append(Partial(self._folder / f"{name}.flac"))
            for part, name in zip(self._parts, self.names, strict=True):
                file = soundfile.SoundFile(part.path, "w", SAMPLE_RATE, CHANNELS[name], "PCM_24", format="FLAC")
                self._files.append(file)

    def write(self, sounds: Mapping[str, np.ndarray]) -> None:
        """(n, channels) of the programme and the others by name; what is not there is silent."""
        count = len(sounds["programme"])
        with self._told():
            for file, name in zip(self._files, self.names, strict=True):
                file.write(sounds[name] if name in sounds else np.zeros((count, CHANNELS[name]), np.float32))

    def publish(self) -> None:
        with self._told():
            self._close()
            for part in self._parts:
                part.publish()

    def _close(self) -> None:
        while self._files:
            self._files.pop().close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        import soundfile

        try:
            yield
        except (OSError, soundfile.LibsndfileError) as error:
            why = str(getattr(error, "strerror", None) or error).rstrip(".")  # libsndfile knows no errno
            raise _refused(self._folder, why) from error

    def __enter__(self) -> StemFiles:
        return self

    def __exit__(self, *error: object) -> None:
        self._close()
        for part in self._parts:
            part.discard()
