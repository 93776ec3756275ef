"""How close copy-synthesis comes to the recording: PESQ-wb and log-mel L1 on prompts that nothing was trained on."""

from __future__ import annotations

import numpy as np


def main() -> None:
    """Copy-synthesis of the held-out prompts with the shipped vocoder, and its speed beside plain PyTorch."""
    import argparse
    from pathlib import Path

    from synth.speech.networks import WEIGHTS, Networks
    from synth.speech.speech import Speech
    from training.corpus import add_data_argument, last_takes, load
    from training.judge import score

    parser = argparse.ArgumentParser(prog="python -m bench.vocoder", description=main.__doc__)
    add_data_argument(parser)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    speech = Speech(networks=Networks(weights=args.weights))
    clips = last_takes(load(args.data, held_out=True))
    scores, shaped = [], []
    for clip in clips:
        mel, f0 = clip.mel.astype(np.float32)[None], clip.f0[None]
        excitation = speech.excitation(mel, f0, seed=0)
        scores.append(score(clip.wave, speech.networks.vocode(mel, excitation)[0][0]))
        shaped.append(score(clip.wave, excitation[0, 0]))
    print(f"{len(clips)} held-out prompts   PESQ-wb (min)      log-mel L1")
    for name, rows in (("vocoder", scores), ("its shaped source alone", shaped)):
        pesq = [s.pesq for s in rows]
        print(f"{name:26} {np.mean(pesq):.2f} ({min(pesq):.2f})        {np.mean([s.log_mel for s in rows]):.3f}")
    speed(speech)


def speed(speech, seconds: float = 10.0, rounds: int = 5) -> None:
    """Times real time on this machine: the generator through our runtime and through eager PyTorch, turn by turn."""
    import time

    import torch

    from synth.speech.mel import BANDS, HOP, SAMPLE_RATE

    frames = round(seconds * SAMPLE_RATE / HOP)
    mel = np.random.default_rng(0).standard_normal((1, BANDS, frames)).astype(np.float32)
    excitation = np.zeros((1, 2, frames * HOP), np.float32)
    tensors = torch.from_numpy(mel), torch.from_numpy(excitation)

    def eager() -> None:
        with torch.inference_mode():
            speech.networks.vocoder(*tensors)

    def compiled() -> None:
        speech.networks.vocode(mel, excitation)

    taken: dict[str, list[float]] = {"eager": [], "ours": []}
    for i in range(rounds + 1):
        for name, run in (("eager", eager), ("ours", compiled)):
            began = time.perf_counter()
            run()
            if i:
                taken[name].append(time.perf_counter() - began)
    plain, ours = (float(np.median(taken[name])) for name in ("eager", "ours"))
    beside = f"{seconds / ours:.0f}x real time, plain PyTorch {seconds / plain:.0f}x, ratio {plain / ours:.1f}"
    print(f"generator on {torch.get_num_threads()} threads: {beside}")


if __name__ == "__main__":
    main()
