"""The encoders of the picture codecs that we write, each fast and close to what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

import av
from av.video.codeccontext import VideoCodecContext

from media.encode import GLOBAL_HEADER
from media.probe import Stream

# superfast with a look ahead: half the work of veryfast, and hardly larger (measured on 1080p with grain).
X264 = {"preset": "superfast", "crf": "18", "rc-lookahead": "10", "mbtree": "1", "g": "48"}
ENCODERS = {
    "h264": ("libx264", X264),
    "hevc": ("libx265", {"preset": "superfast", "crf": "18", "x265-params": "log-level=none:repeat-headers=0"}),
    "vp9": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "6", "crf": "18", "b": "0", "lag-in-frames": "0",
                           "row-mt": "1", "auto-alt-ref": "0"}),
    "vp8": ("libvpx", {"deadline": "realtime", "cpu-used": "4", "crf": "8", "b": "8M", "lag-in-frames": "0",
                       "auto-alt-ref": "0"}),
}  # fmt: skip


def picture_encoder(picture: Stream, clock: Fraction, more: Mapping[str, str] | None = None) -> VideoCodecContext:
    """An open encoder of `picture`, whose size and colours are given, times in ticks of `clock`; `more` options."""
    name, options = ENCODERS[picture.codec]
    encoder = cast(VideoCodecContext, av.CodecContext.create(name, "w"))
    describe(encoder, picture)
    encoder.time_base = clock
    encoder.framerate = Fraction(picture.fps or 25).limit_denominator(100_000)
    encoder.flags |= GLOBAL_HEADER
    encoder.options = {**options, **(more or {})}
    encoder.open()
    return encoder


def describe(encoder: VideoCodecContext, picture: Stream) -> None:
    """Tell an encoder what kind of pictures it gets."""
    assert picture.width and picture.height
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, picture.pixel_format
    encoder.sample_aspect_ratio = Fraction(picture.sample_aspect or 1.0).limit_denominator(1000)
    color = picture.color
    encoder.color_primaries, encoder.color_trc = color.primaries, color.transfer
    encoder.colorspace, encoder.color_range = color.space, color.range
