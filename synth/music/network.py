"""GPT-2 in numpy: the same numbers as transformers' GPT2LMHeadModel, one token at a time for several lines at once.

What is written here weighs two million parameters: importing a framework would take longer than the music.
Shapes: lines n, time t, width w, heads h, width of a head d.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

HEADS = 6
SMALL = 1e-5
Attention = Callable[[int, np.ndarray, np.ndarray, np.ndarray], np.ndarray]


class Network:
    """weights: a GPT2LMHeadModel's state, by its own names. Keeps keys and values of what it has read."""

    def __init__(self, weights: Mapping[str, np.ndarray]):
        self.weights = {
            name.removeprefix("transformer."): np.asarray(array, np.float32) for name, array in weights.items()
        }
        self.layers = 1 + max(int(name.split(".")[1]) for name in self.weights if name.startswith("h."))
        self.longest = len(self.weights["wpe.weight"])
        self._shared: list[tuple[np.ndarray, np.ndarray]] = []  # a layer: what all lines began with, (h, past, d) each
        self._own: list[
            tuple[np.ndarray, np.ndarray]
        ] = []  # a layer: what each has said since, (n, h, longest - past, d)
        self.begun = self.read_so_far = 0

    def begin(self, tokens: np.ndarray, beside: np.ndarray, lines: int) -> np.ndarray:
        """(t,) tokens and (t, k) what stands beside, read by all lines; (lines, vocabulary) logits of what follows."""
        self._shared, self._own = [], []
        logits = self._read(tokens, beside, 0, self._look_back)[-1]
        shape = (lines, HEADS, self.longest - len(tokens), self.weights["wpe.weight"].shape[1] // HEADS)
        self._own = [(np.empty(shape, np.float32), np.empty(shape, np.float32)) for _ in range(self.layers)]
        self.begun = self.read_so_far = len(tokens)
        return np.repeat(logits[None], lines, axis=0)

    def step(self, tokens: np.ndarray, beside: np.ndarray) -> np.ndarray:
        """(n,) the next token of every line and (n, k) what stands beside it; (n, vocabulary) logits."""
        logits = self._read(tokens, beside, self.read_so_far, self._remember)
        self.read_so_far += 1
        return logits

    def _read(self, tokens: np.ndarray, beside: np.ndarray, past: int, attend: Attention) -> np.ndarray:
        """(m,) tokens, which are one line's or one of each line; (m, k) beside."""
        w = self.weights
        table = w["wte.weight"]
        rows = np.arange(len(tokens)) if attend == self._look_back else 0
        x = table[tokens] + table[beside].sum(axis=1) + w["wpe.weight"][past + rows]  # (m, w)
        for layer in range(self.layers):
            y = _norm(x, w, f"h.{layer}.ln_1")
            mixed = y @ w[f"h.{layer}.attn.c_attn.weight"] + w[f"h.{layer}.attn.c_attn.bias"]
            heard = attend(layer, *mixed.reshape(len(x), 3, HEADS, -1).transpose(1, 0, 2, 3))
            x = x + heard @ w[f"h.{layer}.attn.c_proj.weight"] + w[f"h.{layer}.attn.c_proj.bias"]
            y = _norm(x, w, f"h.{layer}.ln_2")
            y = _gelu(y @ w[f"h.{layer}.mlp.c_fc.weight"] + w[f"h.{layer}.mlp.c_fc.bias"])
            x = x + y @ w[f"h.{layer}.mlp.c_proj.weight"] + w[f"h.{layer}.mlp.c_proj.bias"]
        return _norm(x, w, "ln_f") @ table.T

    def _look_back(self, layer: int, q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
        """One line's t tokens (t, h, d) look at themselves and those before them."""
        q, k, v = (np.ascontiguousarray(part.transpose(1, 0, 2)) for part in (q, k, v))
        self._shared.append((k, v))
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[2])  # (h, t, t)
        scores = np.where(np.tri(q.shape[1], dtype=bool), scores, -np.inf)
        return _joined(_softmax(scores) @ v)

    def _remember(self, layer: int, q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
        """A token of each line, (n, h, d), looks at what all began with and at what its own line has said since."""
        (keys, values), (own_keys, own_values) = self._shared[layer], self._own[layer]
        now = self.read_so_far - self.begun
        own_keys[:, :, now], own_values[:, :, now] = k, v
        rows = np.ascontiguousarray(q.transpose(1, 0, 2)) / np.sqrt(np.float32(q.shape[2]))  # (h, n, d)
        common = rows @ keys.transpose(0, 2, 1)  # (h, n, past)
        own = np.einsum("hnd,nhtd->hnt", rows, own_keys[:, :, : now + 1])
        share = _softmax(np.concatenate([common, own], axis=2))
        past = keys.shape[1]
        heard = share[:, :, :past] @ values
        heard += np.einsum("hnt,nhtd->hnd", share[:, :, past:], own_values[:, :, : now + 1])
        return _joined(heard)


def _joined(heard: np.ndarray) -> np.ndarray:
    """(h, m, d) to (m, w)."""
    return heard.transpose(1, 0, 2).reshape(heard.shape[1], -1)


def _softmax(scores: np.ndarray) -> np.ndarray:
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return scores / scores.sum(axis=-1, keepdims=True)


def _norm(x: np.ndarray, w: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    x = x - x.mean(axis=-1, keepdims=True)
    return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + SMALL) * w[name + ".weight"] + w[name + ".bias"]


def _gelu(x: np.ndarray) -> np.ndarray:
    return 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
