"""Small films for the tests, drawn with PyAV: a white flash on black and a click in silence, at known times."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np

RATE = 48_000


def click_sound(seconds: float, at: float, rate: int = RATE) -> np.ndarray:
    """(n, 2) float32: silence with one short burst whose centre of energy lies at `at` seconds."""
    sound = np.zeros((round(seconds * rate), 2), np.float32)
    centre, half = round(at * rate), round(0.002 * rate)
    burst = 0.8 * np.hanning(2 * half + 1) * np.sin(2 * np.pi * 2000 * np.arange(-half, half + 1) / rate + np.pi / 2)
    sound[centre - half : centre + half + 1] = burst[:, None]
    return sound


def click_time(sound: np.ndarray, rate: int = RATE) -> float:
    """Centre of energy in seconds, around the loudest sample."""
    energy = (sound.astype(np.float64) ** 2).sum(axis=1)
    peak = int(energy.argmax())
    window = slice(max(0, peak - 300), peak + 300)
    return float((energy[window] * np.arange(len(energy))[window]).sum() / energy[window].sum()) / rate


def draw(
    path: Path,
    *,
    seconds: float = 2.0,
    flash: float = 1.0,
    video: str = "libx264",
    pixel_format: str = "yuv420p",
    options: dict[str, str] | None = None,
    audio: Sequence[str] = ("aac",),
    audio_rate: int = RATE,
    fps: int = 25,
    times: Sequence[float] | None = None,
    start: float = 0.0,
    rotation: int = 0,
    size: tuple[int, int] = (160, 96),
    color: tuple[int, int, int] | None = None,
    chapters: bool = False,
    subtitle: str | None = None,
    container_options: dict[str, str] | None = None,
    sample_aspect: Fraction | None = None,
    clock: int = 90_000,
    color_range: int = 0,
) -> Path:
    """Write a film whose picture is white for the frame at `flash` and whose every sound track clicks there."""
    format_name = {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}[path.suffix]
    shown = list(times) if times is not None else [i / fps for i in range(round(seconds * fps))]
    with _same_priority(), av.open(str(path), "w", format=format_name, options=container_options or {}) as sink:
        picture = sink.add_stream(video, rate=fps, options={"preset": "ultrafast"} | (options or {}))
        picture.width, picture.height, picture.pix_fmt = *size, pixel_format
        picture.codec_context.time_base = picture.time_base = Fraction(1, clock)
        if sample_aspect:
            picture.codec_context.sample_aspect_ratio = sample_aspect
        if color:
            context = picture.codec_context
            context.color_primaries, context.color_trc, context.colorspace = color
        picture.codec_context.color_range = color_range
        if rotation:
            picture.set_display_rotation(rotation)
        sounds = []
        for number, name in enumerate(audio):
            sound = sink.add_stream(name, rate=audio_rate)
            sound.layout = "stereo"
            sound.metadata.update(language=("eng", "kor", "fra", "deu")[number % 4], title=f"Track {number + 1}")
            sounds.append(sound)
        texts = None
        if subtitle:
            texts = sink.add_mux_stream(subtitle, time_base=Fraction(1, 1000))
            texts.metadata.update(language="fra")
        sink.metadata.update(title="A test film", comment="가나다")
        if chapters:
            sink.set_chapters([
                {"id": 1, "start": 0, "end": 1000, "time_base": Fraction(1, 1000), "metadata": {"title": "One"}},
                {"id": 2, "start": 1000, "end": 2000, "time_base": Fraction(1, 1000), "metadata": {"title": "둘"}},
            ])  # fmt: skip
        _pictures(sink, picture, shown, flash, start, pixel_format, clock)
        for sound in sounds:
            add_sound(sink, sound, click_sound(seconds, flash, audio_rate), start, audio_rate)
        if texts is not None:
            packet = av.Packet(b"bonjour")
            packet.stream, packet.time_base, packet.pts, packet.dts = texts, Fraction(1, 1000), 200, 200
            packet.duration = 900
            sink.mux(packet)
    return path


@contextmanager
def _same_priority() -> Iterator[None]:
    """SVT-AV1, run by root, makes the thread that calls it a real-time one, and with it every process started later:
    they then starve each other for good.
    """
    try:
        yield
    finally:
        if hasattr(os, "sched_setscheduler"):
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def _pictures(sink, stream, shown, flash, start, pixel_format, clock) -> None:
    white_at = min(shown, key=lambda t: abs(t - flash))
    noise = np.random.default_rng(7)
    for t in shown:
        level = 235 if t == white_at else 16
        grey = np.full((stream.height, stream.width), level, np.uint8)
        grey[:8, :8] += noise.integers(0, 8, (8, 8), dtype=np.uint8)  # no two frames are the same
        frame = av.VideoFrame.from_ndarray(np.repeat(grey[:, :, None], 3, axis=2), "rgb24")
        frame = frame.reformat(format=pixel_format)
        frame.pts, frame.time_base = round((t + start) * clock), Fraction(1, clock)
        sink.mux(stream.encode(frame))
    sink.mux(stream.encode(None))


def add_sound(sink, stream, sound: np.ndarray, start: float = 0.0, rate: int = RATE) -> None:
    """Encode (n, 2) samples into a stream of an open output, beginning at `start` seconds."""
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), "fltp", "stereo")
    frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), round(start * rate)
    sink.mux(stream.encode(frame))
    sink.mux(stream.encode(None))


def flash_time(path: Path) -> float:
    """Presentation time of the brightest picture, as a player sees it."""
    with av.open(str(path)) as source:
        stream = next(s for s in source.streams.video if not s.disposition & 1024)
        frames = [(float(f.to_ndarray(format="gray").mean()), f.time) for f in source.decode(stream)]
    return max(frames)[1]


def packets(path: Path, kind: str = "video", number: int = 0) -> list[bytes]:
    with av.open(str(path)) as source:
        stream = [s for s in source.streams if s.type == kind][number]
        return [bytes(p) for p in source.demux(stream) if p.size]


def cue(start: float, end: float, text: str) -> SimpleNamespace:
    return SimpleNamespace(start=start, end=end, text=text)
