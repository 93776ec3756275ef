"""Word vectors from plain text: positive pointwise mutual information of neighbours, reduced by a randomised SVD.

Levy, Goldberg and Dagan (2015), "Improving distributional similarity with lessons learned from word embeddings": the
context distribution is smoothed by 0.75, vectors are U times the root of S.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import scipy.sparse as sparse

from synth.mood.features import tokens

SHIFT = np.log(1.5)
SMOOTH = 0.75
WINDOW = 5
RARE = 1 / 200  # a token as frequent as the 200th counts half: smooth inverse frequency by rank


def vectors(texts: Iterable[str], language: str, words: int = 16000, size: int = 150) -> tuple[list[str], np.ndarray]:
    """(the words, most frequent first; their unit vectors (words, size))."""
    row: list[str] = []
    for text in texts:
        row += [*tokens(text, language), *[""] * WINDOW]
    counts = Counter(row)
    del counts[""]
    known = [word for word, count in counts.most_common(words) if count >= 8]
    place = {word: i + 1 for i, word in enumerate(known)}
    line = np.array([place.get(word, 0) for word in row], np.int32)
    size = min(size, max(1, len(known) // 2))
    found = _reduced(_information(_neighbours(line, len(known) + 1)), size)[1:]
    return known, (found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def counts_for(words: int) -> np.ndarray:
    """(words,): how much each word counts in a mean, from its rank."""
    return (1 / (1 + 1 / (RARE * (np.arange(words) + 20)))).astype(np.float32)


def _neighbours(line: np.ndarray, size: int) -> sparse.csr_matrix:
    table = sparse.csr_matrix((size, size), dtype=np.float32)
    for away in range(1, WINDOW + 1):
        left, right = line[:-away], line[away:]
        both = (left > 0) & (right > 0)
        weight = np.full(int(both.sum()), away**-0.5, np.float32)
        part = sparse.coo_matrix((weight, (left[both], right[both])), shape=(size, size)).tocsr()
        table = table + part + part.T
    return table


def _information(table: sparse.csr_matrix) -> sparse.csr_matrix:
    pairs, margin = table.tocoo(), np.asarray(table.sum(1)).ravel()
    context = margin**SMOOTH / (margin**SMOOTH).sum()
    value = np.log(pairs.data / (margin[pairs.row] * context[pairs.col])) - SHIFT
    kept = value > 0
    return sparse.csr_matrix((value[kept].astype(np.float32), (pairs.row[kept], pairs.col[kept])), shape=table.shape)


def _reduced(table: sparse.csr_matrix, size: int) -> np.ndarray:
    basis = np.random.default_rng(0).standard_normal((table.shape[0], size + 20)).astype(np.float32)
    for _ in range(3):
        basis, _r = np.linalg.qr(table @ (table.T @ basis))
    right = np.linalg.svd(table.T @ basis, full_matrices=False)[0][:, :size]
    left, scale, _ = np.linalg.svd(table @ right, full_matrices=False)
    return left * np.sqrt(scale)
