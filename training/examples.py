"""What the acoustic model learns from: aligned clips of many speakers as tensors, and batches of them.

Each clip can also be had as another speaker's: its mel warped in frequency, F0 raised alike, and the vector that the
speaker encoder finds in that. Between the few hundred people recorded lies a continuum of voices.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from synth.speech.pacing import frame_index
from synth.speech.phones import encode
from synth.voice.encoder import STEP, WINDOW, SpeakerEncoder
from synth.voice.voice import LEVEL_HZ, VECTOR
from training.align import tokens_of
from training.corpus import Clip, load
from training.encoder import WARPS, warping

LONG = 420  # frames above which a clip is cut at its pauses
HEARD = 12  # clips of a speaker that the encoder listens to
NEAR = 0.4  # further takes of a prompt are used when their alignment is about as likely as the best one
PLAIN = WARPS.index(1.0)
# corpus: share of a batch, whether its phones and its melody are those of native speech, whether a synthesiser made it
MIX = {
    "kathleen": (0.34, True, False), "kerstin": (0.12, True, False), "librispeech": (0.22, True, False),
    "speechocean": (0.10, False, False), "synthetic-ko": (0.16, True, True), "synthetic-en": (0.06, True, True),
    "zeroth": (0.30, True, False),
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    name: str
    ids: torch.Tensor  # (n,)
    context: torch.Tensor  # (n, 12)
    language: torch.Tensor  # (n,)
    durations: torch.Tensor  # (n,) frames
    index: torch.Tensor  # (t,)
    position: torch.Tensor  # (t, 4)
    octaves: torch.Tensor  # (t,) from the speaker's mean, interpolated where unvoiced
    voiced: torch.Tensor  # (t,)
    mel: torch.Tensor  # (t, 80)
    mean_hz: float
    vectors: torch.Tensor  # (5, 256) of the speaker, one for each warp
    native: bool
    synthetic: bool


def read_corpus(data: Path, encoder: SpeakerEncoder) -> list[tuple[Clip, Example]]:
    """All usable clips of a prepared and aligned corpus."""
    alignment = json.loads((data / "alignment.json").read_text(encoding="utf-8"))
    _, native, synthetic = MIX[data.name]
    clips = usable([c for c in load(data) if c.name in alignment], alignment)
    of_speaker: dict[str, list[Clip]] = defaultdict(list)
    for clip in clips:
        of_speaker[clip.speaker].append(clip)
    out = []
    for own in of_speaker.values():
        mean_hz, vectors = mean_pitch(own), speaker_vectors(encoder, own)
        for clip in own:
            entry = alignment[clip.name]
            out += [(clip, e) for e in _examples(clip, entry, mean_hz, vectors, native, synthetic)]
    return out


def usable(clips: list[Clip], alignment: dict) -> list[Clip]:
    """The likeliest take of every prompt, and others that are about as likely."""
    best: dict[tuple[str, str], float] = {}
    for c in clips:
        key = c.speaker, c.prompt
        best[key] = max(best.get(key, -np.inf), alignment[c.name]["score"])
    return [c for c in clips if alignment[c.name]["score"] >= best[c.speaker, c.prompt] - NEAR]


def mean_pitch(clips: list[Clip]) -> float:
    """Geometric mean of F0 over all voiced frames, in Hz."""
    voiced = np.concatenate([c.f0[c.f0 > 0] for c in clips])
    return float(np.exp(np.log(voiced).mean())) if len(voiced) else LEVEL_HZ


@torch.no_grad()
def speaker_vectors(encoder: SpeakerEncoder, clips: list[Clip]) -> torch.Tensor:
    """(5, 256): what the encoder hears in a speaker's clips, at every warp."""
    looks = []
    for clip in clips[:: max(1, len(clips) // HEARD)][:HEARD]:
        mel = torch.from_numpy(clip.mel.astype(np.float32))
        warped = torch.stack([warping(f) @ mel for f in WARPS])
        looks += [encoder(warped[:, :, s : s + WINDOW]) for s in range(0, max(1, mel.shape[1] - WINDOW + 1), STEP)]
    return F.normalize(torch.stack(looks).mean(0), dim=1)


def _examples(
    clip: Clip, entry: dict, mean_hz: float, vectors: torch.Tensor, native: bool, synthetic: bool
) -> Iterator[Example]:
    """A clip as one example, or as several where it is long and pauses let it be cut."""
    tokens = [replace(t, language=clip.language) for t in tokens_of(entry)]
    ids, context, language = encode(tokens)
    frames = np.array(entry["frames"])
    mel, octaves = clip.mel.T.astype(np.float32), octaves_of(clip.f0, mean_hz)
    ends = np.cumsum(frames)
    begin = 0
    for i, token in enumerate(tokens):
        last = i == len(tokens) - 1
        if not last and not (token.is_pause and ends[i] - (ends[begin] - frames[begin]) > LONG):
            continue
        piece = slice(begin, i + 1)
        a, b = ends[begin] - frames[begin], ends[i]
        index, position = frame_index(frames[piece])
        yield Example(
            clip.name, *(torch.from_numpy(x[piece]) for x in (ids, context, language, frames)),
            torch.from_numpy(index), torch.from_numpy(position), octaves[a:b],
            torch.from_numpy((clip.f0[a:b] > 0).astype(np.float32)), torch.from_numpy(mel[a:b]), mean_hz, vectors,
            native, synthetic,
        )  # fmt: skip
        begin = i  # the pause also opens the next piece


def octaves_of(f0: np.ndarray, mean_hz: float) -> torch.Tensor:
    known = np.flatnonzero(f0 > 0)
    if not len(known):
        return torch.zeros(len(f0))
    return torch.from_numpy(np.interp(np.arange(len(f0)), known, np.log2(f0[known] / mean_hz)).astype(np.float32))


def collate(batch: list[Example], warps: list[int] | None = None, noise: float = 0.0) -> dict[str, torch.Tensor]:
    """Padded tensors of a batch, each example warped as asked (by default not at all)."""
    pad = torch.nn.utils.rnn.pad_sequence
    warps = warps or [PLAIN] * len(batch)
    names = ("ids", "context", "language", "durations", "index", "position", "octaves", "voiced")
    out = {name: pad([getattr(e, name) for e in batch], batch_first=True) for name in names}
    mels = [e.mel if w == PLAIN else e.mel @ warping(WARPS[w]).T for e, w in zip(batch, warps, strict=True)]
    out["mel"] = pad(mels, batch_first=True)
    out["energy"] = pad([energy_of(mel, e) for mel, e in zip(mels, batch, strict=True)], batch_first=True)
    out["token_mask"] = pad([torch.ones(len(e.ids), 1) for e in batch], batch_first=True)
    out["frame_mask"] = pad([torch.ones(len(e.mel), 1) for e in batch], batch_first=True)
    vectors = torch.stack([e.vectors[w] for e, w in zip(batch, warps, strict=True)])
    out["speaker"] = F.normalize(vectors + noise * VECTOR**-0.5 * torch.randn_like(vectors), dim=1)
    level = [np.log2(e.mean_hz * WARPS[w] / LEVEL_HZ) for e, w in zip(batch, warps, strict=True)]
    out["level"] = torch.tensor(level, dtype=torch.float32)
    out["native"] = torch.tensor([float(e.native) for e in batch])
    out["synthetic"] = torch.tensor([float(e.synthetic) for e in batch])
    return out


def energy_of(mel: torch.Tensor, e: Example) -> torch.Tensor:
    """The mean log-mel of every token, from -5."""
    total = torch.zeros(len(e.ids)).index_add(0, e.index, mel.mean(1))
    return torch.where(e.durations > 0, total / e.durations.clamp(min=1), torch.tensor(-7.0)) + 5.0


def batches(corpora: dict[str, list[Example]], size: int, random: np.random.Generator) -> Iterator[dict]:
    """Endless batches of examples of similar length, the corpora mixed in their shares."""
    names = list(corpora)
    share = np.array([MIX[name][0] for name in names])
    while True:
        drawn = random.choice(len(names), size * 8, p=share / share.sum())
        pool = [corpora[names[d]][random.integers(len(corpora[names[d]]))] for d in drawn]
        pool.sort(key=lambda e: len(e.mel))
        for g in random.permutation(8):
            group = pool[g * size : (g + 1) * size]
            warps = [int(random.integers(len(WARPS))) if random.random() < 0.35 else PLAIN for _ in group]
            yield collate(group, warps, noise=0.15)
