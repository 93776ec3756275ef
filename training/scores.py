"""From published scores to lines of JSON: a melody, what else sounds, the key and the chords, one line per stretch.

    python -m training.scores --lieder CHECKOUT --quartets CHECKOUT [--data var/corpora/scores]

A checkout is a clone (bare or not) of OpenScore/Lieder or OpenScore/StringQuartets, both CC0. A stretch keeps one metre
and one signature for eight bars or more. Whole pieces are held out, by the hash of their names: a tenth to choose by
(valid), a tenth to judge by (test). Written as it goes, and resumed where it stopped.

Fields: id, source, licence, split, metre [beats, unit], bpm (quarter notes a minute, or null), tonic (0 = C), bright
(major), bars, melody and others [[onset, length, pitch]], chords [[onset, length, [pitch classes, root first], bass]];
all times in quarter notes from the first bar line. Melody: the sung line, or the first violin; one note at a time.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from synth.music.taste.chords import chords_of
from training.scores_keys import key_of
from training.scores_xml import CLOSE, Bar, Sheet, Sounding, leading_part, read

METRES = ((4, 4), (2, 2), (2, 4), (3, 4), (6, 8))
SHORTEST = 8  # bars
SINGS = 0.25  # of the bars must hold a note of the melody


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lieder", type=Path)
    parser.add_argument("--quartets", type=Path)
    parser.add_argument("--data", type=Path, default=Path("var/corpora/scores"))
    parser.add_argument("--limit", type=int, default=10**9, help="stop after so many scores of this call")
    arguments = parser.parse_args()
    arguments.data.mkdir(parents=True, exist_ok=True)
    done_file = arguments.data / "done.txt"
    done = set(done_file.read_text(encoding="utf-8").split("\n")) if done_file.exists() else set()
    sources = [("lieder", arguments.lieder), ("quartets", arguments.quartets)]
    left = ((s, path, name) for s, path in sources if path for name in scores_in(path) if f"{s}/{name}" not in done)
    with (
        (arguments.data / "pieces.jsonl").open("a", encoding="utf-8") as lines,
        done_file.open("a", encoding="utf-8") as finished,
    ):
        for source, path, name in itertools.islice(left, arguments.limit):
            try:
                for piece in stretches(read(contents(path, name)), source, name):
                    lines.write(json.dumps(piece, ensure_ascii=False, separators=(",", ":")) + "\n")
            except (ValueError, KeyError, OSError, ElementTree.ParseError, subprocess.CalledProcessError) as error:
                print(f"left out: {name} ({error})")
            finished.write(f"{source}/{name}\n")


def scores_in(path: Path) -> list[str]:
    """The names of the .mxl files of a clone, with a work tree or without."""
    if (path / "scores").is_dir():
        return sorted(str(file.relative_to(path)) for file in path.rglob("*.mxl"))
    listed = subprocess.run(
        ["git", "-C", path, "ls-tree", "-r", "-z", "--name-only", "HEAD"], check=True, capture_output=True
    )
    return sorted(name for name in listed.stdout.decode().split("\0") if name.endswith(".mxl"))


def contents(path: Path, name: str) -> bytes:
    if (path / name).is_file():
        return (path / name).read_bytes()
    return subprocess.run(
        ["git", "-C", path, "cat-file", "blob", f"HEAD:{name}"], check=True, capture_output=True
    ).stdout


def stretches(sheet: Sheet, source: str, name: str) -> Iterator[dict]:
    """Every stretch of a score that can be learnt from, as the fields above."""
    leader = leading_part(sheet)
    piece = str(Path(name).parent)
    for number, bars in enumerate(_runs(_whole(sheet.bars))):
        starts, full = [bar.start for bar in bars], bars[0].full
        own = [note for note in sheet.notes if starts[0] - full < note.start < bars[-1].start + full - CLOSE]
        moved = [found for note in own if (found := _moved(note, bars, full)) is not None]
        melody = single_line([note for note in moved if (note.part, note.voice) == leader])
        sounding = {int(onset // full) for onset, _, _ in melody}
        if len(bars) < SHORTEST or len(sounding) < max(SINGS * len(bars), 6):
            continue
        taken = {(onset, pitch) for onset, _, pitch in melody}
        others = [_row(note) for note in moved if (round(note.start, 4), note.pitch) not in taken]
        tonic, bright = key_of(melody + others, bars[0].fifths)
        yield {
            "id": f"{Path(name).stem}-{number}", "piece": f"{source}/{piece}", "source": source, "licence": "CC0-1.0",
            "split": split_of(piece), "metre": list(bars[0].metre), "bpm": bars[0].tempo, "tonic": tonic,
            "bright": bright, "bars": len(bars), "melody": melody, "others": others,
            "chords": chords_of(melody + others, len(bars), bars[0].metre),
        }  # fmt: skip


def split_of(piece: str) -> str:
    """Of the whole piece, so that no song lies on both sides."""
    tenth = int(hashlib.sha1(piece.encode()).hexdigest(), 16) % 10
    return {8: "valid", 9: "test"}.get(tenth, "train")


def single_line(notes: list[Sounding]) -> list[list[float]]:
    """[[onset, length, pitch]]: of notes that begin together the highest, and each ends when the next one begins."""
    line: list[list[float]] = []
    for note in sorted(notes, key=lambda note: (note.start, note.pitch)):
        row = _row(note)
        if line and row[0] - line[-1][0] < CLOSE:
            line[-1] = row
            continue
        if line and line[-1][0] + line[-1][1] > row[0]:
            line[-1][1] = round(row[0] - line[-1][0], 4)
        line.append(row)
    return line


def _row(note: Sounding) -> list[float]:
    return [round(note.start, 4), round(note.length, 4), note.pitch]


def _whole(bars: list[Bar]) -> list[Bar]:
    """Bars that a repeat sign has cut in two, put together again; a pick-up becomes the end of a whole bar."""
    found: list[Bar] = []
    for bar in bars:
        last = found[-1] if found else None
        if last and last.length < last.full - CLOSE and abs(last.length + bar.length - last.full) < CLOSE:
            found[-1] = Bar(last.start, last.full, last.metre, last.fifths, last.tempo)
        else:
            found.append(bar)
    if found and found[0].length < found[0].full - CLOSE:
        first = found[0]
        found[0] = Bar(first.start + first.length - first.full, first.full, first.metre, first.fifths, first.tempo)
    return found


def _runs(bars: list[Bar]) -> Iterator[list[Bar]]:
    """Bars in a row that are whole and share a usual metre and a signature."""

    def kind(bar: Bar) -> tuple | None:
        whole = abs(bar.length - bar.full) < CLOSE and bar.metre in METRES
        return (bar.metre, bar.fifths) if whole else None

    for what, run in itertools.groupby(bars, kind):
        if what is not None:
            yield list(run)


def _moved(note: Sounding, bars: list[Bar], full: float) -> Sounding | None:
    """The note counted from the first bar of the run; None when it lies outside."""
    start = note.start - bars[0].start
    if start < -CLOSE or start >= full * len(bars) - CLOSE:
        return None
    length = min(note.length, full * len(bars) - start)
    return Sounding(max(start, 0.0), length, note.pitch, note.part, note.voice, note.sung)


def pieces(data: Path, split: str | None = None) -> list[dict]:
    """What `main` wrote, of one split or all."""
    with (data / "pieces.jsonl").open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [piece for piece in found if split in (None, piece["split"])]


def bars_in(piece: dict) -> np.ndarray:
    """(n,) in which bar each note of the melody begins."""
    full = piece["metre"][0] * 4 / piece["metre"][1]
    return np.array([int(onset // full) for onset, _, _ in piece["melody"]], int)


if __name__ == "__main__":
    main()
