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

from training.scores_chords import MAJOR, MINOR

QUADRANTS = {"happy": (1, 1), "tense": (-1, 1), "sad": (-1, -1), "calm": (1, -1)}  # valence, arousal
TOGETHER = 0.03  # seconds: what begins within is struck at once
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
        from sklearn.ensemble import RandomForestClassifier

        self.groups = [series for series, _, _ in pieces]
        self.data = np.array([features(notes) for _, notes, _ in pieces])
        self.heard = np.array([label for *_, label in pieces])
        self._forests = [
            RandomForestClassifier(TREES, min_samples_leaf=3, class_weight="balanced", random_state=seed, n_jobs=1)
            for _ in range(2)
        ]

    def on_people(self) -> tuple[float, float, float]:
        """Shares right of valence, arousal and both, on series it has not heard."""
        from sklearn.model_selection import GroupKFold, cross_val_predict

        folds = GroupKFold(FOLDS)
        guesses = np.stack(
            [
                cross_val_predict(forest, self.data, self.heard[:, side], groups=self.groups, cv=folds)
                for side, forest in enumerate(self._forests)
            ],
            axis=1,
        )
        right = guesses == self.heard
        return float(right[:, 0].mean()), float(right[:, 1].mean()), float(right.all(1).mean())

    def hear(self, pieces: Sequence[np.ndarray]) -> np.ndarray:
        """(pieces, 2) valence and arousal of notes in seconds."""
        data = np.array([features(notes) for notes in pieces])
        fitted = [forest.fit(self.data, self.heard[:, side]) for side, forest in enumerate(self._forests)]
        return np.stack([forest.predict(data) for forest in fitted], axis=1)


def recognised(mood: str, heard: np.ndarray) -> np.ndarray:
    """(pieces,) whether (valence, arousal) are the mood's; for what is epic, the arousal."""
    if mood == "epic":
        return heard[:, 1] == 1
    return (heard == np.array(QUADRANTS[mood])).all(1)


def features(notes: np.ndarray) -> list[float]:
    """What a phrase does in time, where it lies, and in what mode; notes: (n, 3) start, end, pitch."""
    starts = np.sort(notes[:, 0])
    onsets = starts[np.r_[True, np.diff(starts) > TOGETHER]]
    seconds = max(notes[:, 1].max() - starts[0], 1.0)
    waits, lengths, pitches = np.diff(onsets), notes[:, 1] - notes[:, 0], notes[:, 2]
    classes = np.bincount(pitches.astype(int) % 12, np.minimum(lengths, 2.0), 12)
    major, minor = (max(_fit(classes, np.roll(profile, tonic)) for tonic in range(12)) for profile in (MAJOR, MINOR))
    return [
        len(onsets) / seconds, float(np.median(waits)) if len(waits) else seconds, float(np.median(lengths)),
        float(pitches.mean()), float(pitches.std()), *np.percentile(pitches, (10, 90)), major - minor,
        max(major, minor), float(lengths.sum() / seconds), *_thirds(classes),
    ]  # fmt: skip


def notes_of(midi: bytes) -> np.ndarray:
    """(n, 3) start and end in seconds and pitch, drums left out."""
    import mido

    now, open_notes, found = 0.0, {}, []
    for message in mido.MidiFile(file=io.BytesIO(midi)):
        now += message.time
        if message.type in ("note_on", "note_off") and message.channel != 9:
            key = (message.channel, message.note)
            if key in open_notes:
                found.append((open_notes.pop(key), now, message.note))
            if message.type == "note_on" and message.velocity:
                open_notes[key] = now
    return np.array(found).reshape(-1, 3)


def _thirds(classes: np.ndarray) -> tuple[float, float]:
    """How much of the sound lies a major, and how much a minor third above something else that sounds."""
    shares = classes / max(classes.sum(), 1e-9)
    return float(shares @ np.roll(shares, -4)), float(shares @ np.roll(shares, -1))


def _fit(classes: np.ndarray, profile: np.ndarray) -> float:
    return float(np.corrcoef(classes, profile)[0, 1]) if classes.std() > 0 else 0.0


def _blob(clone: Path, name: str) -> bytes:
    if (clone / name).exists():
        return (clone / name).read_bytes()
    return subprocess.run(["git", "-C", clone, "show", f"HEAD:{name}"], check=True, capture_output=True).stdout
