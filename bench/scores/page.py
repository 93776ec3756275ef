"""A page to listen with: unnamed pieces in an order of chance, ours and people's played by one band; a click tells.

Everything lies in one folder: index.html and FLAC files, nothing asked of the network.
"""

from __future__ import annotations

import html
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.scores.ours import scene_of
from synth.music.casting import genres
from synth.music.engine import compose, render
from synth.music.melody import Melodist
from synth.music.score import METRES, MOODS, RATE, Key, Note, Part, Plan, Scene, Score, Section
from synth.music.taste.piece import Piece

BARS = 12  # of people's pieces; ours are as long as SECONDS
SECONDS = 30.0
Entry = tuple[str, np.ndarray]  # what it is, and its sound

HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Whose music?</title>
<style>
body { font: 17px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
section { margin: 1.2rem 0; padding: 0.8rem 1rem; border: 1px solid #ccc; border-radius: 8px; }
audio { width: 100%; }
summary { cursor: pointer; color: #555; }
</style>
"""


def write(
    out: Path, melodists: dict[str, Melodist], people: Sequence[Piece], seed: int = 1, seconds: float = SECONDS
) -> Path:
    """index.html and its sounds: pieces to guess at, then every mood in every genre, the melodists side by side."""
    out.mkdir(parents=True, exist_ok=True)
    blind = [
        (f"ours, {mood}, {name}", ours(mood, "piano", seed, seconds, it))
        for mood in MOODS
        for name, it in _each(melodists)
    ]
    blind += [(f"people's: {piece.name}", played(piece)) for piece in people[: len(MOODS)]]
    random.Random(seed).shuffle(blind)
    open_ones = [
        (f"{mood}, {genre}, {name}", ours(mood, genre, seed + number, seconds, it))
        for mood in MOODS
        for number, genre in enumerate(genres())
        for name, it in _each(melodists)
    ]
    page = [
        HEAD,
        "<h1>Whose music?</h1><p>Listen first, then open the answer. All are played by the same sampled piano.</p>",
    ]
    page += [_entry(out, f"blind-{n:02}", f"Piece {n}", *entry) for n, entry in enumerate(blind, 1)]
    page += ["<h1>Moods and genres</h1>"]
    page += [_entry(out, f"open-{n:02}", name.capitalize(), "", sound) for n, (name, sound) in enumerate(open_ones, 1)]
    (out / "index.html").write_text("\n".join(page) + "\n</html>\n", encoding="utf-8")
    return out / "index.html"


def _each(melodists: dict[str, Melodist]):
    return ((f"{name} melody", melodist) for name, melodist in melodists.items())


def ours(mood: str, genre: str, seed: int, seconds: float, melodist: Melodist) -> np.ndarray:
    """(n, 2) at 48 kHz."""
    scene = replace(scene_of(mood, seed)[0], end=seconds)
    return render(compose([scene], genre, seed=seed, melodist=melodist), tail=2.0)


def played(piece: Piece, bars: int = BARS) -> np.ndarray:
    """People's piece by our piano, (n, 2) at 48 kHz."""
    piece = piece.excerpt(0, min(bars, piece.bars))
    unit = 60 / piece.bpm
    end = piece.length * unit
    beats = tuple(number * unit for number in range(round(piece.length) + 1))
    section = Section(
        Scene("calm", 1, 0.0, end), Key(piece.tonic, "ionian"), METRES["4/4"], piece.bars, (), beats, "end"
    )
    notes = [_struck(row, unit, 84) for row in piece.melody] + [_struck(row, unit, 62) for row in piece.others]
    notes.sort(key=lambda note: (note.start, note.pitch))
    return render(Score(Plan((section,)), (Part("piano", tuple(notes)),), ((),), "piano", 0), tail=2.0)


def _struck(row: np.ndarray, unit: float, velocity: int) -> Note:
    onset, beats, pitch = row
    return Note(onset * unit, (onset + beats) * unit, int(pitch), velocity)


def _entry(out: Path, name: str, title: str, answer: str, sound: np.ndarray) -> str:
    import soundfile

    soundfile.write(out / f"{name}.flac", sound, RATE, subtype="PCM_16")
    told = f"<details><summary>Whose?</summary>{html.escape(answer)}</details>" if answer else ""
    audio = f'<audio controls preload="none" src="{name}.flac"></audio>'
    return f"<section><h2>{html.escape(title)}</h2>{audio}{told}</section>"
