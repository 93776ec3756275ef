"""What a person should know of a model before it speaks: whose terms it is under, what it speaks, how large it is."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from synth.hub.folder import header

SHORT = {"eng": "en", "kor": "ko", "english": "en", "korean": "ko"}  # other ways to write the two that we know


@dataclass(frozen=True)
class Card:
    """languages: codes, as the card or the tokenizer has them; empty where neither says. size in bytes."""

    name: str
    family: str
    licence: str
    languages: tuple[str, ...]
    size: int
    weights: int

    def __str__(self) -> str:
        speaks = f"speaks {', '.join(self.languages[:6])}{' …' if len(self.languages) > 6 else ''}"
        return (
            f"{self.name}: {self.family}, {speaks if self.languages else 'does not say which languages it speaks'}; "
            f"{megabytes(self.size)}, {self.weights / 1e6:.3g} million weights; {terms(self.licence)}."
        )


def card_of(folder: Path, files: list[Path], name: str, family: str) -> Card:
    """files: the weights. What README.md says in its front matter, else what the tokenizer says."""
    told = _front_matter(folder / "README.md")
    tensors = [tensor for file in files for tensor in header(file, name).values()]
    weights = sum(math.prod(tensor["shape"]) for tensor in tensors)
    languages = languages_of(told.get("language")) or _language_of_tokenizer(folder)
    return Card(name, family, licence_of(told), languages, sum(file.stat().st_size for file in files), weights)


def licence_of(told: dict) -> str:
    """The licence that a card names; "" if none."""
    licence = told.get("license")
    if licence == "other":
        licence = told.get("license_name") or told.get("license_link") or licence
    return str(licence or "")


def languages_of(told: object) -> tuple[str, ...]:
    """One code or a list of them, ours where we have one."""
    every = told if isinstance(told, list | tuple) else [told] if told else []
    return tuple(SHORT.get(str(code).lower(), str(code).lower()) for code in every)


def terms(licence: str) -> str:
    """The licence as a person reads it."""
    if not licence:
        return "licence unknown: its card names none, so ask whoever made it before you publish"
    forbids = "-nc" in licence.lower() or "noncommercial" in licence.lower().replace("-", "")
    return f"licence {licence}" + (", which forbids commercial use" if forbids else "")


def megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"


def _front_matter(readme: Path) -> dict:
    from huggingface_hub import metadata_load

    try:
        told = metadata_load(readme) if readme.exists() else None
    except Exception:  # whatever a parser of YAML makes of a damaged one: then it says nothing
        told = None
    return told if isinstance(told, dict) else {}


def _language_of_tokenizer(folder: Path) -> tuple[str, ...]:
    try:
        return languages_of(json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8")).get("language"))
    except (OSError, ValueError, AttributeError):
        return ()
