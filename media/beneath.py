"""A film's pictures as a viewer sees them, where a title is to stand on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import cast

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from media.demux import open_film, packets
from media.probe import Film
from media.raster import Raster

EVERY = 3  # of the pictures: what is looked at
NEAR = 1e-4  # s
MATRICES = {1: Colorspace.ITU709, 5: Colorspace.ITU601, 6: Colorspace.ITU601, 9: 9, 10: 9}


def beneath(film: Film, raster: Raster, start: float, end: float) -> Iterator[np.ndarray]:
    """(h, w, 3) uint8 RGB, turned, pixels square: some of the pictures shown from `start` to `end` seconds."""
    with open_film(film.path, film.format) as source:
        stream = cast(VideoStream, source.streams[film.video.index])
        stream.thread_type = "AUTO"
        with suppress(av.error.FFmpegError):
            source.seek(round(start / (stream.time_base or 1)), stream=stream)
        number = 0
        for packet in packets(source, [stream]):
            for frame in stream.decode(packet if packet.size else None):
                if (frame.time or 0.0) >= end:
                    return
                if (frame.time or 0.0) < start - NEAR:
                    continue
                if number % EVERY == 0:
                    yield as_seen(frame, raster)
                number += 1


def as_seen(frame: av.VideoFrame, raster: Raster) -> np.ndarray:
    """(h, w, 3) uint8 of a picture of the film; not for HDR."""
    full = raster.color.range == 2 or raster.pixel_format.startswith("yuvj")
    a, b, c, d = raster.turn
    across, down = raster.size if a else raster.size[::-1]
    picture = frame.reformat(
        width=across,
        height=down,
        format="rgb24",
        src_colorspace=MATRICES[raster.matrix],
        src_color_range=ColorRange.JPEG if full else ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    ).to_ndarray()
    if a:
        return picture[:: -1 if d < 0 else 1, :: -1 if a < 0 else 1]
    return picture.swapaxes(0, 1)[:: -1 if b < 0 else 1, :: -1 if c < 0 else 1]
