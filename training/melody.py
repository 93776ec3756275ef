"""Trains the melody model: transformers' GPT-2 at two million parameters on melodies of published scores; resumable.

    python -m training.melody [--data var/corpora/scores] [--run var/melody] [--until 3000]

`--data` holds what `training.scores` wrote. Whole pieces are held out. Every 250 steps the loss over the valid pieces
is written to RUN/log.csv, and whenever it is the lowest so far RUN/melody.safetensors, ready to be copied to
synth/weights/: weights in half precision, the spread of human phrases for the critic, and the runs of notes not to be
repeated. Stops by itself when the loss has not fallen for 2,000 steps.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from synth.music import critic
from synth.music.network import HEADS
from synth.music.tokens import BESIDE, LENGTH, VOCABULARY, Tone, Tune, encode
from training.scores import pieces
from training.scores_phrases import melodies, tunes

WIDTH, LAYERS, CONTEXT = 192, 4, 512
BATCH, CROP = 16, 320
RATE, WARM_UP, DECAY, DROPOUT = 1.2e-3, 200, 0.1, 0.15
EVERY, PATIENCE = 250, 2000
BITS = 2**19  # bytes of the filter of known runs
IGNORED = -100
Example = tuple[np.ndarray, np.ndarray]  # tokens (t + 1,), beside (t, BESIDE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("var/corpora/scores"))
    parser.add_argument("--run", type=Path, default=Path("var/melody"))
    parser.add_argument("--until", type=int, default=3000)
    arguments = parser.parse_args()
    arguments.run.mkdir(parents=True, exist_ok=True)
    kept = pieces(arguments.data)
    train, valid = (
        [t for piece in kept if piece["split"] == split for t in tunes(piece)] for split in ("train", "valid")
    )
    about = judged(train, [lines for piece in kept if piece["split"] != "test" for lines in melodies(piece)])
    del kept
    print(
        f"{len(train)} tunes to learn from, {sum(len(tune.tones) for tune in train)} notes; {len(valid)} to choose by"
    )
    learn(train, valid, about, arguments.run, arguments.until)


def network(dropout: float = DROPOUT):
    from synth.torchaudio_cpu import torchaudio

    torchaudio()
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(
        GPT2Config(
            vocab_size=VOCABULARY, n_positions=CONTEXT, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS,
            resid_pdrop=dropout, embd_pdrop=dropout, attn_pdrop=0.0, use_cache=False,
            activation_function="gelu_pytorch_tanh", bos_token_id=0, eos_token_id=0,
        )
    )  # fmt: skip


def logits(net, tokens: torch.Tensor, beside: torch.Tensor) -> torch.Tensor:
    """(n, t) tokens and (n, t, BESIDE) what stands beside them to (n, t, VOCABULARY): embeddings are added."""
    table = net.transformer.wte
    return net(inputs_embeds=table(tokens) + table(beside).sum(dim=2)).logits


def learn(train: list[Tune], valid: list[Tune], about: dict[str, np.ndarray], run: Path, until: int) -> None:
    torch.manual_seed(0)
    net = network()
    decayed = [weight for weight in net.parameters() if weight.dim() > 1]
    plain = [weight for weight in net.parameters() if weight.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": DECAY}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, RATE, betas=(0.9, 0.98))
    step, best, best_step, state = 0, math.inf, 0, run / "state.pt"
    if state.exists():
        kept = torch.load(state, weights_only=True)
        net.load_state_dict(kept["net"])
        optimiser.load_state_dict(kept["optimiser"])
        step, best, best_step = kept["step"], kept["best"], kept["best_step"]
    print(f"{sum(weight.numel() for weight in net.parameters()):,} parameters, from step {step}")
    examples, held = _examples(train), _examples(valid)
    losses: list[float] = []
    started = time.monotonic()
    while step < until and step - best_step < PATIENCE:
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM_UP, 0.5 * (1 + math.cos(math.pi * step / until)) + 0.02)
        net.train()
        loss = _loss(net, _batch(examples, np.random.default_rng(step)))[0]
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        step += 1
        if step % EVERY == 0 or step == until:
            whole, lengths, pitches = validate(net, held)
            if whole < best:
                best, best_step = whole, step
                ship(net, about, run / "melody.safetensors", step, whole)
            row = [step, np.mean(losses), whole, lengths, pitches, time.monotonic() - started]
            _log(run / "log.csv", row)
            losses = []
            kept = {"net": net.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save(kept | {"step": step, "best": best, "best_step": best_step}, state)
    print(f"best at step {best_step}: {best:.4f} a token over the valid pieces")


def _examples(found: list[Tune]) -> list[Example]:
    rows = [encode(tune) for tune in found]
    return [(np.array(tokens, np.int64), np.array(beside, np.int64)) for tokens, beside in rows if len(tokens) > 8]


def _batch(examples: list[Example], dice: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """tokens (n, t), beside (n, t, BESIDE), targets (n, t): crops of examples of like length, long ones more often."""
    size = np.minimum([len(beside) for _, beside in examples], CROP)
    drawn = dice.choice(len(examples), BATCH * 4, p=size / size.sum())
    drawn = sorted(drawn, key=lambda which: size[which])
    first = int(dice.integers(4)) * BATCH
    return _stack([_crop(*examples[which], dice) for which in drawn[first : first + BATCH]])


def _crop(tokens: np.ndarray, beside: np.ndarray, dice: np.random.Generator) -> Example:
    """From the start, or from any token on: a tune's beginning is what it most often has to make."""
    spare = len(beside) - CROP
    if spare <= 0:
        return tokens, beside
    start = int(dice.integers(spare + 1)) if dice.random() < 0.7 else 0
    return tokens[start : start + CROP + 1], beside[start : start + CROP]


