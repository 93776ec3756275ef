"""Learns the moods of words: public labelled text, word vectors from plain text, and narration of our own.

    python -m training.mood --language en --data DIR --run var/mood [--public 0.3] [--without own|vectors|lexicon]

DIR holds what training/mood_sources.py names. A softmax regression on our own narration
(training/mood_texts.LANGUAGE.tsv) sees grams, the mean word vector (in English, where DIR has the encoder, also what
the words mean to that, training/mood_meanings.py) and what the lexicon says; with --public also what one on the public
labels says. Those measured worse than none on the scenes that we tune by (comments are no narration),
so they are silent unless asked for. All is linear, so it is multiplied out into a table of grams and one of tokens.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from zlib import crc32

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

from synth.mood import features, lexicon
from synth.music.score import MOODS
from training.mood_meanings import meanings
from training.mood_sources import labelled, own, passages, prose
from training.mood_vectors import counts_for, vectors

SHIPPED = {"en": 90_000, "ko": 120_000}  # grams
PUBLIC_STEPS, STEPS = 30, 80
SHARE = {"vectors": 5.0, "public": 0.0, "lexicon": 0.4}  # how loud each part is beside the grams
STRENGTH = {"en": 1.0, "ko": 1.6}  # inverse of the penalty
MOST = 8_000  # public texts
PASSAGES = 50_000  # that words are fitted to
COMMON = {"en": {"calm": 0.3}, "ko": {"calm": -0.2}}  # nats, by the scenes that we tune by


class Grams:
    """Texts as rows of a sparse matrix over all grams of the texts that it was made with, idf-weighted."""

    def __init__(self, texts: list[str], language: str, least: int = 1):
        self.language = language
        found = [np.fromiter(set().union(*features.grams(text, language)), np.int64) for text in texts]
        keys, seen = np.unique(np.concatenate(found), return_counts=True)
        self.keys, seen = keys[seen >= least], seen[seen >= least]
        self.idf = (np.log((len(texts) + 1) / (seen + 1)) + 1).astype(np.float32) / 4
        self.place = {int(key): i for i, key in enumerate(self.keys)}

    def __call__(self, texts: list[str]) -> sparse.csr_matrix:
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            for block in features.grams(text, self.language):
                known = [self.place[key] for key in sorted(block) if key in self.place]
                rows += [row] * len(known)
                columns += known
                values += [max(1, len(block)) ** -0.5] * len(known)
        shape = (len(texts), len(self.keys))
        return sparse.csr_matrix((np.array(values, np.float32), (rows, columns)), shape) @ sparse.diags(self.idf)


class Means:
    """Texts as rows of mean word vectors."""

    def __init__(self, language: str, words: list[str], table: np.ndarray):
        self.language, self.table, self.counts = language, table, counts_for(len(words))
        self.place = {word: i for i, word in enumerate(words)}

    def __call__(self, texts: list[str]) -> np.ndarray:
        return self.shares(texts) @ self.table

    def shares(self, texts: list[str]) -> sparse.csr_matrix:
        """(texts, words): how much of the mean each word is."""
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            known = [self.place[token] for token in features.tokens(text, self.language) if token in self.place]
            counts = self.counts[known]
            rows += [row] * len(known)
            columns += known
            values += (counts / counts.sum()).tolist()
        return sparse.csr_matrix((np.array(values, np.float32), (rows, columns)), (len(texts), len(self.place)))


def softmax_regression(rows, labels: list[str], steps: int, strength: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns, 5) and bias (5,), every class weighing the same."""
    truth = np.array([MOODS.index(label) for label in labels])
    weight = len(truth) / (len(MOODS) * np.bincount(truth, minlength=len(MOODS)).clip(1))[truth]
    wanted = np.eye(len(MOODS), dtype=np.float32)[truth]
    shape = (rows.shape[1] + 1, len(MOODS))

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(shape)
        logits = rows @ table[:-1] + table[-1]
        logits = logits - logits.max(1, keepdims=True)
        chances = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        value = -(weight * np.log(chances[np.arange(len(truth)), truth] + 1e-12)).sum()
        error = (chances - wanted) * weight[:, None]
        slope = np.vstack([rows.T @ error, error.sum(0)])
        slope[:-1] += table[:-1] / strength
        return float(value + (table[:-1] ** 2).sum() / 2 / strength), slope.ravel().astype(float)

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return found.reshape(shape)[:-1], found.reshape(shape)[-1]


