"""The process that decodes pictures of an untrusted film: standard input is the film, standard output one picture.

Started by media/poster.py and nothing else, under the rules of probe_child.py. It looks at pictures near the start and
writes the best as RGB bytes, width * height * 3 of them; nothing where none can be decoded.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # an isolated process does not look beside its own file
from probe_child import give_up_rights, no_other_file

del sys.path[0]

LOOKS = 10  # places that are looked at
SMALL = 320  # pixels of width on which a picture is judged
DARK, BRIGHT = 50.0, 205.0  # mean brightness (0..255) beyond which a picture says little
FEW = 25  # pictures that are decoded in a row, where no place can be sought


def main() -> None:
    order = json.loads(sys.argv[1])
    import av

    # PyAV imports these late: they must be here before the door is closed.
    import av.audio.codeccontext
    import av.audio.stream
    import av.logging
    import av.sidedata.encparams
    import av.sidedata.motionvectors
    import av.subtitles.stream
    import av.video.codeccontext
    import av.video.frame
    import av.video.reformatter
    import av.video.stream
    import numpy  # noqa: F401

    film = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 (ours until the end)
    give_up_rights(order)
    av.logging.set_level(av.logging.PANIC)
    best, best_score = b"", float("-inf")
    with contextlib.suppress(av.error.FFmpegError, EOFError):
        for frame in _pictures(av, film, order):
            score = _score(frame)
            if score > best_score:
                best, best_score = _pixels(frame, order["width"], order["height"]).tobytes(), score
    sys.stdout.buffer.write(best)


def _pictures(av: Any, film: Any, order: dict) -> Iterator[Any]:
    """The first picture after each of some times; where the file cannot be sought in, its first ones."""
    options = {**order["options"], "max_pixels": str(order["pixels"])}
    with av.open(film, format=order["demuxer"], options=options, io_open=no_other_file, buffer_size=1 << 16,
                 metadata_errors="replace") as container:  # fmt: skip
        stream = container.streams[order["stream"]]
        codec = stream.codec_context
        codec.thread_count = 1  # one picture at a time keeps memory near one picture
        codec.options = {"max_pixels": str(order["pixels"])}
        seen: set[int | None] = set()
        for look in range(LOOKS):
            with contextlib.suppress(av.error.FFmpegError, EOFError):
                container.seek(round(1e6 * order["until"] * look / LOOKS))
                frame = next(container.decode(stream), None)
                if frame is not None and frame.pts not in seen:
                    seen.add(frame.pts)
                    yield frame
        if len(seen) < 2:
            container.seek(0)
            for _, frame in zip(range(FEW), container.decode(stream), strict=False):
                yield frame


def _score(frame: Any) -> float:
    """Greater for what is sharp, rich in contrast, and neither dark nor blank."""
    import numpy as np

    grey = _pixels(frame, SMALL, max(2, round(SMALL * frame.height / frame.width))).mean(2, dtype=np.float32)
    mean = float(grey.mean())
    edges = np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()
    beyond = max(0.0, DARK - mean, mean - BRIGHT)
    return float(edges + 0.2 * grey.std() - beyond)


def _pixels(frame: Any, width: int, height: int) -> Any:
    """(height, width, 3) uint8."""
    return frame.reformat(width=width, height=height, format="rgb24").to_ndarray()


if __name__ == "__main__":
    main()
