"""What is asked of a title, made into an opening: words and a picture for it, of any size."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from synth.title import TitleError
from synth.title.design import Design, design, reading_time
from synth.title.motion import Motion
from synth.title.quiet import busy

FROM_FILM, MODEL = "frame", "hf:"
NEAR_ROWS = 144  # of the map of what is near
TRIED = 270  # pixels of the shorter side, of whatever size the title is to be: a small one is decided like a large
BUSY = 0.12  # what lying across something costs, against the strength of a shade
Size = tuple[int, int]  # width, height
Ground = Callable[[Size], np.ndarray]  # a picture (h, w, 3) uint8 of a size
Painter = Callable[[str, str | None, Size, int, str], np.ndarray]  # as synth.image.picture
Hearer = Callable[[float, str], None]
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
            paint: Painter | None = None, hear: Hearer | None = None) -> Motion:  # fmt: skip
    """The title in motion; it is drawn once now, at `size` (width, height), so that what is wrong is known early.

    words: of the subtitles, for the mood; frame: gives a picture (h, w, 3) uint8 of the film, None if it has none;
    paint: instead of synth.image.picture, to paint the same (such as one that remembers what it painted); hear: is told
    how far somebody else's model has come, 0..1, and a word or a sentence about it.
    Raises TitleError or ImageError with a sentence.
    """

    @lru_cache(1)
    def made(size: tuple[int, int]) -> Design:
        return _best(asked, size, words, frame, paint, hear)

    made(size)
    return Motion(asked.title, reading_time(asked.title, asked.subtitle), made)


def _best(asked: Titling, size: tuple[int, int], words: str, frame: Callable[[], np.ndarray | None],
          paint: Painter | None, hear: Hearer | None) -> Design:  # fmt: skip
    """The ground that carries the words with least help, tried out small."""
    small = (max(2, round(size[0] * TRIED / min(size))), max(2, round(size[1] * TRIED / min(size))))
    grounds = _grounds(asked, words, frame, paint, hear, size, small)
    if len(grounds) > 1:
        grounds = [min(grounds, key=lambda ground: _cost(ground(small), asked))]
    made = design(grounds[0](size), asked.title, asked.subtitle, asked.layout)
    return replace(made, nearness=grounds[0].nearness(size)) if isinstance(grounds[0], Painted) else made


def _cost(picture: np.ndarray, asked: Titling) -> float:
    """How much help the words need on this picture, and how much of it they lie across."""
    made = design(picture, asked.title, asked.subtitle, asked.layout)
    return made.shade + BUSY * busy(picture, made.setting.ink)


def _grounds(asked: Titling, words: str, frame: Callable[[], np.ndarray | None],
             paint: Painter | None, hear: Hearer | None, size: Size, small: Size) -> list[Ground]:  # fmt: skip
    """small: the size in which they will be tried. A scene is begun before the film's frame is waited for."""
    from synth.image import from_file, picture, read_scene

    painted = Ahead(paint or picture)
    said = f"{asked.title} {asked.subtitle}"
    mood = read_scene(said, None, words).mood or None
    if asked.picture.startswith(MODEL):
        from synth.image.diffusion.pipeline import Diffusion

        name, _, prompt = asked.picture.partition(" ")
        model = Diffusion(name)
        note = (lambda sentence: hear(0.0, sentence)) if hear else None
        return [lambda size: model.picture(prompt or said, None if prompt else mood, size, asked.seed, subtitles=words,
                                           progress=hear, tell=note)]  # fmt: skip
    if asked.picture.lower().endswith(PICTURES):
        return [lambda size: from_file(Path(asked.picture), size)]
    if asked.picture and asked.picture != FROM_FILM:
        # What somebody describes has the mood that they describe, not that of the title.
        return Painted(asked.picture, None, asked.seed, words, painted).either_way()
    scene = Painted(said, mood, asked.seed, words, painted)
    plain = read_scene(said).place == "abstract"
    if asked.picture != FROM_FILM and not plain:
        painted.begin(*scene.order(small))
        if paint is None:  # somebody else's painter may not like to paint two pictures at once
            painted.begin(*scene.order(size))
    shot = frame()
    if shot is None and asked.picture == FROM_FILM:
        raise TitleError("No picture can be taken from the film for its title: give a file, or words to paint.")
    taken: list[Ground] = [] if shot is None else [FilmFrame(shot, mood)]
    if taken and (asked.picture == FROM_FILM or plain):
        return taken
    return [*scene.either_way(), *taken]


class Ahead:
    """A painter that paints the same only once, and begins before it is asked to."""

    def __init__(self, paint: Painter) -> None:
        self._paint, self._hands = paint, ThreadPoolExecutor(2, "painting")
        self._begun: dict[tuple, Future[np.ndarray]] = {}

    def begin(self, *order: Any) -> Future[np.ndarray]:
        if order not in self._begun:
            self._begun[order] = self._hands.submit(self._paint, *order)
        return self._begun[order]

    def __call__(self, *order: Any) -> np.ndarray:
        return self.begin(*order).result()


@dataclass(frozen=True)
class FilmFrame:
    """A frame of the film as a ground."""

    shot: np.ndarray
    mood: str | None

    def __call__(self, size: tuple[int, int]) -> np.ndarray:
        from synth.image import from_frame

        return from_frame(self.shot, self.mood, size)


@dataclass(frozen=True)
class Painted:
    """A painted scene as a ground; or the same mirrored, where the words find more room."""

    prompt: str
    mood: str | None
    seed: int
    words: str
    paint: Painter
    mirrored: bool = False

    def either_way(self) -> list[Ground]:
        return [self, replace(self, mirrored=True)]

    def __call__(self, size: tuple[int, int]) -> np.ndarray:
        return self._turned(self.paint(*self.order(size)))

    def order(self, size: Size) -> tuple[str, str | None, Size, int, str]:
        """What is said to the painter."""
        return self.prompt, self.mood, size, self.seed, self.words

    def nearness(self, size: tuple[int, int]) -> np.ndarray:
        """Of what is seen in a picture of `size`: (h, w) uint8, small."""
        from synth.image import nearness

        small = max(NEAR_ROWS // 4, round(size[0] * NEAR_ROWS / size[1])), NEAR_ROWS
        return self._turned(nearness(self.prompt, self.mood, small, self.seed, self.words))

    def _turned(self, picture: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(picture[:, ::-1]) if self.mirrored else picture
