"""A file under its final name is whole: written beside it under another name, renamed when nothing went wrong."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from media.claim import claim, left_behind

STEM = 40  # characters of the name that are kept: 255 bytes are the most in a name, and a character takes up to 4


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write under, hidden beside `path` and with its ending; it becomes `path` when the block ends well.

    After an error nothing is left of it, and `path` holds what it held before; what killed runs left of the same file
    is swept. Raises OSError if it cannot be made or renamed.
    """
    partial = Partial(path)
    try:
        yield partial.path
        partial.publish()
    finally:
        partial.discard()


class Partial:
    """A file in the making, to be written to `path`; it ends with `publish` or `discard`."""

    def __init__(self, final: Path) -> None:
        self._final = final
        _sweep(final)
        claimed = None
        while claimed is None:
            self.path = final.with_name(f".{final.stem[:STEM]}.{secrets.token_hex(4)}.part{final.suffix}")
            claimed = claim(self.path)
        self._claim = claimed

    def publish(self) -> None:
        if os.name == "nt":  # an open file cannot be renamed there
            self._claim.close()
        os.replace(self.path, self._final)
        self._claim.close()

    def discard(self) -> None:
        """Removes what was not published."""
        self._claim.close()
        self.path.unlink(missing_ok=True)


def _sweep(final: Path) -> None:
    """Remove the parts of this very file that nobody writes any more."""
    part = re.compile(re.escape(f".{final.stem[:STEM]}.") + "[0-9a-f]{8}" + re.escape(f".part{final.suffix}"))
    with suppress(OSError), os.scandir(final.parent) as entries:
        for path in [final.with_name(entry.name) for entry in entries if part.fullmatch(entry.name)]:
            with left_behind(path) as ours:
                if ours and os.name != "nt":
                    path.unlink()
            if ours and os.name == "nt":  # an open file cannot be removed there
                path.unlink()
