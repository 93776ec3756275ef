"""Words moved until the means of passages fit."""

import numpy as np
import scipy.sparse as sparse

from training.mood_meanings import STAY, _ridge
from training.mood_sources import passages


def test_the_ridge_is_the_solution_of_its_normal_equations():
    chance = np.random.default_rng(0)
    rows = sparse.csr_matrix(chance.random((60, 8), np.float32))
    wanted = chance.standard_normal((60, 3)).astype(np.float32)
    exact = np.linalg.solve((rows.T @ rows).toarray() + STAY * np.eye(8), rows.T @ wanted)
    assert np.allclose(_ridge(rows, wanted), exact, atol=1e-3)


def test_passages_are_short_different_and_the_same_each_time(tmp_path):
    (tmp_path / "novels").mkdir()
    line = "The keeper number {} climbed up to the lamp as on every evening. "
    (tmp_path / "novels" / "one.txt").write_text("".join(line.format(i) for i in range(60)))
    for folder in ("xed/AnnotatedData", "goemotions/data/original"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "xed/AnnotatedData/en-annotated.tsv").write_text("You came back at last.\t5\nNo.\t3\n")
    (tmp_path / "xed/AnnotatedData/neu_en.txt").write_text("7\tThe train leaves at nine.\n")
    (tmp_path / "goemotions/data/original/train.tsv").write_text("That was a kind thing to do\t4\tid\n")
    found = passages(tmp_path, 20)
    assert found == passages(tmp_path, 20) and len(set(found)) == len(found) == 20
    assert all(3 < len(piece.split()) <= 40 for piece in passages(tmp_path, 1000))
