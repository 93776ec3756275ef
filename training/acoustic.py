"""Trains the acoustic model on aligned clips of many speakers; resumable, with a log.

    python -m training.acoustic --data var/kathleen var/kerstin … --run var/acoustic [--until 10000] [--start FILE]
    python -m training.acoustic --data var/kathleen … --run var/acoustic --predict DIR    # mels for tuning the vocoder

Each of `--data` holds what `training.corpus` and `training.align` (or `training.synthetic`) made. `--start` begins with
weights that are there, such as the shipped ones: with Zeroth-Korean at hand, all it takes for native Korean is

    python -m training.corpus zeroth --source ZEROTH && python -m training.align --data var/zeroth &&
    python -m training.acoustic --data var/kathleen var/zeroth --run var/ko --start synth/weights/acoustic.safetensors

(and more of the corpora, for more voices). `--predict` writes, for every clip, the mel predicted at its natural
durations, F0 and energy. Speech that is not native teaches timbre alone, neither phones nor melody.
"""

from __future__ import annotations

import argparse
import copy
import csv
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from synth.speech.acoustic import Acoustic
from synth.speech.loading import load_acoustic
from synth.voice.encoder import load_encoder
from training import discriminators as critics
from training.corpus import Clip
from training.examples import Example, batches, collate, read_corpus
from training.vocoder import follow, is_validation, plot

BATCH = 16
EVERY = 500
RATE, WARM = 8e-4, 300
SHARPEN = 0.7  # from this share of the steps on, a patch critic works against the blur of the L1 loss
PIECE = 64  # frames that it looks at
UNSEEN = 8  # speakers of LibriSpeech kept apart, to see what strangers sound like


