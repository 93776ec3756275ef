"""How a film's pictures lie in memory, and how a picture of ours is laid beside them.

A title is designed in RGB as a viewer sees it. A film's picture may be stored turned, mirrored, with pixels that are
not square, in YCbCr with half the colour, at ten bits, for HDR. Here the one becomes the other, once per title; every
frame is then drawn in the film's own planes, so that nothing of the film is converted back and forth.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import av
import numpy as np
from av.sidedata.sidedata import SideData
from PIL import Image

from media.probe import Color, Stream

WHITE_NITS = 203.0  # ITU-R BT.2408: what white text is in HDR
HLG_WHITE = 0.265  # scene light whose HLG signal is 75 %, the same white (BT.2408)
LUMA = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114), 9: (0.2627, 0.0593), 10: (0.2627, 0.0593)}
# BT.709 to BT.2020 primaries, linear light: ITU-R BT.2087
WIDER = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]], np.float32)
FORMATS = {  # how often the colour planes are halved (across, down), and the bits of a sample
    "yuv420p": (1, 1, 8), "yuvj420p": (1, 1, 8), "yuv422p": (1, 0, 8), "yuvj422p": (1, 0, 8), "yuv444p": (0, 0, 8),
    "yuvj444p": (0, 0, 8), "yuv420p10le": (1, 1, 10), "yuv422p10le": (1, 0, 10), "yuv444p10le": (0, 0, 10),
}  # fmt: skip


@dataclass(frozen=True)
class Raster:
    """The pictures of one film. turn: (a, b, c, d) of the display matrix, each -1, 0 or 1; aspect: width of a pixel."""

    width: int
    height: int
    pixel_format: str
    color: Color
    turn: tuple[int, int, int, int] = (1, 0, 0, 1)
    aspect: float = 1.0

    @classmethod
    def of(cls, frame: av.VideoFrame, stream: Stream) -> Raster:
        """Raises ValueError for pictures that cannot be drawn on."""
        if frame.format.name not in FORMATS:
            raise ValueError(f"its pictures are stored as {frame.format.name}")
        if any(data.type.name.startswith("DOVI") for data in side_data(frame)):
            raise ValueError("its pictures are Dolby Vision")
        color = stream.color
        if color.space not in (*LUMA, 2, 0) or color.space == 0:
            raise ValueError("its colours are stored in a way that is not known here")
        return cls(frame.width, frame.height, frame.format.name, color, _turn(frame), stream.sample_aspect or 1.0)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) as a viewer sees it, in square pixels."""
        wide = self.width * max(self.aspect, 1.0), self.height / min(self.aspect, 1.0)
        width, height = round(wide[0]), round(wide[1])
        return (width, height) if self.turn[0] else (height, width)

    @property
    def depth(self) -> int:
        return FORMATS[self.pixel_format][2]

    def colour(self, rgb: np.ndarray) -> list[np.ndarray]:
        """A picture (h, w, 3) uint8 of `size` as planes Y, Cb, Cr of this film, integers."""
        signal = self._signal(self._laid(rgb).astype(np.float32) / 255)
        red, blue = LUMA[self.matrix]
        luma = signal @ np.array([red, 1 - red - blue, blue], np.float32)
        colours = [(signal[..., 2] - luma) / (2 - 2 * blue), (signal[..., 0] - luma) / (2 - 2 * red)]
        scale, black = 2 ** (self.depth - 8), 0 if self._full() else 16
        spans = (255.0, 255.0) if self._full() else (219.0, 224.0)
        planes = [black * scale + luma * spans[0] * scale]
        planes += [128 * scale + self._halved(part) * spans[1] * scale for part in colours]
        kind = np.uint8 if self.depth == 8 else np.uint16
        return [np.clip(np.rint(plane), 0, 2**self.depth - 1).astype(kind) for plane in planes]

    def masks(self, alpha: np.ndarray) -> list[np.ndarray]:
        """A mask (h, w) uint8 of `size` for each plane, uint8."""
        laid = self._laid(alpha)
        half = np.rint(self._halved(laid.astype(np.float32))).astype(np.uint8)
        return [laid, half, half]

    def planes(self, frame: av.VideoFrame) -> list[np.ndarray]:
        """The planes of a film's frame, as views."""
        kind = np.dtype(np.uint8 if self.depth == 8 else np.uint16)
        return [
            np.frombuffer(memoryview(plane), kind).reshape(plane.height, -1)[:, : plane.width] for plane in frame.planes
        ]

    def frame(self, planes: list[np.ndarray]) -> av.VideoFrame:
        frame = av.VideoFrame(self.width, self.height, self.pixel_format)
        for target, plane in zip(self.planes(frame), planes, strict=True):
            target.flags.writeable = True
            target[:] = plane
        return frame

    def _laid(self, picture: np.ndarray) -> np.ndarray:
        """As seen to as stored: turned and mirrored, with this film's pixels."""
        a, b, c, d = self.turn
        if a:
            picture = picture[:: -1 if d < 0 else 1, :: -1 if a < 0 else 1]
        else:
            picture = picture[:: -1 if b < 0 else 1, :: -1 if c < 0 else 1].swapaxes(0, 1)
        if picture.shape[:2] != (self.height, self.width):
            image = Image.fromarray(np.ascontiguousarray(picture))
            picture = np.asarray(image.resize((self.width, self.height), Image.Resampling.LANCZOS))
        return np.ascontiguousarray(picture)

    def _halved(self, plane: np.ndarray) -> np.ndarray:
        across, down, _ = FORMATS[self.pixel_format]
        if across:
            plane = np.pad(plane, ((0, 0), (0, plane.shape[1] % 2)), "edge")
            plane = (plane[:, ::2] + plane[:, 1::2]) / 2
        if down:
            plane = np.pad(plane, ((0, plane.shape[0] % 2), (0, 0)), "edge")
            plane = (plane[::2] + plane[1::2]) / 2
        return plane

    def _signal(self, rgb: np.ndarray) -> np.ndarray:
        """sRGB 0..1 as the film's own signal 0..1: as it is, or for HDR with white at WHITE_NITS."""
        if not self.color.hdr:
            return rgb
        light = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4).astype(np.float32)
        if self.color.primaries == 9:
            light = light @ WIDER.T
        return _pq(light * WHITE_NITS / 10_000) if self.color.transfer == 16 else _hlg(light * HLG_WHITE)

    @property
    def matrix(self) -> int:
        """The code point (ITU-T H.273) of what turns colours into Y, Cb, Cr."""
        return self.color.space if self.color.space in LUMA else (1 if self.height >= 720 else 6)

    def _full(self) -> bool:
        return self.color.range == 2 or self.pixel_format.startswith("yuvj")


