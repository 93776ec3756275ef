"""Every kind of text-to-speech model that transformers has, and those beside them that cannot read a text aloud."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from synth.hub.asked import Asked
from synth.hub.folder import config_of
from synth.speech import SpeechError

if TYPE_CHECKING:
    from synth.hub.direct import Say
    from synth.hub.sample import Sample


@dataclass(frozen=True)
class Family:
    """opener: module and function. takes: the options that mean something to it."""

    title: str
    opener: str
    takes: tuple[str, ...] = ()

    @property
    def generates(self) -> bool:
        return self.opener.startswith("generated.")


FAMILIES = {  # by config.json's model_type
    "vits": Family("VITS", "direct.vits", ("speaker",)),
    "fastspeech2_conformer_with_hifigan": Family(
        "FastSpeech2Conformer", "direct.fastspeech2_with_vocoder", ("speaker",)
    ),
    "fastspeech2_conformer": Family("FastSpeech2Conformer", "direct.fastspeech2", ("speaker", "vocoder")),
    "speecht5": Family("SpeechT5", "direct.speecht5", ("speaker", "vocoder")),
    "seamless_m4t": Family("SeamlessM4T", "direct.seamless", ("speaker",)),
    "seamless_m4t_v2": Family("SeamlessM4T v2", "direct.seamless_v2", ("speaker",)),
    "bark": Family("Bark", "generated.bark", ("speaker",)),
    "csm": Family("CSM", "generated.csm", ("speaker", "sample", "text")),
    "dia": Family("Dia", "generated.dia", ("sample", "text")),
    "higgs_audio_v2": Family("Higgs Audio v2", "generated.higgs", ("sample", "text")),
    "pocket_tts": Family("Pocket TTS", "generated.pocket", ("speaker", "sample")),
    "gradium_phonon_tts": Family("Phonon", "generated.phonon", ("speaker",)),
    "vibevoice": Family("VibeVoice", "generated.vibevoice", ("sample",)),
}
_MUSIC = "makes music, not speech"
_CHAT = "answers what it is told instead of reading it aloud"
NOT_SPEECH = {"musicgen": _MUSIC, "musicgen_melody": _MUSIC, "qwen2_5_omni": _CHAT, "qwen3_omni_moe": _CHAT}


def family_of(folder: Path, asked: Asked) -> Family:
    """SpeechError for a model of another kind, or an option that this one cannot follow."""
    config = config_of(folder, asked.model)
    kind = config["model_type"]
    if why := NOT_SPEECH.get(kind):
        raise SpeechError(f"{asked.model} is a {kind} model, which {why}: choose a text-to-speech model.")
    family = FAMILIES.get(kind)
    if family is None:
        code = " It brings code of its own, which is never run." if "auto_map" in config else ""
        raise SpeechError(
            f"{asked.model} is a {kind} model, and no text-to-speech model that transformers knows.{code} "
            f"Those are: {', '.join(FAMILIES)}."
        )
    for option in ("speaker", "sample", "text", "vocoder"):
        if getattr(asked, option) and option not in family.takes:
            takes = ", ".join(family.takes) or "none"
            raise SpeechError(
                f"{asked.model} is a {family.title}, which takes no {option}=: of these it takes {takes}."
            )
    return family


def say_with(family: Family, folder: Path, asked: Asked, sample: Sample | None) -> Say:
    """Opens the model, which takes seconds to minutes."""
    module, _, function = family.opener.partition(".")
    opener = getattr(import_module(f"synth.hub.{module}"), function)
    return opener(folder, asked, sample) if family.generates else opener(folder, asked)
