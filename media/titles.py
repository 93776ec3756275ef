"""A film that opens with a title: what is asked, and the ways to do it, the gentlest first.

Spliced: pictures are encoded up to a key frame behind the title, and from there on copied. Encoded: the picture of the
whole film is written anew, because it cannot be joined to ours; the last resort, and announced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from media.samplerate import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np

    from media.probe import Film
    from media.titlehead import Head

Drawer = Callable[[float, "list[np.ndarray]"], "list[np.ndarray]"]
MODES = ("overlay", "card")
MOST = 0.6  # of a film that its title may cover


class Canvas(Protocol):
    """What a title is drawn for: `size` as seen, and its own layers as planes of the film."""

    @property
    def size(self) -> tuple[int, int]: ...
    @property
    def depth(self) -> int: ...
    def colour(self, rgb: np.ndarray, /) -> list[np.ndarray]: ...
    def masks(self, alpha: np.ndarray, /) -> list[np.ndarray]: ...


class Opening(Protocol):
    """A title in motion. drawer: from (seconds since its beginning, planes of the film beneath) to planes."""

    @property
    def name(self) -> str: ...
    @property
    def seconds(self) -> float: ...
    def drawer(self, canvas: Canvas, /) -> Drawer: ...


@dataclass(frozen=True)
class Titled:
    """What became of a title. way: spliced, encoded or none; seconds of it; pictures encoded and packets copied.

    copied_from: when the first copied picture is shown, in seconds of the output; reasons: why no gentler way was gone.
    """

    mode: str
    way: str
    seconds: float
    encoded: int = 0
    copied: int = 0
    copied_from: float | None = None
    reasons: tuple[str, ...] = ()

    def sentence(self) -> str:
        why = "; ".join(self.reasons)
        if self.way == "none":
            return f"The film has no title: {why}."
        if self.way == "encoded":
            return f"The title is in, and the whole picture was encoded again: {why}."
        also = f" ({why})" if why else ""
        return (
            f"The title is in: {self.encoded} pictures were encoded, {self.copied} copied as they were, "
            f"from {self.copied_from:.2f} s on{also}."
        )


def card_seconds(film: Film, seconds: float) -> float:
    """The length of a card that moves this film by whole pictures and ticks of its clock. MuxError if none can."""
    from fractions import Fraction

    from media.demux import open_film
    from media.mux import MuxError
    from media.raster import FORMATS
    from media.titlehead import ENCODERS, card_rate

    picture = film.video
    if picture.codec not in ENCODERS or picture.pixel_format not in FORMATS:
        what = f"{picture.codec} pictures ({picture.pixel_format})"
        raise MuxError(f"{film.path.name} has {what}, before which no card can be put: convert it to H.264 first.")
    with open_film(film.path, film.format) as source:
        clock = source.streams[picture.index].time_base or Fraction(1, 1000)
    frames = max(1, round(seconds * card_rate(film)))
    return float(round(frames / card_rate(film) / clock) * clock)


def shown_size(film: Film) -> tuple[int, int]:
    """(width, height) of the film as a viewer sees it, in square pixels."""
    picture = film.video
    width, height = picture.width or 1920, picture.height or 1080
    wide = round(width * max(picture.sample_aspect, 1.0)), round(height / min(picture.sample_aspect, 1.0))
    return wide[::-1] if picture.rotation % 180 else wide


def after(seconds: float, sound: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """Blocks (n, 2) float32 at 48 kHz, so much later."""
    import numpy as np

    if seconds:
        yield np.zeros((round(seconds * SAMPLE_RATE), 2), np.float32)
    yield from sound


def ways(film: Film, opening: Opening, shift: float) -> Iterator[tuple[str, Callable[[], Head]]]:
    """(name, maker of the head) of each way. The maker raises ValueError with the reason why it cannot be gone.

    shift: seconds of a card, 0 for an overlay.
    """
    from media.titlehead import head
    from media.titlejoin import find_join

    start = film.video.start or 0.0
    after = float("-inf") if shift else start + opening.seconds
    yield "spliced", lambda: head(film, opening, find_join(film, after), shift)
    yield "encoded", lambda: head(film, opening, None, shift)
