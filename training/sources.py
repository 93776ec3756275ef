"""The public recordings we learn from: what lies where in a checkout of each, who speaks and what is said.

| corpus | repository | licence |
|---|---|---|
| kathleen | rhasspy/dataset-voice-kathleen: a woman, US English | CC0-1.0 |
| kerstin | rhasspy/dataset-voice-kerstin: a woman, German | CC0-1.0 |
| librispeech | resemble-ai/Resemblyzer, audio_data: 251 speakers of train-clean-100, 10 of test-other | CC BY 4.0 |
| speechocean | jimbozhang/speechocean762: English of 128 adult speakers of Mandarin | free for any use |
| zeroth | openslr.org/40, unpacked (no repository): Korean, 105 speakers and 10 held out | CC BY 4.0 |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ADULT = 16  # years
OF_EACH = 40  # utterances of a speaker of Zeroth that are used: ten hours; all 51 would not fit into memory


@dataclass(frozen=True)
class Recording:
    """prompt: what recordings of the same words share; text: empty where nobody wrote it down."""

    path: Path
    name: str
    speaker: str
    prompt: str
    text: str
    language: str = "en"
    held_out: bool = False


def kathleen(source: Path) -> Iterator[Recording]:
    """Her prompts are CMU Arctic's, some read more than once; 48 kHz, both channels equal."""
    for path in sorted((source / "data").glob("arctic_*.wav")):
        prompt = re.match(r"arctic_([ab])(\d{4})", path.stem)
        if not prompt:
            raise SystemExit(f"{path.name} is not a recording of an Arctic prompt")
        text = path.with_suffix(".txt").read_text(encoding="utf-8").strip()
        held_out = int(prompt[2]) % 11 == 0
        yield Recording(path, path.stem, "kathleen", prompt[1] + prompt[2], text, held_out=held_out)


def kerstin(source: Path) -> Iterator[Recording]:
    lines = (source / "verified" / "metadata.csv").read_text(encoding="utf-8").splitlines()
    for name, text in (line.split("|", 1) for line in lines if "|" in line):
        held_out = int(name.rsplit("-", 1)[1]) % 11 == 0
        path = source / "verified" / f"{name}.flac"
        if path.exists():
            yield Recording(path, name, "kerstin", name, text, "de", held_out)


def librispeech(source: Path) -> Iterator[Recording]:
    """One clip of each training speaker, ten of each held-out one; what they say was not kept beside them."""
    folder = source / "audio_data"
    for path in sorted((folder / "librispeech_train-clean-100").glob("*.flac")):
        yield Recording(path, path.stem, f"libri-{path.stem.split('-')[0]}", path.stem, "")
    for path in sorted((folder / "librispeech_test-other").glob("*/*.flac")):
        yield Recording(path, path.stem, f"libri-{path.parent.name}", path.stem, "", held_out=True)


def speechocean(source: Path) -> Iterator[Recording]:
    for part in ("train", "test"):
        tables = {name: _table(source / part / name) for name in ("wav.scp", "text", "utt2spk", "spk2age")}
        for name, path in tables["wav.scp"].items():
            speaker = tables["utt2spk"][name]
            if int(tables["spk2age"][speaker]) >= ADULT:
                text = tables["text"].get(name, "").capitalize()
                yield Recording(source / path, f"ocean-{name}", f"ocean-{speaker}", text, text)


def zeroth(source: Path) -> Iterator[Recording]:
    """PART/SCRIPT/SPEAKER/*.flac and, beside them, a .trans.txt with a line of NAME and text for each."""
    if not (source / "train_data_01").is_dir():
        raise SystemExit(f"{source} holds no train_data_01: unpack zeroth_korean.tar.gz of openslr.org/40 there.")
    for part in ("train_data_01", "test_data_01"):
        for table in sorted((source / part).glob("*/*/*.trans.txt")):
            lines = [(table.with_name(f"{name}.flac"), text) for name, text in sorted(_table(table).items())]
            there = [(path, text) for path, text in lines if path.exists()]
            for path, text in there[:: max(1, len(there) // OF_EACH)][:OF_EACH]:
                speaker = f"zeroth-{table.parent.name}"
                yield Recording(path, f"zeroth-{path.stem}", speaker, text, text, "ko", part != "train_data_01")


def _table(path: Path) -> dict[str, str]:
    rows = (line.split(None, 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1].strip() for row in rows if len(row) == 2}


SOURCES: dict[str, Callable[[Path], Iterator[Recording]]] = {
    "kathleen": kathleen, "kerstin": kerstin, "librispeech": librispeech, "speechocean": speechocean, "zeroth": zeroth,
}  # fmt: skip
