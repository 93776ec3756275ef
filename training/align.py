"""Where each phone of a recording begins: monophone hidden Markov models trained on the corpus itself.

    python -m training.align --data DIR

Flat start, three states a phone, diagonal Gaussian mixtures on MFCCs every 5.8 ms, Viterbi training; a pause may
stand between any two words. Writes DIR/alignment.json: for every clip its tokens with a duration in mel frames, and
its mean log-likelihood, which tells good readings of a prompt from bad ones.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace

import numba
import numpy as np

from synth.speech.mel import HOP
from synth.speech.normalise import normalise
from synth.speech.phones import Phone, phones
from synth.speech.symbols import END, PAUSES, START, SYMBOLS
from training.corpus import Clip, add_data_argument, load

STEP = HOP // 2  # samples between feature frames: short phones span few of them
STATES = 3
ROUNDS = (1,) * 8 + (2,) * 4 + (4,) * 4 + (8,) * 4  # Gaussians a state in each round of Viterbi training
HEARD = 0.06  # seconds from which an unwritten silence between words counts as a pause
SILENCE = SYMBOLS.index(START)


def features(audio: np.ndarray) -> np.ndarray:
    """MFCCs 0-12 with first and second differences, mean- and variance-normalised per clip: (n // 128, 39)."""
    import torch
    from scipy.fft import dct

    from synth.speech.mel import basis, magnitude

    wave = torch.from_numpy(audio.astype(np.float32) / 32768)[None]
    mel = torch.log(torch.clamp(basis(40, 512) @ magnitude(wave, 512, STEP), min=1e-4))[0].numpy()
    cepstra = dct(mel.T, norm="ortho")[:, :13]
    first = np.gradient(cepstra, axis=0)
    stacked = np.concatenate([cepstra, first, np.gradient(first, axis=0)], 1)
    return ((stacked - stacked.mean(0)) / (stacked.std(0) + 1e-5)).astype(np.float32)


@numba.njit(cache=True)
def viterbi(score: np.ndarray, optional: np.ndarray) -> tuple[np.ndarray, float]:
    """The best path through left-to-right units of three states.

    score (frames, states) log-likelihoods; optional (units,) true where a unit may be skipped (the others may not).
    Returns the state of every frame and the mean log-likelihood.
    """
    frames, states = score.shape
    best = np.full(states, -1e30)
    back = np.zeros((frames, states), dtype=np.int8)  # states stepped over: 0 stay, 1 next, 4 past an optional unit
    best[0] = score[0, 0]
    for t in range(1, frames):
        for s in range(states - 1, -1, -1):
            value, step = best[s], 0
            if s >= 1 and best[s - 1] > value:
                value, step = best[s - 1], 1
            if s % STATES == 0 and s >= 4 and optional[s // STATES - 1] and best[s - 4] > value:
                value, step = best[s - 4], 4
            best[s] = value + score[t, s]
            back[t, s] = step
    path = np.empty(frames, dtype=np.int64)
    path[-1] = states - 1
    for t in range(frames - 1, 0, -1):
        path[t - 1] = path[t] - back[t, path[t]]
    return path, best[states - 1] / frames


class Mixtures:
    """One Gaussian mixture per symbol and state, parameters stacked over all of them."""

    def __init__(self, data: np.ndarray, label: np.ndarray, count: int):
        kinds = len(SYMBOLS) * STATES
        self.mean = np.zeros((kinds, count, data.shape[1]), np.float32)
        self.variance = np.ones_like(self.mean)
        self.weight = np.full((kinds, count), -20.0, np.float32)
        order = np.argsort(label, kind="stable")
        edges = np.searchsorted(label[order], np.arange(kinds + 1))
        for kind in range(kinds):
            points = data[order[edges[kind] : edges[kind + 1]]]
            if len(points):
                self._fit(kind, points, min(count, max(1, len(points) // 50)))

    def _fit(self, kind: int, points: np.ndarray, count: int) -> None:
        """A few rounds of k-means, then one Gaussian a cluster."""
        centres = points[np.linspace(0, len(points) - 1, count).astype(int)]
        for _ in range(6):
            near = ((points[:, None] - centres[None]) ** 2).sum(2).argmin(1)
            centres = np.stack([points[near == k].mean(0) if (near == k).any() else centres[k] for k in range(count)])
        for k in range(count):
            cluster = points[near == k]
            if len(cluster):
                self.mean[kind, k] = cluster.mean(0)
                self.variance[kind, k] = np.maximum(cluster.var(0), 0.02)
                self.weight[kind, k] = np.log(len(cluster) / len(points))

    def score(self, data: np.ndarray, kinds: np.ndarray) -> np.ndarray:
        """Log-likelihoods (frames, len(kinds)); every distinct kind is computed once."""
        distinct, where = np.unique(kinds, return_inverse=True)
        mean, inverse = self.mean[distinct], 1 / self.variance[distinct]
        shape = (-1, data.shape[1])
        square = data**2 @ inverse.reshape(shape).T - 2 * data @ (mean * inverse).reshape(shape).T
        constant = (mean**2 * inverse - np.log(inverse)).sum(2) - 2 * self.weight[distinct]
        log = -0.5 * (square.reshape(len(data), *constant.shape) + constant)
        return np.logaddexp.reduce(log, axis=2)[:, where]


def read(clip: Clip) -> list[Phone]:
    """What a clip says; German is written out in its corpus already."""
    return phones(clip.text if clip.language == "de" else normalise(clip.text, clip.language), clip.language)


def units(tokens: list[Phone]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The chain of units to align: symbol id, whether it may be skipped, and the token it stands for (-1: an
    unwritten pause).
    """
    symbol, optional, token = [], [], []
    for i, phone in enumerate(tokens):
        if phone.first and not tokens[i - 1].is_pause:
            symbol.append(SILENCE), optional.append(True), token.append(-1)
        pause = phone.symbol in PAUSES
        (
            symbol.append(SILENCE if phone.is_pause else SYMBOLS.index(phone.symbol)),
            optional.append(pause),
            token.append(i),
        )
    return np.array(symbol), np.array(optional), np.array(token)


def align(clips: list[Clip]) -> list[tuple[np.ndarray, float]]:
    """For every clip the unit that each feature frame belongs to, and the mean log-likelihood."""
    data = [features(c.audio) for c in clips]
    chains = [units(read(c)) for c in clips]
    kinds = [(symbol[:, None] * STATES + np.arange(STATES)).ravel() for symbol, _, _ in chains]
    paths = [_flat(d, chain) for d, chain in zip(data, chains, strict=True)]
    stacked = np.concatenate(data)
    results: list[tuple[np.ndarray, float]] = []
    for i, count in enumerate(ROUNDS):
        label = np.concatenate([k[p] for k, p in zip(kinds, paths, strict=True)])
        models = Mixtures(stacked, label, count)
        results = [
            viterbi(models.score(d, k).astype(np.float64), chain[1])
            for d, k, chain in zip(data, kinds, chains, strict=True)
        ]
        paths = [path for path, _ in results]
        print(f"round {i + 1} of {len(ROUNDS)}: log-likelihood {np.mean([s for _, s in results]):.3f}", flush=True)
    return [(path // STATES, score) for path, score in results]


def _flat(data: np.ndarray, chain: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """A first guess: quiet edges to START and END, the rest shared out evenly among what must be said."""
    _, optional, _ = chain
    loud = np.flatnonzero(data[:, 0] > data[:, 0].mean() - 0.5 * data[:, 0].std())
    begin, end = max(3, loud[0]), min(len(data) - 3, loud[-1] + 1)
    inner = [u for u in range(1, len(optional) - 1) if not optional[u]]
    states = np.array([u * STATES + s for u in inner for s in range(STATES)])
    spoken = states[np.arange(end - begin) * len(states) // (end - begin)]
    edge = np.arange(begin) * STATES // begin
    tail = np.arange(len(data) - end) * STATES // (len(data) - end) + (len(optional) - 1) * STATES
    return np.concatenate([edge, spoken, tail])


def durations(clip: Clip, unit: np.ndarray) -> tuple[list[Phone], list[int]]:
    """Tokens of a clip with whole mel frames each, summing to the clip's length; heard pauses become commas."""
    tokens = read(clip)
    _, _, token = units(tokens)
    starts = np.searchsorted(unit, np.arange(len(token) + 1)) / 2  # in mel frames
    out: list[Phone] = []
    edges: list[float] = []
    for u, i in enumerate(token):
        length = starts[u + 1] - starts[u]
        if i >= 0:
            out.append(tokens[i]), edges.append(starts[u])
        elif length * HOP / 22050 >= HEARD:
            out.append(replace(out[-1], symbol=",", stress=0, first=False, last=False))
            edges.append(starts[u])
    frames = clip.mel.shape[1]
    whole = np.minimum(np.round(edges).astype(int), frames)
    whole[0] = 0
    return out, np.diff([*whole, frames]).tolist()


def tokens_of(entry: dict) -> list[Phone]:
    return [Phone(**t) for t in entry["tokens"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_data_argument(parser)
    data = parser.parse_args().data
    clips = [clip for clip in load(data) if clip.text]
    result = {}
    for clip, (unit, score) in zip(clips, align(clips), strict=True):
        tokens, frames = durations(clip, unit)
        result[clip.name] = {"score": round(score, 3), "frames": frames, "tokens": [asdict(t) for t in tokens]}
    (data / "alignment.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    assert all(t["tokens"][-1]["symbol"] == END for t in result.values())


if __name__ == "__main__":
    main()
