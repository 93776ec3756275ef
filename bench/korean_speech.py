"""Whether our Korean speech holds every phone of its text, in order, and how fast and how clean it is.

    python -m bench.korean_speech [--data var] [--voices nari dan] [--sentences 48]

A judge of phones of its own (`bench.phones`) hears the speech without knowing the text; what it hears is compared with
was wanted: phones lost, added and mistaken, in % of those wanted. Beside it the same judge on espeak-ng of the same
sentences, which it was not trained on, and on human English: that is how well it can hear at all. It must
notice, too, when the speech is that of another sentence, and when three phones are cut out of the middle of each. Then
the text is aligned to the speech: how far each phone lies below the best one where it should sound, in nats, beside the
same phones shuffled.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.phones import CLASS, decoded, forced, judge, wanted
from bench.speech import heard_length
from synth.speech.mel import HOP, SAMPLE_RATE
from synth.speech.networks import Networks
from synth.speech.phones import Phone
from synth.speech.speech import EDGE, EDGE_KEPT, Draft, Speech
from synth.speech.symbols import is_vowel
from synth.voice.samples import NAMES
from training.align import tokens_of
from training.corpus import Clip, last_takes, load

Said = tuple[list[Phone], np.ndarray]  # tokens, and (t, classes) scores of the speech that should hold them
CUT = 3  # phones


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.korean_speech", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("var"), help="where the prepared corpora lie")
    parser.add_argument("--voices", nargs="+", choices=NAMES, default=["nari", "dan"])
    parser.add_argument("--sentences", type=int, default=48)
    args = parser.parse_args()
    judge(args.data)
    networks = Networks()
    texts = chosen(load(args.data / "synthetic-ko", held_out=True), args.sentences)
    english = chosen(last_takes(load(args.data / "kathleen", held_out=True)), args.sentences)
    report("human English", recorded(english, args.data / "kathleen"))
    report("espeak-ng's Korean", recorded(texts, args.data / "synthetic-ko"))
    for name in args.voices:
        speech = Speech(name, networks)
        drafts = [speech.draft(clip.text, "ko") for clip in texts]
        takes = [speech.speak(draft) for draft in drafts]
        hear = hearing(args.data, [list(draft.tokens) for draft in drafts])
        said = [(list(draft.tokens), hear(take)) for draft, take in zip(drafts, takes, strict=True)]
        report(f"{name}'s Korean", said)
        report("  of another sentence", [(t, s) for (t, _), (_, s) in zip(said, said[1:] + said[:1], strict=True)])
        cut = [hear(without(speech, d, take)) for d, take in zip(drafts, takes, strict=True)]
        report(f"  {CUT} phones cut out", [(t, s) for (t, _), s in zip(said, cut, strict=True)])
        alignment(said)
        pace_and_level(drafts, takes)


def chosen(clips: list[Clip], count: int) -> list[Clip]:
    """So many clips, evenly from all."""
    return [clips[i] for i in np.linspace(0, len(clips) - 1, min(count, len(clips))).astype(int)]


def recorded(clips: list[Clip], data: Path) -> list[Said]:
    known = json.loads((data / "alignment.json").read_text(encoding="utf-8"))
    texts = [tokens_of(known[clip.name]) for clip in clips]
    hear = hearing(data.parent, texts)
    return [(tokens, hear(clip.wave)) for clip, tokens in zip(clips, texts, strict=True)]


def hearing(data: Path, texts: list[list[Phone]]) -> Callable[[np.ndarray], np.ndarray]:
    """The judge, who knows which phones there are in the language of these texts, and nothing else of them."""
    inventory = among(texts)
    return lambda audio: judge(data).hear(audio, inventory)


def among(texts: Iterable[list[Phone]]) -> list[int]:
    return sorted({0, *(CLASS[token.symbol] for tokens in texts for token in tokens)})


def report(name: str, said: list[Said]) -> None:
    """What was heard against what was wanted, in a line."""
    inventory = among(tokens for tokens, _ in said)
    lost = added = mistaken = heard_count = wanted_count = 0
    for tokens, score in said:
        want, heard = wanted(tokens), decoded(score, inventory)
        less, more, other = differences(want, heard)
        lost, added, mistaken = lost + less, added + more, mistaken + other
        heard_count, wanted_count = heard_count + len(heard), wanted_count + len(want)
    counts = {"lost": lost, "added": added, "mistaken": mistaken}
    parts = ", ".join(f"{count / wanted_count:.1%} {what}" for what, count in counts.items())
    wrong = f"error {sum(counts.values()) / wanted_count:.1%}: {parts}"
    print(f"{name:22} {len(said)} sentences, {wanted_count} phones, {heard_count} heard; {wrong}", flush=True)


def differences(want: Sequence[int], heard: Sequence[int]) -> tuple[int, int, int]:
    """How many are lost, added and mistaken for another in the shortest way from one to the other."""
    row = [(j, 0, j, 0) for j in range(len(heard) + 1)]  # sum, lost, added, mistaken
    for i, phone in enumerate(want, 1):
        previous, row = row, [(i, i, 0, 0)]
        for j, other in enumerate(heard, 1):
            (a, b, c, d), miss = previous[j - 1], int(phone != other)
            choices = [(a + miss, b, c, d + miss)]
            a, b, c, d = previous[j]
            choices.append((a + 1, b + 1, c, d))
            a, b, c, d = row[j - 1]
            row.append(min(*choices, (a + 1, b, c + 1, d)))
    return row[-1][1:]


def without(speech: Speech, draft: Draft, take: np.ndarray) -> np.ndarray:
    """A take with the CUT phones in its middle cut out, at the times that the model gave them."""
    ends = (np.cumsum(speech.durations(draft)) - EDGE + EDGE_KEPT) * HOP
    runs = [i for i in range(1, len(ends) - CUT) if not any(t.is_pause for t in draft.tokens[i : i + CUT])]
    first = runs[len(runs) // 2]
    return np.concatenate([take[: ends[first - 1]], take[ends[first + CUT - 1] :]])


def alignment(said: list[Said]) -> None:
    """Every phone where it fits best in the order of the text, beside a text of the same phones shuffled."""
    random, better, lengths, behind, controls = np.random.default_rng(0), 0, [], [], []
    for tokens, score in said:
        frames, own = forced(score, tokens)
        _, control = forced(score, shuffled(tokens, random))
        better += own.mean() > control.mean()
        lengths.append(frames)
        behind.append(own)
        controls.append(control)
    frames, own = np.concatenate(lengths), np.concatenate(behind)
    short = f"shortest {frames.min()} frames, {(frames < 2).mean():.1%} below 2 (23 ms)"
    print(f"  aligned              {better} of {len(said)} better than shuffled; {short};", end=" ")
    print(f"below the best by {-own.mean():.2f} nats, shuffled by {-np.concatenate(controls).mean():.2f}", flush=True)


def shuffled(tokens: list[Phone], random: np.random.Generator) -> list[Phone]:
    symbols = iter(random.permutation([t.symbol for t in tokens if not t.is_pause]))
    return [t if t.is_pause else replace(t, symbol=str(next(symbols))) for t in tokens]


def pace_and_level(drafts: Iterable[Draft], takes: list[np.ndarray]) -> None:
    """Syllables a second with and without the pauses of the text; takes without sound or with samples at full scale."""
    drafts = list(drafts)
    syllables = np.array([sum(is_vowel(t.symbol) for t in d.tokens) for d in drafts])
    seconds = np.array([len(take) / SAMPLE_RATE for take in takes])
    pauses = np.array([d.durations[1:-1][d.pauses].sum() * HOP / SAMPLE_RATE for d in drafts])
    heard = np.array([heard_length(take) for take in takes])
    silent = sum(np.abs(take).max() < 0.05 or h < 0.7 * s for take, h, s in zip(takes, heard, seconds, strict=True))
    clipped = sum(np.abs(take).max() >= 1 for take in takes)
    each = syllables / seconds
    rate = f"{syllables.sum() / seconds.sum():.2f} syllables/s ({each.min():.1f} to {each.max():.1f})"
    spoken = syllables.sum() / (seconds - pauses).sum()
    print(f"  pace and level       {rate}, {spoken:.2f} without pauses; {silent} silent, {clipped} clipped", flush=True)


if __name__ == "__main__":
    main()
