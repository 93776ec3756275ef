"""What shapes a piece besides what was asked for, as a hash: the code, the tables, the trained melody, the band."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def version() -> str:
    """16 hex digits."""
    digest = hashlib.sha256()
    files = [*HERE.glob("*.py"), *HERE.glob("data/*"), *HERE.glob("samples/*.sf3"), *_weights()]
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _weights() -> list[Path]:
    return [path for path in (HERE.parent / "weights").glob("*melod*") if path.is_file()]
