"""The mood of narration: how often the music would be told what a writer meant.

500 scenes a language (tests/data/mood.LANGUAGE.tsv) that nothing was trained on, split by the hash of their text: the
first 200 served to tune, the other 300 judge. Then the scene boundaries of short scripts (tests/data/mood.scripts.tsv).
"""

from __future__ import annotations

import csv
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from synth.mood import mood_of, moods, reading, scenes
from synth.music.score import MOODS

GOLD = Path(__file__).parents[1] / "tests" / "data"
TUNED_ON = 200
KINDS = ("story", "documentary", "tutorial", "news", "ad")


@dataclass(frozen=True)
class Judged:
    """A scene of the gold set."""

    kind: str
    mood: str
    energy: int
    text: str


@dataclass(frozen=True)
class Cue:
    number: int
    start: float
    end: float
    text: str
    mood: str


def main() -> None:
    """Accuracy per scene, with F1 of every mood, confusions, kinds and baselines; then the boundaries of scenes."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m bench.mood", description=main.__doc__)
    parser.add_argument("--languages", default="en,ko")
    for language in parser.parse_args().languages.split(","):
        print(f"\n=== {language} ===")
        tuned, judge = split(gold(language))
        report(language, tuned, judge)
        boundaries(language)
    speed()


def gold(language: str) -> list[Judged]:
    with (GOLD / f"mood.{language}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Judged(r["kind"], r["mood"], int(r["energy"]), r["text"].replace(" / ", "\n")) for r in rows]


def split(scenes: list[Judged]) -> tuple[list[Judged], list[Judged]]:
    """(those we tuned on, those that judge)"""
    ordered = sorted(scenes, key=lambda scene: hashlib.sha256(scene.text.encode()).hexdigest())
    return ordered[:TUNED_ON], ordered[TUNED_ON:]


def report(language: str, tuned: list[Judged], judge: list[Judged]) -> None:
    most = Counter(scene.mood for scene in tuned).most_common(1)[0][0]
    readers: dict[str, Callable[[str], str]] = {
        "majority": lambda text: most,
        "lexicon alone": lambda text: reading.mood_of(text, language, parts=("lexicon",)).tag,
        "model alone": lambda text: reading.mood_of(text, language, parts=("model",)).tag,
        "both": lambda text: mood_of(text, language).tag,
    }
    print(f"{'accuracy':16} {'tuned on':>9} {'judge':>7} {'all':>7}   macro-F1 (judge)")
    for name, reader in readers.items():
        heard = {scene.text: reader(scene.text) for scene in [*tuned, *judge]}
        shares = [accuracy(heard, part) for part in (tuned, judge, [*tuned, *judge])]
        mean = sum(f1(heard, judge).values()) / len(MOODS)
        print(f"{name:16} {shares[0]:9.3f} {shares[1]:7.3f} {shares[2]:7.3f}   {mean:.3f}")
    print(f"\n{'judge':9}    F1   heard as: " + " ".join(f"{mood:>6}" for mood in MOODS))
    for mood, value in f1(heard, judge).items():
        row = Counter(heard[scene.text] for scene in judge if scene.mood == mood)
        print(f"{mood:9} {value:5.2f}   {'':10}" + " ".join(f"{row[other]:6}" for other in MOODS))
    shares = [accuracy(heard, [scene for scene in judge if scene.kind == kind]) for kind in KINDS]
    print("by kind: " + ", ".join(f"{kind} {share:.2f}" for kind, share in zip(KINDS, shares, strict=True)))
    beats = [abs(mood_of(scene.text, language).energy - scene.energy) for scene in judge]
    print(f"energy: right {beats.count(0) / len(beats):.2f}, two off {beats.count(2) / len(beats):.2f}")
    sure = sorted(judge, key=lambda scene: -mood_of(scene.text, language).confidence)[: len(judge) // 2]
    print(f"the surer half: {accuracy(heard, sure):.3f}")


def accuracy(heard: dict[str, str], judged: Sequence[Judged]) -> float:
    return sum(heard[scene.text] == scene.mood for scene in judged) / len(judged)


def f1(heard: dict[str, str], judged: Sequence[Judged]) -> dict[str, float]:
    found = {}
    for mood in MOODS:
        right = sum(heard[scene.text] == mood == scene.mood for scene in judged)
        named = sum(heard[scene.text] == mood for scene in judged) + sum(scene.mood == mood for scene in judged)
        found[mood] = 2 * right / max(1, named)
    return found


def scripts(language: str) -> dict[str, list[Cue]]:
    """The cues of every short script, by its name."""
    found: dict[str, list[Cue]] = {}
    with (GOLD / "mood.scripts.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["language"] == language:
                cues = found.setdefault(row["script"], [])
                cues.append(Cue(len(cues) + 1, float(row["start"]), float(row["end"]), row["text"], row["mood"]))
    return found


def turns(labels: Iterable[str]) -> list[int]:
    """Which cues begin another mood."""
    row = list(labels)
    return [place for place in range(1, len(row)) if row[place] != row[place - 1]]


def boundaries(language: str) -> None:
    """Share of written boundaries that a scene of ours meets within one cue; and the other way round."""
    met = written = ours = right = 0
    spoken = same = 0.0
    for cues in scripts(language).values():
        found = scenes(cues, moods(cues, language), cues[-1].end + 2)
        heard = [next(s.mood for s in found if (cue.start + cue.end) / 2 < s.end) for cue in cues]
        wanted, had = turns(cue.mood for cue in cues), turns(heard)
        met += sum(any(abs(a - b) <= 1 for b in had) for a in wanted)
        right += sum(any(abs(a - b) <= 1 for a in wanted) for b in had)
        written, ours = written + len(wanted), ours + len(had)
        spoken += sum(cue.end - cue.start for cue in cues)
        same += sum(cue.end - cue.start for cue, mood in zip(cues, heard, strict=True) if cue.mood == mood)
    print(
        f"boundaries: {met / written:.3f} of {written} met within one cue, {right / ours:.3f} of our {ours} are meant;"
    )
    print(f"            meant, and the mood is the meant one for {same / spoken:.3f} of the time spoken")


def speed() -> None:
    for language in ("en", "ko"):
        texts = [line for scene in gold(language) for line in scene.text.splitlines()][:1000]
        cues = [Cue(i + 1, 4.0 * i, 4.0 * i + 3, text, "") for i, text in enumerate(texts)]
        began = time.process_time()
        scenes(cues, moods(cues, language), 4.0 * len(cues))
        print(f"{len(cues)} cues in {language}: {time.process_time() - began:.2f} s")


if __name__ == "__main__":
    main()
