"""Music under the words of the bundled film, in both languages and several genres, measured on the stems.

The stems are judged, not what the mix says of itself: loudness by K-weighted power in windows of three seconds, the
whole by pyloudnorm, peaks by 4x oversampling in SciPy.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
from scipy import signal

from media.kweighting import K_WEIGHTING

ROOT = Path(__file__).parents[1]
RATE, HOP = 48_000, 4_800
GENRES = "orchestral,piano,ambient"
LOWEST, HIGHEST = 15.0, 17.0  # LU from speech down to music
AFTER = 0.9  # s after the last word at which the music has come up: sooner than in a pause
AROUND = 0.05  # s on either side of a boundary in which a click is looked for


@dataclass(frozen=True)
class Measured:
    """Levels in LU, LUFS, dBTP and dB; times in seconds."""

    windows: np.ndarray  # from speech down to music, of every 3 s that are spoken throughout
    parts: np.ndarray  # the same over the spoken parts of every 3 s of which half is spoken
    gaps: np.ndarray  # of every pause of 3 s or more
    edges: tuple[float, ...]  # before the first word and after the last one
    lead: float  # the shortest time before a word at which the music had begun to fall
    loudness: float
    peak: float
    click: float  # the sharpest moment at a boundary, in dB over the sharpest elsewhere


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.bed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--genres", default=GENRES)
    parser.add_argument("--languages", default="en,ko")
    parser.add_argument("--music", default="auto")
    parser.add_argument("--folder", type=Path, help="keeps films, stems and takes there")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (args.folder or Path(temporary)).absolute()
        head = f"{'':14} {'3 s of words':>18} {'words in 3 s':>18} {'in gaps':>10} {'before':>7} {'after':>6}"
        print(f"{head} {'lead':>7} {'LUFS':>7} {'dBTP':>6} {'click':>6}")
        for language in args.languages.split(","):
            for genre in args.genres.split(","):
                work = folder / f"{language}-{genre}"
                work.mkdir(parents=True, exist_ok=True)
                report = narrated(work, folder / "home", language, genre, args.music)
                print(row(f"{language} {genre}", measured(work / "stems", report)), flush=True)


def narrated(work: Path, home: Path, language: str, genre: str, music: str) -> dict:
    """The report of the bundled film, with its stems in `work`."""
    command = [sys.executable, "narrate.py", "demo/film.mp4", f"demo/film.{language}.srt", "-o", work / "film.mp4"]
    command += ["--music", music, "--genre", genre, "--stems", work / "stems", "--report", work / "report.json"]
    environment = os.environ | {"NARRASCORE_HOME": str(home)}
    done = subprocess.run(list(map(str, command)), cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads((work / "report.json").read_text(encoding="utf-8"))


def measured(stems: Path, report: dict) -> Measured:
    import pyloudnorm

    sound = {path.stem: soundfile.read(path, dtype="float32", always_2d=True)[0] for path in stems.glob("*.flac")}
    spans = sorted((cue["start"], cue["start"] + cue["length"]) for cue in report["cues"])
    speech, music = powers(sound["speech"], 2), powers(sound["music"])
    spoken = np.zeros(len(speech), bool)
    for start, end in spans:
        spoken[round(start * 10) : max(round(end * 10), round(start * 10) + 1)] = True
    whole = level(speech[spoken].mean())
    joined = together(spans)
    pauses = [(a, b) for (_, a), (b, _) in pairwise(joined) if b - a >= 3]
    gaps = [level(music[round((a + 1.7) * 10) : round((b - 0.5) * 10)].mean()) - whole for a, b in pauses]
    first, last = round((joined[0][0] - 0.7) * 10), round((joined[-1][1] + AFTER) * 10)
    edges = tuple(level(part.mean()) - whole if len(part) > 2 else np.nan for part in (music[:first], music[last:]))
    return Measured(
        wholly(speech, music, spoken),
        partly(speech, music, spoken),
        np.array(gaps),
        edges,
        lead(spans, joined),
        float(pyloudnorm.Meter(RATE).integrated_loudness(sound["programme"])),
        float(20 * np.log10(np.abs(signal.resample_poly(sound["programme"], 4, 1, axis=0)).max())),
        click(sound["music"], [at for span in joined for at in span] + [s["end"] for s in report["music"]["scenes"]]),
    )


def powers(sound: np.ndarray, sides: int = 1) -> np.ndarray:
    """K-weighted power of every 100 ms, channels added; a mono stem sounds from both sides."""
    heard = signal.sosfilt(K_WEIGHTING, sound, axis=0)
    count = len(heard) // HOP
    return sides * (heard[: count * HOP].reshape(count, HOP, -1) ** 2).mean(axis=1).sum(axis=1)


def level(power: float) -> float:
    return float(-0.691 + 10 * np.log10(power + 1e-12))


def wholly(speech: np.ndarray, music: np.ndarray, spoken: np.ndarray) -> np.ndarray:
    rows = [10 * np.log10(speech[at : at + 30].sum() / music[at : at + 30].sum())
            for at in range(len(speech) - 29) if spoken[at : at + 30].all()]  # fmt: skip
    return np.array(rows)


def partly(speech: np.ndarray, music: np.ndarray, spoken: np.ndarray) -> np.ndarray:
    rows = []
    for at in range(len(speech) - 29):
        here = spoken[at : at + 30]
        if here.sum() >= 15:
            rows.append(10 * np.log10(speech[at : at + 30][here].sum() / music[at : at + 30][here].sum()))
    return np.array(rows)


def together(spans: list[tuple[float, float]], bridge: float = 1.5) -> list[tuple[float, float]]:
    """Cues between which the music stays down."""
    found = [spans[0]]
    for start, end in spans[1:]:
        if start - found[-1][1] < bridge:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def lead(spans: list[tuple[float, float]], joined: list[tuple[float, float]]) -> float:
    """By the envelope that the mix draws for these words over a steady sound: when it has fallen by half a decibel."""
    from media.bed import Bed

    count = round(joined[-1][1] * 10) + 50
    steady, speech = np.full(count, 0.01), np.zeros(count)
    for start, end in spans:
        speech[round(start * 10) : round(end * 10)] = 0.02
    bed = Bed(steady, speech, None, [(round(a * RATE), round(b * RATE)) for a, b in spans], "balanced", -16.0)
    times = np.arange(0, count * HOP, 48)
    gain = bed.decibels(times)
    leads = []
    for start, _ in joined:
        before = slice(max(0, round((start - 1.2) * 1000)), round(start * 1000))
        fallen = np.flatnonzero(gain[before] <= gain[before].max() - 0.5)
        leads.append((before.stop - before.start - fallen[0]) / 1000 if len(fallen) else 0.0)
    return min(leads)


def click(music: np.ndarray, boundaries: list[float]) -> float:
    """Sharpness: the highest sample over 12 kHz within a millisecond, against what is around it."""
    high = np.abs(signal.sosfilt(signal.butter(4, 12_000, "high", fs=RATE, output="sos"), music, axis=0)).max(axis=1)
    peaks = high[: len(high) // 48 * 48].reshape(-1, 48).max(axis=1)
    usual = signal.medfilt(peaks, 201) + 1e-6
    sharp = 20 * np.log10((peaks + 1e-6) / usual)  # silence is not sharp
    near = np.zeros(len(sharp), bool)
    for at in boundaries:
        near[max(0, round((at - AROUND) * 1000)) : round((at + AROUND) * 1000)] = True
    return float(sharp[near].max() - sharp[~near].max()) if near.any() else -np.inf


def row(name: str, found: Measured) -> str:
    def span(values: np.ndarray) -> str:
        if not len(values):
            return "none"
        inside = float(np.mean((values >= LOWEST) & (values <= HIGHEST)))
        return f"{values.min():5.1f}-{values.max():4.1f} {inside:4.0%}"

    gaps = " ".join(f"{gap:.1f}" for gap in found.gaps) or "-"
    before, after = found.edges
    return (f"{name:14} {span(found.windows):>18} {span(found.parts):>18} {gaps:>10} {before:7.1f} {after:6.1f}"
            f" {found.lead:7.2f} {found.loudness:7.2f} {found.peak:6.2f} {found.click:6.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
