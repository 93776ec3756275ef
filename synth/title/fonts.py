"""The typeface of titles: Pretendard, and where a script is missing in it, Noto if the machine has it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from synth.title import TitleError

Weight = Literal["bold", "medium"]
FOLDER = Path(__file__).parents[1] / "image" / "fonts"
OURS = {"bold": FOLDER / "Pretendard-Bold.otf", "medium": FOLDER / "Pretendard-Medium.otf"}
INSTALLED = tuple(map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/.local/share/fonts")))
NOTO = {
    "bold": ("NotoSansCJK-Bold.ttc", "NotoSans*-Bold.ttf"),
    "medium": ("NotoSansCJK-Regular.ttc", "NotoSans*-Regular.ttf"),
}
KOREAN = 1  # of the faces in NotoSansCJK
NEVER = "\U0010fffd"  # a character of no font: what is drawn for it is drawn for every missing one
SHOWN = 12  # missing characters that a message names


def typeface(text: str) -> dict[Weight, tuple[str, int]]:
    """(file, face) for both weights that has every character of `text`. TitleError names those that none has."""
    lacking = missing(text, str(OURS["bold"]), 0)
    if not lacking:
        return {"bold": (str(OURS["bold"]), 0), "medium": (str(OURS["medium"]), 0)}
    for bold in _noto("bold"):
        if not missing(text, *bold):
            medium = next((face for face in _noto("medium") if not missing(text, *face)), bold)
            return {"bold": bold, "medium": medium}
    named = ", ".join(lacking[:SHOWN]) + (" …" if len(lacking) > SHOWN else "")
    raise TitleError(
        f"The title has characters that no font here can draw ({named}): leave them out, or install a Noto font."
    )


def font(face: tuple[str, int], size: int) -> ImageFont.FreeTypeFont:
    return _font(*face, size)


def clean(text: str) -> str:
    """Composed (NFC), without control characters and with single spaces."""
    text = unicodedata.normalize("NFC", text)
    kept = ("" if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and not c.isspace() else c for c in text)
    return " ".join("".join(kept).split())


def missing(text: str, file: str, face: int) -> list[str]:
    """Characters of `text` that a font has not, in their order."""
    known = _font(file, face, 32)
    nothing = _drawn(known, NEVER)
    return [c for c in dict.fromkeys(text) if not c.isspace() and _drawn(known, c) == nothing]


@lru_cache(64)
def _font(file: str, face: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size, index=face, layout_engine=ImageFont.Layout.RAQM)


def _drawn(known: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    mask = known.getmask(character)
    return mask.size, bytes(mask)


def _noto(weight: Weight) -> Iterator[tuple[str, int]]:
    for folder in INSTALLED:
        for pattern in NOTO[weight]:
            for file in sorted(folder.expanduser().glob(f"**/{pattern}")):
                yield str(file), KOREAN if "CJK" in file.name else 0
