"""A file under its final name is whole: written beside it under another name, renamed when nothing went wrong."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STEM = 40  # characters of the name that are kept: 255 bytes are the most in a name, and a character takes up to 4


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write under, hidden beside `path` and with its ending; it becomes `path` when the block ends well.

    After an error nothing is left of it, and `path` holds what it held before. Raises OSError if it cannot be renamed.
    """
    partial = path.with_name(f".{path.stem[:STEM]}.{secrets.token_hex(4)}.part{path.suffix}")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
