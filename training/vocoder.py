"""Trains our vocoder: first on spectral losses alone, then against small critics; resumable, with a log and a plot.

    python -m training.vocoder --data DIR --run var/vocoder [--until 40000] [--mels DIR]

`--data` holds what `training.corpus` made. With `--mels` (what `training.acoustic --predict` wrote) half of what it
learns from are mels that our own acoustic model predicts at the natural lengths and pitch. Every 1,000 steps it renders
validation prompts, measures PESQ (see bench/requirements.txt) and writes RUN/vocoder.safetensors (averaged weights),
ready to be copied to synth/weights/.
"""

from __future__ import annotations

import argparse
import copy
import csv
import time
from pathlib import Path

import numpy as np
import torch

from synth.speech.mel import HOP, SAMPLE_RATE, log_mel, magnitude
from synth.speech.source import excite
from synth.speech.vocoder import Vocoder
from training import discriminators as critics
from training.corpus import Clip, add_data_argument, load

BATCH, FRAMES = 16, 32
ALONE = 2000  # steps before the critics start
EVERY, KEEP = 1000, 250  # steps between validations, and between saved states
FFTS = ((512, 128), (1024, 256), (2048, 512))
DECAY = 0.999  # of the averaged weights
SETTLE = 0.3  # the learning rate falls over this last share of the steps


def is_validation(clip: Clip) -> bool:
    """Each fiftieth prompt of Kathleen's."""
    return clip.speaker == "kathleen" and int(clip.prompt[1:]) % 50 == 7


