"""A camera that moves into a painted scene: what is near grows a little more than what is far.

Nearness is a profile from top to bottom: in most scenes the ground comes nearer row by row, and so the picture is drawn
in strips, each enlarged about the picture's middle by its own share; a sky that is equally far everywhere is one strip.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from PIL import Image

STRIPS = 64
DEPTH = 0.8  # how much more of the camera's way the nearest goes than the farthest
ALIKE = 0.001  # a strip goes on where its share changes by less: a twentieth of a pixel in 1080p
SMOOTH = 3.0  # strips over which nearness is blurred: nothing tears at a horizon


@dataclass(frozen=True)
class Parallax:
    """share: of the camera's way that the picture goes at each of STRIPS + 1 edges; upright: from top to bottom, else
    from left to right (a picture stored turned).
    """

    share: np.ndarray
    upright: bool = True

    @classmethod
    def of(cls, nearness: np.ndarray) -> Parallax:
        """nearness: (h, w) uint8 as the picture is stored, 255 right before the eye."""
        from scipy.ndimage import gaussian_filter1d

        down, across = nearness.mean(axis=1) / 255, nearness.mean(axis=0) / 255
        upright = bool(down.std() >= across.std())
        rows = down if upright else across
        edges = np.interp(np.linspace(0, len(rows) - 1, STRIPS + 1), np.arange(len(rows)), rows)
        smooth = gaussian_filter1d(edges, SMOOTH, mode="nearest")
        return cls(1 + DEPTH * (smooth - smooth.mean()), upright)

    @cached_property
    def cuts(self) -> list[int]:
        """The edges between strips, the picture's own among them."""
        found = [0]
        for edge in range(1, STRIPS):
            if abs(self.share[edge + 1] - self.share[found[-1]]) >= ALIKE:
                found.append(edge)
        return [*found, STRIPS]

    def enlarged(self, picture: Image.Image, push: float, kind: Image.Resampling) -> Image.Image:
        """The picture, enlarged by `push` where its share is 1, to a fraction of a pixel."""
        width, height = picture.size
        long, wide = (height, width) if self.upright else (width, height)
        edges = [round(long * k / STRIPS) for k in self.cuts]
        scales = 1 + (push - 1) * self.share[self.cuts]
        places = [long / 2 + (edge - long / 2) / scale for edge, scale in zip(edges, scales, strict=True)]
        made = Image.new(picture.mode, picture.size)
        for k, (start, end) in enumerate(pairwise(edges)):
            if start == end:
                continue
            scale = (scales[k] + scales[k + 1]) / 2
            side = (wide - wide / scale) / 2
            low, high = max(0.0, places[k]), min(float(long), places[k + 1])
            box = (side, low, wide - side, high) if self.upright else (low, side, high, wide - side)
            size = (wide, end - start) if self.upright else (end - start, wide)
            made.paste(picture.resize(size, kind, box=box), (0, start) if self.upright else (start, 0))
        return made
