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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import av
    import numpy as np

ROOT = Path(__file__).parents[1]
STAGES = ("prepare", "speak", "mix", "write")
BAR_SECONDS, BAR_MB, BAR_GROWTH = 4.0, 400, 1.1  # growth: time per hour of film, the long film's over the short one's
LOOP, RATE, FRAME = 32, 48_000, 1024  # s: holds a whole number of pictures, key frames and AAC packets
KEY_EVERY = 2  # s
SIZES = {"1080p": (1920, 1080, 5_000_000), "small": (320, 180, 120_000)}  # width, height, bits per second
SENTENCES = 48  # different ones in --scaling: equal words in equal room share a take, so only these are spoken
WHO = ("The old ferry", "A grey heron", "My sister", "The night train", "Our neighbour", "The smallest boat",
       "Nobody here", "The harbour cat", "Every child", "A tall stranger", "The young captain", "Some fisherman",
       )  # fmt: skip
DOES = ("waits by the pier.", "left before dawn.", "knows the way home.", "is early again.", "sings in the rain.",
        "turned to the sea.", "heard the bell.", "will come back.", "never looks down.", "has seen the lights.",
        "slept until noon.", "crossed the bay.")  # fmt: skip


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
    parser.add_argument("--folder", type=Path, help="keeps films and takes there for the next time")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (args.folder or Path(temporary)).absolute()
        if args.scaling:
            scaling(folder, args.hours, args.repeat)
        else:
            beside_moviepy(folder, args.seconds, args.cues or args.seconds // 3, args.repeat, args.without_moviepy)


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
    whole, memory = _timed(_child("by_moviepy", work / "film.mp4", work / "stems" / "programme.flac", output), work)
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
        _timed(_child("draw", work / "film.mp4", size, seconds), work)
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


def _child(function: str, *arguments: object) -> list[str]:
    """The command that calls a function of this module with strings."""
    call = f"import sys; from bench import film; film.{function}(*sys.argv[1:])"
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


def srt(cues: int, every: float, different: int) -> str:
    """A short sentence every `every` seconds; of 144 so many `different` ones in turn."""

    def clock(at: float) -> str:
        ms = round(at * 1000)
        return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"

    blocks = []
    for k in range(cues):
        n = k % different
        text = f"{WHO[n % 12]} {DOES[(n + n // 12) % 12]}"
        blocks.append(f"{k + 1}\n{clock(k * every + 0.1)} --> {clock((k + 0.9) * every)}\n{text}\n")
    return "\n".join(blocks)


def draw(path: str, size: str, seconds: str) -> None:
    """An H.264 film at 30 fps with stereo AAC. LOOP seconds are encoded, and their packets repeated to the end."""
    import heapq

    import av

    width, height, bit_rate = SIZES[size]
    part = Path(path).with_suffix(".part.mp4")
    with av.open(str(part), "w") as film:
        video = film.add_stream("libx264", rate=30)
        video.width, video.height, video.pix_fmt, video.bit_rate = width, height, "yuv420p", bit_rate
        video.options = {"preset": "superfast", "x264-params": f"keyint={30 * KEY_EVERY}:scenecut=0:open-gop=0"}
        audio = film.add_stream("aac", rate=RATE, layout="stereo")
        audio.bit_rate = 160_000
        shown = [packet for picture in _pictures(width, height) for packet in video.encode(picture)]
        shown += video.encode(None)
        heard = [packet for block in _sound() for packet in audio.encode(block)] + audio.encode(None)
        heard = heard[: LOOP * RATE // FRAME]
        both = heapq.merge(_repeated(shown, int(seconds)), _repeated(heard, int(seconds)), key=lambda item: item[0])
        for _, packet in both:
            film.mux_one(packet)
    part.replace(path)


def _repeated(packets: list[av.Packet], seconds: int) -> Iterator[tuple[float, av.Packet]]:
    """(decoding time in s, packet): the loop over and over, cut at `seconds` between two groups of pictures."""
    times = [(packet.pts or 0, packet.dts or 0, packet.duration, packet.time_base) for packet in packets]
    for start in range(0, seconds, LOOP):
        for packet, (pts, dts, duration, base) in zip(packets, times, strict=True):
            shift = round(start / base)
            if (pts + shift) * base < seconds:
                packet.time_base, packet.pts, packet.dts, packet.duration = base, pts + shift, dts + shift, duration
                yield float(packet.dts * base), packet


def _pictures(width: int, height: int) -> Iterator[av.VideoFrame]:
    """Clouds that drift past once in a loop, under film grain."""
    import av
    import numpy as np

    rng = np.random.default_rng(0)
    clouds = (112 + 34 * _shaped(rng, (height, 2 * width), 1.5)).clip(24, 210).astype(np.uint8)
    clouds = np.concatenate([clouds, clouds[:, :width]], axis=1)
    grain = rng.integers(0, 12, (2 * height, 2 * width), np.uint8)
    tint = np.repeat(np.array([118, 134], np.uint8), width * height // 4).reshape(-1, width)
    for number in range(30 * LOOP):
        x, (down, across) = number * 2 * width // (30 * LOOP), rng.integers(0, (height, width))
        luma = clouds[:, x : x + width] + grain[down : down + height, across : across + width]
        frame = av.VideoFrame.from_ndarray(np.concatenate([luma, tint]), "yuv420p")
        frame.pts = number
        yield frame


def _sound() -> Iterator[av.AudioFrame]:
    """Wind in stereo that swells and falls."""
    import av
    import numpy as np

    wind = np.stack([_shaped(np.random.default_rng(side), (LOOP * RATE,), 0.5) for side in (1, 2)])
    wind *= 0.05 * (0.6 + 0.4 * np.sin(np.arange(LOOP * RATE) * (2 * np.pi / (8 * RATE))))
    for at in range(0, LOOP * RATE, FRAME):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(wind[:, at : at + FRAME], np.float32), "fltp", "stereo")
        frame.sample_rate, frame.pts = RATE, at
        yield frame


def _shaped(rng: np.random.Generator, shape: tuple[int, ...], slope: float) -> np.ndarray:
    """Noise of unit deviation that falls by 1 / frequency ** slope and whose ends meet."""
    import numpy as np

    axes = np.meshgrid(*(np.fft.fftfreq(n) * max(shape) for n in shape), indexing="ij", sparse=True)
    frequency = np.sqrt(sum(axis**2 for axis in axes))
    noise = np.fft.ifftn(np.fft.fftn(rng.standard_normal(shape)) / np.maximum(frequency, 1) ** slope).real
    return (noise - noise.mean()) / noise.std()


if __name__ == "__main__":
    main()
