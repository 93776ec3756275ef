"""Speed and memory of the mix: `python -m bench.mix` (5 min), `--hours 3 --cues 4000`, or `--scaling` for both sizes.

Takes are synthetic speech-like tones at 22,050 Hz on disk, the original is stereo noise with music-like swells, so that
resampling, ducking, limiting, loudness and true peak all do real work. Every size runs in its own process: peak RSS is
the kernel's own figure.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from media.mix import MixOptions, Take, mix

RATE = 22_050
VOICES = 12  # distinct take files; each is read afresh for every cue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=300 / 3600)
    parser.add_argument("--cues", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3, help="runs; the best is shown beside the median")
    parser.add_argument("--stretch", action="store_true", help="time-stretch every take by 1.2 while mixing")
    parser.add_argument("--folder", type=Path, default=None, help="where scratch files go (default: temporary)")
    parser.add_argument("--scaling", action="store_true", help="400 cues in 0.3 h against 4,000 cues in 3 h")
    options = parser.parse_args()
    if options.scaling:
        for hours, cues in ((0.3, 400), (3.0, 4000)):
            command = [sys.executable, "-m", "bench.mix", "--hours", str(hours), "--cues", str(cues), "--repeat", "1"]
            subprocess.run(command + (["--folder", str(options.folder)] if options.folder else []), check=True)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        print(json.dumps(measure(Path(folder), options.hours * 3600, options.cues, options.repeat, options.stretch)))


def measure(folder: Path, seconds: float, cues: int, repeat: int, stretch: bool) -> dict[str, object]:
    files = [_take_file(folder / f"{k}.wav", 1.2 + 0.15 * k, k) for k in range(VOICES)]
    takes = [
        Take(start=k * seconds / cues, audio=files[k % VOICES][0], length=_length(files[k % VOICES][1], stretch), cue=k)
        for k in range(cues)
    ]
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    walls, processors, report = [], [], None
    for _ in range(repeat):
        wall, processor = time.perf_counter(), time.process_time()
        report = mix(takes, _original(seconds), seconds, folder / "programme.f32", MixOptions())
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    assert report is not None
    return {
        "film s": round(seconds),
        "cues": cues,
        "wall s (best, median)": [round(min(walls), 2), round(float(np.median(walls)), 2)],
        "CPU s (best)": round(min(processors), 2),
        "film s per wall s": round(seconds / min(walls)),
        "peak RSS MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "RSS before MB": round(idle),
        "LUFS": round(report.loudness, 2),
        "dBTP": round(report.true_peak, 2),
        "original dB": round(report.original_gain_db, 2),
        "limited dB": round(report.limited_db, 2),
    }


def _length(natural: float, stretch: bool) -> float | None:
    return natural / 1.2 if stretch else None


def _take_file(path: Path, seconds: float, seed: int) -> tuple[Path, float]:
    """A voiced-like tone with syllables at 4 Hz."""
    time_axis = np.arange(round(seconds * RATE)) / RATE
    pitch = 110 + 10 * seed
    wave = sum(np.sin(2 * np.pi * pitch * h * time_axis + h * h) / h for h in range(1, 30))
    syllables = np.abs(np.sin(2 * np.pi * 2 * time_axis)) ** 0.5
    soundfile.write(path, (0.1 * wave * syllables).astype(np.float32), RATE, subtype="PCM_16")
    return path, seconds


def _original(seconds: float) -> Iterator[np.ndarray]:
    """Blocks of 1024 frames, as an AAC decoder gives them; ten seconds of sound over and over."""
    rng = np.random.default_rng(0)
    loop = np.cumsum(rng.standard_normal((480_000, 2)), axis=0)
    loop = (np.diff(loop - loop.mean(axis=0), axis=0, append=0) * 0.07).astype(np.float32)
    frames = round(seconds * 48_000)
    for start in range(0, frames, 1024):
        at = start % (len(loop) - 1024)
        yield loop[at : at + min(1024, frames - start)]


if __name__ == "__main__":
    main()
