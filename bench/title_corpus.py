"""Titles on other people's films: `python -m bench.title_corpus DIR` walks every film in a folder.

Made for the test files of androidx/media (Apache-2.0; libraries/test_data/src/test/assets/media): edit lists, turned
and mirrored pictures, HDR, fragments, odd codecs. Each gets an overlay and a card; source and result are then decoded
from their beginnings, by nothing of ours, and compared: outside the title every picture must be the source's, bit for
bit where packets were copied, nearly where they were encoded, at its time; sound that is copied must have moved by the
card's length exactly. What differs without having been said is silent damage. A film that plain narration cannot copy
as it is, is told apart; pictures that are broken in the source are compared by their times alone.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import multiprocessing
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 1.5  # of the title: most of these films are short
NEAR = 34.0  # dB: least PSNR of an encoded picture
CLOSE = 0.0011  # s
MOST = 1500  # pictures that are compared
PATIENCE = 150  # s for one film in one mode
ENDINGS = (".mp4", ".mkv", ".webm", ".mov", ".m4v", ".ts", ".3gp")


@dataclass
class Seen:
    """One picture as decoded: when, what, and a small copy for what was encoded again."""

    time: float
    digest: str
    small: Any
    broken: bool  # could not be decoded whole: what stands there depends on what was decoded before


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.title_corpus", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--rows", type=Path, help="a table of the verdicts; what stands there is not done again")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long; the next run goes on")
    args = parser.parse_args()
    done = _kept(args.rows) if args.rows else {}
    until = time.monotonic() + 60 * args.minutes
    import media.titled  # noqa: F401 (once, not in every child)
    import synth.title.shade  # noqa: F401

    files = sorted(
        (p for p in args.folder.rglob("*") if p.suffix.lower() in ENDINGS and args.only in p.name),
        key=lambda p: p.stat().st_size,
    )
    counts: dict[str, collections.Counter] = {"overlay": collections.Counter(), "card": collections.Counter()}
    for path in files:
        for mode, counter in counts.items():
            row = str(path.relative_to(args.folder)), mode
            if row not in done and time.monotonic() > until:
                return print("Not all are done: run it again, with the same --rows, to go on.")
            told = done.get(row) or _apart(path, mode)
            counter[told["verdict"]] += 1
            if row not in done:
                print(f"{told['verdict']:9} {mode:7} {path.name}: {told['why']}", flush=True)
                if args.rows:
                    _keep(args.rows, (*row, told["verdict"], told["why"]))
            if told["verdict"] == "no film":
                break
    for mode, counter in counts.items():
        print(mode, ", ".join(f"{count} {verdict}" for verdict, count in counter.most_common()))
        print(f"  silent damage: {counter['DAMAGED'] + counter['crashed']}    bar: 0")


def _kept(rows: Path) -> dict[tuple[str, str], dict[str, str]]:
    lines = rows.read_text("utf-8").splitlines() if rows.exists() else []
    cells = [line.split("\t") for line in lines]
    return {(name, mode): {"verdict": verdict, "why": why} for name, mode, verdict, why in cells}


def _keep(rows: Path, cells: tuple[str, ...]) -> None:
    with rows.open("a", encoding="utf-8") as table:
        table.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")


def _apart(path: Path, mode: str) -> dict[str, str]:
    """In a process of its own, which may crash or never end."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(False)
    process = fork.Process(target=lambda: there.send(_one(path, mode)))
    process.start()
    there.close()
    told = {"verdict": "slow", "why": f"more than {PATIENCE} s"}
    if here.poll(PATIENCE):
        try:
            told = here.recv()
        except EOFError:
            told = {"verdict": "crashed", "why": "see above"}
    process.kill()
    process.join()
    return told


def _one(path: Path, mode: str) -> dict[str, str]:
    import numpy as np

    from media.mux import MuxError, mux
    from media.probe import ProbeError, probe
    from media.titles import card_seconds
    from synth.title.motion import Motion

    with tempfile.TemporaryDirectory() as folder:
        suffix = path.suffix.lower() if path.suffix.lower() in (".mp4", ".mkv", ".webm", ".mov") else ".mp4"
        output = Path(folder) / f"out{suffix}"
        try:
            film = probe(path)
        except ProbeError as error:
            return {"verdict": "no film", "why": str(error)}
        seconds = min(SECONDS, 0.5 * film.duration)
        opening = Motion("Title", seconds, _design)
        try:
            later = card_seconds(film, seconds) if mode == "card" else 0.0
            silence = np.zeros((max(1, round((film.duration + later) * 48_000)), 2), np.float32)
            report = mux(film, silence, output, opening=opening, card=later)
        except MuxError as error:
            return {"verdict": "refused", "why": str(error)}
        assert report.titled
        damage = _damage(path, output, film, report.titled, later, seconds)
        said = report.titled.sentence()
        if not damage:
            return {"verdict": report.titled.way, "why": said}
        source = _pictures(path)[0]
        if sum(picture.broken for picture in source) > len(source) / 2:
            return {"verdict": "broken", "why": f"most of the source cannot be decoded; {damage}"}
        plain = Path(folder) / f"plain{suffix}"
        mux(film, silence, plain)
        without = source, _pictures(plain)[0]
        same = [p.digest for p in without[0]] == [p.digest for p in without[1]]
        return {"verdict": "DAMAGED" if same else "copy", "why": f"{damage}; {said}"}


