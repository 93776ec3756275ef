"""What is asked of a title, made into an opening: words and a picture for it, of any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from synth.title import TitleError
from synth.title.design import Design, design, reading_time
from synth.title.motion import Motion

FROM_FILM, MODEL = "frame", "hf:"
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif")


@dataclass(frozen=True)
class Titling:
    """picture: a file, `frame` for one of the film, hf:MODEL, words to paint, or "" for what suits best."""

    title: str
    subtitle: str = ""
    picture: str = ""
    mode: str = "overlay"
    layout: str = "auto"
    seed: int = 0


def opening(asked: Titling, size: tuple[int, int], words: str, frame: Callable[[], np.ndarray | None]) -> Motion:
    """The title in motion; it is drawn once now, at `size` (width, height), so that what is wrong is known early.

    words: of the subtitles, for the mood; frame: gives a picture (h, w, 3) uint8 of the film, None if it has none.
    Raises TitleError or ImageError with a sentence.
    """

    @lru_cache(1)
    def made(size: tuple[int, int]) -> Design:
        return _best(asked, size, words, frame)

    made(size)
    return Motion(asked.title, reading_time(asked.title, asked.subtitle), made)


def _best(asked: Titling, size: tuple[int, int], words: str, frame: Callable[[], np.ndarray | None]) -> Design:
    grounds = _grounds(asked, size, words, frame)
    designs = [design(ground, asked.title, asked.subtitle, asked.layout, size) for ground in grounds]
    return min(designs, key=lambda each: each.shade)  # the ground that carries the words with least help


def _grounds(asked: Titling, size: tuple[int, int], words: str,
             frame: Callable[[], np.ndarray | None]) -> list[np.ndarray]:  # fmt: skip
    from synth.image import from_file, from_frame, picture, read_scene

    if asked.picture.startswith(MODEL):
        raise TitleError("Pictures by a model are not made yet: give words, a file or frame as the title's picture.")
    if asked.picture.lower().endswith(PICTURES):
        return [from_file(Path(asked.picture), size)]
    said = f"{asked.title} {asked.subtitle}"
    mood = read_scene(said, None, words).mood or None
    if asked.picture and asked.picture != FROM_FILM:
        return [picture(asked.picture, mood, size, asked.seed, words)]
    shot = frame()
    if shot is not None and (asked.picture == FROM_FILM or read_scene(said).place == "abstract"):
        return [from_frame(shot, mood, size)]
    if asked.picture == FROM_FILM:
        raise TitleError("No picture can be taken from the film for its title: give a file, or words to paint.")
    painted = picture(said, mood, size, asked.seed, words)
    return [painted] if shot is None else [painted, from_frame(shot, mood, size)]
