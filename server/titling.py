"""The title of a project: what its settings say, as the director takes it, and pictures that people bring for it."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from server.db.tables import new_id
from server.jobs import JobError
from server.store import Store

if TYPE_CHECKING:
    from server.settings import Settings
    from synth.title.opening import Titling

LARGEST = 25_000_000  # bytes of a picture that is brought: what phones and cameras make is smaller
LONGEST = 3840  # pixels of the longer side that are kept
MOST = 20  # pictures of one project, before the oldest go


def titling(settings: Settings, store: Store, project: str) -> Titling | None:
    """None where no title is asked for, or it has no words yet. JobError if its picture is gone."""
    from synth.title.opening import FROM_FILM, Titling

    if settings.title_mode == "off" or not settings.title:
        return None
    picture = FROM_FILM
    if settings.title_source == "own" and settings.title_picture:
        path = store.picture(project, settings.title_picture)
        if not path.is_file():
            raise JobError("The picture of the title is no longer there: bring it again.")
        picture = str(path)
    elif settings.title_source != "frame":
        words = settings.title_scene or f"{settings.title} {settings.subtitle}"
        picture = f" {words} "  # between spaces it is words, even where it reads like a file's name or a model's
    mode, layout, seed = settings.title_mode, settings.title_layout, settings.title_seed
    return Titling(settings.title, settings.subtitle, picture, mode, layout, seed)


def take_picture(data: bytes, name: str, store: Store, project: str) -> str:
    """Keeps a picture for the project's title: upright, its pixels alone; its id. ImageError for what is none."""
    from PIL import Image

    from synth.image import ImageError, from_file

    folder = store.project(project)
    with tempfile.TemporaryDirectory(prefix="narrascore-") as brought:
        path = Path(brought) / secrets.token_hex(16)
        path.write_bytes(data)
        try:
            pixels = from_file(path, _size(path))
        except ImageError as error:
            raise ImageError(str(error).replace(path.name, name)) from None
    id = new_id()
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{id}.part"
    Image.fromarray(pixels).save(partial, "JPEG", quality=93)
    partial.replace(store.picture(project, id))
    for old in sorted(folder.glob("*.jpg"), key=lambda each: each.stat().st_mtime)[:-MOST]:
        old.unlink(missing_ok=True)
    return id


def _size(path: Path) -> tuple[int, int]:
    """(width, height) upright, within LONGEST; what cannot be opened is for from_file to tell."""
    from PIL import Image

    from synth.image.file import FORMATS

    try:
        with Image.open(path, formats=FORMATS) as image:
            turned = image.getexif().get(0x0112, 1) >= 5
            width, height = image.size[::-1] if turned else image.size
    except Exception:  # Pillow's readers raise everything there is for damaged files
        return LONGEST, LONGEST
    scale = min(1.0, LONGEST / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
