"""How well our speech is understood and obeys: word error rate beside natural speech, lengths, pitch, phones, speed.

    python -m bench.speech [--data DIR] [--parts words phones lengths pitch speed]

The judge of words is pocketsphinx (a recogniser that is none of ours; on clean natural speech it is wrong about every
fourth word, so only the difference counts). The prompts are Kathleen's held-out ones.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE
from synth.speech.networks import WEIGHTS, Networks
from synth.speech.speech import Speech
from training.corpus import Clip, add_data_argument, last_takes, load, pitch


def words_of(text: str) -> list[str]:
    from synth.speech.normalise import normalise

    return re.sub(r"[^a-z' ]", " ", normalise(text).lower()).split()


def to_pcm(audio: np.ndarray) -> bytes:
    """(n,) at 22,050 Hz to 16 kHz 16-bit PCM."""
    import torch

    from synth.torchaudio_cpu import torchaudio

    low = torchaudio().functional.resample(torch.from_numpy(audio.astype(np.float32)), SAMPLE_RATE, 16000)
    return (low.clamp(-1, 1) * 32767).to(torch.int16).numpy().tobytes()


def edits(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein distance in words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
    return row[-1]


def word_error_rate(recordings: Sequence[tuple[str, np.ndarray]]) -> float:
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL")
    wrong = total = 0
    for text, audio in recordings:
        decoder.start_utt()
        decoder.process_raw(to_pcm(audio), full_utt=True)
        decoder.end_utt()
        heard = decoder.hyp().hypstr.split() if decoder.hyp() else []
        wanted = words_of(text)
        wrong, total = wrong + edits(wanted, heard), total + len(wanted)
    return wrong / total


def bench_words(speech: Speech, clips: list[Clip]) -> None:
    natural = word_error_rate([(c.text, c.wave) for c in clips])
    ours = word_error_rate([(c.text, speech.speak(speech.draft(c.text))) for c in clips])
    print(f"words      WER {ours:.3f}, natural {natural:.3f}, difference {ours - natural:+.3f} ({len(clips)} prompts)")


def bench_phones(speech: Speech, clips: list[Clip]) -> None:
    """Forced alignment by pocketsphinx: every phone of the text is found, in order, about as long as in natural
    speech.
    """
    for name, audio_of in (
        ("natural", lambda c: c.wave),
        ("ours", lambda c: speech.speak(speech.draft(c.text))),
    ):
        phones = short = failed = 0
        for clip in clips:
            lengths = aligned_phones(" ".join(words_of(clip.text)), audio_of(clip))
            failed += lengths is None
            phones += len(lengths or ())
            short += sum(length <= 3 for length in lengths or ())
        aligned = f"{len(clips) - failed}/{len(clips)} prompts align"
        print(f"phones     {name:8} {aligned}, {phones} phones, {short / phones:.1%} as short as can be (30 ms)")


def aligned_phones(text: str, audio: np.ndarray) -> list[int] | None:
    """Lengths in 10 ms frames of all phones of `text`; None where the audio does not hold it (or a word is not in the
    lexicon).
    """
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL", bestpath=False)
    data = to_pcm(audio)
    try:
        decoder.set_align_text(text)
        for second in (False, True):
            if second:
                decoder.set_alignment()
            decoder.start_utt()
            decoder.process_raw(data, full_utt=True)
            decoder.end_utt()
        return [p.duration for word in decoder.get_alignment() for p in word if p.name != "SIL"]
    except (RuntimeError, TypeError):
        return None


def bench_lengths(speech: Speech, clips: list[Clip]) -> None:
    """Asked and heard length, from 0.7 to 1.4 times the natural one; heard = from the first to the last 5 ms above
    -45 dB.
    """
    worst = 0.0
    for factor in (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4):
        errors, edges = [], []
        for clip in clips[:25]:
            draft = speech.draft(clip.text)
            asked = draft.natural * factor
            audio = speech.speak(draft, asked)
            errors.append(abs(len(audio) / SAMPLE_RATE - asked))
            edges.append(asked - heard_length(audio))
        worst = max(worst, *errors)
        silent = f"{np.mean(edges) * 1000:.0f} ms (p95 {np.percentile(edges, 95) * 1000:.0f})"
        print(f"lengths    {factor:.1f}x: off by {max(errors) * 1000:.2f} ms at most; silent edges {silent}")
    print(f"lengths    worst {worst * 1000:.2f} ms")


def heard_length(audio: np.ndarray) -> float:
    step = SAMPLE_RATE // 200
    level = np.sqrt((audio[: len(audio) // step * step].reshape(-1, step) ** 2).mean(1))
    loud = np.flatnonzero(level > np.percentile(level, 95) * 10 ** (-45 / 20))
    return (loud[-1] - loud[0] + 1) * step / SAMPLE_RATE


def bench_pitch(speech: Speech, clips: list[Clip]) -> None:
    """Asked and measured (Praat) shift of F0, frame by frame against the unshifted take."""
    errors = []
    for clip in clips[:20]:
        plain = measured_pitch(speech.speak(speech.draft(clip.text)))
        for semitones in (-3, -1.5, 1.5, 3):
            shifted = measured_pitch(speech.speak(speech.draft(clip.text, pitch=semitones)))
            both = (plain > 0) & (shifted > 0)
            cents = 1200 * np.log2(shifted[both] / plain[both])
            errors.append(abs(float(np.median(cents)) - 100 * semitones))
    missed = f"{np.mean(errors):.0f} cents on average, {max(errors):.0f} at most"
    print(f"pitch      asked shift missed by {missed} (20 prompts, ±1.5 and ±3 semitones)")


def measured_pitch(audio: np.ndarray) -> np.ndarray:
    return pitch(audio, len(audio) // HOP)


def bench_speed(speech: Speech, clips: list[Clip]) -> None:
    """Real-time factor of text to waveform with warm models, and the first sound of a cold command."""
    speech.speak(speech.draft(clips[0].text))
    began, seconds = time.perf_counter(), 0.0
    for clip in clips[:30]:
        seconds += len(speech.speak(speech.draft(clip.text))) / SAMPLE_RATE
    print(f"speed      real-time factor {(time.perf_counter() - began) / seconds:.4f} with warm models")
    command = [
        sys.executable,
        "narrate.py",
        "speak",
        "The tide comes in twice a day.",
        "-o",
        str(Path(tempfile.gettempdir()) / "narrascore-bench.wav"),
    ]
    for i in range(3):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        print(f"speed      cold `narrate speak`, run {i + 1}: {time.perf_counter() - began:.1f} s")


PARTS = {
    "words": bench_words,
    "phones": bench_phones,
    "lengths": bench_lengths,
    "pitch": bench_pitch,
    "speed": bench_speed,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.speech", description=(__doc__ or "").splitlines()[0])
    add_data_argument(parser)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--voice", default="", help="a sample voice; by default the first")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    args = parser.parse_args()
    speech, clips = Speech(args.voice, Networks(weights=args.weights)), last_takes(load(args.data, held_out=True))
    for part in args.parts:
        PARTS[part](speech, clips)


if __name__ == "__main__":
    main()
