"""A finished title: a picture, words in the right place on it, readable."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from synth.title import TitleError
from synth.title.quiet import quietest
from synth.title.setting import LAYOUTS, Setting, set_type
from synth.title.shade import shaded

PER_WORD, PER_LETTER = 0.4, 0.12  # s: 2.5 words a second, or where words are long (Korean), 8 letters
LOOKING = 1.4  # s for the picture, and for the words to come and go
SHORTEST, LONGEST = 3.0, 5.0  # s


@dataclass(frozen=True)
class Design:
    """picture: (h, w, 3) uint8 with its shade; letters: their mask (h, w) uint8; ink: their colour; nearness: (h, w)
    uint8 of the scene, 255 right before the eye, where it has depth.
    """

    setting: Setting
    picture: np.ndarray = field(repr=False)
    letters: np.ndarray = field(repr=False)
    ink: tuple[int, int, int]
    contrast: float
    shade: float
    nearness: np.ndarray | None = field(default=None, repr=False)

    def poster(self) -> np.ndarray:
        """The whole as one picture (h, w, 3) uint8."""
        sheet = Image.fromarray(self.picture)
        sheet.paste(self.ink, (0, 0), Image.fromarray(self.letters))
        return np.asarray(sheet)


def design(picture: np.ndarray, title: str, subtitle: str = "", layout: str = "auto",
           size: tuple[int, int] | None = None) -> Design:  # fmt: skip
    """`title` over `picture` (h, w, 3) uint8, cropped to `size` (width, height) if it has another shape.

    layout is one of LAYOUTS, or auto: where the picture is quietest. Raises TitleError with a sentence.
    """
    picture = covering(picture, size or (picture.shape[1], picture.shape[0]))
    size = (picture.shape[1], picture.shape[0])
    if layout == "auto":
        settings = {name: set_type(title, subtitle, size, name) for name in LAYOUTS}
        chosen = settings[quietest(picture, {name: each.ink for name, each in settings.items()})]
    elif layout in LAYOUTS:
        chosen = set_type(title, subtitle, size, layout)
    else:
        raise TitleError(f"There is no layout {layout!r}: choose auto, {', '.join(LAYOUTS)}.")
    letters = chosen.drawn()
    under = shaded(picture, chosen, letters)
    return Design(chosen, under.picture, letters, under.ink, under.contrast, under.strength)


def reading_time(title: str, subtitle: str = "") -> float:
    """Seconds that a title stays: as long as it takes to read, and to look at its picture."""
    text = f"{title} {subtitle}".split()
    return min(LONGEST, max(SHORTEST, LOOKING + max(PER_WORD * len(text), PER_LETTER * len("".join(text)))))


def covering(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Scaled to cover `size` (width, height), the middle kept."""
    height, width = picture.shape[:2]
    if (width, height) == size:
        return np.ascontiguousarray(picture[..., :3])
    scale = max(size[0] / width, size[1] / height)
    across, down = (width - size[0] / scale) / 2, (height - size[1] / scale) / 2
    box = (across, down, width - across, height - down)
    image = Image.fromarray(np.ascontiguousarray(picture[..., :3]))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS, box=box))
