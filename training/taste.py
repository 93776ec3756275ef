"""Grows the forest that chooses among sketches (synth/music/taste): from people's pieces, and from sketches of ours.

    python -m training.taste [--data var/corpora/scores] [--seeds 100] [--out synth/weights/taste.safetensors]

People's: one excerpt of each piece of training/scores.py that is not held out. Ours: sketches of every mood with seeds
that the bench does not use. Scores the forest on the pieces held out by `valid` and as many other seeds, then grows it
on all of them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from synth.music.audition import APART, on_paper
from synth.music.casting import genres
from synth.music.planner import TEMPI
from synth.music.score import MOODS, Scene
from synth.music.sketch import sketch
from synth.music.taste.figures import figures
from synth.music.taste.forest import LEAF, WEIGHTS
from synth.music.taste.piece import Piece, from_row
from training.scores import pieces

FIRST = 1_000  # the first of our seeds; the bench counts from 0
TREES, LEAVES = 150, 8  # and the fewest pieces in a leaf
SKETCHED = 6  # sketches of each scene
BARS = (28, 44)  # of four that a scene lasts, at the mood's middle tempo


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("var/corpora/scores"))
    parser.add_argument("--seeds", type=int, default=100, help="scenes of each mood")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    learnt, held = (_table(people(arguments.data, split)) for split in ("train", "valid"))
    own = _table(ours(range(FIRST, FIRST + arguments.seeds)))
    other = _table(ours(range(FIRST + arguments.seeds, FIRST + arguments.seeds * 5 // 4)))
    area = _area(_grown(learnt, own), held, other)
    print(f"{len(learnt)} pieces by people, {len(own)} sketches; held out {len(held)} and {len(other)}: AUC {area:.3f}")
    forest = _grown(np.concatenate([learnt, held]), np.concatenate([own, other]))
    write(forest, arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1000:.0f} kB")


def people(data: Path, split: str) -> Iterator[Piece]:
    """One excerpt of each piece, by lot."""
    found: dict[str, list[Piece]] = {}
    for row in pieces(data, split):
        if row["others"]:
            found.setdefault(row["piece"], []).extend(from_row(row).excerpts())
    for name in sorted(name for name, cut in found.items() if cut):
        yield random.Random(name).choice(found[name])


def ours(seeds: range) -> Iterator[Piece]:
    """The first excerpt of each sketch, as synth/music/audition.py hears it."""
    for seed in seeds:
        for mood in MOODS:
            scene, genre = scene_of(mood, seed, "taste")
            for number in range(SKETCHED):
                draft = sketch([scene], genre, seed=seed + APART * number)
                yield from list(on_paper(draft, 0).excerpts())[:1]
        print(f"\rsketches: {seed - seeds.start + 1} of {len(seeds)}", end="" if seed < seeds[-1] else "\n", flush=True)


def scene_of(mood: str, seed: int, what_for: str) -> tuple[Scene, str]:
    """The scene and the genre of a seed, others for every purpose."""
    dice = random.Random(f"{what_for} {mood} {seed}")
    seconds = round(dice.uniform(*BARS) * 4 * 60 / (sum(TEMPI[mood]) / 2), 2)
    return Scene(mood, dice.choice((1, 2, 3)), 0.0, seconds), genres()[seed % len(genres())]


def write(forest, path: Path) -> None:
    """A fitted RandomForestClassifier (class 1: people's) as the arrays of synth/music/taste/forest.py."""
    from safetensors.numpy import save_file

    roots, columns = [], []
    for grown in forest.estimators_:
        tree, start = grown.tree_, sum(len(column[0]) for column in columns)
        inner = tree.children_left >= 0
        assert (tree.children_left[inner] == np.flatnonzero(inner) + 1).all()  # depth first
        roots.append(start)
        columns.append((
            np.where(inner, tree.feature, LEAF).astype(np.uint8), np.where(inner, tree.threshold, 0).astype(np.float32),
            np.where(inner, tree.children_right + start, 0).astype(np.int32),
            np.where(inner, 0, tree.value[:, 0, 1] / tree.value[:, 0].sum(1)).astype(np.float16),
        ))  # fmt: skip
    names = ("figure", "threshold", "higher", "share")
    arrays = {name: np.concatenate(parts) for name, parts in zip(names, zip(*columns, strict=True), strict=True)}
    save_file({"roots": np.array(roots, np.int32), **arrays}, path)


def _table(found: Iterator[Piece]) -> np.ndarray:
    return np.array([list(figures(piece).values()) for piece in found])


def _grown(theirs: np.ndarray, own: np.ndarray):
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(TREES, min_samples_leaf=LEAVES, class_weight="balanced", random_state=1, n_jobs=-1)
    return forest.fit(np.concatenate([theirs, own]), np.r_[np.ones(len(theirs)), np.zeros(len(own))])


def _area(forest, theirs: np.ndarray, own: np.ndarray) -> float:
    from sklearn.metrics import roc_auc_score

    guesses = forest.predict_proba(np.concatenate([theirs, own]))[:, 1]
    return float(roc_auc_score(np.r_[np.ones(len(theirs)), np.zeros(len(own))], guesses))


if __name__ == "__main__":
    main()
