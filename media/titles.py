"""A film that opens with a title: what is asked, and the ways to do it, the gentlest first.

Spliced: pictures are encoded up to a key frame behind the title, and from there on copied. Encoded: the picture of the
whole film is written anew, because it cannot be joined to ours; in its own codec, or remade, in another one, where that
is none that we write. Both are the last resort, and announced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from media.samplerate import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np

    from media.probe import Film
    from media.titlehead import Head

Drawer = Callable[[float, "list[np.ndarray]"], "list[np.ndarray]"]
MODES = ("overlay", "card")
# Pixels a second that two cores decode and write anew: half of what the encoders did alone with 1080p (measured).
SPEED = {"h264": 90e6, "hevc": 24e6, "vp9": 50e6, "vp8": 8e6}
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
    """What became of a title. way: spliced, encoded, remade or none; seconds of it; pictures encoded, packets copied.

    copied_from: when the first copied picture is shown, in seconds of the output; reasons: why no gentler way was gone;
    codec: of pictures that were remade, and what of them could not be kept.
    """

    mode: str
    way: str
    seconds: float
    encoded: int = 0
    copied: int = 0
    copied_from: float | None = None
    reasons: tuple[str, ...] = ()
    codec: str = ""

    def sentence(self) -> str:
        why = "; ".join(self.reasons)
        if self.way == "none":
            return f"The film has no title: {why}."
        if self.way == "encoded":
            return f"The title is in, and the whole picture was encoded again: {why}."
        if self.way == "remade":
            return f"The title is in, and the whole picture was encoded again, as {self.codec}: {why}."
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
    from media.titlehead import card_rate

    picture = film.video
    if not picture.decodes:
        raise MuxError(
            f"No card can be put before {film.path.name}: its {picture.codec} pictures cannot be decoded here."
        )
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


def ways(film: Film, opening: Opening, shift: float, container: str) -> Iterator[tuple[str, Callable[[], Head]]]:
    """(name, maker of the head) of each way. The maker raises ValueError with the reason why it cannot be gone.

    shift: seconds of a card, 0 for an overlay; container: of the output, by libav's name.
    """
    from media.encoders import ENCODERS
    from media.titlehead import head
    from media.titlejoin import find_join

    start = film.video.start or 0.0
    after = float("-inf") if shift else start + opening.seconds
    yield "spliced", lambda: head(film, opening, find_join(film, after), shift)
    if film.video.codec in ENCODERS:
        yield "encoded", lambda: head(film, opening, None, shift)
    yield "remade", lambda: head(film, opening, None, shift, container)


def foresee(film: Film, opening: Opening, shift: float, container: str) -> str:
    """What should be known before the work begins: a sentence if the whole picture must be encoded, or if no title
    can be set; else nothing. Takes as long as reading the film up to the end of its title.
    """
    head, way, reasons = first_way(film, opening, shift, container)
    if head is None:
        return Titled("", "none", 0.0, reasons=told_once(reasons)).sentence()
    return "" if way == "spliced" else announcement(film, head, reasons)


def first_way(film: Film, opening: Opening, shift: float, container: str) -> tuple[Head | None, str, list[str]]:
    """The first of `ways` that can be gone, its name, and why no gentler one can."""
    reasons: list[str] = []
    for way, made in ways(film, opening, shift, container):
        try:
            return made(), way, reasons
        except ValueError as error:
            reasons.append(str(error))
    return None, "none", reasons


def announcement(film: Film, head: Head, reasons: Sequence[str]) -> str:
    """That, why and at which price the whole picture is going to be encoded."""
    picture = head.remade.stream if head.remade else film.video
    frames = film.video.frames or (film.video.fps or 25) * film.duration
    work = frames * (picture.width or 0) * (picture.height or 0) / SPEED[picture.codec]
    how = f" as {head.remade.named()}" if head.remade else ""
    long = f"{work / 60:.0f} minutes" if work >= 90 else "a minute" if work > 30 else f"{max(1, work):.0f} s"
    why = "; ".join(told_once(reasons))
    return f"For its title, the whole picture of {film.path.name} is encoded again{how}, about {long} of work: {why}."


def told_once(reasons: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))
