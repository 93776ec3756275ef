"""Stored results, each named by the hash of all that made it: a take that has not changed is never spoken twice."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from media.sweep import sweep
from media.whole import whole


def home() -> Path:
    """The folder of all run-time state: $NARRASCORE_HOME, or `var` where the program runs."""
    return Path(os.environ.get("NARRASCORE_HOME") or "var").absolute()


def room() -> int:
    """Bytes that takes may fill before the longest unused go: $NARRASCORE_TAKES_GB, or 5 GB. Raises ArtefactError."""
    asked = os.environ.get("NARRASCORE_TAKES_GB") or "5"
    with suppress(ValueError, OverflowError):
        if (size := int(float(asked) * 1e9)) >= 0:
            return size
    raise ArtefactError(f"NARRASCORE_TAKES_GB={asked} is no number of gigabytes: set it to one, such as 5.")


def key(**made_of: str | int | float | None) -> str:
    """A content key: 32 hex digits over the named values."""
    text = json.dumps(made_of, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Takes:
    """Takes on disk: mono float32 in [-1, 1], kept as 24-bit FLAC. A write is whole or absent, never partial.

    A name is "<voice>/<key>": what one voice has spoken lies in one folder, so that it can be forgotten together.
    """

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, name: str) -> Path:
        voice, _, key = name.rpartition("/")
        return self.folder / voice / key[:2] / f"{key}.flac"

    def __contains__(self, name: str) -> bool:
        """Whether the take is there and whole; a damaged one is thrown away, to be spoken again."""
        import soundfile

        path = self.path(name)
        if not path.exists():
            return False
        try:
            with soundfile.SoundFile(path) as sound:
                sound.seek(sound.frames - 1)
                if len(sound.read(1)) == 1:
                    os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))  # used: it is not the next to go
                    return True
        except soundfile.LibsndfileError:
            pass
        path.unlink(missing_ok=True)
        return False

    def put(self, name: str, audio: np.ndarray, sample_rate: int) -> None:
        """audio: (n,) float32. OSError says what is wrong, such as a full disk."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, audio, sample_rate, "PCM_24")

    @contextmanager
    def putting(self, name: str, sample_rate: int, channels: int) -> Iterator[Callable[[np.ndarray], None]]:
        """`put` for what is too long for memory: yields a function that takes (n, channels) float32, block by block.

        Nothing is stored unless the block ends well.
        """
        import soundfile

        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            _told(path),
            whole(path) as partial,
            soundfile.SoundFile(partial, "w", sample_rate, channels, "PCM_24") as file,
        ):
            yield file.write

    def blocks(self, name: str, size: int) -> Iterator[np.ndarray]:
        """What is stored under a name as blocks (size, channels) float32, the last one shorter."""
        import soundfile

        with soundfile.SoundFile(self.path(name)) as file:
            while len(block := file.read(size, dtype="float32", always_2d=True)):
                yield block

    def sweep(self, most: int) -> int:
        """Deletes the takes that were not used for longest until the rest fit in `most` bytes; how many it deleted."""
        return sweep(self.folder.rglob("[!.]*.flac"), most)

    def forget(self, voice: str) -> tuple[int, int]:
        """Deletes all takes of a voice: how many they were, and their size in bytes."""
        if not re.fullmatch(r"\w+", voice):
            raise ValueError(f"{voice!r} is not the id of a voice")
        folder = self.folder / voice
        sizes = [path.stat().st_size for path in folder.rglob("[!.]*.flac")]
        if folder.exists():
            shutil.rmtree(folder)
        return len(sizes), sum(sizes)


class ArtefactError(RuntimeError):
    """The folder of run-time state cannot be used; one sentence."""


class Lengths:
    """Natural lengths of cues in seconds, so that a film with all its takes made is planned without a model.

    Every length is kept at once: a transaction left open while a film is planned would lock out the others.
    """

    def __init__(self, path: Path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._rows = _opened(path)
        except (OSError, sqlite3.OperationalError) as error:
            why = getattr(error, "strerror", None) or error
            raise ArtefactError(
                f"{path.parent} cannot be used ({why}): set NARRASCORE_HOME to a folder of yours."
            ) from None
        except sqlite3.DatabaseError:  # damaged: everything in it can be found again
            for rest in path.parent.glob(f"{path.name}*"):
                rest.unlink()
            self._rows = _opened(path)

    def __enter__(self) -> Lengths:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def get(self, name: str) -> float | None:
        row = self._rows.execute("SELECT seconds FROM lengths WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def put(self, name: str, seconds: float) -> None:
        self._rows.execute("INSERT OR REPLACE INTO lengths VALUES (?, ?)", (name, seconds))

    def forget(self, voice: str) -> int:
        """Deletes the lengths named "<voice>/<key>"; how many they were."""
        span = f"{voice}/", f"{voice}0"  # 0 is the character after /
        return self._rows.execute("DELETE FROM lengths WHERE name >= ? AND name < ?", span).rowcount


def _opened(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path, timeout=30, isolation_level=None)
    rows.execute("PRAGMA journal_mode = WAL")  # with NORMAL no write waits for the disk, and none is torn
    rows.execute("PRAGMA synchronous = NORMAL")
    rows.execute("CREATE TABLE IF NOT EXISTS lengths (name TEXT PRIMARY KEY, seconds REAL NOT NULL)")
    rows.execute("SELECT seconds FROM lengths WHERE name = ''")  # a table of another shape is damage too
    return rows


def write_sound(path: Path, audio: np.ndarray, sample_rate: int, comment: str = "") -> None:
    """A sound file, (n,) or (n, channels), in the format its ending names, whole or absent; OSError says why.

    comment: a sentence that the file carries about itself.
    """
    if path.suffix.lower() not in (".wav", ".flac"):
        raise OSError(f"{path.name} cannot be written: use .wav or .flac as its ending.")
    if not path.parent.is_dir():
        raise OSError(f"{path.name} cannot be written: there is no folder {path.parent}.")
    _write(path, audio, sample_rate, comment=comment)


def _write(path: Path, audio: np.ndarray, sample_rate: int, subtype: str | None = None, comment: str = "") -> None:
    import soundfile

    channels = 1 if audio.ndim == 1 else audio.shape[1]
    with (
        _told(path),
        whole(path) as partial,
        soundfile.SoundFile(partial, "w", sample_rate, channels, subtype) as file,
    ):
        if comment:
            file.comment = comment
        file.write(audio)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    import soundfile

    try:
        yield
    except soundfile.LibsndfileError as error:
        raise OSError(f"{path} cannot be written: {str(error).rstrip('.')}; is there room for it?") from None
