"""What a model has spoken, on disk: a draft is made before the plan and asked for again after it, perhaps by another
run.

<folder>/<id of the voice>/<key>.npy      float32 (n,) at 22,050 Hz
                           voice.json     its name, and who agreed to what if it is taken from a sample
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

ABOUT = "voice.json"


def ids(folder: Path, name: str) -> list[str]:
    """Of all voices with that name under the folder: one for each sample, and each state of the model."""
    found = []
    for about in sorted(folder.glob(f"*/{ABOUT}")):
        with contextlib.suppress(OSError, ValueError, TypeError):
            if json.loads(about.read_text(encoding="utf-8"))["name"] == name:
                found.append(about.parent.name)
    return found


class Kept:
    """The sounds of one voice. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None, name: str, consent: Consent | None):
        self.folder, self.name, self.consent = folder, name, consent

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
        if not (about := self.folder / ABOUT).exists():
            told = {"name": self.name, "consent": self.consent and self.consent.record()}
            _write(about, json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
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
