"""What a model and its voice are made of, as a hash, without reading gigabytes."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from synth.hub.asked import Asked
from synth.hub.folder import located
from synth.hub.loading import companions
from synth.speech import SpeechError

BLOCK, BLOCKS = 1 << 16, 16  # bytes of a file of weights that are looked at, so many times, evenly spread
HERE = Path(__file__).parent


def fingerprint(asked: Asked, folder: Path) -> str:
    """16 hex digits over the model, what was asked of it, transformers, and the code here that runs it."""
    digest = hashlib.sha256(repr([asked.speaker, asked.text, asked.language, version("transformers")]).encode())
    for model in (folder, *_found(companions(folder, asked))):
        files = (path for path in model.rglob("*") if path.is_file() and path.suffix != ".md")
        for path in sorted(files):
            digest.update(f"{path.relative_to(model)} {path.stat().st_size} ".encode() + _parts(path))
    beside = [Path(each) for each in (asked.sample, asked.speaker) if each and Path(each).is_file()]
    return _over(digest.hexdigest(), [*beside, *sorted(HERE.glob("*.py"))])


def _found(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        with contextlib.suppress(SpeechError):  # which is told when the model is opened
            yield located(name)


def with_spelling(told: str) -> str:
    """The same, and the code that makes plain words of a text."""
    return _over(told, sorted((HERE.parent / "speech").glob("*.py")))


def _over(told: str, files: Iterable[Path]) -> str:
    digest = hashlib.sha256(told.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _parts(path: Path) -> bytes:
    """A small file, or blocks spread over a large one: two trainings of one model differ everywhere."""
    size = path.stat().st_size
    if size <= BLOCK * BLOCKS:
        return path.read_bytes()
    with path.open("rb") as file:
        parts = []
        for i in range(BLOCKS):
            file.seek((size - BLOCK) * i // (BLOCKS - 1))
            parts.append(file.read(BLOCK))
    return b"".join(parts)
