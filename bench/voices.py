"""The sample voices: how different they are from each other, and how well each is understood.

    python -m bench.voices [--data var/kathleen] [--prompts 20]

Likeness is judged by an encoder that is not ours (the same person 0.858, two people 0.524); words by pocketsphinx, on
held-out prompts, beside the natural recordings of the same.
"""

from __future__ import annotations

import argparse
from itertools import combinations

import numpy as np

from bench.likeness import vector
from bench.speech import word_error_rate
from synth.speech.networks import Networks
from synth.speech.speech import Speech
from synth.voice.samples import NAMES
from training.corpus import add_data_argument, last_takes, load


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.voices", description=(__doc__ or "").splitlines()[0])
    add_data_argument(parser)
    parser.add_argument("--prompts", type=int, default=20)
    args = parser.parse_args()
    clips = last_takes(load(args.data, held_out=True))
    clips = clips[:: max(1, len(clips) // args.prompts)][: args.prompts]
    print(f"natural: {word_error_rate([(c.text, c.audio / 32768) for c in clips]):.3f} of words wrong", flush=True)
    networks, heard = Networks(), {}
    for name in NAMES:
        speech = Speech(name, networks)
        said = [(c.text, speech.speak(speech.draft(c.text))) for c in clips]
        heard[name] = np.mean([vector(audio) for _, audio in said[:5]], axis=0)
        print(f"{name:8} {word_error_rate(said):.3f}  {speech.voice.about}", flush=True)
    alike = {
        (a, b): float(heard[a] @ heard[b] / np.linalg.norm(heard[a]) / np.linalg.norm(heard[b]))
        for a, b in combinations(NAMES, 2)
    }
    (first, second), most = max(alike.items(), key=lambda pair: pair[1])
    print(f"likeness of two of them: mean {np.mean(list(alike.values())):.3f}, most {most:.3f} ({first} and {second})")


if __name__ == "__main__":
    main()
