"""A long film in reels: each has music of its own that ends on its last chord, so that any length can be scored."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from synth.music.score import Scene

MOST = 900.0  # seconds of one reel: what is composed at once


@dataclass(frozen=True)
class Reel:
    """Scenes from `start` seconds of the film on, their own times counted from there."""

    start: float
    scenes: tuple[Scene, ...]

    @property
    def seconds(self) -> float:
        return self.scenes[-1].end


def reels(scenes: Sequence[Scene], most: float = MOST) -> list[Reel]:
    """Of scenes in order of time: as few reels as `most` allows and about equally long, cut where the mood changes."""
    pieces = [piece for scene in scenes for piece in _pieces(scene, most)]
    end = pieces[-1].end
    wish = end / math.ceil(end / most)
    rows: list[list[Scene]] = [[]]
    for piece in pieces:
        start = rows[-1][0].start if rows[-1] else piece.start
        if rows[-1] and piece.end - start > most:
            rows.append([])
        rows[-1].append(piece)
        if piece.end - rows[-1][0].start >= wish and piece is not pieces[-1]:
            rows.append([])
    return [_reel(row) for row in rows if row]


def _pieces(scene: Scene, most: float) -> list[Scene]:
    """The scene, in equal parts if it is too long for one reel."""
    count = math.ceil((scene.end - scene.start) / most)
    edges = [scene.start + (scene.end - scene.start) * part / count for part in range(count)] + [scene.end]
    return [replace(scene, start=a, end=b) for a, b in pairwise(edges)]


def _reel(row: list[Scene]) -> Reel:
    start = row[0].start
    return Reel(start, tuple(replace(scene, start=scene.start - start, end=scene.end - start) for scene in row))