def _design(size: tuple[int, int]) -> Any:
    import numpy as np

    from synth.title.design import design

    width, height = size
    across = np.linspace(0, 1, width)[None, :, None] * np.array([60, 90, 200]) + np.array([30, 40, 20])
    return design(np.broadcast_to(across, (height, width, 3)).astype(np.uint8), "Title 제목")


def _damage(path: Path, output: Path, film: Any, titled: Any, later: float, seconds: float) -> str:
    """What is wrong with the output; nothing if nothing is."""
    before, errors = _pictures(path)
    now, _ = _pictures(output, 4 * MOST)
    if not before:
        return "" if titled.way == "none" else "nothing of the source can be decoded"
    start, bare = before[0].time, titled.way == "none"
    shown = [p for p in now if not later or p.time >= later + start - CLOSE]
    if len(before) < MOST and len(shown) != len(before):
        return f"{len(before)} pictures became {len(shown)} ({errors} errors in the source)"
    for old, new in zip(before, shown, strict=False):
        if abs(new.time - old.time - later) > CLOSE:
            return f"the picture at {old.time:.3f} s is shown at {new.time:.3f} s"
        copied = bare or (titled.copied_from is not None and new.time >= titled.copied_from - CLOSE)
        if old.broken:
            continue
        if copied and new.digest != old.digest:
            return f"the picture at {new.time:.3f} s, copied, is another one"
        titled_here = not bare and not later and old.time - start < seconds
        if not copied and not titled_here and _psnr(old.small, new.small) < NEAR:
            return f"the picture at {new.time:.3f} s, encoded, is {_psnr(old.small, new.small):.1f} dB from its source"
    return _moved_sound(path, output, later)


def _pictures(path: Path, most: int = MOST) -> tuple[list[Seen], int]:
    import av

    from media.raster import digest as shown

    seen, errors = [], 0
    with av.open(str(path)) as source:
        stream = next(s for s in source.streams.video if not int(s.disposition) & 1024)
        stream.thread_count = 1
        try:
            for packet in source.demux(stream):
                try:
                    frames = packet.decode()
                except av.error.FFmpegError:
                    errors += 1
                    continue
                for frame in frames:
                    if len(seen) == most:
                        return seen, errors
                    digest = shown(frame)
                    small = frame.reformat(width=160, height=96, format="gray").to_ndarray().astype("f4")
                    seen.append(Seen(frame.time or 0.0, digest, small, frame.is_corrupt))
        except av.error.FFmpegError:
            errors += 1
    return seen, errors


def _psnr(a: Any, b: Any) -> float:
    import numpy as np

    return float(10 * np.log10(255**2 / max(float(((a - b) ** 2).mean()), 1e-3)))


def _moved_sound(path: Path, output: Path, later: float) -> str:
    """Every copied sound packet that is heard must be there, so much later."""
    import av

    def packets(file: Path, number: int) -> list[tuple[bytes, float]]:
        with av.open(str(file)) as source:
            if len(source.streams.audio) <= number:
                return []
            stream = source.streams.audio[number]
            return [(hashlib.md5(bytes(p)).digest(), float(p.pts * p.time_base))
                    for p in source.demux(stream) if p.size and p.pts is not None]  # fmt: skip

    before, now = packets(path, 0), packets(output, 1)
    if not before or not now or len(before) < len(now) - 1:
        return ""  # a codec that the container holds otherwise
    pairs = list(zip(before[-len(now) :], now, strict=False))
    if any(a[0] != b[0] for a, b in pairs):
        return ""  # cut anew by the demuxer
    wrong = max((abs(b[1] - a[1] - later) for a, b in pairs if a[1] >= 0), default=0.0)
    return f"sound is {wrong * 1000:.1f} ms off" if wrong > CLOSE else ""


if __name__ == "__main__":
    main()
