"""Is the mood heard? A forest learns from people's pieces that people have labelled, and judges ours.

The pieces are VGMIDI's (Ferreira and Whitehead 2019): 204 phrases of game music, valence and arousal from some thirty
listeners each. They have no licence, so that they stay where they are: give the folder of a clone. Only the four
quadrants are labelled; an epic piece counts as heard where its arousal is.
"""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.scores.traits import traits

QUADRANTS = {"happy": (1, 1), "tense": (-1, 1), "sad": (-1, -1), "calm": (1, -1)}  # valence, arousal
MOODS = {label: name for name, label in QUADRANTS.items()}
FOLDS, TREES = 8, 400


def labelled(clone: Path) -> Iterator[tuple[str, np.ndarray, tuple[int, int]]]:
    """(series, notes, (valence, arousal)) of every phrase; notes: (n, 3) start and end in seconds, pitch."""
    table = _blob(clone, "vgmidi_labelled.csv").decode()
    with zipfile.ZipFile(io.BytesIO(_blob(clone, "labelled/phrases.zip"))) as phrases:
        places = {Path(name).name: name for name in phrases.namelist() if name.endswith(".mid")}
        for row in csv.DictReader(io.StringIO(table)):
            if (name := Path(row["midi"]).name) in places:
                notes = notes_of(phrases.read(places[name]))
                if len(notes) > 8:
                    yield row["series"], notes, (int(row["valence"]), int(row["arousal"]))


class Judge:
    """Hears valence and arousal, each 1 or -1."""

    def __init__(self, pieces: Sequence[tuple[str, np.ndarray, tuple[int, int]]], seed: int = 0):
        from sklearn.ensemble import ExtraTreesClassifier

        self.groups = [series for series, _, _ in pieces]
        self.data = np.array([traits(notes) for _, notes, _ in pieces])
        self.heard = np.array([label for *_, label in pieces])
        self.names = np.array([MOODS[tuple(label)] for label in self.heard.tolist()])
        self._forest = ExtraTreesClassifier(
            TREES, min_samples_leaf=2, class_weight="balanced", random_state=seed, n_jobs=1
        )

    def on_people(self) -> tuple[float, float, float, dict[str, float]]:
        """Shares right of valence, arousal and both, on series it has not heard; and of each mood."""
        from sklearn.model_selection import GroupKFold, cross_val_predict

        guesses = cross_val_predict(self._forest, self.data, self.names, groups=self.groups, cv=GroupKFold(FOLDS))
        right = np.array([QUADRANTS[name] for name in guesses]) == self.heard
        each = {name: float((guesses[self.names == name] == name).mean()) for name in QUADRANTS}
        return float(right[:, 0].mean()), float(right[:, 1].mean()), float(right.all(1).mean()), each

    def hear(self, pieces: Sequence[np.ndarray]) -> np.ndarray:
        """(pieces, 2) valence and arousal of notes in seconds."""
        data = np.array([traits(notes) for notes in pieces])
        return np.array([QUADRANTS[name] for name in self._forest.fit(self.data, self.names).predict(data)])


def recognised(mood: str, heard: np.ndarray) -> np.ndarray:
    """(pieces,) whether (valence, arousal) are the mood's; for what is epic, the arousal."""
    if mood == "epic":
        return heard[:, 1] == 1
    return (heard == np.array(QUADRANTS[mood])).all(1)


def notes_of(midi: bytes) -> np.ndarray:
    """(n, 3) start and end in seconds and pitch, drums left out."""
    import mido

    now, found = 0.0, []
    open_notes: dict[tuple[int, int], float] = {}
    for message in mido.MidiFile(file=io.BytesIO(midi)):
        now += message.time
        if message.type in ("note_on", "note_off") and message.channel != 9:
            key = (message.channel, message.note)
            if key in open_notes:
                found.append((open_notes.pop(key), now, message.note))
            if message.type == "note_on" and message.velocity:
                open_notes[key] = now
    return np.array(found).reshape(-1, 3)


def _blob(clone: Path, name: str) -> bytes:
    if (clone / name).exists():
        return (clone / name).read_bytes()
    return subprocess.run(["git", "-C", clone, "show", f"HEAD:{name}"], check=True, capture_output=True).stdout
