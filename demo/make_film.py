"""Draw the sample film: `python demo/make_film.py` writes film.mp4, film.en.srt and film.ko.srt beside itself.

The longest day to the sea: a paper boat, left on the sand at dusk, is drawn by a small crab through the night and is
afloat at dawn. 54 seconds, 1280x720 at 24 frames a second, a key frame every two seconds, quiet stereo sea. All of it
is computed, nothing is taken from elsewhere. That takes some ten minutes; `--frame SECONDS OUT.png` draws one picture.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]  # for synth.torchaudio_cpu, which measures the loudness

import numpy as np  # noqa: E402
from ambience import RATE, ambience  # noqa: E402
from drawing.canvas import HEIGHT, WIDTH, finish, smoothstep  # noqa: E402
from drawing.evening import Dusk, Gull, Meeting  # noqa: E402
from drawing.morning import Dawn, Night, Tide  # noqa: E402
from story import TITLES, srt  # noqa: E402

FPS, SECONDS, DISSOLVE = 24, 54.0, 0.9
BT709 = 1  # the number of its matrix, primaries, transfer and limited range alike
CUTS = (
    (0.0, Dusk),
    (10.4, Meeting),
    (19.6, Gull),
    (25.4, Night),
    (37.9, Tide),
    (45.6, Dawn),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--frame", nargs=2, metavar=("SECONDS", "PNG"), help="draw one picture and stop")
    chosen = options.parse_args()
    if chosen.frame:
        from PIL import Image

        Image.fromarray(next(pictures(round(float(chosen.frame[0]) * FPS)))).save(chosen.frame[1])
        return
    for language in TITLES:
        (HERE / f"film.{language}.srt").write_text(srt(language), encoding="utf-8")
    sound = ambience(SECONDS, gull_at=(19.0, 47.6, 52.2), night=(24.0, 38.5), surge_at=(37.5, 40.6, 43.4))
    write(HERE / "film.mp4", pictures(), sound)


def pictures(first: int = 0) -> Iterator[np.ndarray]:
    """Every picture of the film from number `first` on: (720, 1280, 3) uint8. Scenes are built when first seen."""
    grain = np.random.default_rng(1).uniform(0, 1, (HEIGHT, WIDTH, 1)).astype(np.float32)  # rounding without bands
    built: dict[int, object] = {}
    for number in range(first, round(SECONDS * FPS)):
        time = number / FPS
        index = max(i for i, (start, _) in enumerate(CUTS) if start <= time)
        for i in (index, index - 1):
            if i >= 0 and i not in built:
                built[i] = CUTS[i][1]()
        picture = built[index].paint(time - CUTS[index][0])
        into = (time - CUTS[index][0]) / DISSOLVE
        if index and into < 1:
            part = float(smoothstep(0, 1, into))
            picture = part * picture + (1 - part) * built[index - 1].paint(time - CUTS[index - 1][0])
        shown = float(smoothstep(0, 1.2, time) * smoothstep(SECONDS, SECONDS - 1.0, time))
        yield finish(picture * shown, grain)


def write(path: Path, frames: Iterable[np.ndarray], sound: np.ndarray) -> None:
    """Encode the pictures as H.264 and the sound as AAC, under a temporary name until it is whole."""
    import av

    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w", options={"movflags": "+faststart"}) as film:
        film.metadata["title"] = TITLES["en"]
        video = film.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt, video.time_base = WIDTH, HEIGHT, "yuv420p", Fraction(1, FPS)
        context = video.codec_context
        context.colorspace = context.color_primaries = context.color_trc = context.color_range = BT709
        video.options = {
            "crf": "28",
            "preset": "slow",
            "x264-params": "keyint=48:min-keyint=48:scenecut=0:open-gop=0:"
            "aq-mode=3:deblock=1,1:bframes=5:ref=5:psy-rd=0.5,0",  # soft gradients: spend nothing on grain,
        }
        audio = film.add_stream("aac", rate=RATE, layout="stereo")
        audio.bit_rate = 80_000
        audio.metadata["title"] = "Sea"
        for number, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(
                format="yuv420p", dst_colorspace="ITU709", dst_color_range=1
            )
            frame.pts = number
            film.mux(video.encode(frame))
            block = sound[number * RATE // FPS : (number + 1) * RATE // FPS]
            film.mux(audio.encode(_audio(block, number * RATE // FPS)))
            if number % FPS == 0:
                print(f"\r{number // FPS} of {SECONDS:.0f} s", end="", file=sys.stderr, flush=True)
        film.mux(video.encode(None))
        film.mux(audio.encode(None))
    part.replace(path)
    print(f"\r{path.name}: {path.stat().st_size / 1e6:.2f} MB", file=sys.stderr)


def _audio(block: np.ndarray, start: int):
    import av

    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return frame


if __name__ == "__main__":
    main()
