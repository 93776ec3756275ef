"""The title of a project as it will be in the film, small and at once: its picture, its words, and how they move."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from server.db.tables import cue
from server.jobs import JobError
from server.jobs.task import Task
from server.jobs.work.asked import film_of
from server.settings import Settings

if TYPE_CHECKING:
    import numpy as np

    from media.cancelled import Progress
    from media.probe import Film
    from synth.image.words import SceneWords
    from synth.title.design import Design
    from synth.title.motion import Motion
    from synth.title.opening import Painter

LONG, SHORT = 960, 540  # pixels of the sides, at most
RATE = 20  # a second: points of the motion that are told
FILES = {"still": "still.jpg", "picture": "picture.jpg", "words": "words.png"}


def work(task: Task) -> dict[str, Any]:
    """asked: {id of a project, settings, film}. Result: its files, its size and place, and `motion`: for every moment
    (s) the sizes of picture and words, and the opacities of the words and of the film that comes through; `parallax`:
    which share of the camera's way the picture goes at evenly spaced edges, from the top or from the left.
    """
    from media.cancelled import teller
    from media.titles import shown_size
    from server.titling import titling
    from synth.title.opening import opening

    task.pace.expect({"read": 0.3, "title": 1.5})
    tell = teller(task.tell, task.cancelled)
    tell("read", 0, "")
    settings, film = Settings.of(task.asked["settings"]), film_of(task)
    asked = titling(settings, task.store, task.asked["id"])
    if asked is None:
        raise JobError("The title has no words yet: write some.")
    words = _words(task, settings)
    tell("title", 0, "")
    size = _small(shown_size(film))
    made = opening(asked, size, words, lambda: _frame(task, film), _painter(tell))
    tell("title", 0.8, "")
    design = made.made(size)
    _write(task, design)
    warnings = _warnings(film, made, asked.mode)
    return {"width": size[0], "height": size[1], "mode": asked.mode, "seconds": made.seconds,
            "layout": design.setting.layout, "motion": _motion(made), "parallax": _parallax(design),
            "warnings": warnings, "files": FILES}  # fmt: skip


def _words(task: Task, settings: Settings) -> str:
    """What is spoken: the director reads the mood of the title from it."""
    from server.subtitles import spoken

    wanted = select(cue).where(cue.c.project == task.asked["id"], ~cue.c.gone).order_by(cue.c.start, cue.c.id)
    with task.db.read() as connection:
        rows = [dict(row) for row in connection.execute(wanted).mappings()]
    return " ".join(row["text"] for row in spoken(rows, settings.sound_cues))


def _small(size: tuple[int, int]) -> tuple[int, int]:
    """The film's shape, in pixels enough to judge it."""
    scale = min(1.0, LONG / max(size), SHORT / min(size))
    return max(16, round(size[0] * scale)), max(16, round(size[1] * scale))


def _frame(task: Task, film: Film) -> np.ndarray | None:
    """The film's picture, as it was chosen when the film was checked."""
    import numpy as np
    from PIL import Image

    from media.poster import poster
    from server.peaks import POSTER

    path = task.store.film(task.asked["film"]["id"]) / POSTER
    try:
        with Image.open(path) as image:
            return np.asarray(image.convert("RGB"))
    except OSError:
        return poster(film)


def _painter(tell: Progress) -> Painter:
    """As synth.image.picture, until it is no longer wanted; who types on gets the scene of before at once."""
    from synth.image import read_scene
    from synth.image.painting import checked, painted
    from synth.image.stage import stage

    def paint(prompt: str, mood: str | None, size: tuple[int, int], seed: int, subtitles: str = "") -> np.ndarray:
        words = read_scene(prompt, mood, subtitles)
        place = _place(words, size, seed)
        if not place:
            done = (0.7 * (1 - 0.8**coat) for coat in count())  # nobody knows how many there will be
            picture = painted(stage(words, checked(size), seed), lambda: tell("title", next(done), ""))
            picture.setflags(write=False)
            place.append(picture)
        return place[0]

    return paint


@lru_cache(maxsize=24)
def _place(words: SceneWords, size: tuple[int, int], seed: int) -> list[np.ndarray]:
    """Where a picture is remembered: empty until it is painted."""
    return []


def _write(task: Task, design: Design) -> None:
    from PIL import Image

    Image.fromarray(design.poster()).save(task.folder / FILES["still"], quality=90)
    Image.fromarray(design.picture).save(task.folder / FILES["picture"], quality=90)
    words = Image.new("RGB", (design.letters.shape[1], design.letters.shape[0]), design.ink)
    words.putalpha(Image.fromarray(design.letters))
    words.save(task.folder / FILES["words"])


def _motion(made: Motion) -> list[list[float]]:
    moments = [step / RATE for step in range(int(made.seconds * RATE) + 1)]
    times = [*(t for t in moments if t < made.seconds), made.seconds]
    return [[round(value, 4) for value in (t, *made.sizes(t), *made.opacity(t))] for t in times]


def _parallax(design: Design) -> dict[str, Any] | None:
    from synth.title.parallax import Parallax

    if design.nearness is None:
        return None
    parallax = Parallax.of(design.nearness)
    return {"upright": parallax.upright, "share": [round(float(share), 4) for share in parallax.share]}


def _warnings(film: Film, made: Motion, mode: str) -> list[str]:
    """Why the film will not get it as it was asked for, as far as that is known before."""
    from media.mux import MuxError
    from media.titles import card_seconds

    if mode != "card":
        return []
    try:
        card_seconds(film, made.seconds)
    except MuxError as error:
        return [str(error)]
    return []
