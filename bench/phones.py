"""A judge of phones: a small network of its own that hears which phone sounds in each frame. The product never uses it.

It learns from human English and German and from espeak-ng's Korean and English (`training.synthetic`), whose exact
times are known. So that it hears Korean from a human throat, too, which nobody here has: it is given cepstra too coarse
to tell who speaks, each clip warped, coloured, blurred and made noisy at random; phones are known by their
articulation, which languages share; and only the phones of a clip's own language compete. It is made when first asked
for (some minutes on one core) and kept in var/phone-judge.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from synth.speech.mel import BANDS, log_mel
from synth.speech.symbols import END, PAUSES, START, SYMBOLS, articulation
from training.align import STATES, units, viterbi
from training.corpus import load
from training.encoder import WARPS, warping

# share of a batch
CORPORA = {"synthetic-ko": 0.35, "synthetic-en": 0.1, "kathleen": 0.15, "librispeech": 0.25, "kerstin": 0.15}
CEPSTRA, WIDTH, BLOCKS, REACH = 20, 144, 4, 9
BATCH, CROP, STEPS = 16, 128, 1500
DEPTH = 8.0  # below the loudest band of a clip everything is silence, in nats of amplitude (69 dB)
SWITCH = 2.0  # nats that a change of phone costs the free decoder

# how one phoneme sounds in different places counts as one: voice of a lenis, ㅅ before i, tap and lateral
SAME = {"b̥": "b", "d̥": "d", "ɡ̊": "ɡ", "tɕ": "dʑ", "ɕ": "s", "ɕ͈": "s͈", "l": "ɾ"}
SILENCE = START
_SILENT = {START, END, *PAUSES}
CLASSES = (SILENCE, *(s for s in SYMBOLS if s not in _SILENT and s not in SAME))
CLASS = {s: CLASSES.index(SILENCE if s in _SILENT else SAME.get(s, s)) for s in SYMBOLS}
TABLE = np.array([CLASS[s] for s in SYMBOLS])


class Judge(nn.Module):
    """Cepstra (b, 20, t) to log-probabilities (b, t, classes) among those that a language has, bool (b, classes).

    It has a quarter of a second in view on either side.
    """

    def __init__(self) -> None:
        super().__init__()
        self.enter = nn.Conv1d(CEPSTRA, WIDTH, 5, padding=2)
        self.spread = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, REACH, padding=REACH // 2, groups=WIDTH) for _ in range(BLOCKS)
        )
        self.mix = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH))
            for _ in range(BLOCKS)
        )
        self.made = nn.Linear(articulation().shape[1], WIDTH)  # what a phone's articulation sounds like
        self.own = nn.Parameter(torch.zeros(len(CLASSES), WIDTH))  # and what else tells it from others
        self.register_buffer("articulation", torch.from_numpy(articulation()[[SYMBOLS.index(c) for c in CLASSES]]))

    def forward(self, cepstra: torch.Tensor, among: torch.Tensor) -> torch.Tensor:
        x = self.enter(cepstra)
        for spread, mix in zip(self.spread, self.mix, strict=True):
            x = x + mix(spread(x).transpose(1, 2)).transpose(1, 2)
        logit = x.transpose(1, 2) @ (self.made(self.articulation) + self.own).T * WIDTH**-0.5
        return F.log_softmax(logit.float().masked_fill(~among[:, None], -30), 2)

    @torch.no_grad()
    def hear(self, audio: np.ndarray, among: list[int]) -> np.ndarray:
        """(n,) samples at 22,050 Hz to scores (n // 256, classes): log-probabilities."""
        inventory = torch.zeros(1, len(CLASSES), dtype=torch.bool)
        inventory[0, among] = True
        logp = self(cepstra(log_mel(torch.from_numpy(audio.astype(np.float32))[None])), inventory)[0]
        return logp.numpy()


def cepstra(mel: torch.Tensor) -> torch.Tensor:
    """Of log-mels (b, 80, t), without what is too soft to hear, the first cepstra (b, 20, t), all of one deviation."""
    mel = torch.maximum(mel, mel.amax((1, 2), keepdim=True) - DEPTH)
    waves = torch.cos(torch.pi / BANDS * torch.arange(CEPSTRA)[:, None] * (torch.arange(BANDS) + 0.5))
    curve = waves @ mel
    return (curve - curve.mean(2, keepdim=True)) / (curve.std(2, keepdim=True) + 1e-3)


def decoded(score: np.ndarray, known: list[int]) -> list[int]:
    """The likeliest classes in their order, without silence: a loop over those `known`, a change costs SWITCH."""
    score = score[:, known]
    best, back = score[0], np.zeros(score.shape, np.int32)
    for t in range(1, len(score)):
        other = int(best.argmax())
        moved = best[other] - SWITCH > best
        back[t] = np.where(moved, other, np.arange(len(known)))
        best = np.where(moved, best[other] - SWITCH, best) + score[t]
    path = [int(best.argmax())]
    for t in range(len(score) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return [c for c in distinct([known[k] for k in reversed(path)]) if c]


def distinct(classes: list[int]) -> list[int]:
    """Neighbours that are the same count as one: nobody hears where one n ends and the next begins."""
    return [c for c, before in zip(classes, [None, *classes], strict=False) if c != before]


def wanted(tokens: list) -> list[int]:
    """The classes that tokens should be heard as; a pause counts for nothing, but parts what it parts."""
    return [c for c in distinct([CLASS[t.symbol] for t in tokens]) if c]


def forced(score: np.ndarray, tokens: list) -> tuple[np.ndarray, np.ndarray]:
    """Alignment of scores (t, classes) with tokens: of each phone its frames, and how far its mean score lies below
    that of the best class of each frame (0: nothing fits better).
    """
    symbols, optional, token = units(tokens)
    kinds = np.repeat(TABLE[symbols], STATES)
    path, _ = viterbi(np.repeat(score, STATES, 0)[:, kinds].astype(np.float64), optional)
    unit = path[STATES // 2 :: STATES] // STATES  # a frame at the least
    behind = score[np.arange(len(score)), TABLE[symbols][unit]] - score.max(1)
    phone = [u for u, i in enumerate(token) if i >= 0 and not tokens[i].is_pause]
    frames = np.array([(unit == u).sum() for u in phone])
    return frames, np.array([behind[unit == u].mean() if (unit == u).any() else behind.min() for u in phone])


@lru_cache(maxsize=1)
def judge(data: Path = Path("var")) -> Judge:
    """The judge that lies below `data`; trained now if there is none. SystemExit 0 where there is nothing to learn."""
    from safetensors.torch import load_file, save_file

    path, net = data / "phone-judge" / "judge.safetensors", Judge().eval()
    if not path.exists():
        lacking = [name for name in CORPORA if not (data / name / "alignment.json").exists()]
        if lacking:
            print(
                f"left out: {', '.join(lacking)} in {data} must be prepared and aligned first (README, How good it is)"
            )
            raise SystemExit(0)
        train(net, {name: clips(data / name) for name in CORPORA})
        path.parent.mkdir(exist_ok=True)
        save_file(net.state_dict(), path)
    net.load_state_dict(load_file(path))
    return net


Labelled = list[tuple[torch.Tensor, np.ndarray]]  # log-mel (80, t) and class (t,) of each frame


def clips(data: Path) -> Labelled:
    """All clips that are not held out, nor too short."""
    alignment = json.loads((data / "alignment.json").read_text(encoding="utf-8"))
    found = []
    for clip in load(data, held_out=False):
        if entry := alignment.get(clip.name):
            label = np.repeat([CLASS[t["symbol"]] for t in entry["tokens"]], entry["frames"])
            found.append((torch.from_numpy(clip.mel), label))
    return [(mel, label) for mel, label in found if CROP < len(label) == mel.shape[1]]


def train(net: Judge, corpora: dict[str, Labelled]) -> None:
    """STEPS of cross entropy frame by frame."""
    torch.manual_seed(1)
    random, names, share = np.random.default_rng(1), list(CORPORA), list(CORPORA.values())
    warps = [warping(f) for f in WARPS]
    among = {name: torch.zeros(len(CLASSES), dtype=torch.bool) for name in names}
    for name in names:
        among[name][np.unique(np.concatenate([label for _, label in corpora[name]]))] = True
    net.train()
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=STEPS, pct_start=0.1)
    for step in range(STEPS):
        heard, labels, chosen = [], [], random.choice(names, BATCH, p=share)
        for name in chosen:
            mel, label = corpora[name][random.integers(len(corpora[name]))]
            begin = int(random.integers(len(label) - CROP + 1))
            worse = cepstra(worsened(warps[random.integers(len(warps))] @ mel.float(), random)[None])[0]
            heard.append(worse[:, begin : begin + CROP])
            labels.append(torch.from_numpy(label[begin : begin + CROP]))
        wanted_class = torch.stack(labels)
        with torch.autocast("cpu", torch.bfloat16):
            logp = net(torch.stack(heard), torch.stack([among[name] for name in chosen]))
        loss = F.nll_loss(logp.flatten(0, 1), wanted_class.flatten())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if (step + 1) % 100 == 0:
            right = (logp.argmax(2) == wanted_class).float().mean()
            print(f"judge of phones: step {step + 1} of {STEPS}, loss {loss:.3f}, {right:.1%} of frames", flush=True)
    net.eval()


def worsened(mel: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
    """A log-mel (80, t) as another microphone would have heard it, in noise half of the time, now and then blurred."""
    curve = F.interpolate(torch.randn(1, 1, 6), BANDS, mode="linear", align_corners=True)[0, 0, :, None]
    mel = mel + 0.5 * curve
    if random.random() < 0.3:
        mel = F.avg_pool1d(mel, 3, 1, 1, count_include_pad=False)
    if random.random() < 0.5:
        slope = torch.linspace(0, float(random.uniform(-2, 0.5)), BANDS)[:, None]
        noise = mel.max() - float(random.uniform(2.5, 6)) + slope + 0.4 * torch.randn_like(mel)
        mel = 0.5 * torch.logaddexp(2 * mel, 2 * noise)
    return mel
