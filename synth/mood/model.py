"""What was learned from labelled text: a weight for every mood on every gram and every token, and nothing else.

    logits = sum of the word grams' weights / sqrt(how many) + the same for grams of characters
           + mean of the tokens' weights, rare tokens counting more + the lexicon's scores, weighted + bias

The tokens' weights are word vectors times a matrix, multiplied out when the model was trained (training/mood.py).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np

from synth.mood import features
from synth.music.score import MOODS

WEIGHTS = Path(__file__).parents[1] / "weights"


class Model:
    """Loaded from safetensors: grams (n,) uint32, gram_weights (n, 5); tokens (m,) uint32, token_weights (m, 6), the
    last column being how much a token counts; lexicon (5, 5); bias (5,)."""

    def __init__(self, path: Path):
        from safetensors.numpy import load_file

        kept = load_file(path)
        self.grams = _index(kept["grams"])
        self.tokens = _index(kept["tokens"])
        self.gram_weights = kept["gram_weights"].astype(np.float32)
        self.token_weights = kept["token_weights"].astype(np.float32)
        self.lexicon, self.bias = kept["lexicon"].astype(np.float32), kept["bias"].astype(np.float32)

    def logits(self, text: str, language: str, lexicon: dict[str, float]) -> np.ndarray:
        """(5,) in the order of MOODS."""
        total = self.bias + np.array([lexicon[mood] for mood in MOODS], np.float32) @ self.lexicon
        for found in features.grams(text, language):
            rows = [self.grams[key] for key in sorted(found) if key in self.grams]
            if rows:
                total = total + self.gram_weights[rows].sum(0) / len(found) ** 0.5
        keys = (crc32(token.encode()) for token in features.tokens(text, language))
        rows = [self.tokens[key] for key in keys if key in self.tokens]
        if rows:
            weights = self.token_weights[rows]
            total = total + (weights[:, :5] * weights[:, 5:]).sum(0) / weights[:, 5].sum()
        return total


@cache
def model(language: str) -> Model:
    return Model(WEIGHTS / f"mood.{language}.safetensors")


def _index(keys: np.ndarray) -> dict[int, int]:
    return {int(key): row for row, key in enumerate(keys)}
