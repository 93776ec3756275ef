"""A title as a clip of moviepy: to look at before it is in a film, or to compose with other clips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from synth.title import TitleError
from synth.title.motion import Motion

if TYPE_CHECKING:
    from moviepy import VideoClip

FPS = 30
KINDS = (".mp4", ".gif")


class Rgb:
    """A canvas whose planes are red, green and blue."""

    depth = 8

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size

    def colour(self, rgb: np.ndarray) -> list[np.ndarray]:
        return [np.ascontiguousarray(rgb[..., channel]) for channel in range(3)]

    def masks(self, alpha: np.ndarray) -> list[np.ndarray]:
        return [alpha] * 3


def clip(motion: Motion, size: tuple[int, int], beneath: np.ndarray | None = None) -> VideoClip:
    """The title in motion at `size` (width, height), giving way to `beneath` (h, w, 3) uint8, or to black."""
    from moviepy import VideoClip

    draw, canvas = motion.drawer(Rgb(size)), Rgb(size)
    film = canvas.colour(beneath if beneath is not None else np.zeros((size[1], size[0], 3), np.uint8))
    return VideoClip(lambda time: np.stack(draw(time, film), axis=-1), duration=motion.seconds).with_fps(FPS)


def write_clip(motion: Motion, path: Path, size: tuple[int, int]) -> None:
    """As a silent film or an animation, by the ending of `path`. TitleError if it cannot be written."""
    made = clip(motion, (size[0] // 2 * 2, size[1] // 2 * 2))
    try:
        if path.suffix.lower() == ".gif":
            made.write_gif(str(path), fps=12, logger=None)
        else:
            made.write_videofile(str(path), codec="libx264", audio=False, preset="superfast", logger=None)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "there is no room, or no such folder"
        raise TitleError(f"The title {path.name} could not be written: {why}.") from error
    finally:
        made.close()
