"""What shapes a piece besides what was asked for, as a hash: the code, the tables, the trained weights, the band."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def version() -> str:
    """16 hex digits."""
    digest = hashlib.sha256()
    files = [*HERE.rglob("*.py"), *HERE.glob("data/*"), *HERE.glob("samples/*.sf3"), *_weights()]
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _weights() -> list[Path]:
    weights = HERE.parent / "weights"
    return [path for kind in ("*melod*", "taste*") for path in weights.glob(kind) if path.is_file()]
