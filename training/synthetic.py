"""Speech by espeak-ng with the exact time of every phone, as training.corpus and training.align would write it.

    python -m training.synthetic --text FILE --language ko --out var/synthetic-ko [--count N]

FILE holds one sentence a line. No recordings of Korean that may be used openly are at hand, so these tell the acoustic
model how Korean phones sound and how long they last; English made the same way tells it what is espeak-ng's manner and
not Korean. Voice, pace and pitch differ from sentence to sentence.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

from synth.speech.mel import HOP, SAMPLE_RATE, log_mel
from training.corpus import gain, pitch
from training.spoken import VOICES, Spoken, say

# of espeak-ng's variants those without an echo, which would fill the closures of stops
VARIANTS = ["m1", "m3", "m4", "m5", "m6", "m7", "m8", "Gene", "f1", "Annie", "belinda", "steph", "shelby"]
RATES = {"en": (130, 200), "ko": (150, 250)}  # espeak-ng's words a minute: about 12 phones, 5 to 8 syllables a second
PITCHES, SWINGS = (30, 70), (60, 100)  # 0 to 100, 50 is the voice's own
ROOM_DB = -62.0  # a recording's floor, falling off like a room's: digital silence teaches nothing
EDGE_FRAMES = (4, 12)  # silence before and after
HELD_OUT = 11  # every so many sentences one trains nothing, as in training.corpus


def clip(spoken: Spoken, random: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """Audio float32 (n,) at a recording's level, with its silence before and after and its floor; frames per token."""
    before, after = random.integers(*EDGE_FRAMES, 2)
    body = spoken.audio[: int(spoken.starts[-1])]
    body = np.pad(body * gain(body), (before * HOP, after * HOP + -len(body) % HOP))
    room = lfilter([1], [1, -0.9], random.standard_normal(len(body)))
    audio = np.clip(body + room / room.std() * 10 ** (ROOM_DB / 20), -1, 1).astype(np.float32)
    edges = np.round(spoken.starts / HOP).astype(int) + before
    edges[0] = 0
    edges = np.maximum.accumulate(edges - np.arange(len(edges))) + np.arange(len(edges))  # a frame at the least
    return audio, np.diff([*edges, len(audio) // HOP]).tolist()


def make(texts: list[str], language: str, out: Path, seed: int = 0) -> int:
    """Writes the clips of `texts` and their alignment.json below `out`; returns how many sentences were left out."""
    import torch

    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    alignment, failed = {}, 0
    for i, text in enumerate(texts):
        variant = VARIANTS[random.integers(len(VARIANTS))]
        manner = [int(random.integers(*span)) for span in (RATES[language], PITCHES, SWINGS)]
        try:
            try:
                spoken = say(text, language, variant, *manner)
            except ValueError:  # now and then espeak-ng loses the first event after it was used for something else
                spoken = say(text, language, variant, *manner)
        except (ValueError, KeyError) as error:
            failed += 1
            print(f"left out: {text} ({error})", flush=True)
            continue
        audio, frames = clip(spoken, random)
        mel = log_mel(torch.from_numpy(audio)[None])[0].numpy()
        name = f"{language}{i:05d}"
        np.savez(
            out / f"{name}.npz",
            speaker=f"espeak-{variant}",
            prompt=name,
            text=text,
            language=language,
            band=SAMPLE_RATE / 2,
            held_out=i % HELD_OUT == HELD_OUT - 1,
            audio=np.round(audio * 32767).astype(np.int16),
            mel=mel.astype(np.float16),
            f0=pitch(audio, mel.shape[1]),
        )
        alignment[name] = {"score": 0.0, "frames": frames, "tokens": [asdict(t) for t in spoken.tokens]}
        if (i + 1) % 100 == 0 or i + 1 == len(texts):
            print(f"{i + 1} of {len(texts)} sentences", flush=True)
    (out / "alignment.json").write_text(json.dumps(alignment, ensure_ascii=False), encoding="utf-8")
    return failed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--text", type=Path, required=True, help="one sentence a line")
    parser.add_argument("--language", choices=VOICES, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, help="only so many sentences")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    texts = [line.strip() for line in args.text.read_text(encoding="utf-8").splitlines() if line.strip()]
    failed = make(texts[: args.count], args.language, args.out)
    print(f"{failed} sentences left out")


if __name__ == "__main__":
    main()
