"""The words that a model is given. Most read English only: Korean is put into English scene words by our glossary."""

from __future__ import annotations

import re
from typing import Any

from synth.image.words import HANGUL, SceneWords, read_scene

MULTILINGUAL = (
    "gemma",
    "qwen",
    "glm",
    "llama",
    "mistral",
    "umt5",
    "mt5",
    "byt5",
    "bert",
)  # model_type of text encoders
STYLE = {"happy": "bright warm light", "tense": "dark moody light, high contrast", "sad": "muted blue light",
         "calm": "soft pastel light", "epic": "dramatic golden light, vast scale"}  # fmt: skip


def words_for(pipeline: Any, prompt: str, mood: str | None, subtitles: str = "") -> tuple[str, str]:
    """What is asked of the model, and a sentence for a person where that is not what was typed ("" if it is)."""
    scene = read_scene(prompt, mood, subtitles)
    style = STYLE.get(scene.mood, "")
    if not HANGUL.search(prompt) or reads_korean(pipeline):
        return ", ".join(part for part in (prompt.strip(), style) if part), ""
    english = scene.english()
    latin = " ".join(re.findall(r"[A-Za-z][A-Za-z' -]*[A-Za-z]", prompt)).strip()
    asked = ", ".join(part for part in (latin, english, style) if part)
    if scene == SceneWords("abstract"):
        return asked, f"This model reads English, and none of the words is known here: it was asked for “{asked}”."
    return asked, f"This model reads English: it was asked for “{asked}”."


def reads_korean(pipeline: Any) -> bool:
    """Whether one of its text encoders was trained on many languages."""
    encoders = (getattr(pipeline, name, None) for name in ("text_encoder", "text_encoder_2", "text_encoder_3"))
    kinds = [str(getattr(net.config, "model_type", "")) for net in encoders if net is not None]
    return any(kind.startswith(MULTILINGUAL) for kind in kinds)
