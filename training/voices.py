"""Makes the sample voices: one is Kathleen's own, the others are blends that belong to nobody.

    python -m training.voices --data var/kathleen var/librispeech [--out synth/weights/voices]

A blend is the mean vector of a speaker and of the two others of about that pitch who are nearest; of all blends those
are taken that lie farthest from each other. What is set by hand is the character: pitch, its movement, pace,
brightness.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from synth.speech.mel import BANDS
from synth.voice.encoder import load_encoder
from synth.voice.voice import Voice
from training.corpus import load
from training.encoder import looks
from training.examples import mean_pitch

NEAREST = 2


@dataclass(frozen=True)
class Character:
    """hz: mean F0; spread and pace as in Voice; bright: dB by which the highest band is raised against the lowest."""

    name: str
    about: str
    hz: float
    spread: float = 1.0
    pace: float = 1.0
    bright: float = 0.0


OWN = ("nari", "a calm woman")  # Kathleen, who gave her voice for this
BLENDS = (  # each as far as can be from those before it
    Character("jun", "a clear man, even and friendly", 118),
    Character("dan", "a low man, slow and calm", 94, pace=1.06),
    Character("theo", "a lively man with a higher voice", 142, spread=1.3, pace=0.96),
    Character("sora", "a bright woman, lively", 208, spread=1.25, pace=0.95),
    Character("hana", "a young woman, light and quick", 232, spread=1.15, pace=0.92, bright=12),
    Character("yuna", "a low, warm voice", 165),
)
LEFT_OUT = ("jun",)  # too like dan; the others were chosen to lie far from him, too
PIVOT = 0.25  # of the bands: about where a brighter voice is as loud as before
NEAR_HZ = 0.14  # a blend's speakers have mean F0s within this share of the character's


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, nargs=2, required=True, help="prepared Kathleen, prepared LibriSpeech")
    parser.add_argument("--out", type=Path, default=Path("synth/weights/voices"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    encoder = load_encoder()
    kathleen = load(args.data[0], held_out=False)
    clips = load(args.data[1], held_out=False)
    vectors = looks(encoder, clips)
    hz = np.array([mean_pitch([clip]) for clip in clips])
    own = F.normalize(looks(encoder, kathleen[::100]).mean(0), dim=0)
    write(args.out, Character(*OWN, mean_pitch(kathleen)), own)
    taken = [own]
    for character in BLENDS:
        similar = np.abs(np.log(hz / character.hz)) < NEAR_HZ
        taken.append(farthest(vectors[similar], torch.stack(taken)))
        if character.name not in LEFT_OUT:
            write(args.out, character, taken[-1])


def farthest(vectors: torch.Tensor, taken: torch.Tensor) -> torch.Tensor:
    """Of all blends of (n, 256) the one (256,) least like any of those taken."""
    near = (vectors @ vectors.T).topk(NEAREST + 1).indices  # each speaker first
    blends = F.normalize(vectors[near].mean(1), dim=1)
    return blends[int((blends @ taken.T).amax(1).argmin())]


def write(out: Path, who: Character, vector: torch.Tensor) -> None:
    tilt = who.bright * np.log(10) / 20 * (np.linspace(0, 1, BANDS) - PIVOT) + 0.0  # no -0
    voice = Voice(
        who.name,
        vector.numpy(),
        who.hz,
        spread=who.spread,
        pace=who.pace,
        tilt=tilt.astype(np.float32),
        about=who.about,
    )
    voice.save(out / f"{who.name}.safetensors")
    print(f"{who.name}: {who.hz:.0f} Hz, {who.about}", flush=True)


if __name__ == "__main__":
    main()