def learn(
    language: str, data: Path, run: Path, without: tuple[str, ...] = (), loud: float = SHARE["public"]
) -> dict[str, np.ndarray]:
    """The tables that synth.mood.model.Model reads."""
    ours = own(Path(__file__).with_name(f"mood_texts.{language}.tsv"))
    texts, labels = [text for _, text in ours], [mood for mood, _ in ours]
    public = list(labelled(language, data)) if loud or "own" in without else []
    if len(public) > MOST:
        public = [public[i] for i in np.random.default_rng(0).permutation(len(public))[:MOST]]
    if "own" in without:
        texts, labels = [text for _, text in public], [mood for mood, _ in public]
    share = {part: 0.0 if part in without else value for part, value in {**SHARE, "public": loud}.items()}
    known = [text for _, text in public] + texts
    grams = Grams(known, language, least=2 if public else 1)
    means = _meant(Means(language, *_vectors(language, data, run)), texts, data, run)
    table = np.zeros((len(grams.keys), len(MOODS)))
    if public and "own" not in without:
        table, _ = softmax_regression(grams(known[: len(public)]), [mood for mood, _ in public], PUBLIC_STEPS)
    own_rows = grams(texts)
    heard = [lexicon.scores(text, language) for text in texts]
    parts = [
        own_rows * 4,
        share["vectors"] * means(texts),
        share["public"] * (own_rows @ table),
        share["lexicon"] * np.array([[scores[mood] for mood in MOODS] for scores in heard]),
    ]
    rows = sparse.hstack(parts).tocsr().astype(np.float32)
    weights, bias = softmax_regression(rows, labels, STEPS, STRENGTH[language])
    ends = np.cumsum([part.shape[1] for part in parts])[:-1]
    of_grams, of_vectors, of_public, of_lexicon = np.split(weights, ends)
    folded = grams.idf[:, None] * (4 * of_grams + share["public"] * table @ of_public)
    loudness = np.abs(folded - folded.mean(1, keepdims=True)).max(1)
    loudest = np.sort(np.argsort(-loudness, kind="stable")[: SHIPPED[language]])
    meaning = np.hstack([share["vectors"] * means.table @ of_vectors, means.counts[:, None]])
    return {
        "grams": grams.keys[loudest].astype(np.uint32),
        "gram_weights": folded[loudest].astype(np.float16),
        "tokens": np.array([crc32(word.encode()) for word in means.place], np.uint32),
        "token_weights": meaning.astype(np.float16),
        "lexicon": (share["lexicon"] * of_lexicon).astype(np.float32),
        "bias": (bias + [COMMON[language].get(mood, 0.0) for mood in MOODS]).astype(np.float32),
    }


def _vectors(language: str, data: Path, run: Path) -> tuple[list[str], np.ndarray]:
    kept = run / f"vectors.{language}.npz"
    if not kept.exists():
        words, table = vectors(prose(language, data), language)
        np.savez(kept, words=np.array(words), table=table)
    with np.load(kept) as file:
        return file["words"].tolist(), file["table"]


def _meant(means: Means, texts: list[str], data: Path, run: Path) -> Means:
    """Beside the vectors what an English sentence encoder makes of the words, and of more words, where there is one."""
    folder = data / "encoder"
    if means.language != "en" or not folder.exists():
        return means
    kept = run / "meanings.en.npz"
    if not kept.exists():
        plain = passages(data, PASSAGES) + texts
        seen = Counter(token for text in plain for token in features.tokens(text, "en"))
        ours = {token for text in texts for token in features.tokens(text, "en")}
        more = sorted(word for word in seen if word not in means.place and (seen[word] > 1 or word in ours))
        words = [*means.place, *more]
        shares = Means("en", words, means.table[:0]).shares(plain)
        np.savez(kept, words=np.array(words), table=meanings(words, shares, plain, folder))
    with np.load(kept) as file:
        words, table = file["words"].tolist(), file["table"]
    vectors_too = np.pad(means.table, ((0, len(words) - len(means.place)), (0, 0)))
    return Means("en", words, np.hstack([vectors_too, table]).astype(np.float32))


def main() -> None:
    from safetensors.numpy import save_file

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--language", choices=lexicon.LANGUAGES, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--without", action="append", default=[], choices=["own", "vectors", "lexicon"])
    parser.add_argument("--public", type=float, default=SHARE["public"], help="how loud the public labels are")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    tables = learn(args.language, args.data, args.run, tuple(args.without), args.public)
    path = args.run / f"mood.{args.language}.safetensors"
    save_file(tables, path, metadata={"steps": str(STEPS)})
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, {len(tables['grams'])} grams, {len(tables['tokens'])} tokens")


if __name__ == "__main__":
    main()
