"""Trains the speaker encoder on the clips of many speakers; resumable, with a log.

    python -m training.encoder --data var/librispeech var/speechocean … --run var/encoder [--until 4000]

Every speaker, and every speaker warped in frequency by one of five factors, is a class of its own. Crops are coloured,
reverberated and made noisy in the mel domain, so that neither a microphone nor a room tells who speaks. Held-out
speakers serve to measure: the equal error rate over all pairs of their clips.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from synth.speech.mel import BANDS, basis
from synth.voice.encoder import STEP, WINDOW, SpeakerEncoder
from synth.voice.voice import VECTOR
from training.corpus import Clip, load

BATCH, FRAMES = 128, (110, 220)
WARPS = (0.84, 0.92, 1.0, 1.09, 1.19)
MARGIN, SCALE = 0.2, 30.0
RATE = 1.5e-3


class Margin(nn.Module):
    """Additive angular margin softmax over the classes: cross entropy of (b, 256) unit vectors."""

    def __init__(self, classes: int):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, VECTOR) * 0.05)

    def forward(self, vector: torch.Tensor, label: torch.Tensor, margin: float) -> tuple[torch.Tensor, torch.Tensor]:
        cosine = vector @ F.normalize(self.weight, dim=1).T
        angle = torch.acos(cosine.clamp(-1 + 1e-6, 1 - 1e-6))
        hard = torch.cos((angle + margin * F.one_hot(label, len(self.weight))).clamp(max=np.pi))
        return F.cross_entropy(SCALE * hard, label), (cosine.argmax(1) == label).float().mean()


def warping(factor: float) -> torch.Tensor:
    """(80, 80): log-mel bands resampled as if every frequency were `factor` times as high."""
    centre = (basis() * torch.linspace(0, 1, basis().shape[1])).sum(1) / basis().sum(1)  # of each band, any unit
    place = np.interp((centre / factor).numpy(), centre.numpy(), np.arange(BANDS))
    low = np.minimum(place.astype(int), BANDS - 2)
    table = torch.zeros(BANDS, BANDS)
    rows = torch.arange(BANDS)
    table[rows, torch.from_numpy(low)] = torch.from_numpy((1 - (place - low)).astype(np.float32))
    table[rows, torch.from_numpy(low + 1)] = torch.from_numpy((place - low).astype(np.float32))
    return table


class Crops:
    """Random batches: log-mel (128, 80, frames), class (128,)."""

    def __init__(self, clips: list[Clip], seed: int):
        self.random = np.random.default_rng(seed)
        by_speaker: dict[str, list[np.ndarray]] = {}
        for clip in clips:
            by_speaker.setdefault(clip.speaker, []).append(clip.mel)
        self.speakers = list(by_speaker.values())
        self.warps = [warping(f) for f in WARPS]

    def batch(self) -> tuple[torch.Tensor, torch.Tensor]:
        frames = int(self.random.integers(*FRAMES))
        who = self.random.integers(len(self.speakers), size=BATCH)
        mels = torch.from_numpy(np.stack([self._crop(self.speakers[w], frames) for w in who]).astype(np.float32))
        warp = self.random.integers(len(WARPS), size=BATCH)
        for k, table in enumerate(self.warps):
            rows = torch.from_numpy(warp == k)
            mels[rows] = table @ mels[rows]
        return self._worse(mels), torch.from_numpy(who * len(WARPS) + warp)

    def _crop(self, mels: list[np.ndarray], frames: int) -> np.ndarray:
        mel = mels[self.random.integers(len(mels))]
        while mel.shape[1] < frames:
            mel = np.concatenate([mel, mels[self.random.integers(len(mels))]], 1)
        start = self.random.integers(mel.shape[1] - frames + 1)
        return mel[:, start : start + frames]

    def _worse(self, mel: torch.Tensor) -> torch.Tensor:
        """Another microphone, room and noise for every crop."""
        count = len(mel)
        uniform = lambda low, high, *shape: torch.from_numpy(self.random.uniform(low, high, shape)).float()  # noqa: E731
        curve = F.interpolate(torch.randn(count, 1, 7), BANDS, mode="linear", align_corners=True)[:, 0, :, None]
        tilt = torch.linspace(-1, 1, BANDS)[None, :, None] * uniform(-0.8, 0.8, count, 1, 1)
        mel = mel + 0.5 * curve + tilt
        roomy = torch.rand(count) < 0.4
        if roomy.any():  # an exponential tail of power, 60 dB down after 0.15 .. 0.8 s
            fall = torch.exp(-torch.arange(40)[None] * 13.8 * 256 / 22050 / uniform(0.15, 0.8, int(roomy.sum()), 1))
            fall[:, 1:] *= uniform(0.02, 0.2, len(fall), 1)
            power = (2 * mel[roomy]).exp()
            tails = F.conv1d(F.pad(power, (39, 0)).transpose(0, 1), fall.flip(1)[:, None], groups=len(fall))
            mel[roomy] = 0.5 * tails.transpose(0, 1).clamp(min=1e-10).log()
        noisy = torch.rand(count) < 0.6
        level = mel.amax((1, 2), keepdim=True) - uniform(1.2, 5.0, count, 1, 1)  # of the noise, under the loudest sound
        colour = 0.6 * F.interpolate(torch.randn(count, 1, 5), BANDS, mode="linear", align_corners=True)[:, 0, :, None]
        slope = torch.linspace(0, 1, BANDS)[None, :, None] * uniform(-2.0, 0.5, count, 1, 1)
        noise = level + colour + slope + 0.4 * torch.randn_like(mel)
        mel = torch.where(noisy[:, None, None], 0.5 * torch.logaddexp(2 * mel, 2 * noise), mel)
        start = int(self.random.integers(0, mel.shape[2] - 20))
        mel[:, :, start : start + int(self.random.integers(0, 20))] = mel.mean()
        return mel


@torch.no_grad()
def looks(net: SpeakerEncoder, clips: list[Clip]) -> torch.Tensor:
    """The vector of every clip, (n, 256)."""
    out = []
    for clip in clips:
        mel = torch.from_numpy(clip.mel.astype(np.float32))[None]
        starts = range(0, max(1, mel.shape[2] - WINDOW + 1), STEP)
        out.append(F.normalize(sum(net(mel[:, :, s : s + WINDOW]) for s in starts), dim=1))
    return torch.cat(out)


def equal_error_rate(vectors: torch.Tensor, speakers: list[str]) -> float:
    """Over all pairs of (n, 256) unit vectors: the rate at which as many are wrongly taken as wrongly refused."""
    score = (vectors @ vectors.T).numpy()
    names = np.array(speakers)
    pairs = np.triu(np.ones_like(score, bool), 1)
    same = (names[:, None] == names[None]) & pairs
    wrong, right = np.sort(score[pairs & ~same]), np.sort(score[same])
    thresholds = np.concatenate([wrong, right])
    taken = 1 - np.searchsorted(wrong, thresholds) / len(wrong)
    refused = np.searchsorted(right, thresholds) / len(right)
    best = np.abs(taken - refused).argmin()
    return float((taken[best] + refused[best]) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--until", type=int, default=4000)
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1234)
    clips = [clip for data in args.data for clip in load(data)]
    judged = [clip for clip in clips if clip.held_out and clip.speaker.startswith("libri")]
    crops = Crops([clip for clip in clips if not clip.held_out], 0)
    net, margin = SpeakerEncoder(), Margin(len(crops.speakers) * len(WARPS))
    parameters = [*net.parameters(), *margin.parameters()]
    optimiser = torch.optim.AdamW(parameters, RATE, weight_decay=0.02)
    step, state = 0, args.run / "state.pt"
    if state.exists():
        kept = torch.load(state, weights_only=True)
        step = kept["step"]
        for name, part in (("net", net), ("margin", margin), ("optimiser", optimiser)):
            part.load_state_dict(kept[name])
    print(
        f"{len(crops.speakers)} speakers, {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters", flush=True
    )
    began, seen = time.monotonic(), [0.0, 0.0]
    while step < args.until:
        for group in optimiser.param_groups:
            group["lr"] = (
                RATE * min(1.0, (step + 1) / 200) * max(0.01, 0.5 * (1 + math.cos(math.pi * step / args.until)))
            )
        mel, label = crops.batch()
        with torch.autocast("cpu", torch.bfloat16):
            vector = net(mel)
        loss, right = margin(vector, label, MARGIN * min(1.0, step / 1000))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step, seen = step + 1, [seen[0] + float(loss.detach()), seen[1] + float(right)]
        if step % 50 == 0:
            print(
                f"{step} {time.monotonic() - began:.0f} s loss {seen[0] / 50:.3f} right {seen[1] / 50:.3f}", flush=True
            )
            seen = [0.0, 0.0]
        if step % 250 == 0 or step == args.until:
            net.eval()
            if judged:
                rate = equal_error_rate(looks(net, judged), [clip.speaker for clip in judged])
                print(f"{step} equal error rate {rate:.4f} over {len(judged)} clips", flush=True)
            net.train()
            save(args.run, step, net, margin, optimiser)


def save(run: Path, step: int, net: nn.Module, margin: nn.Module, optimiser: torch.optim.Optimizer) -> None:
    from safetensors.torch import save_file

    parts = {"net": net.state_dict(), "margin": margin.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save({"step": step, **parts}, run / "state.partial")
    (run / "state.partial").replace(run / "state.pt")
    half = {k: v.half().contiguous() for k, v in net.state_dict().items() if v.is_floating_point()}
    save_file(half, run / "encoder.safetensors", metadata={"step": str(step)})


if __name__ == "__main__":
    main()