def digest(frame: av.VideoFrame) -> str:
    """SHA-256 of what is seen of a frame; the ends of rows, which only align the next ones, hold anything."""
    bits = frame.format.components[0].bits if len(frame.planes) > 1 else frame.format.padded_bits_per_pixel
    seen = hashlib.sha256()
    for plane in frame.planes:
        both = 2 if len(frame.planes) == 2 and plane.index == 1 else 1  # NV12 and the like: both colours in one plane
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, -1)
        seen.update(rows[:, : plane.width * both * -(-bits // 8)].tobytes())
    return seen.hexdigest()


def _pq(light: np.ndarray) -> np.ndarray:
    """SMPTE ST 2084; 1 is 10,000 nit."""
    powered = np.power(np.clip(light, 0, 1), 0.1593017578125)
    return np.power((0.8359375 + 18.8515625 * powered) / (1 + 18.6875 * powered), 78.84375)


def _hlg(light: np.ndarray) -> np.ndarray:
    """ITU-R BT.2100, scene light."""
    low = np.sqrt(3 * np.clip(light, 0, 1 / 12))
    return np.where(light <= 1 / 12, low, 0.17883277 * np.log(np.maximum(12 * light - 0.28466892, 1e-6)) + 0.55991073)


def side_data(frame: av.VideoFrame) -> list[SideData]:
    try:
        return list(cast(Iterable[SideData], frame.side_data))
    except ValueError:  # PyAV has no name for it, such as for the second eye's picture of a film in 3D
        raise ValueError("its pictures carry data that is not known here") from None


def _turn(frame: av.VideoFrame) -> tuple[int, int, int, int]:
    """(a, b, c, d): a pixel (x, y) of the stored picture is shown at (a x + c y, b x + d y)."""
    for data in side_data(frame):
        if data.type.name == "DISPLAYMATRIX":
            a, b, _, c, d = struct.unpack("<5i", bytes(data)[:20])
            signs = tuple((value > 0) - (value < 0) if abs(value) > 1 << 14 else 0 for value in (a, b, c, d))
            if signs in ((0, 0, 0, 0),) or bool(signs[0]) != bool(signs[3]) or bool(signs[0]) == bool(signs[1]):
                raise ValueError("its pictures are shown at an angle")
            return signs  # type: ignore[return-value]
    return 1, 0, 0, 1
