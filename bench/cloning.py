"""How much a clone sounds like its person, judged by an encoder that is not ours.

    python -m bench.cloning [--data var/librispeech] [--grades instant adapted] [--weights DIR] [--people N]

The ten held-out speakers of LibriSpeech's test-other: a voice is made from the first clips of each (10 s for an instant
clone, 60 s with their text for an adapted one) and says other sentences; each is compared with the person's remaining
clips and with those of the other nine. Beside it, the same for the speaker's own clips (how alike one person is) and
for our default voice (how alike strangers are). Words are judged by pocketsphinx against our default voice's.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from bench.likeness import vector
from bench.speech import word_error_rate
from synth.speech.mel import HOP, SAMPLE_RATE
from synth.speech.networks import WEIGHTS, Networks
from synth.speech.speech import Speech
from synth.voice.adapt import adapted
from synth.voice.clone import instant, range_of
from synth.voice.example import Reading
from synth.voice.pitch import f0
from synth.voice.voice import Voice
from training.corpus import Clip, load

SECONDS = {"instant": 10.0, "adapted": 60.0}
BREAK = 13  # frames: 0.15 s
SENTENCES = (
    "He was a gentleman of the old school, and he never spoke of it again.",
    "The tide comes in twice a day, and nobody ever sees it leave.",
    "They looked at each other across the table without a word.",
    "It was dark when we reached the village, and the rain had stopped.",
    "Every morning the old man walked down to the harbour to count the boats.",
    "She opened the window and listened to the voices in the street below.",
    "Nothing in the letter explained why he had left so suddenly.",
    "The children laughed when the little dog jumped into the water.",
    "In the spring the river rises and covers the fields for many miles.",
    "I have never seen such a beautiful garden in all my life.",
    "The train was late again, so we waited in the cold for an hour.",
    "Please put the heavy box on the table near the door.",
)


def by_speaker(clips: list[Clip]) -> dict[str, list[Clip]]:
    out: dict[str, list[Clip]] = defaultdict(list)
    for clip in clips:
        out[clip.speaker].append(clip)
    return out


def parted(clips: list[Clip], seconds: float) -> tuple[list[Clip], list[Clip]]:
    """The first clips, as many as last so long (the last one may be cut), and the others: the last one at least."""
    ends = np.cumsum([len(clip.audio) / SAMPLE_RATE for clip in clips])
    count = min(1 + int(np.searchsorted(ends, seconds)), len(clips) - 1)
    return clips[:count], clips[count:]


def judged(said: dict[str, list[np.ndarray]], real: dict[str, np.ndarray]) -> str:
    """Likeness of every sentence (vectors) to each person's clips (n, 256), in words."""
    names = list(real)
    rows = [(who, [float((v @ real[n].T).mean()) for n in names]) for who, vs in said.items() for v in vs]
    own = np.array([scores[names.index(who)] for who, scores in rows])
    others = np.array([np.mean([s for n, s in zip(names, scores, strict=True) if n != who]) for who, scores in rows])
    first = np.mean([names[int(np.argmax(scores))] == who for who, scores in rows])
    return f"likeness {own.mean():.3f} (lowest {own.min():.3f}), to the others {others.mean():.3f}, " \
           f"gap {(own - others).mean():.3f}, the right one of {len(names)} first {100 * first:.0f} %"  # fmt: skip


def made(grade: str, who: str, sample: list[Clip], networks: Networks) -> Voice:
    audio = np.concatenate([c.wave for c in sample])
    voice = instant(who, audio[: int(SECONDS["instant"] * SAMPLE_RATE)] if grade == "instant" else audio, networks)
    if grade == "instant":
        return voice
    readings = [Reading(c.text, "en", c.wave) for c in sample]
    return adapted(voice, readings, networks)


def melody(speech: Speech, clips: list[Clip], others: list[Clip]) -> str:
    """What the voice says beside the person: F0 over all their sentences, semitones between the means and ratio of the
    ranges; how fast, over the sentences that it was not made from.
    """
    said = {clip.text: speech.speak(speech.draft(clip.text)) for clip in clips}
    ours = np.concatenate([t[t > 0] for t in map(f0, said.values())])
    real = np.concatenate([t[t > 0] for t in (f0(c.wave) for c in clips)])
    gap = 12 * (np.log2(ours).mean() - np.log2(real).mean())
    ranges = range_of(np.log2(ours)) / range_of(np.log2(real))
    rate = sum(spoken(c.wave) for c in others) / sum(spoken(said[c.text]) for c in others)
    return f"F0 {gap:+.2f} semitones, range x{ranges:.2f}, rate x{rate:.2f}"


def spoken(audio: np.ndarray) -> float:
    """Seconds of sound within 30 dB of the loudest, breaks of up to 0.15 s among them: without punctuation, which the
    corpus lacks, nobody can know where the person will pause.
    """
    frames = audio[: len(audio) // HOP * HOP].reshape(-1, HOP)
    level = np.abs(frames).max(1)
    steps = np.diff(np.flatnonzero(level > level.max() / 32))
    return float(steps[steps <= BREAK].sum() + 1) * HOP / SAMPLE_RATE


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cloning", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("var/librispeech"))
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--grades", nargs="+", choices=SECONDS, default=list(SECONDS))
    parser.add_argument("--people", type=int, default=10, help="make voices of so many of them only")
    args = parser.parse_args()
    people = by_speaker([clip for clip in load(args.data, held_out=True)] if args.data.exists() else [])
    if not people:
        print(f"left out: there are no prepared recordings in {args.data} (README, How good it is)")
        return
    networks = Networks(weights=args.weights)
    heard = {who: [vector(c.wave) for c in clips] for who, clips in people.items()}
    default = Speech(networks=networks)
    ours = [default.speak(default.draft(text)) for text in SENTENCES]
    everyone = {who: np.stack(vectors) for who, vectors in heard.items()}
    print("our default voice", judged({who: [vector(a) for a in ours] for who in people}, everyone))
    print("  words wrong", f"{word_error_rate(list(zip(SENTENCES, ours, strict=True))):.3f}", flush=True)
    for grade in args.grades:
        said, natural, real, spoken = {}, {}, {}, []
        for who, clips in people.items():
            sample, others = parted(clips, SECONDS[grade])
            natural[who], real[who] = heard[who][: len(sample)], np.stack(heard[who][len(sample) :])
            if len(said) == args.people:
                continue
            began = time.monotonic()
            voice = made(grade, who, sample, networks)
            seconds = time.monotonic() - began
            speech = Speech(voice, networks)
            audio = [speech.speak(speech.draft(text)) for text in SENTENCES]
            said[who] = [vector(a) for a in audio]
            spoken += zip(SENTENCES, audio, strict=True)
            own = np.mean([v @ real[who].T for v in said[who]])
            print(f"  {who} {own:.3f}, made in {seconds:.0f} s, {melody(speech, clips, others)}", flush=True)
        print(f"{grade}, from {SECONDS[grade]:.0f} s:", judged(said, real))
        print(f"  words wrong {word_error_rate(spoken):.3f}")
        print("  the people's own clips:", judged(natural, real), flush=True)


if __name__ == "__main__":
    main()
