"""Trains the acoustic model on aligned clips; resumable, with a log and sample spectrograms.

    python -m training.acoustic --data DIR --run var/acoustic [--until 12000]
    python -m training.acoustic --data DIR --run var/acoustic --predict DIR2      # mels for tuning the vocoder

`--data` holds what `training.corpus` and `training.align` made. `--predict` writes, for every clip, the mel predicted
at its natural durations, F0 and energy.
"""

from __future__ import annotations

import argparse
import copy
import csv
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from synth.speech.acoustic import SPEAKER, Acoustic
from synth.speech.pacing import frame_index
from synth.speech.phones import encode
from training import discriminators as critics
from training.align import tokens_of
from training.corpus import Clip, add_data_argument, load
from training.vocoder import follow, is_validation, plot

BATCH = 16
EVERY = 500
WARM = 400
SHARPEN = 0.65  # from this share of the steps on, a patch critic works against the blur of the L1 loss
PIECE = 64  # frames that it looks at
NEAR = 0.4  # further takes of a prompt are used when their alignment is about as likely as the best one


@dataclass(frozen=True)
class Example:
    name: str
    ids: torch.Tensor  # (n,)
    context: torch.Tensor  # (n, 12)
    durations: torch.Tensor  # (n,) frames
    index: torch.Tensor  # (t,)
    position: torch.Tensor  # (t, 4)
    energy: torch.Tensor  # (n,)
    octaves: torch.Tensor  # (t,) interpolated where unvoiced
    voiced: torch.Tensor  # (t,)
    mel: torch.Tensor  # (t, 80)


def example(clip: Clip, entry: dict, mean_hz: float) -> Example:
    ids, context = encode(tokens_of(entry))
    durations = torch.tensor(entry["frames"])
    index, position = (torch.from_numpy(a) for a in frame_index(durations.numpy()))
    mel = torch.from_numpy(clip.mel.astype(np.float32)).T
    level = mel.mean(1)
    total = torch.zeros(len(ids)).index_add(0, index, level)
    energy = torch.where(durations > 0, total / durations.clamp(min=1), torch.tensor(-7.0)) + 5.0
    return Example(clip.name, torch.from_numpy(ids), torch.from_numpy(context), durations, index, position, energy,
                   octaves(clip.f0, mean_hz), torch.from_numpy((clip.f0 > 0).astype(np.float32)), mel)  # fmt: skip


def octaves(f0: np.ndarray, mean_hz: float) -> torch.Tensor:
    known = np.flatnonzero(f0 > 0)
    if not len(known):
        return torch.zeros(len(f0))
    return torch.from_numpy(np.interp(np.arange(len(f0)), known, np.log2(f0[known] / mean_hz)).astype(np.float32))


def mean_pitch(clips: list[Clip]) -> float:
    """Geometric mean of F0 over all voiced frames, in Hz."""
    voiced = np.concatenate([c.f0[c.f0 > 0] for c in clips])
    return float(np.exp(np.log(voiced).mean()))


def collate(batch: list[Example]) -> dict[str, torch.Tensor]:
    pad = torch.nn.utils.rnn.pad_sequence
    names = ("ids", "context", "durations", "index", "position", "energy", "octaves", "voiced", "mel")
    out = {name: pad([getattr(e, name) for e in batch], batch_first=True) for name in names}
    out["token_mask"] = pad([torch.ones(len(e.ids), 1) for e in batch], batch_first=True)
    out["frame_mask"] = pad([torch.ones(len(e.mel), 1) for e in batch], batch_first=True)
    out["speaker"] = default_speaker().expand(len(batch), -1)
    out["language"] = torch.zeros(len(batch), dtype=torch.long)
    return out


def default_speaker() -> torch.Tensor:
    """The vector of the one speaker there is so far: unit length, all parts equal."""
    return torch.full((1, SPEAKER), SPEAKER**-0.5)


