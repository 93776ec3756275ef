"""A whole film against the clock: `python -m bench.film` (5 minutes of 1080p beside moviepy), `--scaling` (3 hours).

A film and its subtitles are made first and narrated once, so that every take exists; measured is the same command
again. Every run is a process of its own, timed by our clock and by the report it writes; memory is the kernel's figure
for that process. A process starts with the high-water mark of the one that started it, so nothing large is imported
here: what needs NumPy, PyAV or moviepy runs in a child too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.samples.film import srt

ROOT = Path(__file__).parents[1]
STAGES = ("prepare", "speak", "mix", "write")
BAR_SECONDS, BAR_MB, BAR_GROWTH = 4.0, 400, 1.1  # growth: time per hour of film, the long film's over the short one's
SENTENCES = 48  # different ones in --scaling: equal words in equal room share a take, so only these are spoken


@dataclass(frozen=True)
class Run:
    """One narration. Times in s of wall time, memory in MB; `spoken` takes were made in it."""

    whole: float
    memory: float
    stages: dict[str, float]
    spoken: int

    @property
    def mixed(self) -> float:
        return self.stages["mix"] + self.stages["write"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.film", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=300, help="length of the 1080p film (even)")
    parser.add_argument("--cues", type=int, help="in the 1080p film; default: one every 3 s")
    parser.add_argument("--repeat", type=int, default=3, help="measured runs; the median one is shown")
    parser.add_argument("--without-moviepy", action="store_true", help="leave out the comparison, which takes minutes")
    parser.add_argument("--scaling", action="store_true", help="instead: time and memory over the length of a film")
    parser.add_argument("--hours", type=float, nargs=2, default=(0.3, 3.0), help="of --scaling; 4,000 cues in 3 h")
    parser.add_argument("--folder", type=Path, help="keeps films and takes there for the next time (3 h: 11 GB)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (args.folder or Path(temporary)).absolute()
        if args.scaling:
            scaling(folder, args.hours, args.repeat)
        else:
            beside_moviepy(folder, args.seconds, args.cues or -(-args.seconds // 3), args.repeat, args.without_moviepy)


def beside_moviepy(folder: Path, seconds: int, cues: int, repeat: int, without_moviepy: bool) -> None:
    work = _made(folder, "1080p", seconds, cues)
    _narrate(work, "--stems", str(work / "stems"))
    runs = _again(work, repeat)
    run, memory = runs[len(runs) // 2], max(run.memory for run in runs)
    size = (work / "film.mp4").stat().st_size / 1e6
    print(f"{seconds} s of 1080p30 ({size:.0f} MB), {cues} cues, takes already made; the median of {repeat} runs")
    for stage in STAGES:
        print(f"  {stage:32} {run.stages[stage]:7.2f} s")
    print(f"  {'mix + write':32} {run.mixed:7.2f} s    bar: <= {BAR_SECONDS:g} s at 300 s")
    print(f"  {'whole command':32} {run.whole:7.2f} s")
    print(f"  {'peak memory':32} {memory:7.0f} MB   bar: <= {BAR_MB} MB at 3 h, see --scaling")
    if without_moviepy:
        return
    _say("moviepy, which encodes the picture again: minutes")
    output = work / "moviepy.mp4"
    sound = work / "stems" / "programme.flac"
    whole, memory = _timed(_child("bench.film", "by_moviepy", work / "film.mp4", sound, output), work)
    wall = float(_last_line(work))
    output.unlink()
    print(f"  {'moviepy write_videofile':32} {wall:7.2f} s    {wall / run.mixed:.0f} times mix + write")
    print(f"  {'moviepy whole command':32} {whole:7.2f} s    {whole / run.whole:.0f} times ours")
    print(f"  {'moviepy peak memory':32} {memory:7.0f} MB   the larger of its two processes")


def scaling(folder: Path, hours: tuple[float, float], repeat: int) -> None:
    sizes = [(round(h * 1800) * 2, round(h * 4000 / 3)) for h in hours]
    first, again = [], []
    for seconds, cues in sizes:
        work = _made(folder, "small", seconds, cues)
        first.append(_narrate(work))
        runs = _again(work, repeat)
        again.append((runs[len(runs) // 2], max(run.memory for run in runs)))
    (short, _), (long, memory) = again
    length = sizes[1][0] / sizes[0][0]
    columns = [f"{seconds / 3600:g} h, {cues} cues" for seconds, cues in sizes]
    print(f"{'takes already made, median of ' + str(repeat):32} {columns[0]:>18} {columns[1]:>18}    ratio")
    rows = [(stage, short.stages[stage], long.stages[stage]) for stage in STAGES]
    for name, a, b in (*rows, ("mix + write", short.mixed, long.mixed), ("whole command", short.whole, long.whole)):
        bar = f"   bar: <= {BAR_GROWTH * length:.1f}, linear {length:.1f}" if name == "mix + write" else ""
        print(f"  {name:30} {a:16.2f} s {b:16.2f} s {b / max(a, 0.01):8.1f}{bar}")
    print(f"  {'peak memory':30} {again[0][1]:15.0f} MB {memory:15.0f} MB            bar: <= {BAR_MB} MB")
    print("the run before, which spoke the takes")
    print(f"  {'takes spoken':30} {first[0].spoken:18} {first[1].spoken:18}")
    print(f"  {'whole command':30} {first[0].whole:16.2f} s {first[1].whole:16.2f} s")
    print(f"  {'peak memory':30} {first[0].memory:15.0f} MB {first[1].memory:15.0f} MB")


def _made(folder: Path, size: str, seconds: int, cues: int) -> Path:
    """The folder of one film with its subtitles and everything that narrating it leaves behind."""
    work = folder / f"{size}-{seconds}-{cues}"
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "film.mp4").exists():
        _say(f"making {seconds} s of film")
        _timed(_child("bench.samples.film", "draw", work / "film.mp4", size, seconds), work)
    different = 144 if size == "1080p" else SENTENCES
    (work / "film.srt").write_text(srt(cues, seconds / cues, different), encoding="utf-8")
    return work


def _narrate(work: Path, *options: str) -> Run:
    _say(f"narrating {work.name}")
    report = work / "report.json"
    command = [sys.executable, str(ROOT / "narrate.py"), "film.mp4", "film.srt", "--report", report.name, *options]
    whole, memory = _timed(command, work)
    told = json.loads(report.read_text(encoding="utf-8"))
    return Run(whole, memory, told["seconds"], told["takes_spoken"])


def _again(work: Path, repeat: int) -> list[Run]:
    """Narrations with every take made, the shortest mix + write first."""
    runs = [_narrate(work) for _ in range(repeat)]
    if any(run.spoken for run in runs):
        sys.exit("Takes were spoken while the mix was measured: did the voice change meanwhile? Run it again.")
    return sorted(runs, key=lambda run: run.mixed)


def _timed(command: list[str], work: Path) -> tuple[float, float]:
    """Runs it with its state and its output in `work`: seconds of wall time, MB of its largest process."""
    environment = {**os.environ, "NARRASCORE_HOME": str(work / "home"), "PYTHONPATH": str(ROOT)}
    with (work / "said.txt").open("w+", encoding="utf-8") as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=work, env=environment, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(work / 'said.txt').read_text(encoding='utf-8')[-2000:]}")
    return wall, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)


def _child(module: str, function: str, *arguments: object) -> list[str]:
    """The command that calls a function with strings."""
    call = f"import sys; from {module} import {function}; {function}(*sys.argv[1:])"
    return [sys.executable, "-c", call, *map(str, arguments)]


def _last_line(work: Path) -> str:
    return (work / "said.txt").read_text(encoding="utf-8").splitlines()[-1]


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


def by_moviepy(film: str, sound: str, output: str) -> None:
    """What one would write with moviepy, its settings as they are; prints the seconds of the writing."""
    from moviepy import AudioFileClip, VideoFileClip

    with VideoFileClip(film) as picture, AudioFileClip(sound) as programme:
        narrated = picture.with_audio(programme)
        began = time.perf_counter()
        narrated.write_videofile(output, logger=None)
        print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
