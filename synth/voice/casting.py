"""Who speaks which cue: one voice for the film, others for the cues that carry a speaker's label."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from synth.voice import VoiceError


@dataclass(frozen=True)
class Casting:
    """Names of voices. A narrator without a name is the first sample voice."""

    narrator: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)  # label, as first written -> name of its voice
    cues: Mapping[int, str] = field(default_factory=dict)  # number of a single cue -> name of its voice

    def name_for(self, speaker: str | None, cue: int = 0) -> str:
        """The name of the voice that speaks this cue, or else those with this label, whatever its case."""
        if cue in self.cues:
            return self.cues[cue]
        folded = {_fold(label): name for label, name in self.parts.items()}
        return folded.get(_fold(speaker), self.narrator) if speaker else self.narrator

    def names(self) -> list[str]:
        """Every voice once, the narrator first."""
        return list(dict.fromkeys((self.narrator, *self.parts.values(), *self.cues.values())))

    def unheard(self, speakers: Iterable[str | None]) -> list[str]:
        """A sentence for each label that none of the `speakers` has."""
        labels = list(dict.fromkeys(speaker for speaker in speakers if speaker))
        there = {_fold(label) for label in labels}
        known = ", ".join(labels[:8]) + (" …" if len(labels) > 8 else "")
        return [
            f"No cue is labelled {label}, so {name} has nothing to say"
            + (f": the labels are {known}." if known else ": the subtitles name no speakers.")
            for label, name in self.parts.items()
            if _fold(label) not in there
        ]


def casting(choices: Iterable[str]) -> Casting:
    """What "mina" and "ANNA=mina" ask for, in any order. VoiceError if they contradict each other."""
    narrators: list[str] = []
    parts: dict[str, str] = {}
    for choice in choices:
        label, equals, name = choice.partition("=")
        if not equals or label.startswith("hf:"):  # the path of someone else's model may hold the sign too
            narrators.append(choice.strip())
            continue
        label, name = label.strip(), name.strip()
        if not label or not name:
            raise VoiceError(f"{choice!r} is half a part: write the speaker's label and a voice, such as ANNA=mina.")
        if other := next((given for given in parts if _fold(given) == _fold(label)), None):
            raise VoiceError(f"{label} is given two voices, {parts[other]} and {name}: choose one.")
        parts[label] = name
    if len(narrators) > 1:
        raise VoiceError(
            f"The film is given {len(narrators)} voices, {' and '.join(narrators)}: keep one, and write the others "
            "with the label of the speaker they are for, such as ANNA=mina."
        )
    return Casting(narrators[0] if narrators else "", parts)


def provenance(names: Iterable[str]) -> str:
    """What every file that is made says about the speech in it."""
    every = list(dict.fromkeys(names))
    return f"synthetic speech by Narrascore, voice{'s' if len(every) > 1 else ''} {', '.join(every)}"


def _fold(label: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())
