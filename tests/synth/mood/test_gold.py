"""The scenes that judge: well formed, all different, and unknown to the training texts."""

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from synth.music.score import MOODS

ROOT = Path(__file__).parents[3]
KINDS = {"story", "documentary", "tutorial", "news", "ad"}
ALIKE = 5  # words in a row


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z']+|[가-힣]+|\d+", text.lower())
    return {tuple(words[i : i + ALIKE]) for i in range(len(words) - ALIKE + 1)}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_500_different_scenes_100_of_each_kind(language):
    found = rows(ROOT / "tests" / "data" / f"mood.{language}.tsv")
    assert len({row["text"] for row in found}) == len(found) == 500
    assert Counter(row["kind"] for row in found) == dict.fromkeys(KINDS, 100)
    assert {(row["kind"], row["mood"]) for row in found} == {(kind, mood) for kind in KINDS for mood in MOODS}
    assert {row["energy"] for row in found} == {"1", "2", "3"}
    assert all(1 <= len(row["text"].split(" / ")) <= 4 for row in found)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_that_judges_was_trained_on(language):
    judging = [row["text"] for row in rows(ROOT / "tests" / "data" / f"mood.{language}.tsv")]
    judging += [row["text"] for row in rows(ROOT / "tests" / "data" / "mood.scripts.tsv")]
    known = set().union(*(runs(text) for text in judging))
    trained = rows(ROOT / "training" / f"mood_texts.{language}.tsv")
    assert trained and not [row["text"] for row in trained if runs(row["text"]) & known or row["text"] in judging]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_scripts_are_in_order(language):
    scripts: dict[str, list[dict[str, str]]] = {}
    for row in rows(ROOT / "tests" / "data" / "mood.scripts.tsv"):
        if row["language"] == language:
            scripts.setdefault(row["script"], []).append(row)
    assert len(scripts) == 20
    for cues in scripts.values():
        times = [float(cue[edge]) for cue in cues for edge in ("start", "end")]
        assert times == sorted(times) and {cue["mood"] for cue in cues} <= set(MOODS)
        assert 3 <= sum(a["mood"] != b["mood"] for a, b in pairwise(cues)) + 1 <= 5