def losses(net: Acoustic, b: dict[str, torch.Tensor]) -> tuple[torch.Tensor, dict[str, torch.Tensor], torch.Tensor]:
    """Total loss, its parts and the mel, with the natural durations, energy and F0 fed to what comes after them."""
    device = b["mel"].device.type
    with torch.autocast(device, torch.bfloat16):
        hidden, duration, energy = net.encode(b["ids"], b["context"], b["token_mask"], b["speaker"], b["language"])
        frames = net.spread(hidden, b["energy"], b["index"], b["position"])
        pitch, voicing = net.contour(frames.detach() * 0.9 + frames * 0.1, b["frame_mask"], b["speaker"])
        mel = net.decode(frames, b["octaves"], b["voiced"], b["frame_mask"], b["speaker"])
    token, frame = b["token_mask"][..., 0], b["frame_mask"][..., 0]

    def mean(value: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return (value.float() * mask).sum() / mask.sum()

    wanted = torch.log1p(b["durations"].float())
    seen = {
        "mel": mean((mel.float() - b["mel"]).abs().mean(2), frame),
        "duration": mean((duration.float() - wanted) ** 2, token),
        "energy": mean((energy.float() - b["energy"]) ** 2, token),
        "pitch": mean((pitch.float() - b["octaves"]).abs(), frame * b["voiced"]),
        "voicing": mean(F.binary_cross_entropy_with_logits(voicing.float(), b["voiced"], reduction="none"), frame),
    }
    total = seen["mel"] + 0.3 * seen["duration"] + 0.1 * seen["energy"] + seen["pitch"] + 0.2 * seen["voicing"]
    return total, seen, mel.float()


def batches(examples: list[Example], random: np.random.Generator):
    """Endless batches of clips of similar length."""
    while True:
        order = sorted(random.permutation(len(examples)), key=lambda i: len(examples[i].mel) + random.uniform(-30, 30))
        groups = [order[i : i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)]
        for g in random.permutation(len(groups)):
            yield collate([examples[i] for i in groups[g]])


def pieces(fake: torch.Tensor, real: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The same stretch of 64 frames from both, inside every clip of a batch (b, t, 80)."""
    room = mask[..., 0].sum(1).long() - PIECE
    starts = [int(torch.randint(max(1, int(r)), ())) for r in room]
    chosen = [(i, s) for i, (s, r) in enumerate(zip(starts, room, strict=True)) if r > 0]
    cut = lambda mel: torch.stack([mel[i, s : s + PIECE] for i, s in chosen])  # noqa: E731
    return cut(fake), cut(real)


PARTS = ("net", "average", "critic", "optimiser", "critic_optimiser")


class Trainer:
    def __init__(self, run: Path, device: str):
        torch.manual_seed(1234)
        self.run, self.device, self.step, self.pace = run, device, 0, 1.0
        self.net = Acoustic().to(device)
        self.average = copy.deepcopy(self.net).eval()
        self.critic = critics.Patch().to(device)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), 1e-3, betas=(0.9, 0.98), weight_decay=0.05)
        self.critic_optimiser = torch.optim.AdamW(self.critic.parameters(), 2e-4, betas=(0.5, 0.9))
        if (run / "state.pt").exists():
            state = torch.load(run / "state.pt", map_location=device, weights_only=True)
            self.step = state["step"]
            for name in PARTS:
                getattr(self, name).load_state_dict(state[name])

    def save(self, mean_hz: float) -> None:
        from safetensors.torch import save_file

        state = {"step": self.step, **{n: getattr(self, n).state_dict() for n in PARTS}}
        torch.save(state, self.run / "state.partial")
        (self.run / "state.partial").replace(self.run / "state.pt")
        half = {k: v.half().contiguous() for k, v in self.average.state_dict().items()}
        self.net.mean_hz, self.net.pace = mean_hz, self.pace
        about = {"step": str(self.step), **self.net.metadata()}
        save_file(half, self.run / "acoustic.safetensors", metadata=about)

    def train_step(self, batch: dict[str, torch.Tensor], until: int) -> dict[str, float]:
        warm = min(1.0, (self.step + 1) / WARM)
        for group in self.optimiser.param_groups:
            group["lr"] = 1e-3 * warm * (0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, self.step / until))))
        batch = {k: v.to(self.device) for k, v in batch.items()}
        total, seen, mel = losses(self.net, batch)
        if self.step >= SHARPEN * until:
            total = total + self._sharpen(*pieces(mel, batch["mel"], batch["frame_mask"]))
        self.optimiser.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        follow(self.average, self.net, self.step)
        self.step += 1
        return {k: float(v.detach()) for k, v in seen.items()}

    def _pace(self, batch: dict[str, torch.Tensor]) -> float:
        """Natural by predicted length of the words."""
        names = ("ids", "context", "token_mask", "speaker", "language")
        _, duration, _ = self.average.encode(*(batch[name] for name in names))
        inner = batch["token_mask"][..., 0] * (batch["ids"] >= 2)
        return float((batch["durations"] * inner).sum() / (torch.expm1(duration) * inner).sum())

    def _sharpen(self, fake: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """One step of the critic; what it then says of `fake`."""
        cast = torch.autocast(self.device, torch.bfloat16)
        self.critic.requires_grad_(True)
        with cast:
            loss = critics.critic_loss([self.critic(real)], [self.critic(fake.detach())])
        self.critic_optimiser.zero_grad()
        loss.backward()
        self.critic_optimiser.step()
        self.critic.requires_grad_(False)
        with cast:
            on_real, on_fake = [self.critic(real)], [self.critic(fake)]
        return 0.05 * critics.generator_loss(on_fake) + 0.1 * critics.feature_loss(on_real, on_fake)

    @torch.no_grad()
    def validate(self, examples: list[Example]) -> dict[str, float]:
        batch = {k: v.to(self.device) for k, v in collate(examples).items()}
        _, seen, mel = losses(self.average, batch)
        self.pace = self._pace(batch)
        voiced = batch["voiced"] > 0
        spread = mel[voiced].std(0) / batch["mel"][voiced].std(0)  # 1 where predicted mels vary as natural ones do
        return {f"v_{k}": float(v) for k, v in (seen | {"spread": spread.mean()}).items()}

    @torch.no_grad()
    def predict(self, examples: list[Example], out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        for e in examples:
            b = {k: v.to(self.device) for k, v in collate([e]).items()}
            hidden, _, _ = self.average.encode(b["ids"], b["context"], b["token_mask"], b["speaker"], b["language"])
            frames = self.average.spread(hidden, b["energy"], b["index"], b["position"])
            mel = self.average.decode(frames, b["octaves"], b["voiced"], b["frame_mask"], b["speaker"])
            np.save(out / f"{e.name}.npy", mel[0].T.cpu().numpy().astype(np.float16))


def usable(clips: list[Clip], alignment: dict) -> list[Clip]:
    """The likeliest take of every prompt, and others that are about as likely."""
    best: dict[str, float] = {}
    for c in clips:
        best[c.prompt] = max(best.get(c.prompt, -np.inf), alignment[c.name]["score"])
    return [c for c in clips if alignment[c.name]["score"] >= best[c.prompt] - NEAR]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_data_argument(parser)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--until", type=int, default=12000)
    parser.add_argument("--predict", type=Path, help="write predicted mels there instead of training")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    alignment = json.loads((args.data / "alignment.json").read_text(encoding="utf-8"))
    clips = usable(load(args.data, held_out=False), alignment)
    mean_hz = mean_pitch(clips)
    trainer = Trainer(args.run, "cuda" if torch.cuda.is_available() else "cpu")
    if args.predict:
        everything = usable(load(args.data), alignment)
        trainer.predict([example(c, alignment[c.name], mean_hz) for c in everything], args.predict)
        return
    examples = [example(c, alignment[c.name], mean_hz) for c in clips if not is_validation(c)]
    judged = [example(c, alignment[c.name], mean_hz) for c in clips if is_validation(c)][:24]
    print(
        f"{len(examples)} clips, {len(judged)} to validate, mean F0 {mean_hz:.1f} Hz, step {trainer.step}", flush=True
    )

    names = ("mel", "duration", "energy", "pitch", "voicing")
    fresh = not (args.run / "log.csv").exists()
    with open(args.run / "log.csv", "a", newline="", encoding="utf-8") as file:
        log = csv.DictWriter(file, ["step", "seconds", *names, *(f"v_{n}" for n in (*names, "spread"))])
        if fresh:
            log.writeheader()
        began, sums, count = time.monotonic(), dict.fromkeys(names, 0.0), 0
        for batch in batches(examples, np.random.default_rng(trainer.step)):
            if trainer.step >= args.until:
                break
            seen = trainer.train_step(batch, args.until)
            sums, count = {k: sums[k] + seen[k] for k in names}, count + 1
            if trainer.step % 100 == 0:
                row = {"step": trainer.step, "seconds": round(time.monotonic() - began, 1)}
                row |= {k: round(v / count, 4) for k, v in sums.items()}
                if trainer.step % EVERY == 0:
                    row |= {k: round(v, 4) for k, v in trainer.validate(judged).items()}
                log.writerow(row)
                file.flush()
                print(row, flush=True)
                sums, count = dict.fromkeys(names, 0.0), 0
            if trainer.step % EVERY == 0:
                trainer.save(mean_hz)
                plot(args.run / "log.csv")
    trainer.save(mean_hz)


if __name__ == "__main__":
    main()