def _stack(rows: list[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    longest = max(len(beside) for _, beside in rows)
    tokens, targets = np.zeros((len(rows), longest), np.int64), np.full((len(rows), longest), IGNORED, np.int64)
    around = np.zeros((len(rows), longest, BESIDE), np.int64)
    for number, (line, beside) in enumerate(rows):
        tokens[number, : len(beside)], targets[number, : len(beside)] = line[:-1], line[1:]
        around[number, : len(beside)] = beside
    return torch.from_numpy(tokens), torch.from_numpy(around), torch.from_numpy(targets)


def _loss(net, batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    tokens, beside, targets = batch
    with torch.autocast("cpu", torch.bfloat16):
        out = logits(net, tokens, beside)
    each = torch.nn.functional.cross_entropy(out.float().flatten(0, 1), targets.flatten(), reduction="none")
    counted = targets.flatten() != IGNORED
    return each.sum() / counted.sum(), each[counted], targets.flatten()[counted]


@torch.inference_mode()
def validate(net, held: list[Example]) -> tuple[float, float, float]:
    """Nats a token over the first 512 of every held-out tune: of all tokens, of lengths, of pitches."""
    net.eval()
    rows = sorted(((tokens[: CONTEXT + 1], beside[:CONTEXT]) for tokens, beside in held), key=lambda row: len(row[1]))
    found = [_loss(net, _stack(rows[at : at + BATCH]))[1:] for at in range(0, len(rows), BATCH)]
    each, kind = torch.cat([loss for loss, _ in found]), torch.cat([target for _, target in found])
    length = (kind >= LENGTH[0]) & (kind <= LENGTH[-1])
    return each.mean().item(), each[length].mean().item(), each[~length].mean().item()


def judged(train: list[Tune], known: list[list[Tone]]) -> dict[str, np.ndarray]:
    """For the critic: mean and spread of the features of sung phrases, and every run of nine notes that is known."""
    rows = [
        critic.features(tune, number)
        for tune in train[::2] if tune.sung
        for number in range(len(tune.lines)) if sum(tone.phrase == number for tone in tune.tones) > 3
    ]  # fmt: skip
    seen = critic.Seen(np.zeros(BITS, np.uint8))
    for run in {run for tones in (*(tune.tones for tune in train), *known) for run in critic.runs(tones)}:
        seen.add(run)
    figures = np.stack(rows)
    return {
        "critic.mean": figures.mean(axis=0).astype(np.float32),
        "critic.spread": np.maximum(figures.std(axis=0), 1e-3).astype(np.float32),
        "critic.seen": seen.bits,
    }


def ship(net, about: dict[str, np.ndarray], path: Path, step: int, loss: float) -> None:
    weights = {
        name: tensor.detach().half().numpy().copy()
        for name, tensor in net.state_dict().items()
        if name != "lm_head.weight"
    }
    save_file(weights | about, path, {"steps": str(step), "valid": f"{loss:.4f}"})


def _log(path: Path, row: list[float]) -> None:
    fresh = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        if fresh:
            rows.writerow(["step", "train", "valid", "lengths", "pitches", "seconds"])
        rows.writerow([f"{value:.4f}" if isinstance(value, float) else value for value in row])
    print(*[f"{value:.4f}" if isinstance(value, float) else value for value in row], flush=True)


if __name__ == "__main__":
    main()
