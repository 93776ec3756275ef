"""The narrated film: every stream copied packet by packet, the programme as a new default sound track.

Written under a temporary name beside the output, verified (media/verify.py), then renamed: whatever goes wrong, the
output's name holds either what was there before or the whole film.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from media.cancelled import Cancelled
from media.probe import Film
from media.whole import whole

if TYPE_CHECKING:  # NumPy and PyAV are imported by the steps below, when there is a film to write
    import numpy as np

    from media.chaptered import Chaptered, Outcome
    from media.chapters import Section
    from media.encode import Programme
    from media.remux import Written
    from media.softsub import TimedText
    from media.titlehead import Head
    from media.titlemiddle import Middle, Placed
    from media.titles import Opening, Titled

CONTAINERS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}
COPY_SHARE = 0.85  # of the progress; the rest is verification


class MuxError(RuntimeError):
    """The film could not be written. One sentence: what, where, what to do. Nothing is left behind."""


@dataclass(frozen=True)
class MuxReport:
    """What was written: the streams copied and left out, one line each; length in seconds, size in bytes."""

    output: Path
    container: str
    copied: tuple[str, ...]
    dropped: tuple[str, ...]
    video_packets: int
    video_sha256: str
    duration: float
    size: int
    titled: Titled | None = None
    chaptered: Chaptered | None = None


def mux(
    film: Film,
    programme: Path | np.ndarray,
    output: Path,
    *,
    cues: Iterable[TimedText] = (),
    language: str = "eng",
    title: str = "Narration",
    comment: str = "",
    opening: Opening | None = None,
    card: float = 0.0,
    sections: Sequence[Section] = (),
    insets: Sequence[Placed] = (),
    announce: Callable[[str], None] | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> MuxReport:
    """Write `film` with `programme` as its default sound to `output`, whose suffix chooses the container.

    programme: (n, 2) float32 at 48 kHz, or a file of that, raw and little-endian, read in blocks. cues become a soft
    subtitle track. language is an ISO 639 code (eng, en, en-GB). comment is added to the film's own, in its tags.
    opening is a title over the film's beginning, or, with `card` seconds (of media.titles.card_seconds), before it;
    then film and cues come so much later, and the programme must begin with the card. sections are chapters in place of
    the film's own, insets their titles over its pictures, both in seconds of the film. announce hears a sentence before
    the whole picture is encoded, where nothing else helps. progress gets 0..1.
    Raises MuxError, Cancelled.
    """
    from av.error import FFmpegError

    from media.chaptered import arrange
    from media.remux import remux
    from media.titled import titled
    from media.verify import verify

    output = Path(output)
    container = container_for(film, output)
    try:
        tick = _ticker(progress, cancelled, film.duration)
        with whole(output) as temporary:
            words = list(cues)

            def write(head: Head | None, middle: Middle | None) -> Written:
                with _programme(programme) as sound:
                    written = remux(film, sound, temporary, container, words, language, title, tick, comment, head,
                                    sections, middle)  # fmt: skip
                verify(temporary, written, tick)
                return written

            def whole_film(opening: Opening | None, write: Callable[[Head | None], Written]) -> Outcome:
                if opening is None:
                    return write(None), None
                announced = announce or (lambda sentence: None)
                return titled(film, temporary, container, opening, card, write, announced)

            arranged = arrange(film, opening, card, insets)
            written, became = arranged.written(temporary, write, whole_film)
            told = arranged.became(written.chapters, became) if sections else None
            size = temporary.stat().st_size
    except MuxError:
        raise
    except (OSError, ValueError, FFmpegError) as error:
        raise MuxError(_sentence(error, output)) from error
    if progress:
        progress(1.0)
    picture = written.tracks[0]
    return MuxReport(output, container, tuple(written.copied), tuple(written.dropped), picture.packets,
                     picture.digest.hexdigest(), written.duration, size, became, told)  # fmt: skip


def container_for(film: Film, output: Path) -> str:
    """The container that the name of `output` chooses. MuxError if it cannot be written there: ask before long work."""
    container = CONTAINERS.get(output.suffix.lower())
    if container is None:
        raise MuxError(f"{output.name} cannot be written: use one of {', '.join(CONTAINERS)} as the ending.")
    if not output.parent.is_dir():
        raise MuxError(f"There is no folder {output.parent} to write {output.name} into: make it first.")
    if not os.access(output.parent, os.W_OK):
        raise MuxError(f"{output.name} needs a folder that may be written to, {output.parent.absolute()} may not.")
    if output.is_dir():
        raise MuxError(f"{output} is a folder: give the narrated film a name of its own.")
    if output.exists() and os.path.samefile(output, film.path):
        raise MuxError(f"{output.name} is the film itself: the input is never overwritten, choose another name.")
    return container


def _programme(programme: Path | np.ndarray) -> contextlib.AbstractContextManager[Programme]:
    if isinstance(programme, (str, os.PathLike)):
        from media.encode import Scratch

        return Scratch(Path(programme))
    if programme.ndim != 2 or programme.shape[1] != 2 or not len(programme):
        raise ValueError(f"a programme is (n, 2), not {programme.shape}")
    return contextlib.nullcontext(programme)


def _ticker(progress: Callable[[float], None] | None, cancelled: Callable[[], bool] | None,
            duration: float) -> Callable[[str, float], None]:  # fmt: skip
    """tick(stage, seconds): report progress and stop when asked."""

    def tick(stage: str, seconds: float) -> None:
        if cancelled and cancelled():
            raise Cancelled("The narrated film was not written: cancelled.")
        if progress:
            part = min(1.0, max(0.0, seconds / duration))
            progress(COPY_SHARE * part if stage == "copy" else COPY_SHARE + (1 - COPY_SHARE) * part)

    return tick


def _sentence(error: Exception, output: Path) -> str:
    number, words = getattr(error, "errno", None), getattr(error, "strerror", None)  # PyAV's errors have both
    reasons = {
        errno.ENOSPC: "the disk is full: free some space",
        errno.EDQUOT: "the disk quota is used up: free some space",
        errno.EFBIG: "the file would be larger than this system allows",
        errno.EACCES: f"the folder {output.parent} may not be written to: choose another",
        errno.EPERM: f"the folder {output.parent} may not be written to: choose another",
        errno.EROFS: f"the folder {output.parent} is read-only: choose another",
    }
    return f"{output.name} could not be written: {reasons.get(number or 0, words or str(error))}."
