"""What words mean to a sentence encoder: vectors whose mean over a passage comes near the encoder's vector of it.

The encoder is MiniLM (Wang and others, 2020), a BERT of 6 layers and 384 columns, which trains and is not shipped. Its
folder holds model.safetensors and tokenizer.json of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). A word
begins as what the encoder makes of it alone; a ridge regression moves all words until the means fit the passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

LAYERS, HEADS = 6, 12
BATCH = 128
LONGEST = 96  # pieces of words
STAY = 0.3  # the price of moving a word
STEPS = 40


def meanings(words: Sequence[str], shares: sparse.csr_matrix, passages: Sequence[str], folder: Path) -> np.ndarray:
    """(words, 384), about of length 1. shares (passages, words): how much of a passage's mean each word is."""
    alone = encoded(words, folder)
    alone -= alone.mean(0)
    alone /= np.maximum(np.linalg.norm(alone, axis=1, keepdims=True), 1e-9)
    wanted = encoded(passages, folder)
    wanted -= wanted.mean(0)
    means = shares @ alone
    scale = float((means * wanted).sum() / (means * means).sum())
    return alone + _ridge(shares, wanted / scale - means)


def _ridge(rows: sparse.csr_matrix, wanted: np.ndarray) -> np.ndarray:
    """The smallest table with rows @ table near `wanted`, by conjugate gradients, each column on its own."""
    table = np.zeros((rows.shape[1], wanted.shape[1]), np.float32)
    rest = rows.T @ wanted
    way, size = rest.copy(), (rest * rest).sum(0)
    for _ in range(STEPS):
        ahead = rows.T @ (rows @ way) + STAY * way
        step = size / np.maximum((way * ahead).sum(0), 1e-12)
        table += step * way
        rest -= step * ahead
        before, size = size, (rest * rest).sum(0)
        way = rest + size / np.maximum(before, 1e-12) * way
    return table


def encoded(texts: Sequence[str], folder: Path) -> np.ndarray:
    """(texts, 384): the mean of the encoder's last layer, of length 1."""
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    weights = {name: table.bfloat16() for name, table in load_file(folder / "model.safetensors").items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = np.zeros((len(texts), weights["embeddings.word_embeddings.weight"].shape[1]), np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            pieces = tokenizer.encode_batch([texts[i] for i in batch])
            heard = torch.tensor([piece.attention_mask for piece in pieces])
            state = _layers(weights, torch.tensor([piece.ids for piece in pieces]), heard.bool()).float()
            mean = (state * heard[:, :, None]).sum(1) / heard.sum(1, keepdim=True)
            found[batch] = torch.nn.functional.normalize(mean, dim=1).numpy()
    return found


def _layers(weights, ids, heard):
    """ids, heard (batch, pieces) -> (batch, pieces, 384)."""
    from torch.nn import functional

    def linear(rows, name: str):
        return functional.linear(rows, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def norm(rows, name: str):
        scale, shift = weights[f"{name}.LayerNorm.weight"], weights[f"{name}.LayerNorm.bias"]
        return functional.layer_norm(rows, scale.shape, scale, shift, 1e-12)

    tables = {part: weights[f"embeddings.{part}_embeddings.weight"] for part in ("word", "position", "token_type")}
    state = norm(tables["word"][ids] + tables["position"][: ids.shape[1]] + tables["token_type"][0], "embeddings")
    for layer in range(LAYERS):
        here = f"encoder.layer.{layer}"
        parts = [linear(state, f"{here}.attention.self.{part}") for part in ("query", "key", "value")]
        query, key, value = (part.unflatten(2, (HEADS, -1)).transpose(1, 2) for part in parts)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=heard[:, None, None])
        mixed = mixed.transpose(1, 2).flatten(2)
        state = norm(state + linear(mixed, f"{here}.attention.output.dense"), f"{here}.attention.output")
        wide = functional.gelu(linear(state, f"{here}.intermediate.dense"))
        state = norm(state + linear(wide, f"{here}.output.dense"), f"{here}.output")
    return state
