"""What is asked of a title, made into an opening: words and a picture for it, of any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from synth.title import TitleError
from synth.title.design import Design, design, reading_time
from synth.title.motion import Motion
from synth.title.quiet import busy

FROM_FILM, MODEL = "frame", "hf:"
NEAR_ROWS = 144  # of the map of what is near
TRIED = 4  # times smaller
BUSY = 0.12  # what lying across something costs, against the strength of a shade
Ground = Callable[[tuple[int, int]], np.ndarray]  # a picture (h, w, 3) uint8 of a size (width, height)
Painter = Callable[[str, str | None, tuple[int, int], int, str], np.ndarray]  # as synth.image.picture
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif")


@dataclass(frozen=True)
class Titling:
    """picture: a file, `frame` for one of the film, `hf:MODEL` (and words, after a space) for a model of diffusers,
    words to paint, or "" for what suits best.
    """

    title: str
    subtitle: str = ""
    picture: str = ""
    mode: str = "overlay"
    layout: str = "auto"
    seed: int = 0


def opening(asked: Titling, size: tuple[int, int], words: str, frame: Callable[[], np.ndarray | None],
            paint: Painter | None = None) -> Motion:  # fmt: skip
    """The title in motion; it is drawn once now, at `size` (width, height), so that what is wrong is known early.

    words: of the subtitles, for the mood; frame: gives a picture (h, w, 3) uint8 of the film, None if it has none;
    paint: instead of synth.image.picture, to paint the same (such as one that remembers what it painted).
    Raises TitleError or ImageError with a sentence.
    """

    @lru_cache(1)
    def made(size: tuple[int, int]) -> Design:
        return _best(asked, size, words, frame, paint)

    made(size)
    return Motion(asked.title, reading_time(asked.title, asked.subtitle), made)


def _best(asked: Titling, size: tuple[int, int], words: str, frame: Callable[[], np.ndarray | None],
          paint: Painter | None) -> Design:  # fmt: skip
    """The ground that carries the words with least help, tried out small."""
    grounds = _grounds(asked, words, frame, paint)
    if len(grounds) > 1:
        small = (max(2, size[0] // TRIED), max(2, size[1] // TRIED))
        grounds = [min(grounds, key=lambda ground: _cost(ground(small), asked))]
    made = design(grounds[0](size), asked.title, asked.subtitle, asked.layout)
    return made if isinstance(grounds[0], FilmFrame) else replace(made, nearness=_nearness(asked, size, words))


def _cost(picture: np.ndarray, asked: Titling) -> float:
    """How much help the words need on this picture, and how much of it they lie across."""
    made = design(picture, asked.title, asked.subtitle, asked.layout)
    return made.shade + BUSY * busy(picture, made.setting.ink)


def _either_way(ground: Ground) -> list[Ground]:
    """A painted scene, and the same one mirrored: the words may find more room."""
    return [ground, lambda size: np.ascontiguousarray(ground(size)[:, ::-1])]


def _grounds(asked: Titling, words: str, frame: Callable[[], np.ndarray | None],
             paint: Painter | None) -> list[Ground]:  # fmt: skip
    from synth.image import from_file, picture, read_scene

    painted = paint or picture
    said = f"{asked.title} {asked.subtitle}"
    mood = read_scene(said, None, words).mood or None
    if asked.picture.startswith(MODEL):
        from synth.image.diffusion.pipeline import Diffusion

        name, _, prompt = asked.picture.partition(" ")
        model = Diffusion(name)
        return [lambda size: model.picture(prompt or said, mood, size, asked.seed, subtitles=words)]
    if asked.picture.lower().endswith(PICTURES):
        return [lambda size: from_file(Path(asked.picture), size)]
    if asked.picture and asked.picture != FROM_FILM:
        # What somebody describes has the mood that they describe, not that of the title.
        return _either_way(lambda size: painted(asked.picture, None, size, asked.seed, words))
    shot = frame()
    if shot is None and asked.picture == FROM_FILM:
        raise TitleError("No picture can be taken from the film for its title: give a file, or words to paint.")
    taken: list[Ground] = [] if shot is None else [FilmFrame(shot, mood)]
    if taken and (asked.picture == FROM_FILM or read_scene(said).place == "abstract"):
        return taken
    return [*_either_way(lambda size: painted(said, mood, size, asked.seed, words)), *taken]


@dataclass(frozen=True)
class FilmFrame:
    """A frame of the film as a ground."""

    shot: np.ndarray
    mood: str | None

    def __call__(self, size: tuple[int, int]) -> np.ndarray:
        from synth.image import from_frame

        return from_frame(self.shot, self.mood, size)


def _nearness(asked: Titling, size: tuple[int, int], words: str) -> np.ndarray | None:
    """Of the scene that was painted, small; None where somebody else made the picture."""
    from synth.image import nearness, read_scene

    if asked.picture.startswith(MODEL) or asked.picture.lower().endswith(PICTURES):
        return None
    said = f"{asked.title} {asked.subtitle}"
    prompt, mood = (asked.picture, None) if asked.picture else (said, read_scene(said, None, words).mood or None)
    scale = NEAR_ROWS / size[1]
    return nearness(prompt, mood, (max(NEAR_ROWS // 4, round(size[0] * scale)), NEAR_ROWS), asked.seed, words)