class Segments:
    """Random segments of clips with their excitation: mel (80, 32), excitation (2, 8192), audio (8192,).

    With `mels`, every other segment has the mel that our acoustic model predicts instead of the recording's own: the
    vocoder must stay true to the one and make the best of the other.
    """

    def __init__(self, clips: list[Clip], mels: Path | None, seed: int):
        self.random = np.random.default_rng(seed)
        self.clips = [c for c in clips if c.mel.shape[1] > FRAMES]
        self.views = [[self._view(c, c.mel) for c in self.clips]]
        if mels:
            self.views.append([self._view(c, np.load(mels / f"{c.name}.npy")) for c in self.clips])
        length = np.array([c.mel.shape[1] for c in self.clips])
        self.weight = length / length.sum()

    def _view(self, clip: Clip, mel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return mel, prior(mel, clip.f0, self.random).astype(np.float16)

    def batch(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        rows = []
        for k, i in enumerate(self.random.choice(len(self.clips), BATCH, p=self.weight)):
            mel, excitation = self.views[k % len(self.views)][i]
            start = int(self.random.integers(mel.shape[1] - FRAMES))
            a, b = start * HOP, (start + FRAMES) * HOP
            rows.append((mel[:, start : start + FRAMES], excitation[:, a:b], self.clips[i].audio[a:b] / 32768))
        stacked = (np.stack(column).astype(np.float32) for column in zip(*rows, strict=True))
        mel, excitation, audio = (torch.from_numpy(array) for array in stacked)
        return mel, excitation, audio


def prior(mel: np.ndarray, f0: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The excitation (2, n) of a whole clip."""
    noise = torch.from_numpy(random.standard_normal((1, mel.shape[1] * HOP)).astype(np.float32))
    return excite(torch.from_numpy(mel.astype(np.float32))[None], torch.from_numpy(f0)[None], noise)[0].numpy()


def spectral_loss(fake: torch.Tensor, real: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Multi-resolution STFT loss (spectral convergence + log magnitude), and L1 between full-band log-mels."""
    stft = torch.zeros((), device=fake.device)
    for n_fft, hop in FFTS:
        f, r = magnitude(fake, n_fft, hop), magnitude(real, n_fft, hop)
        stft = (
            stft + torch.norm(r - f) / torch.norm(r) + (r.clamp(min=1e-4).log() - f.clamp(min=1e-4).log()).abs().mean()
        )
    mel = (log_mel(fake, top_hz=None) - log_mel(real, top_hz=None)).abs().mean()
    return stft / len(FFTS), mel


@torch.no_grad()
def follow(average: torch.nn.Module, net: torch.nn.Module, step: int) -> None:
    """Moves averaged weights a little towards the current ones; in the first steps, when these change most, further."""
    for slow, fast in zip(average.parameters(), net.parameters(), strict=True):
        slow.lerp_(fast, 1 - min(DECAY, (1 + step) / (10 + step)))


class Trainer:
    def __init__(self, run: Path, device: str, channels: int):
        torch.manual_seed(1234)
        self.run, self.device = run, device
        self.net = Vocoder(channels).to(device)
        self.average = copy.deepcopy(self.net).eval()
        self.critics = critics.Critics().to(device)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), 4e-4, betas=(0.8, 0.99))
        self.critic_optimiser = torch.optim.AdamW(self.critics.parameters(), 2e-4, betas=(0.8, 0.99))
        self.step = 0
        if (run / "state.pt").exists():
            self._restore(torch.load(run / "state.pt", map_location=device, weights_only=True))

    def _parts(self) -> dict:
        return dict(net=self.net, average=self.average, critics=self.critics, optimiser=self.optimiser,
                    critic_optimiser=self.critic_optimiser)  # fmt: skip

    def _restore(self, state: dict) -> None:
        self.step = state.pop("step")
        for name, part in self._parts().items():
            part.load_state_dict(state[name])

    def save(self) -> None:
        from safetensors.torch import save_file

        partial = self.run / "state.partial"
        torch.save({"step": self.step, **{name: part.state_dict() for name, part in self._parts().items()}}, partial)
        partial.replace(self.run / "state.pt")
        half = {k: v.half().contiguous() for k, v in self.average.state_dict().items()}
        save_file(half, self.run / "vocoder.safetensors", metadata={"step": str(self.step)})

    def train_step(
        self, mel: torch.Tensor, excitation: torch.Tensor, real: torch.Tensor, until: int
    ) -> dict[str, float]:
        settle = min(1.0, max(0.05, (until - self.step) / (SETTLE * until)))
        for group in self.optimiser.param_groups:
            group["lr"] = (4e-4 if self.step < ALONE else 2e-4) * settle
        cast = torch.autocast(self.device, torch.bfloat16)
        with cast:
            fake = self.net(mel, excitation)
        fake = fake.float()
        stft, mel_l1 = spectral_loss(fake, real)
        loss, seen = 5 * stft + 15 * mel_l1, {"stft": stft, "mel": mel_l1}
        if self.step >= ALONE:
            seen["critic"] = self._critic_step(fake.detach(), real)
            for parameter in self.critics.parameters():
                parameter.requires_grad_(False)
            with cast:
                with torch.no_grad():
                    on_real = self.critics(real)
                on_fake = self.critics(fake)
            seen["adversarial"], seen["feature"] = (
                critics.generator_loss(on_fake),
                critics.feature_loss(on_real, on_fake),
            )
            loss = loss + seen["adversarial"] + 2 * seen["feature"]
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 10.0)
        self.optimiser.step()
        follow(self.average, self.net, self.step)
        self.step += 1
        return {name: float(value.detach()) for name, value in seen.items()}

    def _critic_step(self, fake: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        for parameter in self.critics.parameters():
            parameter.requires_grad_(True)
        with torch.autocast(self.device, torch.bfloat16):
            loss = critics.critic_loss(self.critics(real), self.critics(fake))
        self.critic_optimiser.zero_grad()
        loss.backward()
        self.critic_optimiser.step()
        return loss.detach()

    @torch.no_grad()
    def validate(self, clips: list[Clip]) -> dict[str, float]:
        import soundfile

        from training.judge import score

        (self.run / "samples").mkdir(exist_ok=True)
        scores = []
        for clip in clips:
            excitation = torch.from_numpy(prior(clip.mel, clip.f0, np.random.default_rng(0)))[None]
            net_in = torch.from_numpy(clip.mel.astype(np.float32))[None].to(self.device), excitation.to(self.device)
            audio = self.average(*net_in)[0].cpu().numpy()
            scores.append(score(clip.wave, audio))
            soundfile.write(self.run / "samples" / f"{clip.prompt}-{self.step:06d}.wav", audio, SAMPLE_RATE)
        return {"pesq": float(np.mean([s.pesq for s in scores])), "mel80": float(np.mean([s.log_mel for s in scores]))}


def plot(log: Path) -> None:
    """RUN/log.csv as RUN/log.png."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with open(log, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return
    names = [n for n in rows[0] if n not in ("step", "seconds")]
    figure, axes = pyplot.subplots(len(names), 1, figsize=(8, 2 * len(names)), sharex=True)
    for axis, name in zip(axes, names, strict=True):
        points = [(int(r["step"]), float(r[name])) for r in rows if r[name]]
        axis.plot(*zip(*points, strict=True) if points else ([], []))
        axis.set_ylabel(name)
    figure.savefig(log.with_suffix(".png"))
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_data_argument(parser)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--mels", type=Path, help="predicted mels to tune on")
    parser.add_argument("--until", type=int, default=40000)
    parser.add_argument("--channels", type=int, default=192)
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(args.run, "cuda" if torch.cuda.is_available() else "cpu", args.channels)
    clips = load(args.data, held_out=False)
    if args.mels:
        clips = [c for c in clips if (args.mels / f"{c.name}.npy").exists()]
    segments = Segments([c for c in clips if not is_validation(c)], args.mels, trainer.step)
    judged = list({c.prompt: c for c in clips if is_validation(c)}.values())[:12]
    print(f"{len(segments.clips)} clips, {len(judged)} to validate, step {trainer.step}", flush=True)

    fields = ["step", "seconds", "stft", "mel", "critic", "adversarial", "feature", "pesq", "mel80"]
    fresh = not (args.run / "log.csv").exists()
    with open(args.run / "log.csv", "a", newline="", encoding="utf-8") as file:
        log = csv.DictWriter(file, fields)
        if fresh:
            log.writeheader()
        began, sums, count = time.monotonic(), dict[str, float](), 0
        while trainer.step < args.until:
            losses = trainer.train_step(*(t.to(trainer.device) for t in segments.batch()), args.until)
            count += 1
            sums = {k: sums.get(k, 0.0) + v for k, v in losses.items()}
            if trainer.step % KEEP == 0:
                trainer.save()
            if trainer.step % 100 == 0:
                row = {"step": trainer.step, "seconds": round(time.monotonic() - began, 1)}
                row |= {k: round(v / count, 4) for k, v in sums.items()}
                if trainer.step % EVERY == 0:
                    row |= {k: round(v, 4) for k, v in trainer.validate(judged).items()}
                log.writerow(row)
                file.flush()
                print(row, flush=True)
                sums, count = {}, 0
            if trainer.step % KEEP == 0:
                plot(args.run / "log.csv")
    trainer.save()


if __name__ == "__main__":
    main()