def losses(net: Acoustic, b: dict[str, torch.Tensor]) -> tuple[torch.Tensor, dict[str, torch.Tensor], torch.Tensor]:
    """Total loss, its parts and the mel, with the natural durations, energy and F0 fed to what comes after them."""
    native = b["native"][:, None]
    with torch.autocast(b["mel"].device.type, torch.bfloat16):
        styles = net.styles(b["speaker"] + b["synthetic"][:, None] * net.synthetic)
        hidden, duration, energy = net.encode(b["ids"], b["context"], b["token_mask"], styles, b["language"])
        hidden = torch.where(native[:, :, None] > 0, hidden, hidden.detach())
        frames = net.spread(hidden, b["energy"], b["index"], b["position"])
        pitch, voicing = net.contour(frames.detach() * 0.9 + frames * 0.1, b["frame_mask"], styles)
        mel = net.decode(frames, b["octaves"], b["voiced"], b["level"], b["frame_mask"], styles)
    token, frame = b["token_mask"][..., 0], b["frame_mask"][..., 0]

    def mean(value: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return (value.float() * mask).sum() / mask.sum().clamp(min=1)

    wanted = torch.log1p(b["durations"].float())
    seen = {
        "mel": mean((mel.float() - b["mel"]).abs().mean(2), frame),
        "duration": mean((duration.float() - wanted) ** 2, token * native),
        "energy": mean((energy.float() - b["energy"]) ** 2, token),
        "pitch": mean((pitch.float() - b["octaves"]).abs(), frame * b["voiced"] * native),
        "voicing": mean(F.binary_cross_entropy_with_logits(voicing.float(), b["voiced"], reduction="none"), frame),
    }
    total = seen["mel"] + 0.3 * seen["duration"] + 0.1 * seen["energy"] + seen["pitch"] + 0.2 * seen["voicing"]
    return total, seen, mel.float()


def pieces(fake: torch.Tensor, real: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The same stretch of 64 frames from both, inside every clip of a batch (b, t, 80)."""
    room = mask[..., 0].sum(1).long() - PIECE
    starts = [int(torch.randint(max(1, int(r)), ())) for r in room]
    chosen = [(i, s) for i, (s, r) in enumerate(zip(starts, room, strict=True)) if r > 0]
    cut = lambda mel: torch.stack([mel[i, s : s + PIECE] for i, s in chosen])  # noqa: E731
    return cut(fake), cut(real)


PARTS = ("net", "average", "critic", "optimiser", "critic_optimiser")


class Trainer:
    def __init__(self, run: Path, device: str, start: Path | None = None):
        torch.manual_seed(1234)
        self.run, self.device, self.step, self.pace = run, device, 0, 1.0
        self.net = (load_acoustic(start).train() if start else Acoustic()).to(device)
        self.average = copy.deepcopy(self.net).eval()
        self.critic = critics.Patch().to(device)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), RATE, betas=(0.9, 0.98), weight_decay=0.05)
        self.critic_optimiser = torch.optim.AdamW(self.critic.parameters(), 2e-4, betas=(0.5, 0.9))
        if (run / "state.pt").exists():
            state = torch.load(run / "state.pt", map_location=device, weights_only=True)
            self.step = state["step"]
            for name in PARTS:
                getattr(self, name).load_state_dict(state[name])

    def save(self) -> None:
        from safetensors.torch import save_file

        state = {"step": self.step, **{n: getattr(self, n).state_dict() for n in PARTS}}
        torch.save(state, self.run / "state.partial")
        (self.run / "state.partial").replace(self.run / "state.pt")
        half = {k: v.half().contiguous() for k, v in self.average.state_dict().items()}
        self.net.pace = self.pace
        about = {"step": str(self.step), **self.net.metadata()}
        save_file(half, self.run / "acoustic.safetensors", metadata=about)

    def train_step(self, batch: dict[str, torch.Tensor], until: int) -> dict[str, float]:
        warm = min(1.0, (self.step + 1) / WARM)
        for group in self.optimiser.param_groups:
            group["lr"] = RATE * warm * (0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, self.step / until))))
        batch = {k: v.to(self.device) for k, v in batch.items()}
        total, seen, mel = losses(self.net, batch)
        if self.step >= SHARPEN * until:
            human = batch["frame_mask"] * (1 - batch["synthetic"])[:, None, None]
            total = total + self._sharpen(*pieces(mel, batch["mel"], human))
        self.optimiser.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        follow(self.average, self.net, self.step)
        self.step += 1
        return {k: float(v.detach()) for k, v in seen.items()}

    def _pace(self, batch: dict[str, torch.Tensor]) -> float:
        """Natural by predicted length of the words."""
        styles = self.average.styles(batch["speaker"])
        _, duration, _ = self.average.encode(
            batch["ids"], batch["context"], batch["token_mask"], styles, batch["language"]
        )
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
    def validate(self, known: list[Example], unseen: list[Example]) -> dict[str, float]:
        """How the averaged weights do on held-out prompts of the first corpus, and on strangers."""
        batch = {k: v.to(self.device) for k, v in collate(known).items()}
        _, seen, mel = losses(self.average, batch)
        self.pace = self._pace(batch)
        voiced = batch["voiced"] > 0
        spread = mel[voiced].std(0) / batch["mel"][voiced].std(0)  # 1 where predicted mels vary as natural ones do
        out = {f"v_{k}": float(v) for k, v in (seen | {"spread": spread.mean()}).items()}
        if unseen:
            _, seen, _ = losses(self.average, {k: v.to(self.device) for k, v in collate(unseen).items()})
            out["v_unseen"] = float(seen["mel"])
        return out

    @torch.no_grad()
    def predict(self, clips: list[tuple[Clip, Example]], out: Path) -> None:
        """Writes the mel (80, frames) of every clip that is one example."""
        out.mkdir(parents=True, exist_ok=True)
        for clip, e in clips:
            if len(e.mel) != clip.mel.shape[1]:
                continue
            batch = {k: v.to(self.device) for k, v in collate([e]).items()}
            _, _, mel = losses(self.average, batch)
            np.save(out / f"{clip.name}.npy", mel[0].T.cpu().numpy().astype(np.float16))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="prepared corpora, the main one first")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--until", type=int, default=10000)
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--predict", type=Path, help="write predicted mels there instead of training")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(args.run, "cuda" if torch.cuda.is_available() else "cpu", args.start)
    corpora = {data.name: read_corpus(data, load_encoder()) for data in args.data}
    if args.predict:
        for clips in corpora.values():
            trainer.predict(clips, args.predict)
        return
    strangers = sorted({c.speaker for c, _ in corpora.get("librispeech", []) if not c.held_out})[-UNSEEN:]
    unseen = [e for c, e in corpora.get("librispeech", []) if c.speaker in strangers]
    known = [e for c, e in corpora[args.data[0].name] if not c.held_out and is_validation(c)][:24]
    learned = {
        name: [e for c, e in clips if not c.held_out and c.speaker not in strangers and not is_validation(c)]
        for name, clips in corpora.items()
    }
    counts = ", ".join(f"{name} {len(examples)}" for name, examples in learned.items())
    print(f"{counts}; {len(known)} and {len(unseen)} to validate, step {trainer.step}", flush=True)
    run(trainer, learned, known, unseen, args.until)


def run(trainer: Trainer, learned: dict, known: list[Example], unseen: list[Example], until: int) -> None:
    """Trains until that step, with a line of RUN/log.csv every 100 steps."""
    names = ("mel", "duration", "energy", "pitch", "voicing")
    path = trainer.run / "log.csv"
    fresh = not path.exists()
    with open(path, "a", newline="", encoding="utf-8") as file:
        log = csv.DictWriter(file, ["step", "seconds", *names, *(f"v_{n}" for n in (*names, "spread", "unseen"))])
        if fresh:
            log.writeheader()
        began, sums, count = time.monotonic(), dict.fromkeys(names, 0.0), 0
        for batch in batches(learned, BATCH, np.random.default_rng(trainer.step)):
            if trainer.step >= until:
                break
            seen = trainer.train_step(batch, until)
            sums, count = {k: sums[k] + seen[k] for k in names}, count + 1
            if trainer.step % 100 == 0:
                row = {"step": trainer.step, "seconds": round(time.monotonic() - began, 1)}
                row |= {k: round(v / count, 4) for k, v in sums.items()}
                if trainer.step % EVERY == 0:
                    row |= {k: round(v, 4) for k, v in trainer.validate(known, unseen).items()}
                log.writerow(row)
                file.flush()
                print(row, flush=True)
                sums, count = dict.fromkeys(names, 0.0), 0
            if trainer.step % EVERY == 0:
                trainer.save()
                plot(path)
    trainer.save()


if __name__ == "__main__":
    main()
