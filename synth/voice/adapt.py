"""A voice tuned on a person's readings of known sentences: thirty seconds to two minutes of them.

What the acoustic model derives from a speaker vector, the scale and shift of its conditional norms (AdaSpeech, arXiv
2103.00993), becomes the voice's own and follows the gradient on the recording; everything else stays as it was.
Held-out sentences say when to stop. What the tuned voice then still does otherwise is set by its manner (manner.py).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from synth.speech.networks import Networks
from synth.speech.pacing import frame_index
from synth.speech.phones import encode
from synth.voice import VoiceError
from synth.voice.example import Example, Reading, example
from synth.voice.manner import mannered
from synth.voice.voice import Voice

if TYPE_CHECKING:
    import torch

LEAST = 4  # readings that can be used, below which nothing is tuned
STEPS, EVERY, PATIENCE = 240, 20, 4
RATE = 0.012
KEPT = 0.3  # of the way from the clone to what was learnt: as alike, and far fewer words are slurred
HELD_OUT = 6  # every so many readings one is held out


def adapted(
    voice: Voice,
    readings: Sequence[Reading],
    networks: Networks,
    progress: Callable[[float], None] = lambda done: None,
) -> Voice:
    """`voice` (an instant clone of the same person) tuned on the readings, in two or three minutes.

    progress is told the share done. VoiceError if too few of the readings fit their text.
    """
    import torch

    examples = [e for e in (example(voice, r, networks) for r in readings) if e]
    if len(examples) < LEAST:
        raise VoiceError(f"Only {len(examples)} of {len(readings)} readings fit their text: read at least {LEAST} "
                         "sentences aloud, word for word, with a short pause between them.")  # fmt: skip
    every = min(HELD_OUT, len(examples))  # few readings: the last is held out
    held_out = examples[every - 1 :: every]
    learned = [e for i, e in enumerate(examples) if i % every != every - 1]
    net = copy.deepcopy(networks.acoustic).eval().requires_grad_(False)
    start = torch.from_numpy(networks.styles(voice.vector))
    styles = torch.nn.Parameter(start.clone())
    optimiser = torch.optim.Adam([styles], RATE, betas=(0.9, 0.98))
    batch, judged = _batch(learned, voice), _batch(held_out, voice)
    best, best_loss, since = start, _value(net, start, judged), 0
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - step / STEPS)
        optimiser.zero_grad()
        (_loss(net, styles, batch) + 0.02 * ((styles - start) ** 2).mean()).backward()
        optimiser.step()
        progress((step + 1) / STEPS)
        if (step + 1) % EVERY == 0:
            value = _value(net, styles.detach(), judged)
            if value < best_loss:
                best, best_loss, since = styles.detach().clone(), value, 0
            elif (since := since + 1) == PATIENCE:
                break
    best = start + KEPT * (best - start)  # as between weights: Wortsman et al., arXiv 2109.01903
    tuned = replace(voice, kind="adapted", adapted={"styles": best[0].numpy()}, contrast=np.ones_like(voice.contrast),
                    tilt=np.zeros_like(voice.tilt),
                    about="tuned on readings of known sentences")  # fmt: skip
    progress(1.0)
    return mannered(tuned, readings, examples, networks)


def _batch(examples: Sequence[Example], voice: Voice) -> dict[str, torch.Tensor]:
    import torch

    pad = lambda rows: torch.nn.utils.rnn.pad_sequence([torch.from_numpy(r) for r in rows], batch_first=True)  # noqa: E731
    ids, context, language = (pad(column) for column in zip(*(encode(list(e.tokens)) for e in examples), strict=True))
    index, position = (pad(column) for column in zip(*(frame_index(e.durations) for e in examples), strict=True))
    level = torch.full((len(examples),), voice.level)
    return {
        "ids": ids, "context": context, "language": language, "index": index, "position": position, "level": level,
        "sounding": pad([e.sounding for e in examples]), "energy": pad([_energy(e) for e in examples]),
        "mel": pad([np.ascontiguousarray(e.mel.T) for e in examples]), "octaves": pad([e.octaves for e in examples]),
        "voiced": pad([e.voiced for e in examples]),
        "tokens": pad([np.ones((len(e.tokens), 1), np.float32) for e in examples]),
        "frames": pad([np.ones((e.mel.shape[1], 1), np.float32) for e in examples]),
    }  # fmt: skip


def _energy(e: Example) -> np.ndarray:
    """The mean log-mel of every token from -5, as the acoustic model counts it."""
    index, _ = frame_index(e.durations)
    total = np.bincount(index, e.mel.mean(0), minlength=len(e.tokens))
    return np.where(e.durations > 0, total / np.maximum(e.durations, 1), -7.0).astype(np.float32) + 5.0


def _forward(net, styles: torch.Tensor, b: dict[str, torch.Tensor]):
    import torch

    every = styles.expand(len(b["ids"]), -1, -1)
    with torch.autocast("cpu", torch.bfloat16):
        hidden, duration, energy = net.encode(b["ids"], b["context"], b["tokens"], every, b["language"])
        frames = net.spread(hidden, b["energy"], b["index"], b["position"])
        octaves, _ = net.contour(frames, b["frames"], every)
        mel = net.decode(frames, b["octaves"], b["voiced"], b["level"], b["frames"], every)
    return mel.float(), duration.float(), energy.float(), octaves.float()


def _loss(net, styles: torch.Tensor, b: dict[str, torch.Tensor]) -> torch.Tensor:
    import torch

    mel, duration, energy, octaves = _forward(net, styles, b)
    token, frame = b["tokens"][..., 0], b["frames"][..., 0]
    wanted = torch.log1p(b["sounding"].float())
    return (
        ((mel - b["mel"]).abs().mean(2) * frame).sum() / frame.sum()
        + 0.2 * ((duration - wanted) ** 2 * token).sum() / token.sum()
        + 0.1 * ((energy - b["energy"]) ** 2 * token).sum() / token.sum()
        + 0.5 * ((octaves - b["octaves"]).abs() * frame * b["voiced"]).sum() / (frame * b["voiced"]).sum()
    )


def _value(net, styles: torch.Tensor, batch: dict[str, torch.Tensor]) -> float:
    import torch

    with torch.inference_mode():
        return float(_loss(net, styles, batch))
