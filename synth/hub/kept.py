"""What a model has spoken, on disk: a draft is made before the plan and asked for again after it, perhaps by another
run.

<folder>/<id of the voice>/<key>.npy        float32 (n,) at 22,050 Hz
                           consent.json     who agreed to what, if the voice is taken from a sample
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

import numpy as np

from synth.voice.consent import Consent


class Kept:
    """The sounds of one voice. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None, consent: Consent | None):
        self.folder, self.consent = folder, consent

    def get(self, *spoken: str | int) -> np.ndarray | None:
        """The sound that was put under the same words; None if there is none, or it is damaged."""
        with contextlib.suppress(OSError, ValueError, EOFError):
            if self.folder:
                return np.load(self._path(self.folder, spoken), allow_pickle=False)
        return None

    def put(self, sound: np.ndarray, *spoken: str | int) -> None:
        """OSError says what is wrong, such as a full disk."""
        if not self.folder:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        record = self.folder / "consent.json"
        if self.consent and not record.exists():
            told = json.dumps(self.consent.record(), ensure_ascii=False, indent=1)
            _write(record, told.encode() + b"\n")
        _write(self._path(self.folder, spoken), _as_npy(sound))

    @staticmethod
    def _path(folder: Path, spoken: tuple[str | int, ...]) -> Path:
        return folder / f"{hashlib.sha256(json.dumps(spoken).encode()).hexdigest()[:32]}.npy"


def _as_npy(sound: np.ndarray) -> bytes:
    import io

    file = io.BytesIO()
    np.save(file, sound, allow_pickle=False)
    return file.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Whole or absent."""
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(partial, path)
    except BaseException:
        os.unlink(partial)
        raise
