"""What `--voice hf:NAME_OR_DIR,sample=anna.wav,…` asks for.

One string holds it all, because a film can have many voices (`--voice ANNA=hf:…`) and an option beside them would not
know whose it is. Commas divide it: a `?` or `&` would need quoting in most shells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from synth.hub.folder import is_hub_name
from synth.speech import SpeechError

PREFIX = "hf:"
OPTIONS = ("speaker", "sample", "text", "consent", "vocoder", "language")
_NEXT = re.compile(rf",(?=(?:{'|'.join(OPTIONS)})=)")  # any other comma belongs to a value


@dataclass(frozen=True)
class Asked:
    """model: a folder, or a name on the hub. The rest is "" where it was not given."""

    model: str
    speaker: str = ""  # one of the model's own voices, by number or name; for SpeechT5 the file of an x-vector
    sample: str = ""  # a recording whose voice is taken over
    text: str = ""  # the words that are spoken in the sample
    consent: str = ""  # in which the person in the sample agrees
    vocoder: str = ""  # a folder, or a name on the hub, for models that end at a spectrogram
    language: str = ""  # of the text, where it is neither English nor Korean: a code such as "fr"

    @property
    def name(self) -> str:
        """As lists, reports and films tell it: without paths and sentences, which are nobody's business."""
        model = self.model if is_hub_name(self.model) else Path(self.model).name or self.model
        speaker = Path(self.speaker).name if self.speaker.endswith(".npy") else self.speaker
        return f"{PREFIX}{model}" + (f",speaker={speaker}" if speaker else "")


def asked(voice: str) -> Asked:
    """Reads such a string. SpeechError if it cannot be one."""
    model, *options = _NEXT.split(voice.removeprefix(PREFIX))
    given = dict(option.split("=", 1) for option in options)
    model = model.strip()
    if not model:
        raise SpeechError(f"{voice!r} names no model: write a folder or a name of the hub, such as hf:OWNER/NAME.")
    if len(given) < len(options) or "" in given.values():
        raise SpeechError(f"{voice!r} has an option twice, or one without a value: give each once, such as speaker=3.")
    if strange := re.search(r",\s*(\w+)=", model):
        raise SpeechError(f"{voice!r} has no option {strange[1]!r}: the options are {', '.join(OPTIONS)}.")
    if given.get("sample") and not given.get("consent"):
        raise SpeechError(
            f"{voice!r} takes over the voice of a person: add consent=… with the sentence in which that person agrees."
        )
    return Asked(model, **given)
