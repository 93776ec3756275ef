"""Between which bounds people's music lies, metric by metric, and how many of a piece's numbers lie there, too.

The bounds are the 5th and the 95th percentile over the pieces that are not held out. They are kept in
data/music_bands.toml, so that nobody needs the pieces; `python -m bench.music --parts bands --data DIR --write` finds
them again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from synth.music.taste.metrics import METRICS, measure
from synth.music.taste.piece import LENGTH, Piece

KEPT = Path(__file__).parents[1] / "data" / "music_bands.toml"
PERCENTILES = (5, 95)
Bands = dict[str, tuple[float, float]]


def kept() -> Bands:
    """The bounds in the repository."""
    return {name: (low, high) for name, (low, high) in tomllib.loads(KEPT.read_text(encoding="utf-8"))["bands"].items()}


def in_bands(pieces: Sequence[Piece], bands: Bands) -> np.ndarray:
    """(pieces, metrics) whether each number lies within its bounds."""
    low, high = np.array([bands[name] for name in METRICS]).T
    numbers = table(pieces)
    return (numbers >= low - 1e-9) & (numbers <= high + 1e-9)


def table(pieces: Sequence[Piece]) -> np.ndarray:
    """(pieces, metrics)"""
    return np.array([list(measure(piece).values()) for piece in pieces])


def find(pieces: Sequence[Piece]) -> Bands:
    """The bounds of some pieces."""
    low, high = np.percentile(table(pieces), PERCENTILES, axis=0)
    return {name: (float(at), float(to)) for name, at, to in zip(METRICS, low, high, strict=True)}


def write(bands: Bands, pieces: int, path: Path = KEPT) -> None:
    lines = [
        "# Where people's music lies: the 5th and the 95th percentile of each metric of synth/music/taste/metrics.py",
        f"# over {pieces} excerpts of {LENGTH:g} quarter notes, one a piece, of OpenScore Lieder and String Quartets",
        "# (CC0-1.0; training and validation pieces only). Written by",
        "#     python -m bench.music --parts bands --data var/corpora/scores --write",
        "",
        "[bands]",
        *(f'"{name}" = [{low:.4f}, {high:.4f}]' for name, (low, high) in bands.items()),
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
