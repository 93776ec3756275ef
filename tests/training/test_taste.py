"""The recipe of the forest that chooses sketches: what it grows is what numpy asks, and its pieces are whole."""

import numpy as np
from safetensors.numpy import load_file
from sklearn.ensemble import RandomForestClassifier

from synth.music.taste.forest import Forest
from training import taste


def test_the_written_forest_answers_as_the_grown_one(tmp_path):
    dice = np.random.default_rng(3)
    data = dice.normal(size=(300, 33)).astype(np.float32)
    whose = (data[:, 0] * data[:, 1] + data[:, 2] > 0).astype(int)
    grown = RandomForestClassifier(20, min_samples_leaf=4, class_weight="balanced", random_state=1).fit(data, whose)
    taste.write(grown, tmp_path / "taste.safetensors")
    forest = Forest(**load_file(tmp_path / "taste.safetensors"))
    asked = [forest.ask(row) for row in data[:50]]
    assert np.abs(asked - grown.predict_proba(data[:50])[:, 1]).max() < 1e-3


def test_our_pieces_are_sketches_long_enough_to_judge(monkeypatch):
    monkeypatch.setattr(taste, "SKETCHED", 2)
    found = list(taste.ours(range(2000, 2001)))
    assert len(found) >= 8 and all(piece.length <= 96 for piece in found)
    assert len({piece.melody.tobytes() for piece in found}) == len(found)
