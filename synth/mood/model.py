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
        return self.weighed(self.evidence(text, language), lexicon)

    def evidence(self, text: str, language: str) -> np.ndarray:
        """(3, 6): for grams of words, of characters and for tokens the sum of their weights, and their number (of
        tokens how much they count). The evidence of lines read as one text is the sum of theirs."""
        found = np.zeros((3, 6), np.float32)
        for part, keys in enumerate(features.grams(text, language)):
            rows = [self.grams[key] for key in sorted(keys) if key in self.grams]
            found[part, :5], found[part, 5] = self.gram_weights[rows].sum(0), len(keys)
        hashes = (crc32(token.encode()) for token in features.tokens(text, language))
        weights = self.token_weights[[self.tokens[key] for key in hashes if key in self.tokens]]
        found[2, :5], found[2, 5] = (weights[:, :5] * weights[:, 5:]).sum(0), weights[:, 5].sum()
        return found

    def weighed(self, evidence: np.ndarray, lexicon: dict[str, float]) -> np.ndarray:
        """(5,) in the order of MOODS."""
        total = self.bias + np.array([lexicon[mood] for mood in MOODS], np.float32) @ self.lexicon
        for part in evidence[:2]:
            total = total + part[:5] / max(1.0, part[5]) ** 0.5
        return total + evidence[2, :5] / max(1e-9, evidence[2, 5])


@cache
def model(language: str) -> Model:
    return Model(WEIGHTS / f"mood.{language}.safetensors")


def _index(keys: np.ndarray) -> dict[int, int]:
    return {int(key): row for row, key in enumerate(keys)}
