"""A film to measure with, made in seconds: drifting clouds, wind, and subtitles of short sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only wants the subtitles stays small
    import av
    import numpy as np

LOOP, RATE, FRAME = 32, 48_000, 1024  # s: holds a whole number of pictures, key frames and AAC packets
FPS, KEY_EVERY = 30, 60  # frames
SIZES = {"1080p": (1920, 1080, 5_000_000), "small": (320, 180, 120_000)}  # width, height, bits per second
WHO = ("The old ferry", "A grey heron", "My sister", "The night train", "Our neighbour", "The smallest boat",
       "Nobody here", "The harbour cat", "Every child", "A tall stranger", "The young captain", "Some fisherman",
       )  # fmt: skip
DOES = ("waits by the pier.", "left before dawn.", "knows the way home.", "is early again.", "sings in the rain.",
        "turned to the sea.", "heard the bell.", "will come back.", "never looks down.", "has seen the lights.",
        "slept until noon.", "crossed the bay.")  # fmt: skip


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
    """An H.264 film with stereo AAC. LOOP seconds are encoded, and their packets repeated to the end."""
    import heapq

    import av

    width, height, bit_rate = SIZES[size]
    part = Path(path).with_suffix(".part.mp4")
    with av.open(str(part), "w") as film:
        video = film.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt, video.bit_rate = width, height, "yuv420p", bit_rate
        video.options = {"preset": "superfast", "x264-params": f"keyint={KEY_EVERY}:scenecut=0:open-gop=0"}
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
    for number in range(FPS * LOOP):
        x, (down, across) = number * 2 * width // (FPS * LOOP), rng.integers(0, (height, width))
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
