"""The parts of a finished mix as FLAC files for whoever wants to mix again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from media.loudness import SAMPLE_RATE


class StemFiles:
    """programme.flac, speech.flac (mono) and original.flac, 24 bit at 48 kHz, under temporary names until `publish`."""

    NAMES = ("programme", "speech", "original")
    COLUMNS = (slice(0, 2), slice(2, 3), slice(3, 5))

    def __init__(self, folder: Path) -> None:
        import soundfile

        folder.mkdir(parents=True, exist_ok=True)
        self._paths = [(folder / f"{name}.flac.part", folder / f"{name}.flac") for name in self.NAMES]
        self._files = [
            soundfile.SoundFile(part, "w", SAMPLE_RATE, columns.stop - columns.start, "PCM_24", format="FLAC")
            for (part, _), columns in zip(self._paths, self.COLUMNS, strict=True)
        ]

    def write(self, audio: np.ndarray) -> None:
        """audio: (n, 5): programme left and right, speech, original left and right."""
        for file, columns in zip(self._files, self.COLUMNS, strict=True):
            file.write(audio[:, columns])

    def publish(self) -> None:
        for file, (part, final) in zip(self._files, self._paths, strict=True):
            file.close()
            part.replace(final)

    def __enter__(self) -> StemFiles:
        return self

    def __exit__(self, *error: object) -> None:
        for file, (part, _) in zip(self._files, self._paths, strict=True):
            file.close()
            part.unlink(missing_ok=True)
