"""People's pieces: the whole corpus where it is at hand, and a sample of held-out ones that comes with the repository.

The sample, data/music_people.jsonl.gz, has excerpts of OpenScore Lieder and OpenScore String Quartets (CC0-1.0), one of
each held-out piece at most.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from synth.music.taste.piece import Piece, from_row
from training import taste

SAMPLE = Path(__file__).parents[1] / "data" / "music_people.jsonl.gz"
FINE = 24  # parts of a quarter note to which the sample rounds times


def sample() -> list[Piece]:
    """The held-out excerpts of the repository."""
    return [from_row(row) for row in _rows(SAMPLE)]


def excerpts(data: Path, splits: Sequence[str]) -> list[Piece]:
    """One excerpt of each piece of the corpus (data: its folder), by lot; those of some splits."""
    found = [piece for split in splits for piece in taste.people(data, split)]
    random.Random("people").shuffle(found)
    return found


def melodies(data: Path, splits: Sequence[str]) -> Iterator[Piece]:
    """Every stretch of some splits, whole."""
    for row in _rows(data / "pieces.jsonl"):
        if row["split"] in splits:
            yield from_row(row | {"others": []})


def write_sample(pieces: Sequence[Piece], path: Path = SAMPLE) -> None:
    """Times to a twenty-fourth of a quarter note; the same pieces give the same bytes."""
    path.parent.mkdir(exist_ok=True)
    lines = "".join(json.dumps(_row(piece), separators=(",", ":")) + "\n" for piece in pieces)
    path.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))


def _row(piece: Piece) -> dict:
    return {
        "id": piece.name, "metre": list(piece.metre), "bpm": piece.bpm, "tonic": piece.tonic, "bright": piece.bright,
        "bars": piece.bars, "unit": FINE, "melody": _whole(piece.melody), "others": _whole(piece.others),
    }  # fmt: skip


def _whole(notes) -> list[list[int]]:
    return [[round(onset * FINE), max(round(beats * FINE), 1), int(pitch)] for onset, beats, pitch in notes]


def _rows(path: Path) -> Iterator[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
