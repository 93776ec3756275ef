"""The public texts that the moods are learned from: what lies where in a checkout of each, and what its labels mean.

| name | repository | licence | use |
|---|---|---|---|
| goemotions | monologg/GoEmotions-pytorch | Apache-2.0 | 43,000 English comments with 28 emotions |
| xed | Helsinki-NLP/XED | CC BY 4.0 | 27,000 lines of English film subtitles with 8 emotions |
| kote | searle-j/KOTE | MIT | 10,000 Korean comments with 44 emotions |
| nsmc | e9t/nsmc, raw/ | CC0-1.0 | Korean film reviews, for word vectors; the ratings are not used |
| novels | computationalstylistics/100_english_novels | public domain | English prose, for word vectors |
| encoder | sentence-transformers/all-MiniLM-L6-v2 | Apache-2.0 | optional: what English words mean |
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

GOEMOTIONS = tuple(
    """admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval
    disgust embarrassment excitement fear gratitude grief joy love nervousness optimism pride realization relief remorse
    sadness surprise neutral""".split()  # noqa: SIM905
)
KOTE = tuple(
    """불평/불만 환영/호의 감동/감탄 지긋지긋 고마움 슬픔 화남/분노 존경 기대감 우쭐댐/무시함 안타까움/실망 비장함
    의심/불신 뿌듯함 편안/쾌적 신기함/관심 아껴주는 부끄러움 공포/무서움 절망 한심함 역겨움/징그러움 짜증 어이없음 없음
    패배/자기혐오 귀찮음 힘듦/지침 즐거움/신남 깨달음 죄책감 증오/혐오 흐뭇함(귀여움/예쁨) 당황/난처 경악 부담/안_내킴
    서러움 재미없음 불쌍함/연민 놀람 행복 불안/걱정 기쁨 안심/신뢰""".split()  # noqa: SIM905
)
MEANS = {
    "happy": "amusement joy love gratitude 기쁨 즐거움/신남 행복 흐뭇함(귀여움/예쁨) 고마움 환영/호의",
    "tense": "anger annoyance disgust fear nervousness disapproval confusion 화남/분노 짜증 불평/불만 공포/무서움 "
    "불안/걱정 경악 의심/불신 역겨움/징그러움 증오/혐오 당황/난처 어이없음 한심함",
    "sad": "sadness grief disappointment remorse embarrassment 슬픔 안타까움/실망 절망 서러움 힘듦/지침 죄책감 "
    "불쌍함/연민 패배/자기혐오",
    "calm": "neutral approval realization caring relief curiosity 편안/쾌적 안심/신뢰 아껴주는 없음 깨달음 신기함/관심",
    "epic": "admiration excitement optimism pride 비장함 감동/감탄 존경 기대감 뿌듯함",
}
MOOD = {label: mood for mood, labels in MEANS.items() for label in labels.split()}
PLUTCHIK = {1: "tense", 2: "epic", 3: "tense", 4: "tense", 5: "happy", 6: "sad", 8: "epic"}  # XED's numbers
CLEAR = 0.45  # share of KOTE's labels of a comment that must agree

Labelled = Iterator[tuple[str, str]]  # mood, text


def labelled(language: str, folder: Path) -> Labelled:
    """Every public text with one clear mood."""
    yield from (*_goemotions(folder), *_xed(folder)) if language == "en" else _kote(folder)


def prose(language: str, folder: Path) -> Iterator[str]:
    """Text without labels, a paragraph, line or review at a time."""
    if language == "en":
        for path in sorted((folder / "novels").glob("*.txt")):
            yield path.read_text(encoding="utf-8", errors="ignore")
        yield from (text for _, text in labelled("en", folder))
    else:
        for path in sorted((folder / "nsmc" / "raw").glob("*.json")):
            yield from (str(row["review"]) for row in json.loads(path.read_text(encoding="utf-8")))
        yield from (row[1] for part in ("val", "test") for row in _rows(folder / "kote" / f"{part}.tsv"))


def passages(folder: Path, count: int, from_each: int = 2500) -> list[str]:
    """English prose without labels in pieces of one to three sentences, novels, subtitles and comments mixed."""
    chance, found = random.Random(1), []
    for path in sorted((folder / "novels").glob("*.txt")):
        text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8", errors="ignore"))
        sentences = [part.strip() for part in re.split(r"(?<=[.!?])[\"”’]?\s+", text)]
        first, here = 0, []
        while first < len(sentences) - 3:
            many = chance.choice((1, 2, 2, 3))
            here.append(" ".join(sentences[first : first + many]))
            first += many
        here = [piece for piece in here if 6 <= len(piece.split()) <= 40]
        chance.shuffle(here)
        found += here[:from_each]
    xed = [row[0] for row in _rows(folder / "xed" / "AnnotatedData" / "en-annotated.tsv")]
    xed += [row[-1] for row in _rows(folder / "xed" / "AnnotatedData" / "neu_en.txt")]
    found += [line for line in xed if len(line.split()) > 3]
    comments = [row[0] for row in _rows(folder / "goemotions" / "data" / "original" / "train.tsv")]
    found = list(dict.fromkeys(found + [line for line in comments if 5 <= len(line.split()) < 30]))
    chance.shuffle(found)
    return found[:count]


def own(path: Path) -> list[tuple[str, str]]:
    """Our own narration: mood, text."""
    return [(row[0], row[1]) for row in _rows(path)][1:]


def _goemotions(folder: Path) -> Labelled:
    for text, labels, *_ in _rows(folder / "goemotions" / "data" / "original" / "train.tsv"):
        found = {MOOD.get(GOEMOTIONS[int(label)]) for label in labels.split(",")}
        if len(found) == 1 and (mood := found.pop()):
            yield mood, text


def _xed(folder: Path) -> Labelled:
    for row in _rows(folder / "xed" / "AnnotatedData" / "en-annotated.tsv"):
        moods = {PLUTCHIK[int(label)] for label in row[-1].split(",") if int(label) in PLUTCHIK}
        if len(moods) == 1:
            yield moods.pop(), row[0]
    for row in _rows(folder / "xed" / "AnnotatedData" / "neu_en.txt"):
        yield "calm", row[-1]


def _kote(folder: Path) -> Labelled:
    for part in ("val", "test"):
        for _, text, labels in _rows(folder / "kote" / f"{part}.tsv"):
            found = Counter(MOOD.get(KOTE[int(label)], "") for label in labels.split(","))
            del found[""]
            if found and found.most_common(1)[0][1] > CLEAR * found.total():
                yield found.most_common(1)[0][0], text


def _rows(path: Path) -> Iterator[list[str]]:
    yield from (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
