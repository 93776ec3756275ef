"""The parts of a finished mix as FLAC files for whoever wants to mix again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from media.samplerate import SAMPLE_RATE
from media.stems import MixError

if TYPE_CHECKING:
    import soundfile


class StemFiles:
    """programme.flac, speech.flac (mono) and original.flac, 24 bit at 48 kHz, under temporary names until `publish`.

    A context: what is not published is removed at its end. Raises MixError where the folder cannot be written to.
    """

    NAMES = ("programme", "speech", "original")
    COLUMNS = (slice(0, 2), slice(2, 3), slice(3, 5))

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        token = secrets.token_hex(4)  # two runs may write into one folder
        self._paths = [(folder / f".{name}.{token}.flac.part", folder / f"{name}.flac") for name in self.NAMES]
        self._files: list[soundfile.SoundFile] = []
        with self._told():
            folder.mkdir(parents=True, exist_ok=True)

    def begin(self) -> None:
        """Open the three afresh: what an earlier pass wrote is gone."""
        import soundfile

        self._close()
        with self._told():
            for (part, _), columns in zip(self._paths, self.COLUMNS, strict=True):
                channels = columns.stop - columns.start
                self._files.append(soundfile.SoundFile(part, "w", SAMPLE_RATE, channels, "PCM_24", format="FLAC"))

    def write(self, audio: np.ndarray) -> None:
        """audio: (n, 5): programme left and right, speech, original left and right."""
        with self._told():
            for file, columns in zip(self._files, self.COLUMNS, strict=True):
                file.write(audio[:, columns])

    def publish(self) -> None:
        with self._told():
            self._close()
            for part, final in self._paths:
                part.replace(final)

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
            raise MixError(f"the stems cannot be written to {self._folder} ({why}): name another folder.") from error

    def __enter__(self) -> StemFiles:
        return self

    def __exit__(self, *error: object) -> None:
        self._close()
        for part, _ in self._paths:
            if part.is_file():
                part.unlink()
